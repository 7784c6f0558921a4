//! Code that `kalda-codegen` writes from the files in `schema/`; never changed by hand.
#![allow(
    clippy::too_many_lines,
    reason = "the functions of a generated codec are as long as its message has fields"
)]

pub(crate) mod group_records;
pub(crate) mod messages;
pub(crate) mod metadata_records;
pub(crate) mod shapes;
