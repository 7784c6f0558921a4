//! Open files and held locks of the faulty disk.

use std::io;
use std::os::fd::BorrowedFd;
use std::path::PathBuf;
use std::sync::MutexGuard;

use crate::{DiskFile, FileLock};

use super::{FaultyDisk, Operation, State, crashed};

#[derive(Debug)]
pub(super) struct HeldLock {
    pub(super) disk: FaultyDisk,
    pub(super) path: PathBuf,
    pub(super) life: u64,
}

impl FileLock for HeldLock {}

impl Drop for HeldLock {
    fn drop(&mut self) {
        let mut state = self.disk.state();
        if state.life == self.life {
            state.locks.retain(|held| *held != self.path);
        }
    }
}

#[derive(Debug)]
pub(super) struct FaultyFile {
    pub(super) disk: FaultyDisk,
    pub(super) inode: u64,
    pub(super) path: PathBuf,
    pub(super) life: u64,
    pub(super) writable: bool,
}

impl FaultyFile {
    fn begin(&self, operation: Operation) -> io::Result<MutexGuard<'_, State>> {
        let mut state = self.disk.state();
        if state.life != self.life {
            return Err(crashed());
        }
        if operation.changes() && operation != Operation::Sync && !self.writable {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let begun = state.begin(operation, &self.path);
        if begun.is_err() && operation == Operation::Sync && !state.crashed {
            state.tree.file(self.inode)?.lose_unsynced();
        }
        begun.map(|()| state)
    }

    fn resize(&self, bytes: u64, shrink: bool) -> io::Result<()> {
        let length = usize::try_from(bytes).map_err(|_| io::ErrorKind::InvalidInput)?;
        let mut state = self.begin(Operation::SetLen)?;
        let now_ms = state.now_ms;
        let file = state.tree.file(self.inode)?;
        if shrink || file.live.len() < length {
            file.set_len(length);
            file.modified_ms = now_ms;
        }
        Ok(())
    }
}

impl DiskFile for FaultyFile {
    fn write_at(&self, parts: &[&[u8]], position: u64) -> io::Result<()> {
        let bytes = parts.concat();
        let position = usize::try_from(position).map_err(|_| io::ErrorKind::InvalidInput)?;
        let mut state = match self.begin(Operation::Write) {
            Ok(state) => state,
            Err(error) => {
                // The machine stopped inside this write, or the device failed it: half of it may be there.
                let half = bytes.get(..bytes.len() / 2).unwrap_or(&[]);
                let mut state = self.disk.state();
                if state.life == self.life && self.writable {
                    state.tree.file(self.inode)?.write(position, half);
                }
                return Err(error);
            }
        };
        let present = state.tree.file(self.inode)?.live.len();
        let growth = position.saturating_add(bytes.len()).saturating_sub(present);
        state.check_space(growth as u64)?;
        let now_ms = state.now_ms;
        let file = state.tree.file(self.inode)?;
        file.write(position, &bytes);
        file.modified_ms = now_ms;
        Ok(())
    }

    fn read_at(&self, buffer: &mut [u8], position: u64) -> io::Result<usize> {
        let mut state = self.begin(Operation::Read)?;
        let position = usize::try_from(position).map_err(|_| io::ErrorKind::InvalidInput)?;
        let rest = state
            .tree
            .file(self.inode)?
            .live
            .get(position..)
            .unwrap_or(&[]);
        let count = rest.len().min(buffer.len());
        if let (Some(target), Some(source)) = (buffer.get_mut(..count), rest.get(..count)) {
            target.copy_from_slice(source);
        }
        Ok(count)
    }

    fn bytes(&self) -> io::Result<u64> {
        Ok(self
            .begin(Operation::Read)?
            .tree
            .file(self.inode)?
            .live
            .len() as u64)
    }

    fn set_len(&self, bytes: u64) -> io::Result<()> {
        self.resize(bytes, true)
    }

    fn preallocate(&self, bytes: u64) -> io::Result<()> {
        self.resize(bytes, false)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.begin(Operation::Sync)?.tree.file(self.inode)?.sync();
        Ok(())
    }

    fn sync_all(&self) -> io::Result<()> {
        self.sync_data()
    }

    fn set_modified_ms(&self, modified_ms: i64) -> io::Result<()> {
        self.begin(Operation::Open)?
            .tree
            .file(self.inode)?
            .modified_ms = modified_ms;
        Ok(())
    }

    fn raw_fd(&self) -> Option<BorrowedFd<'_>> {
        None
    }
}
