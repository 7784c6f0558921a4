//! What `kafka-storage info` prints.

use std::collections::BTreeSet;
use std::path::PathBuf;

use kalda_disk::{Disk, EntryKind};

use super::directories::read_meta_properties;
use super::meta_properties::{FILE_NAME, MetaProperties};

/// The lines about a node's directories, and whether any of them told of a problem.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// To be printed one by one.
    pub lines: Vec<String>,
    /// The command fails then.
    pub has_problems: bool,
}

/// Looks into each directory.
pub fn list_directories(disk: &dyn Disk, dirs: &BTreeSet<PathBuf>) -> Listing {
    let mut found = Vec::new();
    let mut problems = Vec::new();
    let mut first: Option<MetaProperties> = None;
    for dir in dirs {
        let shown = dir.display();
        match disk.stat(dir) {
            Ok(Some(stat)) if stat.kind == EntryKind::Directory => {}
            Ok(Some(_)) => {
                problems.push(format!("{shown} is not a directory"));
                continue;
            }
            Ok(None) => {
                problems.push(format!("{shown} does not exist"));
                continue;
            }
            Err(error) => {
                problems.push(format!("{shown} cannot be read: {error}"));
                continue;
            }
        }
        found.push(shown.to_string());
        match read_meta_properties(disk, dir) {
            Ok(Some(meta)) => match &first {
                None => first = Some(meta),
                Some(first) => problems.extend(mismatch(first, &meta)),
            },
            Ok(None) => problems.push(format!("{shown} is not formatted.")),
            Err(reason) => {
                problems.push(format!(
                    "Error loading {}: {reason}",
                    dir.join(FILE_NAME).display()
                ));
            }
        }
    }
    if first.as_ref().is_some_and(|meta| meta.version == 0) {
        problems.push(
            "The kafka configuration file appears to be for a cluster in KRaft mode, but the directories are \
             formatted for legacy mode."
                .to_owned(),
        );
    }
    print(&found, first.as_ref(), &problems)
}

fn mismatch(first: &MetaProperties, other: &MetaProperties) -> Option<String> {
    if first.cluster_id != other.cluster_id {
        Some("Mismatched cluster IDs between storage directories.".to_owned())
    } else if first.node_id != other.node_id {
        Some("Mismatched node IDs between storage directories.".to_owned())
    } else {
        None
    }
}

fn print(found: &[String], meta: Option<&MetaProperties>, problems: &[String]) -> Listing {
    let mut lines = section("Found log directory:", "Found log directories:", found);
    if let Some(meta) = meta {
        let entries: Vec<_> = meta
            .entries()
            .iter()
            .map(|(key, text)| format!("{key}={text}"))
            .collect();
        lines.push(format!("Found metadata: {{{}}}", entries.join(", ")));
        lines.push(String::new());
    }
    lines.extend(section("Found problem:", "Found problems:", problems));
    Listing {
        lines,
        has_problems: !problems.is_empty(),
    }
}

fn section(title_of_one: &str, title_of_more: &str, entries: &[String]) -> Vec<String> {
    if entries.is_empty() {
        return Vec::new();
    }
    let title = if entries.len() == 1 {
        title_of_one
    } else {
        title_of_more
    };
    let mut lines = vec![title.to_owned()];
    lines.extend(entries.iter().map(|entry| format!("  {entry}")));
    lines.push(String::new());
    lines
}
