//! `meta.properties`: which cluster and node a log directory belongs to.

use std::collections::BTreeMap;

use java_properties::{LineContent, PropertiesIter};
use uuid::Uuid;

use crate::partition_metadata::{id_text, parse_id};

/// The file's name.
pub(super) const FILE: &str = "meta.properties";
/// A file larger than this is not ours.
pub(super) const MAX_BYTES: usize = 64 << 10;

/// Directory ids below this number have a meaning of their own (MIGRATING, UNASSIGNED, LOST) and are never given out.
pub const RESERVED_IDS: u128 = 100;

/// Why a text is no `meta.properties` of a KRaft node.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MetaPropertiesError {
    /// Not a properties text.
    #[error("it cannot be read as properties: {0}")]
    Syntax(String),
    /// Not version 0 or 1.
    #[error("version {0:?} is not supported; 0 and 1 are")]
    Version(String),
    /// A key that must be there is not.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// A value that makes no sense.
    #[error("{key} has the value {value:?}, which is not {expected}")]
    Value {
        /// The key.
        key: &'static str,
        /// Its value.
        value: String,
        /// What it should be.
        expected: &'static str,
    },
}

/// The identity of a log directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetaProperties {
    /// 1; 0 was written by brokers of the ZooKeeper era.
    pub version: u8,
    /// The cluster. Only version 0 may lack it.
    pub cluster_id: Option<String>,
    /// The node. Only version 0 may lack it.
    pub node_id: Option<i32>,
    /// This directory. Given at the first start if it is missing.
    pub directory_id: Option<Uuid>,
}

impl MetaProperties {
    /// The identity of a directory of a KRaft node.
    pub fn new(cluster_id: String, node_id: i32, directory_id: Uuid) -> Self {
        Self {
            version: 1,
            cluster_id: Some(cluster_id),
            node_id: Some(node_id),
            directory_id: Some(directory_id),
        }
    }

    pub(super) fn read(content: &[u8]) -> Result<Self, MetaPropertiesError> {
        let pairs = pairs(content)?;
        let version = match pairs.get("version").map_or("0", |it| it.as_str()) {
            "0" => 0,
            "1" => 1,
            other => return Err(MetaPropertiesError::Version(other.to_owned())),
        };
        let node_key = if version == 0 { "broker.id" } else { "node.id" };
        let found = Self {
            version,
            cluster_id: pairs.get("cluster.id").cloned(),
            node_id: pairs
                .get(node_key)
                .map(|value| node_id(node_key, value))
                .transpose()?,
            directory_id: pairs
                .get("directory.id")
                .map(|value| directory_id(value))
                .transpose()?,
        };
        if version == 1 && found.node_id.is_none() {
            return Err(MetaPropertiesError::Missing("node.id"));
        }
        if version == 1 && found.cluster_id.is_none() {
            return Err(MetaPropertiesError::Missing("cluster.id"));
        }
        Ok(found)
    }

    pub(super) fn text(&self) -> String {
        let mut text = String::from("#\n");
        let mut line = |key: &str, value: &str| {
            text.push_str(key);
            text.push('=');
            escape(value, &mut text);
            text.push('\n');
        };
        line("version", &self.version.to_string());
        if let Some(cluster_id) = &self.cluster_id {
            line("cluster.id", cluster_id);
        }
        if let Some(node_id) = self.node_id {
            let key = if self.version == 0 {
                "broker.id"
            } else {
                "node.id"
            };
            line(key, &node_id.to_string());
        }
        if let Some(directory_id) = self.directory_id {
            line("directory.id", &id_text(directory_id));
        }
        text
    }
}

fn pairs(content: &[u8]) -> Result<BTreeMap<String, String>, MetaPropertiesError> {
    let syntax =
        |error: java_properties::PropertiesError| MetaPropertiesError::Syntax(error.to_string());
    let mut pairs = BTreeMap::new();
    for line in PropertiesIter::new(content) {
        match line.map_err(syntax)?.consume_content() {
            LineContent::KVPair(key, value) => {
                pairs.insert(key, value);
            }
            LineContent::Comment(_) => {}
        }
    }
    Ok(pairs)
}

fn node_id(key: &'static str, value: &str) -> Result<i32, MetaPropertiesError> {
    value.parse().map_err(|_| MetaPropertiesError::Value {
        key,
        value: value.to_owned(),
        expected: "a number",
    })
}

fn directory_id(value: &str) -> Result<Uuid, MetaPropertiesError> {
    let bad = |expected| MetaPropertiesError::Value {
        key: "directory.id",
        value: value.to_owned(),
        expected,
    };
    let id = parse_id(value).ok_or(bad("an id of 22 base64 characters"))?;
    if id.as_u128() < RESERVED_IDS {
        return Err(bad("an id that a directory may have"));
    }
    Ok(id)
}

/// Escapes what a properties reader would not take literally in a value.
fn escape(value: &str, out: &mut String) {
    for (index, character) in value.char_indices() {
        match character {
            '\\' | '=' | ':' | '#' | '!' => {
                out.push('\\');
                out.push(character);
            }
            ' ' if index == 0 => out.push_str("\\ "),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            other => out.push(other),
        }
    }
}

/// Kafka's text of a directory id: 22 characters of URL-safe base64.
pub fn directory_id_text(id: Uuid) -> String {
    id_text(id)
}

/// Reads such a text.
pub fn parse_directory_id(text: &str) -> Option<Uuid> {
    parse_id(text)
}

/// A new directory id out of random ones: not reserved, and its text does not begin with `-`, which command lines
/// would take for a flag.
pub fn generate_directory_id(mut random: impl FnMut() -> Uuid) -> Uuid {
    loop {
        let id = random();
        if id.as_u128() >= RESERVED_IDS && !id_text(id).starts_with('-') {
            return id;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kafkas_file_is_read() {
        let content =
            b"#\n#Sat Nov 22 02:00:00 UTC 2025\ncluster.id=MkU3OEVBNTcwNTJENDM2Qg\nversion=1\n\
            directory.id=J8aAPcfLQt2bqs1JT_rMgQ\nnode.id=1\n";
        let found = MetaProperties::read(content).unwrap();
        assert_eq!(found.cluster_id.as_deref(), Some("MkU3OEVBNTcwNTJENDM2Qg"));
        assert_eq!((found.version, found.node_id), (1, Some(1)));
        assert_eq!(
            id_text(found.directory_id.unwrap()),
            "J8aAPcfLQt2bqs1JT_rMgQ"
        );
    }

    #[test]
    fn what_is_written_is_read_back() {
        for cluster in ["MkU3OEVBNTcwNTJENDM2Qg", "a=b:c #d! \\e", " leading"] {
            let written = MetaProperties::new(cluster.into(), 7, Uuid::from_u128(u128::MAX));
            assert_eq!(MetaProperties::read(written.text().as_bytes()), Ok(written));
        }
    }

    #[test]
    fn version_0_names_the_broker() {
        let found = MetaProperties::read(b"broker.id=3\ncluster.id=x\n").unwrap();
        assert_eq!((found.version, found.node_id), (0, Some(3)));
        assert_eq!(MetaProperties::read(b"").unwrap().node_id, None);
    }

    #[test]
    fn what_makes_no_sense_is_refused_with_its_key() {
        let refused = |text: &str| {
            MetaProperties::read(text.as_bytes())
                .unwrap_err()
                .to_string()
        };
        assert_eq!(
            refused("version=2"),
            "version \"2\" is not supported; 0 and 1 are"
        );
        assert_eq!(refused("version=1\nnode.id=1"), "cluster.id is missing");
        assert_eq!(refused("version=1\ncluster.id=x"), "node.id is missing");
        assert!(
            refused("version=1\ncluster.id=x\nnode.id=one")
                .starts_with("node.id has the value \"one\"")
        );
        for reserved in [
            "AAAAAAAAAAAAAAAAAAAAAA",
            "AAAAAAAAAAAAAAAAAAAAAQ",
            "AAAAAAAAAAAAAAAAAAAAYw",
            "short",
        ] {
            let text = format!("version=1\ncluster.id=x\nnode.id=1\ndirectory.id={reserved}");
            assert!(refused(&text).starts_with("directory.id has the value"));
        }
    }

    #[test]
    fn a_generated_id_is_neither_reserved_nor_like_a_flag() {
        let mut offered = [
            Uuid::from_u128(1),
            Uuid::from_u128(0xF8 << 120),
            Uuid::from_u128(1 << 100),
        ]
        .into_iter();
        assert!(id_text(Uuid::from_u128(0xF8 << 120)).starts_with('-'));
        assert_eq!(
            generate_directory_id(|| offered.next().unwrap()).as_u128(),
            1 << 100
        );
    }
}
