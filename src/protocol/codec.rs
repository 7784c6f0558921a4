//! Decoding and encoding whole messages, with errors of our own.

use bytes::{Bytes, BytesMut};

use crate::messages::{Decodable, Encodable, HeaderVersion, Message};
use crate::wire::WireError;

/// What every request and response can do, whoever generated it.
pub trait WireMessage: Message + Encodable + Decodable + HeaderVersion {}

impl<M: Message + Encodable + Decodable + HeaderVersion> WireMessage for M {}

/// Bytes are not the message they should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The message has no such version.
    #[error("version {0} is not supported")]
    UnsupportedVersion(i16),
    /// The decoder gave up.
    #[error("the message is malformed: {0}")]
    Malformed(String),
    /// The value of a metadata record begins in a way that is not known.
    #[error("frame version {0} is not known")]
    UnknownFrameVersion(u32),
    /// There is no such type of metadata record.
    #[error("record type {0} is not known")]
    UnknownRecord(u32),
    /// The record type is known, but not in this version.
    #[error("the record of type {0} has a version that is not known")]
    UnknownRecordVersion(u32),
    /// The message ended before the frame did.
    #[error("{0} bytes follow the message")]
    TrailingBytes(usize),
}

/// A message cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    /// The message has no such version.
    #[error("version {0} is not supported")]
    UnsupportedVersion(i16),
    /// A field does not fit the version, or is too long.
    #[error("the message cannot be encoded: {0}")]
    Unencodable(String),
    /// A frame's length does not fit its prefix.
    #[error("a frame of {0} bytes is too long")]
    TooLong(usize),
}

impl From<WireError> for DecodeError {
    fn from(error: WireError) -> Self {
        Self::Malformed(error.to_string())
    }
}

impl From<WireError> for EncodeError {
    fn from(error: WireError) -> Self {
        Self::Unencodable(error.to_string())
    }
}

fn has_version<M: Message>(version: i16) -> bool {
    M::VERSIONS.min <= version && version <= M::VERSIONS.max
}

/// Decodes a message, and leaves in `body` what follows it.
///
/// Bytes from a peer have to pass [`crate::preflight`] first: the decoder allocates what array lengths claim. That also decides
/// whether bytes may follow.
///
/// # Errors
/// If the bytes do not begin with a message of this version.
pub fn decode<M: Message + Decodable>(body: &mut Bytes, version: i16) -> Result<M, DecodeError> {
    if !has_version::<M>(version) {
        return Err(DecodeError::UnsupportedVersion(version));
    }
    M::decode(body, version).map_err(|error| DecodeError::Malformed(error.to_string()))
}

/// Appends a message to a buffer.
///
/// # Errors
/// If a field holds something that this version cannot say.
pub fn encode<M: Message + Encodable>(
    message: &M,
    version: i16,
    buffer: &mut BytesMut,
) -> Result<(), EncodeError> {
    if !has_version::<M>(version) {
        return Err(EncodeError::UnsupportedVersion(version));
    }
    message
        .encode(buffer, version)
        .map_err(|error| EncodeError::Unencodable(error.to_string()))
}

#[cfg(test)]
mod tests {
    use bytes::{Bytes, BytesMut};

    use super::{DecodeError, EncodeError, decode, encode};
    use crate::messages::{HeartbeatRequest, StrBytes};

    #[test]
    fn a_message_is_read_back_as_it_was_written() {
        let request = HeartbeatRequest::default().with_member_id(StrBytes::from_static_str("m-1"));
        let mut buffer = BytesMut::new();
        encode(&request, 4, &mut buffer).unwrap();
        assert_eq!(
            decode::<HeartbeatRequest>(&mut buffer.freeze(), 4),
            Ok(request)
        );
    }

    #[test]
    fn bytes_after_the_message_are_left() {
        let mut buffer = BytesMut::new();
        encode(&HeartbeatRequest::default(), 4, &mut buffer).unwrap();
        buffer.extend_from_slice(b"..");
        let mut body = buffer.freeze();
        assert!(decode::<HeartbeatRequest>(&mut body, 4).is_ok());
        assert_eq!(&body[..], b"..");
    }

    #[test]
    fn a_version_without_messages_is_an_error_both_ways() {
        let read = decode::<HeartbeatRequest>(&mut Bytes::new(), 5);
        assert_eq!(read, Err(DecodeError::UnsupportedVersion(5)));
        let written = encode(&HeartbeatRequest::default(), -1, &mut BytesMut::new());
        assert_eq!(written, Err(EncodeError::UnsupportedVersion(-1)));
    }
}
