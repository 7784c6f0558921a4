//! What a Fetch needs beside its handler: incremental sessions, the hand-written response, and waiting for data.

pub(crate) mod reply;
pub(crate) mod session;
