//! The storage that Kalda's files live on, behind one object-safe trait.
//!
//! [`RealDisk`] is the machine's file system. [`FaultyDisk`] is a file system in memory that loses, tears and refuses
//! on command, so that crash behaviour is tested and not hoped for. One list of promises (`promises.rs`) runs against
//! both.
//!
//! This crate does not know what a record is.

mod faulty;
mod real;
mod replace;

#[cfg(test)]
mod promises;

use std::fmt::Debug;
use std::io::{self, IoSlice};
use std::os::fd::BorrowedFd;
use std::path::Path;
use std::sync::Arc;

pub use faulty::{CrashOutcome, Fault, FaultyDisk, Operation};
pub use real::RealDisk;
pub use replace::replace_file;

/// How [`Disk::open`] treats a file that is or is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenMode {
    /// Existing file, reading only.
    Read,
    /// Existing file, reading and writing.
    ReadWrite,
    /// Reading and writing; made when missing, content kept when present.
    Create,
    /// Reading and writing; refused with `AlreadyExists` when present.
    CreateNew,
}

/// What a name in a directory stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A directory.
    Directory,
    /// Anything else (a socket, a device, a dangling link).
    Other,
}

/// One name in a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirEntry {
    /// The last part of the path. Names that are not UTF-8 are shown with replacement characters.
    pub name: String,
    /// What the name stands for (links are followed).
    pub kind: EntryKind,
}

/// What is known about a path without opening it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stat {
    /// What the path stands for.
    pub kind: EntryKind,
    /// Length in bytes; 0 for what is not a file.
    pub bytes: u64,
    /// Time of the last change of content, milliseconds since the epoch; 0 when unknown.
    pub modified_ms: i64,
}

/// Size of the file system that holds a path, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Space {
    /// Total size.
    pub total_bytes: u64,
    /// What an unprivileged process may still use.
    pub usable_bytes: u64,
}

/// An exclusive hold on a file, released when dropped or when the process ends.
pub trait FileLock: Send + Sync + Debug {}

/// A file system. All calls block.
pub trait Disk: Send + Sync + Debug {
    /// Opens a file.
    fn open(&self, path: &Path, mode: OpenMode) -> io::Result<Arc<dyn DiskFile>>;

    /// What `path` is, or `None` when nothing has that name.
    fn stat(&self, path: &Path) -> io::Result<Option<Stat>>;

    /// The names in a directory, in byte order.
    fn read_dir(&self, path: &Path) -> io::Result<Vec<DirEntry>>;

    /// Gives a file or directory a new name, replacing a file of that name. Durable after [`Disk::sync_dir`].
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Takes every permission but the owner's to read, mode 0400. Other names and open handles are not affected.
    fn make_read_only(&self, path: &Path) -> io::Result<()>;

    /// Removes a file's name.
    fn remove_file(&self, path: &Path) -> io::Result<()>;

    /// Removes an empty directory.
    fn remove_dir(&self, path: &Path) -> io::Result<()>;

    /// Makes a directory and all its parents; what exists already is fine.
    fn create_dir_all(&self, path: &Path) -> io::Result<()>;

    /// Makes the names in a directory (created, renamed, removed) survive power loss.
    fn sync_dir(&self, path: &Path) -> io::Result<()>;

    /// Makes everything on the file system that holds `path` survive power loss: one wait instead of one for each file.
    /// Since Linux 5.8 it reports data that could not be written; before, only fsync of each file does.
    fn sync_file_system(&self, path: &Path) -> io::Result<()>;

    /// Creates `path` if needed and locks it for this process alone. `None`: someone else holds it.
    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn FileLock>>>;

    /// Size and free space of the file system that holds `path`.
    fn space(&self, path: &Path) -> io::Result<Space>;
}

/// An open file. Position is always given, so that one handle serves many readers.
pub trait DiskFile: Send + Sync + Debug {
    /// Writes all parts, one after the other, beginning at `position`. On an error any prefix may have been written.
    fn write_at(&self, parts: &[&[u8]], position: u64) -> io::Result<()>;

    /// Fills `buffer` from `position`; returns less only at the end of the file.
    fn read_at(&self, buffer: &mut [u8], position: u64) -> io::Result<usize>;

    /// Present length in bytes.
    fn bytes(&self) -> io::Result<u64>;

    /// Cuts or extends with zeros.
    fn set_len(&self, bytes: u64) -> io::Result<()>;

    /// Extends with zeros to at least `bytes`, with the blocks reserved where the file system can do it.
    fn preallocate(&self, bytes: u64) -> io::Result<()>;

    /// Makes content and length survive power loss (fdatasync). After an error the content must not be believed:
    /// the kernel may have dropped the unwritten pages and would answer success the next time.
    fn sync_data(&self) -> io::Result<()>;

    /// As [`DiskFile::sync_data`], with all metadata (fsync).
    fn sync_all(&self) -> io::Result<()>;

    /// Sets the time of the last change of content, as [`Stat::modified_ms`] tells it.
    fn set_modified_ms(&self, modified_ms: i64) -> io::Result<()>;

    /// The descriptor, for `sendfile`; `None` for a file that has none.
    fn raw_fd(&self) -> Option<BorrowedFd<'_>>;
}

/// Reads a whole file, refusing one that is larger than `limit` bytes.
pub fn read_file(disk: &dyn Disk, path: &Path, limit: usize) -> io::Result<Vec<u8>> {
    let file = disk.open(path, OpenMode::Read)?;
    let bytes = usize::try_from(file.bytes()?).unwrap_or(usize::MAX);
    if bytes > limit {
        let message = format!(
            "{} has {bytes} bytes; at most {limit} are expected",
            path.display()
        );
        return Err(io::Error::new(io::ErrorKind::InvalidData, message));
    }
    let mut content = vec![0; bytes];
    let read = file.read_at(&mut content, 0)?;
    content.truncate(read);
    Ok(content)
}

/// Parts that one `writev` takes; more are written by the next call.
const PARTS_PER_WRITE: usize = 8;

/// Fills `slices` with what `writev` is to write, beginning `skip` bytes into `parts`; returns how many are used.
fn fill_io_slices<'a>(
    parts: &[&'a [u8]],
    skip: usize,
    slices: &mut [IoSlice<'a>; PARTS_PER_WRITE],
) -> usize {
    let mut skip = skip;
    let mut used = 0;
    for part in parts {
        let cut = skip.min(part.len());
        skip -= cut;
        let Some(rest) = part.get(cut..).filter(|rest| !rest.is_empty()) else {
            continue;
        };
        let Some(slot) = slices.get_mut(used) else {
            break;
        };
        *slot = IoSlice::new(rest);
        used += 1;
    }
    used
}
