//! One file or directory of the faulty disk: what programs see, and what would survive a crash.

use std::collections::BTreeMap;

use super::chance::Chance;

/// What power loss leaves of a change that was never synced is decided in units of this many bytes.
const SECTOR_BYTES: usize = 512;

/// A change of content that has not been synced.
#[derive(Clone, Debug)]
enum ContentChange {
    Write { position: usize, bytes: Vec<u8> },
    Length(usize),
}

impl ContentChange {
    fn apply(&self, content: &mut Vec<u8>) {
        match self {
            Self::Write { position, bytes } => write_into(content, *position, bytes),
            Self::Length(length) => content.resize(*length, 0),
        }
    }
}

fn write_into(content: &mut Vec<u8>, position: usize, bytes: &[u8]) {
    let end = position.saturating_add(bytes.len());
    if content.len() < end {
        content.resize(end, 0);
    }
    if let Some(target) = content.get_mut(position..end) {
        target.copy_from_slice(bytes);
    }
}

/// A file: seen content, content that survives, and the changes between them.
#[derive(Clone, Debug, Default)]
pub(super) struct FileNode {
    pub(super) live: Vec<u8>,
    durable: Vec<u8>,
    unsynced: Vec<ContentChange>,
    pub(super) modified_ms: i64,
}

impl FileNode {
    pub(super) fn write(&mut self, position: usize, bytes: &[u8]) {
        write_into(&mut self.live, position, bytes);
        self.unsynced.push(ContentChange::Write {
            position,
            bytes: bytes.to_vec(),
        });
    }

    pub(super) fn set_len(&mut self, length: usize) {
        self.live.resize(length, 0);
        self.unsynced.push(ContentChange::Length(length));
    }

    pub(super) fn sync(&mut self) {
        for change in self.unsynced.drain(..) {
            change.apply(&mut self.durable);
        }
    }

    /// A sync that failed: the pages are marked clean although they never reached the disk, as Linux does.
    pub(super) fn lose_unsynced(&mut self) {
        self.unsynced.clear();
    }

    /// Power loss: each unsynced change is kept, lost, torn, or leaves only its length, as chance decides.
    pub(super) fn crash(&mut self, chance: &mut Chance) {
        for change in self.unsynced.drain(..) {
            match (chance.fate(), &change) {
                (Fate::Kept, _) => change.apply(&mut self.durable),
                (Fate::Lost, _) | (Fate::Torn | Fate::Zeroed, ContentChange::Length(_)) => {}
                (Fate::Torn, ContentChange::Write { position, bytes }) => {
                    let sectors = bytes.len().div_ceil(SECTOR_BYTES);
                    let kept = chance.below(sectors.saturating_add(1)) * SECTOR_BYTES;
                    let part = bytes.get(..kept).unwrap_or(bytes);
                    write_into(&mut self.durable, *position, part);
                }
                (Fate::Zeroed, ContentChange::Write { position, bytes }) => {
                    let end = position.saturating_add(bytes.len());
                    if self.durable.len() < end {
                        self.durable.resize(end, 0);
                    }
                }
            }
        }
        self.live = self.durable.clone();
    }
}

/// What happens to an unsynced change at a crash.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fate {
    Kept,
    Lost,
    Torn,
    Zeroed,
}

/// A change of names in a directory that has not been synced; a rename is one change.
#[derive(Clone, Debug)]
pub(super) struct NameChange {
    pub(super) remove: Option<String>,
    pub(super) insert: Option<(String, u64)>,
}

impl NameChange {
    fn apply(&self, names: &mut BTreeMap<String, u64>) {
        if let Some(name) = &self.remove {
            names.remove(name);
        }
        if let Some((name, inode)) = &self.insert {
            names.insert(name.clone(), *inode);
        }
    }
}

/// A directory: seen names, names that survive, and the changes between them.
#[derive(Clone, Debug, Default)]
pub(super) struct DirectoryNode {
    pub(super) live: BTreeMap<String, u64>,
    durable: BTreeMap<String, u64>,
    unsynced: Vec<NameChange>,
}

impl DirectoryNode {
    pub(super) fn change(&mut self, change: NameChange) {
        change.apply(&mut self.live);
        self.unsynced.push(change);
    }

    pub(super) fn sync(&mut self) {
        for change in self.unsynced.drain(..) {
            change.apply(&mut self.durable);
        }
    }

    /// Power loss: a file system's journal keeps the order of name changes, so a prefix of them survives.
    pub(super) fn crash(&mut self, chance: &mut Chance) {
        let kept = chance.prefix(self.unsynced.len());
        for change in self.unsynced.drain(..).take(kept) {
            change.apply(&mut self.durable);
        }
        self.live = self.durable.clone();
    }
}
