//! Reading a configuration file.

use std::path::Path;

use kalda_config::{NodeConfig, Notice, Properties};

use crate::Failure;

/// A file of more than this is no configuration.
const MAX_FILE_BYTES: u64 = 16 << 20;

/// The properties of a file.
pub(crate) fn read_properties(file: &Path) -> Result<Properties, Failure> {
    let shown = file.display();
    let cannot = |reason: &dyn std::fmt::Display| {
        format!("The configuration file {shown} cannot be read: {reason}.")
    };
    let size = std::fs::metadata(file)
        .map_err(|error| cannot(&reason_of(&error)))?
        .len();
    if size > MAX_FILE_BYTES {
        return Err(cannot(&format_args!("it has {size} bytes")));
    }
    let bytes = std::fs::read(file).map_err(|error| cannot(&reason_of(&error)))?;
    Properties::parse(&bytes).map_err(|error| cannot(&error))
}

/// A node's configuration from its properties, where `from` names the file in the sentence of a failure.
pub(crate) fn load(
    properties: &Properties,
    from: &str,
) -> Result<(NodeConfig, Vec<Notice>), Failure> {
    NodeConfig::load(properties).map_err(|error| format!("{from}: {error}"))
}

fn reason_of(error: &std::io::Error) -> String {
    match error.kind() == std::io::ErrorKind::NotFound {
        true => "there is no such file".to_owned(),
        false => error.to_string(),
    }
}
