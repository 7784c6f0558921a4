//! Frames and headers, as clients and attackers send them.

use bytes::{Bytes, BytesMut};
use kafka_protocol::messages as reference;
use kafka_protocol::protocol::{Decodable as _, Encodable as _};

use super::{
    FrameError, FrameLimits, RequestHeader, RequestStart, read_response_header, request_frame,
    response_frame,
};
use crate::api::ApiKey;
use crate::codec;
use crate::messages::{ApiVersionsResponse, HeartbeatRequest, StrBytes};

const LIMITS: FrameLimits = FrameLimits { max_bytes: 1000 };

/// A header as kafka-protocol writes it, which is our reference.
fn header_bytes(
    version: i16,
    client_id: Option<&'static str>,
    tags: &[(i32, &'static [u8])],
) -> Bytes {
    let mut header = reference::RequestHeader::default()
        .with_request_api_key(12)
        .with_request_api_version(if version == 2 { 4 } else { 3 })
        .with_correlation_id(77)
        .with_client_id(client_id.map(StrBytes::from_static_str));
    for (tag, value) in tags {
        header = header.with_unknown_tagged_field(*tag, Bytes::from_static(value));
    }
    let mut buffer = BytesMut::new();
    header.encode(&mut buffer, version).unwrap();
    buffer.extend_from_slice(b"body");
    buffer.freeze()
}

#[test]
fn only_lengths_that_can_hold_a_header_and_respect_the_limit_are_taken() {
    assert_eq!(LIMITS.frame_length(8_i32.to_be_bytes()), Ok(8));
    assert_eq!(LIMITS.frame_length(1000_i32.to_be_bytes()), Ok(1000));
    assert_eq!(
        LIMITS.frame_length(7_i32.to_be_bytes()),
        Err(FrameError::TooShort(7))
    );
    assert_eq!(LIMITS.frame_length([0; 4]), Err(FrameError::TooShort(0)));
    assert_eq!(
        LIMITS.frame_length([0xff; 4]),
        Err(FrameError::NegativeLength(-1))
    );
    let refused = LIMITS.frame_length(1001_i32.to_be_bytes());
    assert_eq!(
        refused,
        Err(FrameError::TooLarge {
            length: 1001,
            max_bytes: 1000
        })
    );
}

#[test]
fn the_first_eight_bytes_are_read_whatever_the_version() {
    let frame = [0, 18, 0, 99, 0, 0, 1, 0, 0xff];
    let start = RequestStart {
        api_id: 18,
        api_version: 99,
        correlation_id: 256,
    };
    assert_eq!(RequestStart::read(&frame), Ok(start));
    assert_eq!(
        RequestStart::read(&frame[..7]),
        Err(FrameError::TooShort(7))
    );
    assert_eq!(RequestStart::read(&[]), Err(FrameError::TooShort(0)));
}

#[test]
fn headers_of_both_versions_are_read() {
    for version in [1, 2] {
        let mut frame = header_bytes(version, Some("me"), &[]);
        let header = RequestHeader::read(&mut frame, ApiKey::Heartbeat).unwrap();
        assert_eq!((header.correlation_id, header.client_id()), (77, "me"));
        assert_eq!(&frame[..], b"body");
    }
}

#[test]
fn a_null_client_id_counts_as_empty() {
    let mut frame = header_bytes(2, None, &[]);
    let header = RequestHeader::read(&mut frame, ApiKey::Heartbeat).unwrap();
    assert_eq!((header.client_id.clone(), header.client_id()), (None, ""));
}

#[test]
fn tagged_fields_of_the_future_are_passed_over() {
    let mut frame = header_bytes(2, None, &[(0, b"abc"), (9000, b"")]);
    RequestHeader::read(&mut frame, ApiKey::Heartbeat).unwrap();
    assert_eq!(&frame[..], b"body");
}

#[test]
fn a_header_that_ends_too_early_is_an_error_at_every_byte() {
    let whole = header_bytes(2, Some("me"), &[(3, b"abc")]);
    for end in 0..whole.len() - b"body".len() {
        let read = RequestHeader::read(&mut whole.slice(..end), ApiKey::Heartbeat);
        assert!(
            matches!(read, Err(FrameError::Truncated | FrameError::TooShort(_))),
            "{end}"
        );
    }
}

#[test]
fn a_header_that_lies_is_refused() {
    let start = [0, 12, 0, 4, 0, 0, 0, 0];
    let cases: [(&[u8], FrameError); 6] = [
        (&[0xff, 0xfe], FrameError::ClientIdLength(-2)),
        (&[0, 1, 0xff], FrameError::ClientIdNotText),
        (&[0, 0, 65], FrameError::TooManyTaggedFields(65)),
        (&[0, 0, 2, 5, 0, 5, 0], FrameError::TagOrder(5)),
        (&[0, 0, 0x80, 0x80, 0x80, 0x80, 0x80], FrameError::Varint),
        (
            &[0, 0, 1, 0, 0xff, 0xff, 0xff, 0xff, 0x0f],
            FrameError::Truncated,
        ),
    ];
    for (rest, error) in cases {
        let mut frame = Bytes::from([&start[..], rest].concat());
        assert_eq!(
            RequestHeader::read(&mut frame, ApiKey::Heartbeat),
            Err(error)
        );
    }
}

#[test]
fn a_request_frame_is_read_back() {
    let header = RequestHeader {
        api: ApiKey::Heartbeat,
        api_version: 4,
        correlation_id: 5,
        client_id: Some(StrBytes::from_static_str("kalda")),
    };
    let frame = request_frame(&header, &HeartbeatRequest::default()).unwrap();
    let (prefix, rest) = frame.split_first_chunk().unwrap();
    assert_eq!(LIMITS.frame_length(*prefix), Ok(rest.len()));
    let mut rest = frame.slice(4..);
    assert_eq!(
        RequestHeader::read(&mut rest, ApiKey::Heartbeat),
        Ok(header)
    );
    assert_eq!(codec::decode(&mut rest, 4), Ok(HeartbeatRequest::default()));
}

#[test]
fn an_api_versions_answer_has_the_oldest_header() {
    let frame = response_frame(ApiKey::ApiVersions, 4, 9, &ApiVersionsResponse::default()).unwrap();
    let mut rest = frame.slice(4..);
    let header = reference::ResponseHeader::decode(&mut rest, 0).unwrap();
    assert_eq!(header.correlation_id, 9);
    assert_eq!(
        codec::decode(&mut rest, 4),
        Ok(ApiVersionsResponse::default())
    );
}

#[test]
fn the_header_of_a_flexible_response_is_read_with_its_tags() {
    let mut frame = Bytes::from_static(&[0, 0, 0, 3, 1, 7, 2, b'a', b'b', b'.']);
    assert_eq!(
        read_response_header(&mut frame, ApiKey::Heartbeat, 4),
        Ok(3)
    );
    assert_eq!(&frame[..], b".");
    let mut frame = Bytes::from_static(&[0, 0, 0, 3, b'.']);
    assert_eq!(
        read_response_header(&mut frame, ApiKey::Heartbeat, 3),
        Ok(3)
    );
    assert_eq!(&frame[..], b".");
}

/// What Apache Kafka's own classes write: version, kind, case, and the bytes in hexadecimal.
const GOLDEN: &str = include_str!("golden/headers.txt");

#[test]
fn headers_that_kafka_wrote_are_read_to_their_end() {
    let mut requests = 0;
    for line in GOLDEN.lines().filter(|line| !line.starts_with('#')) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let digits = words[3]
            .as_bytes()
            .chunks(2)
            .map(|pair| std::str::from_utf8(pair).unwrap());
        let bytes: Vec<u8> = digits
            .map(|pair| u8::from_str_radix(pair, 16).unwrap())
            .collect();
        let mut frame = Bytes::from(bytes);
        let empty = words[2] == "empty";
        // One API whose every version has the old headers, one whose every version has the new ones.
        let flexible = words[0] == if words[1] == "request" { "2" } else { "1" };
        let api = if flexible {
            ApiKey::DescribeCluster
        } else {
            ApiKey::SaslHandshake
        };
        if words[1] == "request" {
            // The versions in these headers are arbitrary numbers, far above any of the API's.
            let header = RequestHeader::read(&mut frame, api).unwrap();
            assert_eq!(
                header.correlation_id,
                if empty { 0 } else { 0x0304_0503 },
                "{line}"
            );
            requests += 1;
        } else {
            read_response_header(&mut frame, api, 0).unwrap();
        }
        assert_eq!(frame.len(), 0, "{line}");
    }
    assert!(requests >= 7, "{requests}");
}
