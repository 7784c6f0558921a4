//! Reads length-prefixed frames from a socket.

use super::memory::RequestMemory;
use bytes::{Bytes, BytesMut};
use kalda_protocol::frame::{FrameError, FrameLimits};
use std::io;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;

/// Room kept for the next request on an idle connection.
const IDLE_CAPACITY_BYTES: usize = 2 * 1024;
/// Room is added in steps of at most this size, so a length that is only claimed costs nothing.
const GROWTH_STEP_BYTES: usize = 256 * 1024;
/// A read buffer that grew beyond this is given back after its frame.
const KEPT_CAPACITY_BYTES: usize = 64 * 1024;

/// Why no further frame can be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReadError {
    /// The length field is unacceptable.
    #[error(transparent)]
    Frame(#[from] FrameError),
    /// The peer went away in the middle of a frame, or the socket failed.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// No byte arrived for `connections.max.idle.ms`.
    #[error("idle for too long")]
    Idle,
}

/// The receiving half of a connection.
#[derive(Debug)]
pub(crate) struct FrameReader {
    buffer: BytesMut,
    limits: FrameLimits,
    idle: Option<Duration>,
    memory: Option<RequestMemory>,
    /// The memory of the last frame, which is in use until the next one is asked for.
    held: Option<OwnedSemaphorePermit>,
}

impl FrameReader {
    /// A reader that accepts frames within `limits` and gives up after `idle` without a byte.
    pub(crate) fn new(limits: FrameLimits, idle: Option<Duration>) -> FrameReader {
        FrameReader {
            buffer: BytesMut::new(),
            limits,
            idle,
            memory: None,
            held: None,
        }
    }

    /// A reader whose frames take their memory from a pool, and wait while it is empty.
    pub(crate) fn within(mut self, memory: Option<RequestMemory>) -> FrameReader {
        self.memory = memory;
        self
    }

    /// The next frame without its length, or `None` when the peer closed between two frames.
    pub(crate) async fn next<R>(&mut self, socket: &mut R) -> Result<Option<Bytes>, ReadError>
    where
        R: AsyncRead + Unpin,
    {
        self.held = None;
        if !self.fill(socket, 4, IDLE_CAPACITY_BYTES).await? {
            return Ok(None);
        }
        let Some(prefix) = self.buffer.first_chunk::<4>() else {
            return Ok(None);
        };
        let length = self.limits.frame_length(*prefix)?;
        if let Some(memory) = &self.memory {
            self.held = memory.hold(length).await;
        }
        if !self.fill(socket, 4 + length, GROWTH_STEP_BYTES).await? {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
        }
        let mut frame = self.buffer.split_to(4 + length).freeze();
        self.release();
        Ok(Some(frame.split_off(4)))
    }

    /// Read until `wanted` bytes are buffered; `false` when the peer closed before the first of them.
    async fn fill<R>(
        &mut self,
        socket: &mut R,
        wanted: usize,
        step: usize,
    ) -> Result<bool, ReadError>
    where
        R: AsyncRead + Unpin,
    {
        while self.buffer.len() < wanted {
            let missing = wanted - self.buffer.len();
            self.buffer
                .reserve(missing.clamp(step.min(IDLE_CAPACITY_BYTES), step));
            let reading = socket.read_buf(&mut self.buffer);
            let count = match self.idle {
                Some(limit) => timeout(limit, reading)
                    .await
                    .map_err(|_| ReadError::Idle)??,
                None => reading.await?,
            };
            if count == 0 {
                return match self.buffer.is_empty() {
                    true => Ok(false),
                    false => Err(io::Error::from(io::ErrorKind::UnexpectedEof).into()),
                };
            }
        }
        Ok(true)
    }

    /// Give a large buffer back once nothing of the next frame is in it.
    fn release(&mut self) {
        if self.buffer.is_empty() && self.buffer.capacity() > KEPT_CAPACITY_BYTES {
            self.buffer = BytesMut::new();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncWriteExt;

    fn reader(max_bytes: usize) -> FrameReader {
        FrameReader::new(FrameLimits { max_bytes }, Some(Duration::from_millis(200)))
    }

    #[tokio::test]
    async fn a_trickled_frame_arrives_whole() {
        let (mut near, mut far) = tokio::io::duplex(1);
        let writer = tokio::spawn(async move {
            let frame = [&9_i32.to_be_bytes()[..], b"123456789"].concat();
            far.write_all(&frame).await.unwrap();
        });
        let frame = reader(100).next(&mut near).await.unwrap().unwrap();
        assert_eq!(&frame[..], b"123456789");
        writer.await.unwrap();
    }

    #[tokio::test]
    async fn pipelined_frames_come_out_one_by_one() {
        let (mut near, mut far) = tokio::io::duplex(64);
        far.write_all(b"\0\0\0\x08abcdefgh\0\0\0\x08ijklmnop")
            .await
            .unwrap();
        drop(far);
        let mut reader = reader(100);
        let mut frames = Vec::new();
        while let Some(frame) = reader.next(&mut near).await.unwrap() {
            frames.push(frame);
        }
        assert_eq!(frames, [&b"abcdefgh"[..], b"ijklmnop"]);
    }

    #[tokio::test]
    async fn a_claimed_length_reserves_no_memory() {
        let (mut near, mut far) = tokio::io::duplex(64);
        far.write_all(&100_000_000_i32.to_be_bytes()).await.unwrap();
        let mut reader = reader(200_000_000);
        let error = reader.next(&mut near).await.unwrap_err();
        assert!(matches!(error, ReadError::Idle), "{error:?}");
        assert!(reader.buffer.capacity() <= 2 * GROWTH_STEP_BYTES);
    }

    #[tokio::test]
    async fn lengths_out_of_range_end_the_conversation() {
        for length in [-1, 0, 7, 101, i32::MIN, i32::MAX] {
            let (mut near, mut far) = tokio::io::duplex(64);
            far.write_all(&i32::to_be_bytes(length)).await.unwrap();
            let error = reader(100).next(&mut near).await.unwrap_err();
            assert!(matches!(error, ReadError::Frame(_)), "{length}: {error:?}");
        }
    }

    #[tokio::test]
    async fn a_frame_cut_short_is_an_error_and_a_clean_close_is_not() {
        let (mut near, mut far) = tokio::io::duplex(64);
        far.write_all(b"\0\0\0\x08abc").await.unwrap();
        drop(far);
        assert!(reader(100).next(&mut near).await.is_err());
        let (mut near, far) = tokio::io::duplex(64);
        drop(far);
        assert!(reader(100).next(&mut near).await.unwrap().is_none());
    }
}
