//! Walking over the batches of a segment file.

use kalda_disk::DiskFile;
use kalda_records::{BatchError, BatchHeader, HEADER_BYTES};

/// Bytes read at once while looking for a batch. The index leads to within 4 KiB of it by default.
const BLOCK_BYTES: usize = 4096;

/// What stands at a position of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// A batch that lies wholly inside the segment.
    Batch(FoundBatch),
    /// The end, without bytes left over.
    End,
    /// Bytes that are no whole batch: the header makes no sense, or it claims more than there is.
    Broken(Broken),
}

/// A batch and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FoundBatch {
    pub(crate) position: u64,
    pub(crate) header: BatchHeader,
}

impl FoundBatch {
    pub(crate) fn end(&self) -> u64 {
        self.position
            .saturating_add(self.header.total_bytes() as u64)
    }
}

/// Why there is no batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// Too few bytes for the header or for what it claims.
    CutOff,
    /// No header of a v2 batch.
    Header(BatchError),
}

/// Reads batch headers one after the other. Payloads are skipped, not read.
pub(crate) struct BatchWalk<'a> {
    file: &'a dyn DiskFile,
    position: u64,
    end: u64,
    block: Vec<u8>,
    block_start: u64,
}

impl<'a> BatchWalk<'a> {
    /// Walks `from..end`; a batch must begin at `from`.
    pub(crate) fn new(file: &'a dyn DiskFile, from: u64, end: u64) -> Self {
        Self {
            file,
            position: from,
            end,
            block: Vec::new(),
            block_start: 0,
        }
    }

    /// What stands at the present position; goes behind it if it is a batch.
    pub(crate) fn next(&mut self) -> std::io::Result<Found> {
        let available = self.end.saturating_sub(self.position);
        if available == 0 {
            return Ok(Found::End);
        }
        if available < HEADER_BYTES as u64 {
            return Ok(Found::Broken(Broken::CutOff));
        }
        let header = match self.header()? {
            Ok(header) => header,
            Err(error) => return Ok(Found::Broken(Broken::Header(error))),
        };
        if header.total_bytes() as u64 > available {
            return Ok(Found::Broken(Broken::CutOff));
        }
        if header.last_offset_delta < 0 {
            let error = BatchError::LastOffsetDelta(header.last_offset_delta);
            return Ok(Found::Broken(Broken::Header(error)));
        }
        let found = FoundBatch {
            position: self.position,
            header,
        };
        self.position = found.end();
        Ok(Found::Batch(found))
    }

    /// Makes `found`, which this walk has just given out, the next one again.
    pub(crate) fn back_to(&mut self, found: &FoundBatch) {
        self.position = found.position;
    }

    fn header(&mut self) -> std::io::Result<Result<BatchHeader, BatchError>> {
        if self.buffered().is_none() {
            let left =
                usize::try_from(self.end.saturating_sub(self.position)).unwrap_or(usize::MAX);
            self.block.resize(BLOCK_BYTES.min(left), 0);
            let read = self.file.read_at(&mut self.block, self.position)?;
            self.block.truncate(read);
            self.block_start = self.position;
        }
        Ok(BatchHeader::read(self.buffered().unwrap_or_default()))
    }

    /// The header bytes at the present position, if they have been read already.
    fn buffered(&self) -> Option<&[u8]> {
        let start = usize::try_from(self.position.checked_sub(self.block_start)?).ok()?;
        self.block.get(start..start.checked_add(HEADER_BYTES)?)
    }
}
