//! One connection to a controller: a request, its answer, the next request.

use crate::net::{FrameReader, ReadError};
use bytes::{BufMut, Bytes, BytesMut};
use kalda_metadata::features;
use kalda_protocol::api::ApiKey;
use kalda_protocol::codec;
use kalda_protocol::frame::{self, FrameError, FrameLimits, LENGTH_BYTES, RequestHeader};
use kalda_protocol::messages::{
    ApiVersionsRequest, ApiVersionsResponse, Message, Request, StrBytes,
};
use kalda_protocol::{DecodeError, EncodeError, ErrorCode};
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

/// Largest answer read: a metadata Fetch or a snapshot chunk is at most a few MiB.
const MAX_ANSWER_BYTES: usize = 64 * 1024 * 1024;
/// The version of ApiVersions that every Kafka controller answers.
const API_VERSIONS_VERSION: i16 = 3;

/// Why the controller gave no usable answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LinkError {
    /// No address to connect to.
    #[error("no controller is configured")]
    NoController,
    /// The socket failed.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// No frame, or a malformed one.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The answer's header makes no sense.
    #[error(transparent)]
    Frame(#[from] FrameError),
    /// Another request's answer.
    #[error("the answer's correlation id is {got} instead of {expected}")]
    Correlation {
        /// Id sent.
        expected: i32,
        /// Id received.
        got: i32,
    },
    /// The request cannot be said in the controller's versions.
    #[error("the controller does not serve a version of {0} that this broker speaks")]
    NoVersion(ApiKey),
    /// The request cannot be encoded.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// The answer cannot be decoded.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// The controller closed the connection.
    #[error("the controller closed the connection")]
    Closed,
    /// No answer in time.
    #[error("the controller did not answer in time")]
    TimedOut,
}

/// What an error code of an answer says. A code that this version does not know counts as the controller's fault.
pub(crate) fn check(code: i16) -> Result<(), ErrorCode> {
    match ErrorCode::from_code(code) {
        Some(ErrorCode::None) => Ok(()),
        Some(error) => Err(error),
        None => Err(ErrorCode::UnknownServerError),
    }
}

/// A connection to one controller.
#[derive(Debug)]
pub(crate) struct Link {
    socket: TcpStream,
    frames: FrameReader,
    client_id: StrBytes,
    correlation_id: i32,
    served: Arc<Served>,
}

/// What a controller said of itself when the link was made.
#[derive(Debug, Default)]
pub(crate) struct Served {
    /// Lowest and highest version of each API, by key.
    versions: BTreeMap<i16, (i16, i16)>,
    /// `kraft.version`
    pub(crate) kraft_version: i16,
}

impl Served {
    /// The part of `ours`, versions of `api`, that the controller speaks as well; all of it before a controller has said
    /// anything.
    pub(crate) fn common(&self, api: ApiKey, ours: (i16, i16)) -> Option<(i16, i16)> {
        if self.versions.is_empty() {
            return Some(ours);
        }
        let (min, max) = self.versions(api)?;
        let (min, max) = (min.max(ours.0), max.min(ours.1));
        (min <= max).then_some((min, max))
    }

    /// The versions of an API.
    fn versions(&self, api: ApiKey) -> Option<(i16, i16)> {
        self.versions.get(&api.id()).copied()
    }

    fn of(answer: &ApiVersionsResponse) -> Served {
        let ranges = answer.api_keys.iter();
        let versions = ranges.map(|api| (api.api_key, (api.min_version, api.max_version)));
        let mut features = answer.finalized_features.iter();
        let kraft = features.find(|feature| feature.name.as_str() == features::KRAFT_VERSION);
        Served {
            versions: versions.collect(),
            kraft_version: kraft.map_or(0, |feature| feature.max_version_level),
        }
    }
}

impl Link {
    /// Connect and ask what the controller speaks.
    pub(super) async fn connect(address: &str, client_id: &str) -> Result<Link, LinkError> {
        let socket = TcpStream::connect(address).await?;
        socket.set_nodelay(true)?;
        let limits = FrameLimits {
            max_bytes: MAX_ANSWER_BYTES,
        };
        let mut link = Link {
            socket,
            frames: FrameReader::new(limits, None),
            client_id: StrBytes::from_string(client_id.to_owned()),
            correlation_id: 0,
            served: Arc::default(),
        };
        let request = ApiVersionsRequest::default()
            .with_client_software_name(StrBytes::from_static_str("kalda"))
            .with_client_software_version(StrBytes::from_static_str(env!("CARGO_PKG_VERSION")));
        let answer = link.call_version(&request, API_VERSIONS_VERSION).await?;
        link.served = Arc::new(Served::of(&answer));
        Ok(link)
    }

    /// What the controller said of itself.
    pub(crate) fn served(&self) -> &Arc<Served> {
        &self.served
    }

    /// Whether the controller has not closed the connection while nobody was using it.
    pub(crate) fn is_alive(&self) -> bool {
        let mut byte = [0; 1];
        let peeked = self.socket.try_read(&mut byte);
        matches!(peeked, Err(error) if error.kind() == io::ErrorKind::WouldBlock)
    }

    /// Send `request` in the newest version both sides speak, and wait for the answer.
    pub(crate) async fn call<R: Request>(&mut self, request: &R) -> Result<R::Response, LinkError> {
        let api = ApiKey::from_id(R::KEY).ok_or(LinkError::Closed)?;
        let (min, max) = self.served.versions(api).ok_or(LinkError::NoVersion(api))?;
        let ours = <R as Message>::VERSIONS;
        let version = max.min(ours.max).min(api.newest_stable());
        if version < min.max(ours.min) {
            return Err(LinkError::NoVersion(api));
        }
        self.call_version(request, version).await
    }

    async fn call_version<R: Request>(
        &mut self,
        request: &R,
        version: i16,
    ) -> Result<R::Response, LinkError> {
        let api = ApiKey::from_id(R::KEY).ok_or(LinkError::Closed)?;
        let header = self.header(api, version);
        let frame = frame::request_frame(&header, request)?;
        let mut answer = self.exchange(frame, header.correlation_id).await?;
        frame::read_response_header(&mut answer, api, version)?;
        Ok(codec::decode(&mut answer, version)?)
    }

    /// Send a request that another connection received, and return the answer as a frame for that connection.
    pub(super) async fn forward(
        &mut self,
        header: &RequestHeader,
        body: Bytes,
    ) -> Result<Bytes, LinkError> {
        let correlation_id = self.next_correlation_id();
        let ours = RequestHeader {
            correlation_id,
            ..header.clone()
        };
        let mut request = BytesMut::with_capacity(LENGTH_BYTES + 32 + body.len());
        request.put_i32(0);
        ours.write(&mut request)?;
        request.put_slice(&body);
        set_length(&mut request)?;
        let answer = self.exchange(request.freeze(), correlation_id).await?;
        let mut out = BytesMut::with_capacity(LENGTH_BYTES + answer.len());
        out.put_i32(0);
        out.put_i32(header.correlation_id);
        out.put_slice(answer.get(4..).unwrap_or_default());
        set_length(&mut out)?;
        Ok(out.freeze())
    }

    /// Send one frame and read the next; the answer keeps its header.
    async fn exchange(&mut self, request: Bytes, correlation_id: i32) -> Result<Bytes, LinkError> {
        self.socket.write_all(&request).await?;
        let frame = self.frames.next(&mut self.socket).await?;
        let answer = frame.ok_or(LinkError::Closed)?;
        let got = answer
            .first_chunk()
            .map_or(-1, |id| i32::from_be_bytes(*id));
        if got != correlation_id {
            let expected = correlation_id;
            return Err(LinkError::Correlation { expected, got });
        }
        Ok(answer)
    }

    fn header(&mut self, api: ApiKey, api_version: i16) -> RequestHeader {
        RequestHeader {
            api,
            api_version,
            correlation_id: self.next_correlation_id(),
            client_id: Some(self.client_id.clone()),
        }
    }

    fn next_correlation_id(&mut self) -> i32 {
        self.correlation_id = self.correlation_id.wrapping_add(1);
        self.correlation_id
    }
}

fn set_length(frame: &mut BytesMut) -> Result<(), EncodeError> {
    let length = frame.len().saturating_sub(LENGTH_BYTES);
    let prefix = i32::try_from(length).map_err(|_| EncodeError::TooLong(length))?;
    if let Some(place) = frame.first_chunk_mut::<LENGTH_BYTES>() {
        *place = prefix.to_be_bytes();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use kalda_protocol::messages::api_versions_response::ApiVersion;

    // Gotcha 12.
    #[test]
    fn only_versions_of_both_sides_are_common() {
        let api = ApiKey::CreateTopics;
        let told = ApiVersion::default()
            .with_api_key(api.id())
            .with_min_version(0)
            .with_max_version(5);
        let served = Served::of(&ApiVersionsResponse::default().with_api_keys(vec![told]));
        assert_eq!(served.common(api, (2, 7)), Some((2, 5)));
        assert_eq!(served.common(api, (6, 7)), None);
        assert_eq!(served.common(ApiKey::DeleteTopics, (1, 6)), None);
        assert_eq!(Served::default().common(api, (2, 7)), Some((2, 7)));
    }
}
