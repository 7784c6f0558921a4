//! Kafka's checkpoint text: a version line, a count line, and one line per entry.

use std::collections::BTreeMap;

/// A checkpoint larger than this is not ours.
pub(crate) const MAX_CHECKPOINT_BYTES: usize = 256 << 20;

const VERSION: &str = "0";

/// Why a text is no checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Not UTF-8.
    #[error("it is not text")]
    NotText,
    /// The first line is not `0`.
    #[error("its version is not 0")]
    Version,
    /// The second line is no number, or another number of entries follows.
    #[error("it does not hold as many entries as it says")]
    Count,
    /// A line that is no entry.
    #[error("line {0} is malformed")]
    Line(usize),
}

/// The text with `entries`, one a line.
pub(crate) fn write_lines(entries: impl ExactSizeIterator<Item = String>) -> String {
    let mut text = format!("{VERSION}\n{}\n", entries.len());
    for entry in entries {
        text.push_str(&entry);
        text.push('\n');
    }
    text
}

/// Reads a checkpoint. An empty file has no entries, as in Kafka, which makes the file before it fills it.
pub(crate) fn read_lines<T>(
    content: &[u8],
    parse: impl Fn(&[&str]) -> Option<T>,
) -> Result<Vec<T>, CheckpointError> {
    let text = std::str::from_utf8(content).map_err(|_| CheckpointError::NotText)?;
    let mut lines = text.lines();
    match lines.next() {
        None => return Ok(Vec::new()),
        Some(VERSION) => {}
        Some(_) => return Err(CheckpointError::Version),
    }
    let Some(count) = lines.next() else {
        return Ok(Vec::new());
    };
    let count: usize = count.parse().map_err(|_| CheckpointError::Count)?;
    let mut entries = Vec::new();
    for (index, line) in lines.enumerate() {
        let words: Vec<&str> = line.split_whitespace().collect();
        entries.push(parse(&words).ok_or(CheckpointError::Line(index + 3))?);
    }
    if entries.len() == count {
        Ok(entries)
    } else {
        Err(CheckpointError::Count)
    }
}

/// Offsets by topic and partition, as the checkpoints of a log directory hold them.
pub type PartitionOffsets = BTreeMap<(String, i32), i64>;

/// The text of an offset checkpoint: `topic partition offset` lines.
pub fn write_offsets(offsets: &PartitionOffsets) -> String {
    let lines = offsets.iter();
    write_lines(lines.map(|((topic, partition), offset)| format!("{topic} {partition} {offset}")))
}

/// Reads an offset checkpoint.
pub fn read_offsets(content: &[u8]) -> Result<PartitionOffsets, CheckpointError> {
    let entries = read_lines(content, |words| match words {
        [topic, partition, offset] => {
            let key = ((*topic).to_owned(), partition.parse().ok()?);
            Some((key, offset.parse().ok()?))
        }
        _ => None,
    })?;
    Ok(entries.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn offsets_have_kafkas_text() {
        let offsets =
            PartitionOffsets::from([(("a.b".into(), 10), 7), (("a.b".into(), 2), i64::MAX)]);
        let text = write_offsets(&offsets);
        assert_eq!(text, "0\n2\na.b 2 9223372036854775807\na.b 10 7\n");
        assert_eq!(read_offsets(text.as_bytes()), Ok(offsets));
    }

    #[test]
    fn an_empty_file_has_no_entries() {
        assert_eq!(read_offsets(b""), Ok(PartitionOffsets::new()));
        assert_eq!(read_offsets(b"0\n0\n"), Ok(PartitionOffsets::new()));
    }

    #[test]
    fn what_is_no_checkpoint_is_refused_with_a_reason() {
        assert_eq!(read_offsets(b"1\n0\n"), Err(CheckpointError::Version));
        assert_eq!(read_offsets(b"0\n2\na 0 1\n"), Err(CheckpointError::Count));
        assert_eq!(read_offsets(b"0\nx\n"), Err(CheckpointError::Count));
        assert_eq!(read_offsets(b"0\n1\na 0\n"), Err(CheckpointError::Line(3)));
        assert_eq!(
            read_offsets(b"0\n1\na 0 1 2\n"),
            Err(CheckpointError::Line(3))
        );
        assert_eq!(
            read_offsets(b"0\n1\na 99999999999 1\n"),
            Err(CheckpointError::Line(3))
        );
        assert_eq!(read_offsets(b"\xff\xfe"), Err(CheckpointError::NotText));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(content in prop::collection::vec(any::<u8>(), 0..200)) {
            drop(read_offsets(&content));
        }

        #[test]
        fn what_was_written_is_read_back(
            offsets in prop::collection::btree_map(("[a-z._-]{1,9}", 0..50_i32), 0..i64::MAX, 0..20)
        ) {
            prop_assert_eq!(read_offsets(write_offsets(&offsets).as_bytes()), Ok(offsets));
        }
    }
}
