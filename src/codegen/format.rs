//! Runs generated code through `rustfmt`, so that it reads and compares like code written by hand.

use std::io::Write as _;
use std::process::{Command, Stdio};

/// Code could not be formatted.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// `rustfmt` could not be started or spoken to; it is a component of the toolchain that the workspace names.
    #[error("rustfmt did not run: {0}")]
    Io(#[from] std::io::Error),
    /// The code is not Rust.
    #[error("rustfmt refused the code: {0}")]
    Refused(String),
}

/// Formats one file.
///
/// # Errors
/// If `rustfmt` is missing or the code does not parse.
pub fn rustfmt(code: &str) -> Result<String, FormatError> {
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024", "--emit", "stdout", "--quiet"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let input = child.stdin.take();
    let output = std::thread::scope(|scope| {
        scope.spawn(move || input.map(|mut input| input.write_all(code.as_bytes())));
        child.wait_with_output()
    })?;
    if !output.status.success() {
        return Err(FormatError::Refused(
            String::from_utf8_lossy(&output.stderr).into_owned(),
        ));
    }
    String::from_utf8(output.stdout).map_err(|error| FormatError::Refused(error.to_string()))
}
