//! A file of sorted entries of one size: what both indexes of a segment are.
//!
//! Apache Kafka maps these files. Here they are read with `pread` and written in small groups, which costs a lookup a
//! few microseconds, an append nothing, and an idle partition neither a mapping nor a descriptor. Entries that are
//! not written yet are lost in a crash; so is a mapping's content, and recovery rebuilds both from the log.

use std::fmt::Debug;
use std::sync::Arc;

use crate::error::LogError;
use crate::storage::{FileName, LazyFile, Storage};

/// At most so many entries wait in memory before they are written together. The first ones are written sooner, so that
/// the file of a small log shows them to who looks while the broker runs.
const PENDING_ENTRIES: u32 = 64;

/// Entries that a search reads at once when it has narrowed down so far.
const SEARCH_BLOCK_ENTRIES: u32 = 256;

/// One entry of fixed size.
pub(crate) trait Entry: Copy + Debug {
    /// Size in the file.
    const BYTES: u32;

    /// Appends the entry's bytes; offsets are stored relative to `base_offset`.
    fn encode(&self, base_offset: i64, out: &mut Vec<u8>);

    /// Reads an entry from exactly its bytes.
    fn decode(bytes: &[u8], base_offset: i64) -> Option<Self>;
}

/// The entries of one segment's index, in memory and on disk.
#[derive(Debug)]
pub(crate) struct EntryFile<E> {
    file: LazyFile,
    base_offset: i64,
    /// Entries that the file holds.
    written: u32,
    /// Entries behind those, not written yet.
    pending: Vec<E>,
    /// The last entry, when known.
    last: Option<E>,
    /// The file's length, beyond its entries zero-filled while the segment is active.
    file_bytes: u64,
    dirty: bool,
}

impl<E: Entry> EntryFile<E> {
    /// A new file, pre-sized.
    pub(crate) fn create(
        storage: &Arc<Storage>,
        name: FileName,
        max_bytes: u32,
    ) -> Result<Self, LogError> {
        let file = LazyFile::new(storage, name);
        let mut created = Self {
            file,
            base_offset: name.offset,
            written: 0,
            pending: Vec::new(),
            last: None,
            file_bytes: 0,
            dirty: false,
        };
        created.file.get_or_create()?;
        created.set_file_bytes(u64::from(max_entries::<E>(max_bytes) * E::BYTES))?;
        Ok(created)
    }

    /// An existing file, taken as full to its length. `None`: missing, or not a whole number of entries.
    pub(crate) fn open(storage: &Arc<Storage>, name: FileName) -> Result<Option<Self>, LogError> {
        let file = LazyFile::new(storage, name);
        let Some(stat) = file.stat()? else {
            return Ok(None);
        };
        let Ok(entries) = u32::try_from(stat.bytes / u64::from(E::BYTES)) else {
            return Ok(None);
        };
        if stat.bytes % u64::from(E::BYTES) != 0 {
            return Ok(None);
        }
        Ok(Some(Self {
            file,
            base_offset: name.offset,
            written: entries,
            pending: Vec::new(),
            last: None,
            file_bytes: stat.bytes,
            dirty: false,
        }))
    }

    pub(crate) fn len(&self) -> u32 {
        let pending = u32::try_from(self.pending.len()).unwrap_or(u32::MAX);
        self.written.saturating_add(pending)
    }

    pub(crate) fn last(&self) -> Result<Option<E>, LogError> {
        match (self.last, self.len().checked_sub(1)) {
            (Some(last), _) => Ok(Some(last)),
            (None, Some(slot)) => self.get(slot).map(Some),
            (None, None) => Ok(None),
        }
    }

    pub(crate) fn get(&self, slot: u32) -> Result<E, LogError> {
        if let Some(index) = slot.checked_sub(self.written) {
            let pending = self.pending.get(index as usize).copied();
            return pending.ok_or_else(|| self.corrupt("an entry is missing"));
        }
        self.block(slot, 1)?
            .first()
            .copied()
            .ok_or_else(|| self.corrupt("it is shorter than it was"))
    }

    fn corrupt(&self, problem: &str) -> LogError {
        LogError::corrupt(self.file.path(), problem)
    }

    /// Up to `count` written entries from `slot` on.
    fn block(&self, slot: u32, count: u32) -> Result<Vec<E>, LogError> {
        let mut bytes = vec![0; count as usize * E::BYTES as usize];
        let position = u64::from(slot) * u64::from(E::BYTES);
        let file = self.file.get()?;
        let read = file
            .read_at(&mut bytes, position)
            .map_err(self.file.error("read"))?;
        bytes.truncate(read);
        let entries = bytes.chunks_exact(E::BYTES as usize);
        Ok(entries
            .filter_map(|it| E::decode(it, self.base_offset))
            .collect())
    }

    /// The last slot whose entry satisfies `below`, where all entries that do come before all that do not.
    pub(crate) fn last_where(
        &self,
        below: impl Fn(&E) -> bool,
    ) -> Result<Option<(u32, E)>, LogError> {
        if self.pending.first().is_some_and(&below) {
            let index = self.pending.partition_point(&below).saturating_sub(1);
            let offset = u32::try_from(index).unwrap_or(u32::MAX);
            let entry = self.pending.get(index).copied();
            return Ok(entry.map(|entry| (self.written + offset, entry)));
        }
        // All slots before `low` satisfy `below`; none from `high` on does.
        let (mut low, mut high) = (0, self.written);
        while high - low > SEARCH_BLOCK_ENTRIES {
            let middle = low + (high - low) / 2;
            if below(&self.get(middle)?) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        // The entry before `low` may be the answer, so it is read as well.
        let start = low.saturating_sub(1);
        let block = if high > start {
            self.block(start, high - start)?
        } else {
            Vec::new()
        };
        let Some(index) = block.partition_point(&below).checked_sub(1) else {
            return Ok(None);
        };
        let offset = u32::try_from(index).unwrap_or(u32::MAX);
        Ok(block.get(index).map(|entry| (start + offset, *entry)))
    }

    /// Adds an entry. A failure to write it keeps it in memory; [`EntryFile::flush`] reports it.
    pub(crate) fn push(&mut self, entry: E, max_bytes: u32) {
        self.pending.push(entry);
        self.last = Some(entry);
        self.dirty = true;
        let waiting = self.len() - self.written;
        if waiting >= self.written.clamp(1, PENDING_ENTRIES) {
            let presized = u64::from(max_entries::<E>(max_bytes) * E::BYTES);
            if self.file_bytes < presized {
                drop(self.set_file_bytes(presized));
            }
            drop(self.write_pending());
        }
    }

    /// Writes what waits in memory.
    pub(crate) fn write_pending(&mut self) -> Result<(), LogError> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let mut bytes = Vec::with_capacity(self.pending.len() * E::BYTES as usize);
        for entry in &self.pending {
            entry.encode(self.base_offset, &mut bytes);
        }
        let position = u64::from(self.written) * u64::from(E::BYTES);
        let file = self.file.get_or_create()?;
        file.write_at(&[&bytes], position)
            .map_err(self.file.error("write"))?;
        self.written = self.len();
        self.file_bytes = self.file_bytes.max(position + bytes.len() as u64);
        self.pending = Vec::new();
        Ok(())
    }

    fn set_file_bytes(&mut self, bytes: u64) -> Result<(), LogError> {
        let file = self.file.get_or_create()?;
        file.set_len(bytes).map_err(self.file.error("resize"))?;
        self.file_bytes = bytes;
        self.dirty = true;
        Ok(())
    }

    /// Writes what waits in memory and hands out the file if it has to be synced.
    pub(crate) fn flush(&mut self) -> Result<Option<Arc<dyn kalda_disk::DiskFile>>, LogError> {
        self.write_pending()?;
        if !std::mem::take(&mut self.dirty) {
            return Ok(None);
        }
        self.file.get_or_create().map(Some)
    }

    /// Cuts the file to its entries.
    pub(crate) fn trim(&mut self) -> Result<(), LogError> {
        self.write_pending()?;
        let bytes = u64::from(self.written) * u64::from(E::BYTES);
        if self.file_bytes != bytes {
            self.set_file_bytes(bytes)?;
        }
        Ok(())
    }

    /// Forgets all entries from slot `entries` on.
    pub(crate) fn truncate(&mut self, entries: u32) -> Result<(), LogError> {
        self.last = None;
        let keep_pending = entries.saturating_sub(self.written);
        self.pending.truncate(keep_pending as usize);
        if entries < self.written {
            self.written = entries;
            // What lies behind must not come back as entries when the file is next taken as full to its length.
            self.set_file_bytes(u64::from(entries) * u64::from(E::BYTES))?;
        }
        Ok(())
    }

    /// Bytes of the entries, without what the file is pre-sized to.
    pub(crate) fn bytes(&self) -> u64 {
        u64::from(self.len()) * u64::from(E::BYTES)
    }

    /// See [`LazyFile::set_mark`].
    pub(crate) fn set_mark(&mut self, mark: &'static str) -> Result<(), LogError> {
        self.file.set_mark(mark)
    }

    pub(crate) fn close(&self) {
        self.file.close();
    }

    pub(crate) fn close_if_unused(&self) {
        self.file.close_if_unused();
    }

    pub(crate) fn is_open(&self) -> bool {
        self.file.is_open()
    }
}

/// Entries that fit into a file of `max_bytes`.
pub(crate) fn max_entries<E: Entry>(max_bytes: u32) -> u32 {
    max_bytes / E::BYTES
}
