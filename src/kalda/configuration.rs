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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_that_we_ship_are_read_without_unknown_keys() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let files = [
            "config/server.properties",
            "config/broker.properties",
            "config/controller.properties",
        ];
        for file in files.into_iter().chain(["docker/server.properties"]) {
            let (_, notices) = load(&read_properties(&root.join(file)).unwrap(), file).unwrap();
            let is_unknown =
                |notice: &Notice| matches!(notice, Notice::Unknown { .. } | Notice::Warning(_));
            assert!(!notices.iter().any(is_unknown), "{file}: {notices:?}");
        }
    }

    #[test]
    fn a_file_that_cannot_be_read_is_named() {
        let sentence = read_properties(Path::new("/no/such/file")).unwrap_err();
        assert_eq!(
            sentence,
            "The configuration file /no/such/file cannot be read: there is no such file."
        );
        assert!(
            read_properties(Path::new("/"))
                .unwrap_err()
                .starts_with("The configuration file / cannot be read: ")
        );
    }
}
