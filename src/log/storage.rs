//! A partition directory, with errors that name what was tried on which file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use kalda_disk::{DirEntry, Disk, DiskFile, OpenMode, Stat, read_file, replace_file};
use parking_lot::Mutex;

use crate::error::{LogError, failed_to};

/// A directory on a disk.
#[derive(Debug)]
pub(crate) struct Storage {
    pub(crate) disk: Arc<dyn Disk>,
    pub(crate) directory: PathBuf,
}

impl Storage {
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    pub(crate) fn open(&self, name: &str, mode: OpenMode) -> Result<Arc<dyn DiskFile>, LogError> {
        let path = self.path(name);
        self.disk
            .open(&path, mode)
            .map_err(failed_to("open", &path))
    }

    pub(crate) fn stat(&self, name: &str) -> Result<Option<Stat>, LogError> {
        let path = self.path(name);
        self.disk.stat(&path).map_err(failed_to("look at", &path))
    }

    pub(crate) fn list(&self) -> Result<Vec<DirEntry>, LogError> {
        let listed = self.disk.read_dir(&self.directory);
        listed.map_err(failed_to("list", &self.directory))
    }

    /// The file's content, or `None` when there is no such file.
    pub(crate) fn read(&self, name: &str, limit: usize) -> Result<Option<Vec<u8>>, LogError> {
        let path = self.path(name);
        match read_file(&*self.disk, &path, limit) {
            Ok(content) => Ok(Some(content)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed_to("read", &path)(error)),
        }
    }

    pub(crate) fn replace(&self, name: &str, content: &[u8]) -> Result<(), LogError> {
        let path = self.path(name);
        replace_file(&*self.disk, &path, content).map_err(failed_to("replace", &path))
    }

    /// As [`Storage::replace`], but only for the death of the process: power loss may leave the file empty. For files
    /// that are synced before they matter, and that are not believed when they make no sense.
    pub(crate) fn replace_unsynced(&self, name: &str, content: &[u8]) -> Result<(), LogError> {
        let temporary = format!("{name}.tmp");
        let path = self.path(&temporary);
        let file = self.open(&temporary, OpenMode::Create)?;
        let written = file.set_len(0).and_then(|()| file.write_at(&[content], 0));
        written.map_err(failed_to("write", &path))?;
        self.rename(&temporary, name)
    }

    pub(crate) fn rename(&self, from: &str, to: &str) -> Result<(), LogError> {
        let path = self.path(from);
        let renamed = self.disk.rename(&path, &self.path(to));
        renamed.map_err(failed_to("rename", &path))
    }

    /// Removes a file; one that is gone already is fine.
    pub(crate) fn remove(&self, name: &str) -> Result<(), LogError> {
        remove_file(&*self.disk, &self.path(name))
    }

    pub(crate) fn sync_directory(&self) -> Result<(), LogError> {
        let synced = self.disk.sync_dir(&self.directory);
        synced.map_err(failed_to("sync", &self.directory))
    }
}

/// Removes a file; one that is gone already is fine.
pub(crate) fn remove_file(disk: &dyn Disk, path: &Path) -> Result<(), LogError> {
    match disk.remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(failed_to("remove", path)(error))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// A file that is opened when first used and can be closed at any time, so that an idle partition holds none open.
/// Readers keep what they were given alive.
#[derive(Debug)]
pub(crate) struct LazyFile {
    storage: Arc<Storage>,
    name: FileName,
    handle: Mutex<Handle>,
}

/// An open file, and whether it was used of late.
#[derive(Debug, Default)]
struct Handle {
    file: Option<Arc<dyn DiskFile>>,
    used: bool,
}

/// The name of a segment's file, made when needed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FileName {
    pub(crate) offset: i64,
    pub(crate) suffix: &'static str,
    /// What stands behind the suffix while compaction has not put the file in its place; empty otherwise.
    pub(crate) mark: &'static str,
}

impl FileName {
    pub(crate) fn text(self) -> String {
        let mut name = crate::names::offset_file(self.offset, self.suffix);
        name.push_str(self.mark);
        name
    }
}

impl LazyFile {
    pub(crate) fn new(storage: &Arc<Storage>, name: FileName) -> Self {
        Self {
            storage: Arc::clone(storage),
            name,
            handle: Mutex::new(Handle::default()),
        }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.storage.path(&self.name.text())
    }

    /// The open file; opened now if it was not.
    pub(crate) fn get(&self) -> Result<Arc<dyn DiskFile>, LogError> {
        self.get_as(OpenMode::ReadWrite)
    }

    /// As [`LazyFile::get`], making the file when it is missing.
    pub(crate) fn get_or_create(&self) -> Result<Arc<dyn DiskFile>, LogError> {
        self.get_as(OpenMode::Create)
    }

    /// Gives the file another mark behind its name, if there is a file. Open handles are not affected.
    pub(crate) fn set_mark(&mut self, mark: &'static str) -> Result<(), LogError> {
        let target = FileName { mark, ..self.name };
        if self.stat()?.is_some() {
            self.storage.rename(&self.name.text(), &target.text())?;
        }
        self.name = target;
        Ok(())
    }

    fn get_as(&self, mode: OpenMode) -> Result<Arc<dyn DiskFile>, LogError> {
        let mut handle = self.handle.lock();
        handle.used = true;
        if let Some(file) = &handle.file {
            return Ok(Arc::clone(file));
        }
        let file = self.storage.open(&self.name.text(), mode)?;
        handle.file = Some(Arc::clone(&file));
        Ok(file)
    }

    pub(crate) fn close(&self) {
        self.handle.lock().file = None;
    }

    /// Closes the file unless it was used since this was last asked.
    pub(crate) fn close_if_unused(&self) {
        let mut handle = self.handle.lock();
        if !std::mem::take(&mut handle.used) {
            handle.file = None;
        }
    }

    pub(crate) fn is_open(&self) -> bool {
        self.handle.lock().file.is_some()
    }

    pub(crate) fn error(&self, action: &'static str) -> impl FnOnce(std::io::Error) -> LogError {
        let path = self.path();
        move |source| LogError::Io {
            action,
            path,
            source,
        }
    }

    pub(crate) fn stat(&self) -> Result<Option<Stat>, LogError> {
        self.storage.stat(&self.name.text())
    }
}
