//! Groups of the classic protocol, asked and looked at from outside.
