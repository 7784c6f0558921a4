//! The `kalda` command.

fn main() {}
