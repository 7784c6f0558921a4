//! See `record_entry_points.rs`.
#![no_main]

#[path = "../record_entry_points.rs"]
mod record_entry_points;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| record_entry_points::read_records(bytes));
