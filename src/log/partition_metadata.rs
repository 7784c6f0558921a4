//! `partition.metadata`: which topic a partition directory belongs to.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use crate::error::LogError;
use crate::names::PARTITION_METADATA;
use crate::storage::Storage;

const MAX_BYTES: usize = 4096;

/// Kafka's text of an id: URL-safe base64 without padding, 22 characters.
pub(crate) fn id_text(id: Uuid) -> String {
    URL_SAFE_NO_PAD.encode(id.as_bytes())
}

/// Reads such a text.
pub(crate) fn parse_id(text: &str) -> Option<Uuid> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    Uuid::from_slice(&bytes).ok()
}

fn parse(content: &[u8]) -> Option<Uuid> {
    let text = std::str::from_utf8(content).ok()?;
    let mut lines = text.lines();
    let version = lines.next()?.strip_prefix("version:")?.trim();
    let id = lines.next()?.strip_prefix("topic_id:")?.trim();
    if version != "0" {
        return None;
    }
    parse_id(id).filter(|id| !id.is_nil())
}

/// The topic id of a partition directory; `None` without the file, an error if the file makes no sense.
pub(crate) fn read(storage: &Storage) -> Result<Option<Uuid>, LogError> {
    let Some(content) = storage.read(PARTITION_METADATA, MAX_BYTES)? else {
        return Ok(None);
    };
    let corrupt = || LogError::corrupt(storage.path(PARTITION_METADATA), "it holds no topic id");
    parse(&content).map(Some).ok_or_else(corrupt)
}

/// Writes the file, for the death of the process: the log's next flush makes it survive power loss, and no record is
/// safe from that before.
pub(crate) fn write(storage: &Storage, topic_id: Uuid) -> Result<(), LogError> {
    let text = format!("version: 0\ntopic_id: {}", id_text(topic_id));
    storage.replace_unsynced(PARTITION_METADATA, text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_topic_id_is_read_in_kafkas_form() {
        let id = parse(b"version: 0\ntopic_id: AAAAAAAAAAAAAAAAAAAAAQ").unwrap();
        assert_eq!(id.as_u128(), 1);
        assert_eq!(id_text(id), "AAAAAAAAAAAAAAAAAAAAAQ");
    }

    #[test]
    fn other_content_is_refused() {
        for bad in [
            &b""[..],
            b"version: 1\ntopic_id: AAAAAAAAAAAAAAAAAAAAAQ",
            b"version: 0\n",
            b"version: 0\ntopic_id: short",
            b"version: 0\ntopic_id: AAAAAAAAAAAAAAAAAAAAAA",
            b"\xff\xff",
        ] {
            assert_eq!(parse(bad), None, "{bad:?}");
        }
    }
}
