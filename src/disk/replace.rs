//! Replacing a small file as a whole.

use std::io;
use std::path::{Path, PathBuf};

use crate::{Disk, OpenMode};

/// Puts `content` under `path`, so that a crash leaves either the old file or the new one, whole.
///
/// Writes `<path>.tmp`, syncs it, renames it and syncs the directory: the only order in which no file system that we
/// know of shows an empty or mixed file after power loss.
pub fn replace_file(disk: &dyn Disk, path: &Path, content: &[u8]) -> io::Result<()> {
    let temporary = temporary_path(path);
    if disk.stat(&temporary)?.is_some() {
        disk.remove_file(&temporary)?;
    }
    let file = disk.open(&temporary, OpenMode::CreateNew)?;
    file.write_at(&[content], 0)?;
    file.sync_all()?;
    disk.rename(&temporary, path)?;
    match path.parent() {
        Some(directory) => disk.sync_dir(directory),
        None => Ok(()),
    }
}

/// Kafka's name for a file that is being rewritten: the final name with `.tmp` behind it.
fn temporary_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".tmp");
    PathBuf::from(name)
}
