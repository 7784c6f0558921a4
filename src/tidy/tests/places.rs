//! The repository names no machine that it was made on.

use kalda_tidy::{SourceFile, files};

/// Hosts that a reader may be sent to.
const HOSTS: [&str; 12] = [
    "127.0.0.1",
    "apache.org",
    "docs.rs",
    "example.com",
    "example.org",
    "github.com",
    "localhost",
    "opencontainers.org",
    "rust-lang.org",
    "w3.org",
    "kafka",
    "rfc-editor.org",
];

/// Folders of somebody's machine. Put together here, so that this file does not find itself.
fn private_folders() -> [String; 4] {
    ["work", "root", "home", "Users"].map(|name| format!("/{name}/"))
}

fn checked() -> impl Iterator<Item = SourceFile> {
    files()
        .into_iter()
        .filter(|file| file.path != "Cargo.lock" && !file.path.ends_with("/Cargo.lock"))
}

#[test]
fn no_file_names_a_path_of_somebodys_machine() {
    for file in checked() {
        for folder in private_folders() {
            // Behind a word it is a folder inside another one, such as docker/root/.
            let found = file.text.match_indices(&folder).find(|(at, _)| {
                let before = file
                    .text
                    .get(..*at)
                    .and_then(|text| text.chars().next_back());
                !before.is_some_and(|letter| {
                    letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | '}' | '/')
                })
            });
            assert!(found.is_none(), "{} names {folder}", file.path);
        }
    }
}

#[test]
fn every_address_leads_to_a_public_host_that_is_known() {
    for file in files() {
        for (at, scheme) in ["https://", "http://"]
            .iter()
            .flat_map(|scheme| file.text.match_indices(scheme))
        {
            let rest = file.text.get(at + scheme.len()..).unwrap_or_default();
            let end = rest
                .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-')))
                .unwrap_or(rest.len());
            let host = rest.get(..end).unwrap_or_default().trim_end_matches('.');
            let is_known = |known: &str| host == known || host.ends_with(&format!(".{known}"));
            // Without a dot it is a variable or an example, not a machine somewhere.
            assert!(
                !host.contains('.') || HOSTS.iter().any(|known| is_known(known)),
                "{}: {scheme}{host}",
                file.path
            );
        }
    }
}
