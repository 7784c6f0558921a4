//! Frames and headers: what stands around each request and response.
//!
//! A frame is a 4-byte length, then that many bytes: header and body. The header's first 8 bytes have the same shape in
//! every version, so they are read before anything is known about the request.

use bytes::{Buf as _, BufMut as _, Bytes, BytesMut};

use crate::api::ApiKey;
use crate::codec::{self, EncodeError};
use crate::messages::{Encodable, Message, StrBytes};
use crate::varint::{self, VarintError};

/// The bytes of the length before each frame.
pub const LENGTH_BYTES: usize = 4;

/// Key, version and correlation id: what every request begins with.
pub const START_BYTES: usize = 8;

/// Tagged fields that a struct may carry. Kafka defines ten at most; a peer from the future may add some.
pub const MAX_TAGGED_FIELDS: u32 = 64;

/// Something around the message is wrong. The connection has to be closed: there is no way to find the next frame, or
/// nobody to answer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// A negative length.
    #[error("the frame length {0} is negative")]
    NegativeLength(i32),
    /// Not even room for the first fields of a header.
    #[error("a frame of {0} bytes is too short for a header")]
    TooShort(usize),
    /// More than this listener reads.
    #[error("a frame of {length} bytes is larger than the {max_bytes} bytes allowed")]
    TooLarge {
        /// What the peer announced.
        length: usize,
        /// `socket.request.max.bytes`, or what applies before authentication.
        max_bytes: usize,
    },
    /// The frame ends inside of its header.
    #[error("the frame ends inside of its header")]
    Truncated,
    /// A negative length that does not mean null.
    #[error("the client id has a length of {0}")]
    ClientIdLength(i16),
    /// The client id is not text.
    #[error("the client id is not UTF-8")]
    ClientIdNotText,
    /// More tagged fields than any header has.
    #[error("the header has {0} tagged fields")]
    TooManyTaggedFields(u32),
    /// Tags have to ascend.
    #[error("tag {0} of the header repeats or is out of order")]
    TagOrder(u32),
    /// A number without an end.
    #[error("a number in the header takes more than five bytes")]
    Varint,
}

impl From<VarintError> for FrameError {
    fn from(error: VarintError) -> Self {
        match error {
            VarintError::Truncated => Self::Truncated,
            VarintError::Overlong => Self::Varint,
        }
    }
}

/// How large a frame a connection may announce.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrameLimits {
    /// The largest frame that is read, without its length prefix.
    pub max_bytes: usize,
}

impl FrameLimits {
    /// Reads the prefix of a request frame and returns the number of bytes that follow it.
    ///
    /// # Errors
    /// If the length is negative, too small for any request, or above the limit.
    pub fn frame_length(&self, prefix: [u8; LENGTH_BYTES]) -> Result<usize, FrameError> {
        let announced = i32::from_be_bytes(prefix);
        let length =
            usize::try_from(announced).map_err(|_| FrameError::NegativeLength(announced))?;
        if length < START_BYTES {
            return Err(FrameError::TooShort(length));
        }
        if length > self.max_bytes {
            return Err(FrameError::TooLarge {
                length,
                max_bytes: self.max_bytes,
            });
        }
        Ok(length)
    }
}

/// The first 8 bytes of a request: enough to choose what comes next, and to answer a request of an unknown version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestStart {
    /// The key as sent; [`ApiKey::from_id`] says whether Kafka has it.
    pub api_id: i16,
    /// The version as sent.
    pub api_version: i16,
    /// What the response has to repeat.
    pub correlation_id: i32,
}

impl RequestStart {
    /// Reads the beginning of a frame and leaves the frame as it is.
    ///
    /// # Errors
    /// If the frame is shorter than [`START_BYTES`].
    pub fn read(frame: &[u8]) -> Result<Self, FrameError> {
        match frame.first_chunk::<START_BYTES>() {
            Some(&[k0, k1, v0, v1, c0, c1, c2, c3]) => Ok(Self {
                api_id: i16::from_be_bytes([k0, k1]),
                api_version: i16::from_be_bytes([v0, v1]),
                correlation_id: i32::from_be_bytes([c0, c1, c2, c3]),
            }),
            None => Err(FrameError::TooShort(frame.len())),
        }
    }
}

/// A request's header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestHeader {
    /// What is asked for.
    pub api: ApiKey,
    /// In which version.
    pub api_version: i16,
    /// What the response has to repeat.
    pub correlation_id: i32,
    /// The name that the client gives itself. It shares memory with the frame: copy it to keep it.
    pub client_id: Option<StrBytes>,
}

impl RequestHeader {
    /// Reads the header of a request to `api` and moves the frame on to the body.
    ///
    /// The client id keeps its old form of length in flexible versions: a server has to be able to read it before it
    /// knows the version.
    ///
    /// # Errors
    /// If the frame ends too early or the header does not follow the protocol.
    pub fn read(frame: &mut Bytes, api: ApiKey) -> Result<Self, FrameError> {
        let start = RequestStart::read(frame)?;
        frame.advance(START_BYTES);
        let client_id = read_client_id(frame)?;
        if api.request_header_version(start.api_version) >= 2 {
            skip_tagged_fields(frame)?;
        }
        Ok(Self {
            api,
            api_version: start.api_version,
            correlation_id: start.correlation_id,
            client_id,
        })
    }

    /// The client's name; a null counts as empty, as in Kafka.
    #[must_use]
    pub fn client_id(&self) -> &str {
        self.client_id.as_deref().unwrap_or_default()
    }

    /// Appends the header to a buffer, as a client of another server does.
    ///
    /// # Errors
    /// If the client id is too long.
    pub fn write(&self, buffer: &mut BytesMut) -> Result<(), EncodeError> {
        buffer.put_i16(self.api.id());
        buffer.put_i16(self.api_version);
        buffer.put_i32(self.correlation_id);
        match &self.client_id {
            None => buffer.put_i16(-1),
            Some(client_id) => {
                let length = i16::try_from(client_id.len())
                    .map_err(|_| EncodeError::TooLong(client_id.len()))?;
                buffer.put_i16(length);
                buffer.put_slice(client_id.as_bytes());
            }
        }
        if self.api.request_header_version(self.api_version) >= 2 {
            buffer.put_u8(0);
        }
        Ok(())
    }
}

fn read_client_id(frame: &mut Bytes) -> Result<Option<StrBytes>, FrameError> {
    let length = frame.try_get_i16().map_err(|_| FrameError::Truncated)?;
    if length == -1 {
        return Ok(None);
    }
    let bytes = usize::try_from(length).map_err(|_| FrameError::ClientIdLength(length))?;
    if bytes > frame.remaining() {
        return Err(FrameError::Truncated);
    }
    let text = StrBytes::from_utf8(frame.split_to(bytes));
    text.map(Some).map_err(|_| FrameError::ClientIdNotText)
}

/// Passes over tagged fields: no header version defines one, and unknown ones have to be ignored.
fn skip_tagged_fields(frame: &mut Bytes) -> Result<(), FrameError> {
    let count = varint::get_u32(frame)?;
    if count > MAX_TAGGED_FIELDS {
        return Err(FrameError::TooManyTaggedFields(count));
    }
    let mut previous = None;
    for _ in 0..count {
        let tag = varint::get_u32(frame)?;
        if previous.is_some_and(|previous| tag <= previous) {
            return Err(FrameError::TagOrder(tag));
        }
        previous = Some(tag);
        let length = usize::try_from(varint::get_u32(frame)?).map_err(|_| FrameError::Truncated)?;
        if length > frame.remaining() {
            return Err(FrameError::Truncated);
        }
        frame.advance(length);
    }
    Ok(())
}

/// Appends the header of a response.
pub fn write_response_header(
    buffer: &mut BytesMut,
    api: ApiKey,
    version: i16,
    correlation_id: i32,
) {
    buffer.put_i32(correlation_id);
    if api.response_header_version(version) >= 1 {
        buffer.put_u8(0);
    }
}

/// Reads the header of a response to a request of this API and version, and returns the correlation id.
///
/// # Errors
/// If the frame ends too early or the header does not follow the protocol.
pub fn read_response_header(
    frame: &mut Bytes,
    api: ApiKey,
    version: i16,
) -> Result<i32, FrameError> {
    let correlation_id = frame.try_get_i32().map_err(|_| FrameError::Truncated)?;
    if api.response_header_version(version) >= 1 {
        skip_tagged_fields(frame)?;
    }
    Ok(correlation_id)
}

/// A whole response: length, header and body.
///
/// # Errors
/// If the message cannot be encoded in this version.
pub fn response_frame<M: Message + Encodable>(
    api: ApiKey,
    version: i16,
    correlation_id: i32,
    message: &M,
) -> Result<Bytes, EncodeError> {
    framed(|buffer| {
        write_response_header(buffer, api, version, correlation_id);
        codec::encode(message, version, buffer)
    })
}

/// A whole request: length, header and body.
///
/// # Errors
/// If the message cannot be encoded in this version.
pub fn request_frame<M: Message + Encodable>(
    header: &RequestHeader,
    message: &M,
) -> Result<Bytes, EncodeError> {
    framed(|buffer| {
        header.write(buffer)?;
        codec::encode(message, header.api_version, buffer)
    })
}

fn framed(
    write: impl FnOnce(&mut BytesMut) -> Result<(), EncodeError>,
) -> Result<Bytes, EncodeError> {
    let mut buffer = BytesMut::new();
    buffer.put_i32(0);
    write(&mut buffer)?;
    let length = buffer.len().saturating_sub(LENGTH_BYTES);
    let prefix = i32::try_from(length).map_err(|_| EncodeError::TooLong(length))?;
    if let Some(place) = buffer.first_chunk_mut::<LENGTH_BYTES>() {
        *place = prefix.to_be_bytes();
    }
    Ok(buffer.freeze())
}

#[cfg(test)]
#[path = "frame_tests.rs"]
mod tests;
