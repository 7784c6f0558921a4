//! The names of partition directories.

use std::path::PathBuf;

use uuid::Uuid;

/// The longest name that file systems take.
const MAX_NAME_BYTES: usize = 255;
/// A cache of tiered storage, not a partition.
const REMOTE_INDEX_CACHE: &str = "remote-log-index-cache";
/// What mkfs leaves at the top of a file system that is mounted as a log directory.
const LOST_AND_FOUND: &str = "lost+found";

/// What a partition directory is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DirState {
    /// A partition in use, or to be used.
    Live,
    /// Waiting for removal.
    Deleting,
    /// Found at start, but not assigned to this node; kept.
    Stray,
    /// The copy that a move between log directories is filling.
    Future,
}

impl DirState {
    fn suffix(self) -> &'static str {
        match self {
            Self::Live => "",
            Self::Deleting => "-delete",
            Self::Stray => "-stray",
            Self::Future => "-future",
        }
    }
}

/// A partition directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartitionDir {
    /// The topic; cut short in names of long topics that are being deleted.
    pub topic: String,
    /// The partition.
    pub partition: i32,
    /// What the directory is for.
    pub state: DirState,
    /// Where it is.
    pub path: PathBuf,
}

/// The name of a live partition's directory.
pub fn partition_dir_name(topic: &str, partition: i32) -> String {
    format!("{topic}-{partition}")
}

/// The name of a directory that is no longer in use: the topic is cut so that the name is not too long.
pub(super) fn suffixed(topic: &str, partition: i32, state: DirState, unique: Uuid) -> String {
    let end = format!("-{partition}.{}{}", unique.simple(), state.suffix());
    let mut room = MAX_NAME_BYTES.saturating_sub(end.len()).min(topic.len());
    while !topic.is_char_boundary(room) {
        room -= 1;
    }
    let start = topic.get(..room).unwrap_or(topic);
    format!("{start}{end}")
}

/// Whether a directory is known to be something else than a partition.
pub(super) fn is_foreign(name: &str) -> bool {
    name == REMOTE_INDEX_CACHE || name == LOST_AND_FOUND
}

/// Topic, partition and state of a directory's name.
pub(super) fn parse(name: &str) -> Option<(String, i32, DirState)> {
    let suffixed = [DirState::Deleting, DirState::Stray, DirState::Future];
    for state in suffixed {
        if let Some(rest) = name.strip_suffix(state.suffix()) {
            // `<topic>-<partition>.<unique>`
            let (plain, unique) = rest.rsplit_once('.')?;
            let (topic, partition) = parse_plain(plain)?;
            return (!unique.is_empty()).then_some((topic, partition, state));
        }
    }
    let (topic, partition) = parse_plain(name)?;
    Some((topic, partition, DirState::Live))
}

fn parse_plain(name: &str) -> Option<(String, i32)> {
    let (topic, partition) = name.rsplit_once('-')?;
    if topic.is_empty() {
        return None;
    }
    Some((topic.to_owned(), partition.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read() {
        let live = |topic: &str, partition| Some((topic.to_owned(), partition, DirState::Live));
        assert_eq!(parse("a-b.c-12"), live("a-b.c", 12));
        assert_eq!(parse("__cluster_metadata-0"), live("__cluster_metadata", 0));
        let deleting = parse("t-0.0123456789abcdef0123456789abcdef-delete");
        assert_eq!(deleting, Some(("t".into(), 0, DirState::Deleting)));
        assert_eq!(
            parse("t.x-3.ff-stray"),
            Some(("t.x".into(), 3, DirState::Stray))
        );
        assert_eq!(
            parse("t-3.ff-future"),
            Some(("t".into(), 3, DirState::Future))
        );
    }

    #[test]
    fn other_names_are_refused() {
        for bad in [
            "",
            "topic",
            "-1",
            "topic-",
            "topic-x",
            "topic-1.5",
            "topic-delete",
            "t-0.-delete",
            "t-99999999999",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_name_for_deletion_has_at_most_255_bytes_and_is_read_back() {
        let unique = Uuid::from_u128(0xABC);
        let long = "x".repeat(249);
        let name = suffixed(&long, 1234, DirState::Deleting, unique);
        assert_eq!(name.len(), 255);
        assert_eq!(parse(&name).unwrap().1, 1234);
        let short = suffixed("t", 0, DirState::Stray, unique);
        assert_eq!(short, "t-0.00000000000000000000000000000abc-stray");
    }
}
