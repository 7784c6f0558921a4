//! `meta.properties`: which cluster, node and directory a log directory belongs to.

use kalda_config::{Properties, write_properties};
use kalda_protocol::uuid_text;
use uuid::Uuid;

/// The file's name in each log directory.
pub(crate) const FILE_NAME: &str = "meta.properties";

/// The content of `meta.properties`, of version 1 (the only one that a KRaft node writes) or 0 (ZooKeeper's time).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetaProperties {
    /// 0 or 1.
    pub version: i32,
    /// `cluster.id`; only version 0 may lack it.
    pub cluster_id: Option<String>,
    /// `node.id`, in version 0 `broker.id`, which that version may lack.
    pub node_id: Option<i32>,
    /// `directory.id`, which directories from before Kafka 3.7 lack.
    pub directory_id: Option<Uuid>,
}

impl MetaProperties {
    /// Reads the file's bytes.
    ///
    /// # Errors
    /// Kafka's sentence for what is wrong with it.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let properties = Properties::parse(bytes).map_err(|error| error.to_string())?;
        let version = read_version(properties.get("version").unwrap_or("0"))?;
        let node_id = match (version, properties.get("broker.id")) {
            (0, None) => None,
            (0, Some(text)) => Some(read_number("broker.id", text)?),
            _ => {
                let text = properties.get("node.id").ok_or("Failed to find node.id")?;
                Some(read_number("node.id", text)?)
            }
        };
        let cluster_id = properties.get("cluster.id").map(str::to_owned);
        if version > 0 && cluster_id.is_none() {
            return Err("cluster.id was not found.".to_owned());
        }
        let read_id = |text: &str| {
            uuid_text::parse(text)
                .map_err(|error| format!("Unable to read directory.id as a Uuid: {error}"))
        };
        let directory_id = properties.get("directory.id").map(read_id).transpose()?;
        Ok(Self {
            version,
            cluster_id,
            node_id,
            directory_id,
        })
    }

    /// The keys and texts, in the order of the keys.
    pub fn entries(&self) -> Vec<(&'static str, String)> {
        let node_key = if self.version == 0 {
            "broker.id"
        } else {
            "node.id"
        };
        let mut entries = Vec::new();
        entries.extend(self.node_id.map(|id| (node_key, id.to_string())));
        entries.extend(self.cluster_id.clone().map(|id| ("cluster.id", id)));
        entries.extend(
            self.directory_id
                .map(|id| ("directory.id", uuid_text::to_text(&id))),
        );
        entries.push(("version", self.version.to_string()));
        entries.sort_unstable();
        entries
    }

    /// The file's bytes, with the time of writing above them as Kafka has it.
    pub fn to_bytes(&self, now_ms: i64) -> Vec<u8> {
        write_properties(&self.entries(), now_ms)
    }
}

fn read_version(text: &str) -> Result<i32, String> {
    let text = text.trim();
    match text.parse() {
        Ok(version @ (0 | 1)) => Ok(version),
        Ok(other) => Err(format!("Unknown meta.properties version number {other}")),
        Err(_) => Err(format!("Invalid meta.properties version string '{text}'")),
    }
}

fn read_number(key: &str, text: &str) -> Result<i32, String> {
    text.parse()
        .map_err(|_| format!("Unable to read {key} as a base-10 number."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> MetaProperties {
        MetaProperties {
            version: 1,
            cluster_id: Some("4L6g3nShT-eMCtK--X86sw".to_owned()),
            node_id: Some(1),
            directory_id: uuid_text::parse("FwnYjHq7Za2mG8je2T-iqQ").ok(),
        }
    }

    #[test]
    fn kafkas_file_is_read() {
        let text = "#\n#Sun Nov 22 03:04:10 UTC 2026\nnode.id=1\ndirectory.id=FwnYjHq7Za2mG8je2T-iqQ\nversion=1\n\
                    cluster.id=4L6g3nShT-eMCtK--X86sw\n";
        assert_eq!(MetaProperties::parse(text.as_bytes()), Ok(sample()));
    }

    #[test]
    fn what_is_written_is_read_again_even_with_odd_ids() {
        let mut meta = sample();
        meta.cluster_id = Some(" a=b:c#d!\u{e9}\\ ".to_owned());
        assert_eq!(MetaProperties::parse(&meta.to_bytes(0)), Ok(meta));
    }

    #[test]
    fn the_file_begins_with_its_time() {
        let text = String::from_utf8(sample().to_bytes(1_795_316_650_000)).unwrap();
        assert!(
            text.starts_with("#\n#Sun Nov 22 03:04:10 UTC 2026\ncluster.id="),
            "{text}"
        );
    }

    #[test]
    fn what_is_wrong_is_said_in_one_sentence() {
        let said = |text: &str| MetaProperties::parse(text.as_bytes()).unwrap_err();
        assert_eq!(
            said("version=7\n"),
            "Unknown meta.properties version number 7"
        );
        assert_eq!(
            said("version=x\n"),
            "Invalid meta.properties version string 'x'"
        );
        assert_eq!(said("version=1\n"), "Failed to find node.id");
        assert_eq!(
            said("version=1\nnode.id=x\n"),
            "Unable to read node.id as a base-10 number."
        );
        assert_eq!(said("version=1\nnode.id=1\n"), "cluster.id was not found.");
        let broken_id = "version=1\nnode.id=1\ncluster.id=a\ndirectory.id=!\n";
        assert!(said(broken_id).starts_with("Unable to read directory.id as a Uuid"));
    }

    #[test]
    fn version_0_has_a_broker_id_and_may_lack_all_else() {
        let meta = MetaProperties::parse(b"broker.id=3\n").unwrap();
        assert_eq!(
            (meta.version, meta.node_id, meta.cluster_id),
            (0, Some(3), None)
        );
    }
}
