//! Reading a segment through, with the checksum of each batch: what recovery does.

use std::io;

use kalda_disk::DiskFile;
use kalda_records::{BatchError, BatchHeader, HEADER_BYTES};

use crate::batch_walk::{Broken, FoundBatch};

/// Bytes read at once.
const BLOCK_BYTES: usize = 1 << 20;
/// The part of the header that the checksum covers begins here.
const CRC_START: usize = 21;
/// Payloads of control batches up to this size are handed out; a marker has a few dozen bytes.
const MAX_CONTROL_BYTES: usize = 64 << 10;

/// What stands at a position of a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Scanned {
    /// A batch whose checksum fits, with the payload of a control batch.
    Batch(FoundBatch, Option<Vec<u8>>),
    /// The end, without bytes left over.
    End,
    /// Bytes that are no whole and sound batch.
    Broken(Broken),
}

/// Reads a segment from front to end.
pub(crate) struct BatchScan<'a> {
    file: &'a dyn DiskFile,
    position: u64,
    end: u64,
    block: Vec<u8>,
    block_start: u64,
}

impl<'a> BatchScan<'a> {
    pub(crate) fn new(file: &'a dyn DiskFile, end: u64) -> Self {
        Self {
            file,
            position: 0,
            end,
            block: Vec::new(),
            block_start: 0,
        }
    }

    /// Where the next batch is looked for.
    pub(crate) fn position(&self) -> u64 {
        self.position
    }

    pub(crate) fn next(&mut self) -> io::Result<Scanned> {
        let available = self.end.saturating_sub(self.position);
        if available == 0 {
            return Ok(Scanned::End);
        }
        if available < HEADER_BYTES as u64 {
            return Ok(Scanned::Broken(Broken::CutOff));
        }
        let bytes = self.bytes(self.position, HEADER_BYTES)?;
        let header = match BatchHeader::read(bytes) {
            Ok(header) => header,
            Err(error) => return Ok(Scanned::Broken(Broken::Header(error))),
        };
        let crc = crc32c::crc32c(bytes.get(CRC_START..HEADER_BYTES).unwrap_or_default());
        if header.total_bytes() as u64 > available {
            return Ok(Scanned::Broken(Broken::CutOff));
        }
        if header.last_offset_delta < 0 {
            let error = BatchError::LastOffsetDelta(header.last_offset_delta);
            return Ok(Scanned::Broken(Broken::Header(error)));
        }
        let found = FoundBatch {
            position: self.position,
            header,
        };
        let mut control = header.is_control().then(Vec::new);
        let computed = self.payload_crc(found, crc, &mut control)?;
        if computed != header.crc {
            let error = BatchError::Crc {
                stored: header.crc,
                computed,
            };
            return Ok(Scanned::Broken(Broken::Header(error)));
        }
        self.position = found.end();
        Ok(Scanned::Batch(found, control))
    }

    fn payload_crc(
        &mut self,
        found: FoundBatch,
        header_crc: u32,
        control: &mut Option<Vec<u8>>,
    ) -> io::Result<u32> {
        let mut crc = header_crc;
        let mut at = found.position + HEADER_BYTES as u64;
        while at < found.end() {
            let wanted = usize::try_from(found.end() - at).unwrap_or(usize::MAX);
            let chunk = self.bytes(at, 1)?;
            let chunk = chunk.get(..wanted).unwrap_or(chunk);
            if chunk.is_empty() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            crc = crc32c::crc32c_append(crc, chunk);
            if let Some(collected) = control
                && collected.len() + chunk.len() <= MAX_CONTROL_BYTES
            {
                collected.extend_from_slice(chunk);
            }
            at += chunk.len() as u64;
        }
        Ok(crc)
    }

    /// What has been read from `position` on: at least `least` bytes unless the file ends before.
    fn bytes(&mut self, position: u64, least: usize) -> io::Result<&[u8]> {
        let start = position
            .checked_sub(self.block_start)
            .and_then(|it| usize::try_from(it).ok());
        let held = start
            .and_then(|it| self.block.len().checked_sub(it))
            .unwrap_or(0);
        if held < least {
            let left = usize::try_from(self.end.saturating_sub(position)).unwrap_or(usize::MAX);
            self.block.resize(BLOCK_BYTES.min(left), 0);
            let read = self.file.read_at(&mut self.block, position)?;
            self.block.truncate(read);
            self.block_start = position;
            return Ok(&self.block);
        }
        Ok(start
            .and_then(|it| self.block.get(it..))
            .unwrap_or_default())
    }
}
