//! See `protocol_entry_points.rs`.
#![no_main]

#[path = "../protocol_entry_points.rs"]
mod protocol_entry_points;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| protocol_entry_points::group_records(bytes));
