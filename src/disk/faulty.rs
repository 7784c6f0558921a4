//! A file system in memory that fails on command.
//!
//! It keeps, for each file and directory, what programs see and what would survive power loss. A test scripts faults
//! (an error at the n-th write, a full disk, a failing sync), stops the machine at any operation, and starts it again
//! with the unsynced changes lost, kept, or decided by a seed: torn, zero-filled, out of order.

mod chance;
mod inode;
mod open_file;
mod tree;

#[cfg(test)]
mod crash_tests;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::{DirEntry, Disk, DiskFile, EntryKind, FileLock, OpenMode, Space, Stat};

use chance::Chance;
use open_file::{FaultyFile, HeldLock};
use tree::{Node, Tree};

/// The kinds of operation that can be made to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Opening an existing file.
    Open,
    /// Creating a file or a directory.
    Create,
    /// Reading from a file.
    Read,
    /// Writing to a file.
    Write,
    /// Cutting, extending or preallocating a file.
    SetLen,
    /// fdatasync and fsync of a file.
    Sync,
    /// Syncing a directory.
    SyncDir,
    /// Renaming.
    Rename,
    /// Removing a file or a directory.
    Remove,
    /// Listing a directory.
    ReadDir,
}

impl Operation {
    /// Whether the disk is different afterwards, so that a crash here is a case of its own.
    fn changes(self) -> bool {
        match self {
            Self::Open | Self::Read | Self::ReadDir => false,
            Self::Create
            | Self::Write
            | Self::SetLen
            | Self::Sync
            | Self::SyncDir
            | Self::Rename
            | Self::Remove => true,
        }
    }
}

/// One scripted failure.
#[derive(Clone, Debug)]
pub struct Fault {
    /// Which operations fail.
    pub operation: Operation,
    /// Only on paths that contain this text; empty matches all.
    pub path_contains: String,
    /// So many matching operations succeed first.
    pub after: u64,
    /// So many fail then; later ones succeed again.
    pub times: u64,
    /// The system's error number.
    pub errno: i32,
}

impl Fault {
    /// I/O error.
    pub const EIO: i32 = 5;
    /// No space left on the device.
    pub const ENOSPC: i32 = 28;
    /// Read-only file system.
    pub const EROFS: i32 = 30;
}

/// What a crash leaves of changes that were never synced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrashOutcome {
    /// Nothing.
    LoseUnsynced,
    /// All of it, as after the death of the process alone.
    KeepAll,
    /// Each change kept, lost, torn or zero-filled on its own, by this seed.
    Seeded(u64),
}

#[derive(Debug, Default)]
struct State {
    tree: Tree,
    faults: Vec<Fault>,
    changes: u64,
    crash_at: Option<u64>,
    crashed: bool,
    capacity: Option<u64>,
    now_ms: i64,
    /// Counts restarts, so that handles and locks of an earlier life are dead.
    life: u64,
    locks: Vec<PathBuf>,
}

/// The faulty disk; clones share one file system.
#[derive(Clone, Debug, Default)]
pub struct FaultyDisk {
    state: Arc<Mutex<State>>,
}

impl FaultyDisk {
    /// An empty disk without faults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a scripted failure.
    pub fn fail(&self, fault: Fault) {
        self.state().faults.push(fault);
    }

    /// Forgets all scripted failures.
    pub fn heal(&self) {
        self.state().faults.clear();
    }

    /// Writes that would make the sum of all files larger than this fail with ENOSPC; `None` lifts the limit.
    pub fn set_capacity(&self, bytes: Option<u64>) {
        self.state().capacity = bytes;
    }

    /// The time given to changed files.
    pub fn set_time_ms(&self, now_ms: i64) {
        self.state().now_ms = now_ms;
    }

    /// How many changing operations have been asked for so far.
    pub fn changes(&self) -> u64 {
        self.state().changes
    }

    /// Stops the machine at the changing operation with this number (the first is 0): a write may be half done, and
    /// everything later fails until [`FaultyDisk::restart`].
    pub fn crash_at(&self, change: u64) {
        self.state().crash_at = Some(change);
    }

    /// Ends the running life at once and begins another with what survived.
    pub fn restart(&self, outcome: CrashOutcome) {
        let mut state = self.state();
        state.tree.crash(&mut Chance::new(outcome));
        state.crashed = false;
        state.crash_at = None;
        state.faults.clear();
        state.locks.clear();
        state.life += 1;
    }

    /// Flips bits of a file as it lies on the disk: the byte at `position` is xor-ed with `mask`.
    pub fn corrupt(&self, path: &Path, position: usize, mask: u8) -> io::Result<()> {
        let mut state = self.state();
        let inode = state.tree.find(path).ok_or(io::ErrorKind::NotFound)?;
        let file = state.tree.file(inode)?;
        let byte = *file.live.get(position).ok_or(io::ErrorKind::InvalidInput)?;
        file.write(position, &[byte ^ mask]);
        file.sync();
        Ok(())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&self, operation: Operation, path: &Path) -> io::Result<MutexGuard<'_, State>> {
        let mut state = self.state();
        state.begin(operation, path)?;
        Ok(state)
    }
}

fn crashed() -> io::Error {
    io::Error::other("the machine has stopped")
}

impl State {
    fn begin(&mut self, operation: Operation, path: &Path) -> io::Result<()> {
        if self.crashed {
            return Err(crashed());
        }
        if operation.changes() {
            let number = self.changes;
            self.changes += 1;
            if self.crash_at == Some(number) {
                self.crashed = true;
                return Err(crashed());
            }
        }
        let text = path.to_string_lossy();
        for fault in &mut self.faults {
            if fault.operation != operation || !text.contains(fault.path_contains.as_str()) {
                continue;
            }
            if fault.after > 0 {
                fault.after -= 1;
            } else if fault.times > 0 {
                fault.times -= 1;
                return Err(io::Error::from_raw_os_error(fault.errno));
            }
        }
        Ok(())
    }

    fn check_space(&self, growth: u64) -> io::Result<()> {
        match self.capacity {
            Some(capacity) if self.tree.total_bytes().saturating_add(growth) > capacity => {
                Err(io::Error::from_raw_os_error(Fault::ENOSPC))
            }
            Some(_) | None => Ok(()),
        }
    }
}

impl Disk for FaultyDisk {
    fn open(&self, path: &Path, mode: OpenMode) -> io::Result<Arc<dyn DiskFile>> {
        let mut state = self.state();
        let found = state.tree.find(path);
        let inode = match (found, mode) {
            (Some(_), OpenMode::CreateNew) => return Err(io::ErrorKind::AlreadyExists.into()),
            (Some(inode), OpenMode::Read | OpenMode::ReadWrite | OpenMode::Create) => {
                state.begin(Operation::Open, path)?;
                state.tree.file(inode)?;
                inode
            }
            (None, OpenMode::Read | OpenMode::ReadWrite) => {
                return Err(io::ErrorKind::NotFound.into());
            }
            (None, OpenMode::Create | OpenMode::CreateNew) => {
                state.begin(Operation::Create, path)?;
                state.check_space(1)?;
                let now_ms = state.now_ms;
                state.tree.create_file(path, now_ms)?
            }
        };
        Ok(Arc::new(FaultyFile {
            disk: self.clone(),
            inode,
            path: path.to_path_buf(),
            life: state.life,
            writable: mode != OpenMode::Read,
        }))
    }

    fn stat(&self, path: &Path) -> io::Result<Option<Stat>> {
        let state = self.begin(Operation::Open, path)?;
        Ok(state
            .tree
            .find(path)
            .and_then(|inode| state.tree.stat(inode)))
    }

    fn read_dir(&self, path: &Path) -> io::Result<Vec<DirEntry>> {
        let state = self.begin(Operation::ReadDir, path)?;
        let inode = state.tree.find(path).ok_or(io::ErrorKind::NotFound)?;
        let Some(Node::Directory(directory)) = state.tree.node(inode) else {
            return Err(io::ErrorKind::NotADirectory.into());
        };
        let entries = directory.live.iter().map(|(name, inode)| DirEntry {
            name: name.clone(),
            kind: state
                .tree
                .stat(*inode)
                .map_or(EntryKind::Other, |it| it.kind),
        });
        Ok(entries.collect())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.begin(Operation::Rename, from)?.tree.rename(from, to)
    }

    fn make_read_only(&self, path: &Path) -> io::Result<()> {
        let mut state = self.begin(Operation::Open, path)?;
        let found = state.tree.find(path).ok_or(io::ErrorKind::NotFound)?;
        state.tree.file(found).map(|_| ())
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.begin(Operation::Remove, path)?
            .tree
            .remove(path, EntryKind::File)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        self.begin(Operation::Remove, path)?
            .tree
            .remove(path, EntryKind::Directory)
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        self.begin(Operation::Create, path)?
            .tree
            .create_dir_all(path)
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        let mut state = self.begin(Operation::SyncDir, path)?;
        let inode = state.tree.find(path).ok_or(io::ErrorKind::NotFound)?;
        state.tree.directory(inode)?.sync();
        Ok(())
    }

    fn sync_file_system(&self, path: &Path) -> io::Result<()> {
        let begun = self.begin(Operation::Sync, path);
        match begun {
            Ok(mut state) => {
                state.tree.sync();
                Ok(())
            }
            Err(error) => {
                let mut state = self.state();
                if !state.crashed {
                    state.tree.lose_unsynced();
                }
                Err(error)
            }
        }
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn FileLock>>> {
        self.open(path, OpenMode::Create)?;
        let mut state = self.state();
        if state.locks.iter().any(|held| held == path) {
            return Ok(None);
        }
        state.locks.push(path.to_path_buf());
        Ok(Some(Box::new(HeldLock {
            disk: self.clone(),
            path: path.to_path_buf(),
            life: state.life,
        })))
    }

    fn space(&self, path: &Path) -> io::Result<Space> {
        let state = self.begin(Operation::Open, path)?;
        let total_bytes = state.capacity.unwrap_or(1 << 40);
        Ok(Space {
            total_bytes,
            usable_bytes: total_bytes.saturating_sub(state.tree.total_bytes()),
        })
    }
}
