//! Names of snapshot files.

use std::fmt;

/// What a snapshot stands for: all records below an offset, the last of which has an epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct CheckpointId {
    /// Offset after the last record in the snapshot.
    pub end_offset: i64,
    /// Epoch of that last record.
    pub epoch: i32,
}

impl CheckpointId {
    /// Name of the finished file: 20 digits of offset, 10 of epoch.
    pub fn file_name(self) -> String {
        format!("{self}.checkpoint")
    }

    /// Name while the file is being written; such a file is worthless after a restart.
    pub fn part_name(self) -> String {
        format!("{self}.checkpoint.part")
    }
}

impl fmt::Display for CheckpointId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:020}-{:010}", self.end_offset, self.epoch)
    }
}

/// How far a snapshot file is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckpointState {
    /// Whole and durable.
    Finished,
    /// Being written or downloaded.
    Part,
    /// To be removed.
    Deleted,
}

/// A file name that belongs to a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckpointFile {
    /// Which snapshot.
    pub id: CheckpointId,
    /// In which state.
    pub state: CheckpointState,
}

impl CheckpointFile {
    /// Reads a file name; `None` for files of other kinds. Between epoch and suffix of a part file Apache Kafka puts
    /// random digits (`-123.checkpoint.part`), which are passed over.
    pub fn parse(name: &str) -> Option<Self> {
        let (rest, state) = if let Some(rest) = name.strip_suffix(".checkpoint") {
            (rest, CheckpointState::Finished)
        } else if let Some(rest) = name.strip_suffix(".checkpoint.part") {
            (rest, CheckpointState::Part)
        } else if let Some(rest) = name.strip_suffix(".checkpoint.deleted") {
            (rest, CheckpointState::Deleted)
        } else {
            return None;
        };
        let (offset, rest) = rest.split_at_checked(20)?;
        let (epoch, rest) = rest.strip_prefix('-')?.split_at_checked(10)?;
        if !rest.is_empty() && state != CheckpointState::Part {
            return None;
        }
        let id = CheckpointId {
            end_offset: digits(offset)?,
            epoch: digits(epoch)?,
        };
        Some(CheckpointFile { id, state })
    }
}

fn digits<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| text.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kafkas_and_read_back() {
        let id = CheckpointId {
            end_offset: 4711,
            epoch: 12,
        };
        assert_eq!(id.file_name(), "00000000000000004711-0000000012.checkpoint");
        let parsed = |name: &str| CheckpointFile::parse(name).unwrap();
        let file = |state| CheckpointFile { id, state };
        assert_eq!(parsed(&id.file_name()), file(CheckpointState::Finished));
        assert_eq!(parsed(&id.part_name()), file(CheckpointState::Part));
        assert_eq!(
            parsed("00000000000000004711-0000000012-55.checkpoint.part"),
            file(CheckpointState::Part)
        );
        assert_eq!(
            parsed("00000000000000004711-0000000012.checkpoint.deleted"),
            file(CheckpointState::Deleted)
        );
    }

    #[test]
    fn other_files_are_not_snapshots() {
        for name in [
            "bootstrap.checkpoint",
            "leader-epoch-checkpoint",
            "00000000000000000000.log",
            "00000000000000000000-0000000000",
            "+0000000000000004711-0000000012.checkpoint",
            "00000000000000004711-0000000012x.checkpoint",
            "0000000000000000471é-0000000012.checkpoint",
            ".checkpoint",
            "99999999999999999999-0000000012.checkpoint",
        ] {
            assert_eq!(CheckpointFile::parse(name), None, "{name}");
        }
    }
}
