//! What goes back to a client: encoded bytes, and ranges of log files that are never copied into memory of ours.

use bytes::Bytes;
use kalda_log::FileRange;
use kalda_protocol::api::ApiKey;
use kalda_protocol::frame::{self, FrameError, RequestHeader};
use kalda_protocol::{EncodeError, WireMessage};

/// One stretch of an answer.
#[derive(Clone, Debug)]
pub(crate) enum Segment {
    /// Bytes already in memory.
    Bytes(Bytes),
    /// Bytes of a file, sent from the page cache.
    File(FileRange),
}

impl Segment {
    /// Number of bytes on the wire.
    pub(crate) fn len(&self) -> usize {
        match self {
            Segment::Bytes(bytes) => bytes.len(),
            Segment::File(range) => range.bytes,
        }
    }
}

/// How a request ends.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// Send these segments, which start with the frame length, in this order.
    Answer(Vec<Segment>),
    /// Send nothing and go on with the next request (Produce with `acks=0`).
    Silent,
    /// Send nothing and close this connection.
    Close(Close),
}

impl Outcome {
    /// An answer that is one buffer.
    pub(crate) fn bytes(frame: Bytes) -> Outcome {
        Outcome::Answer(vec![Segment::Bytes(frame)])
    }
}

/// What a handler returns: a message, or something that knows how to be sent.
pub(crate) trait IntoOutcome {
    /// Encode for the version of the request.
    fn into_outcome(self, header: &RequestHeader) -> Outcome;
}

impl<M: WireMessage> IntoOutcome for M {
    fn into_outcome(self, header: &RequestHeader) -> Outcome {
        let RequestHeader {
            api,
            api_version,
            correlation_id,
            ..
        } = *header;
        match frame::response_frame(api, api_version, correlation_id, &self) {
            Ok(frame) => Outcome::bytes(frame),
            Err(error) => Outcome::Close(Close::Encode(error)),
        }
    }
}

/// Why a conversation cannot go on. Kafka answers none of these: it closes the connection.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Close {
    /// The first eight bytes or the request header make no sense.
    #[error("malformed request header: {0}")]
    Header(FrameError),
    /// The API is unknown or not served on this listener.
    #[error("API key {0} is not served on this listener")]
    NotServed(i16),
    /// The version is outside what we advertise.
    #[error("{api} has no version {version}")]
    Version {
        /// API.
        api: ApiKey,
        /// Version asked for.
        version: i16,
    },
    /// The body does not follow the API's schema.
    #[error("malformed request body: {0}")]
    Body(String),
    /// The answer could not be encoded: a bug of ours, so it is logged as an error.
    #[error("cannot encode the answer: {0}")]
    Encode(EncodeError),
    /// `acks=0` leaves no other way to report an error.
    #[error("a produce request with acks=0 failed")]
    FailedWithoutAcks,
    /// The controller did not answer a forwarded request in time.
    #[error("the controller cannot be reached: {0}")]
    Controller(String),
}
