//! Runs generated code through `rustfmt`, so that it reads and compares like code written by hand.

use std::path::Path;
use std::process::Command;
use std::{fs, io};

use crate::GeneratedFile;

/// Code could not be formatted.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// `rustfmt` could not be started (it is a component of the toolchain that the workspace names), or a file could not
    /// be written or read.
    #[error("formatting failed: {0}")]
    Io(#[from] io::Error),
    /// The code is not Rust.
    #[error("rustfmt refused the code: {0}")]
    Refused(String),
}

/// Formats files, all in one call, in a folder that is only used for this.
///
/// # Errors
/// If `rustfmt` is missing or the code does not parse.
pub fn rustfmt(files: &[GeneratedFile], folder: &Path) -> Result<Vec<GeneratedFile>, FormatError> {
    let mut command = Command::new("rustfmt");
    command.args(["--edition", "2024"]);
    for file in files {
        let place = folder.join(&file.path);
        if let Some(parent) = place.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&place, &file.text)?;
        command.arg(place);
    }
    let output = command.output()?;
    if !output.status.success() {
        return Err(FormatError::Refused(
            String::from_utf8_lossy(&output.stderr).into_owned(),
        ));
    }
    let formatted = files.iter().map(|file| {
        let text = fs::read_to_string(folder.join(&file.path))?;
        Ok(GeneratedFile {
            path: file.path.clone(),
            text,
        })
    });
    formatted.collect()
}
