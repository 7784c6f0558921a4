//! Turns the schema notation of `src/protocol/schema/` into Rust: a development tool, not part of the broker.
//!
//! [`parser`] reads a file into [`notation`]; `structs` writes structs with their codecs; [`records`], [`keyed_records`]
//! and [`messages`] put those into whole modules; [`shapes`] writes the preflight's tables from what `layout` finds. The output goes
//! through `rustfmt` and is committed, and a test fails when it no longer matches the schema.

/// Appends formatted code.
macro_rules! text {
    ($code:expr, $($format:tt)*) => {
        $code.push_str(&format!($($format)*))
    };
}

/// Appends a formatted line of code.
macro_rules! line {
    ($code:expr, $($format:tt)*) => {{
        text!($code, $($format)*);
        $code.push('\n');
    }};
}

pub mod format;
pub mod keyed_records;
mod layout;
pub mod messages;
mod names;
pub mod notation;
pub mod parser;
pub mod records;
pub mod shapes;
mod structs;
mod values;

pub use notation::{Field, Kind, Message, Scalar, Struct, Type, Versions};

/// One file to write, relative to the folder of generated code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneratedFile {
    /// Its path below the folder.
    pub path: String,
    /// Its whole content.
    pub text: String,
}

/// The first lines of every generated file.
fn preamble(subject: &str, schema: &str) -> String {
    format!(
        "//! {subject}\n//!\n//! Generated from `{schema}`. Change that file and run\n//! `KALDA_REGENERATE=1 \
         cargo test -p kalda-codegen --test generated`.\n\n"
    )
}
