//! What is done with arbitrary bytes of peers and of the cluster's own logs. Each function panics when a promise is broken.
#![allow(dead_code, reason = "each fuzz target uses one of these")]

use bytes::{Bytes, BytesMut};
use kalda_protocol::api::{ApiKey, codec_versions};
use kalda_protocol::codec::{WireMessage, decode, encode};
use kalda_protocol::frame::{FrameLimits, RequestHeader, RequestStart};
use kalda_protocol::group_records::{self, Decoded};
use kalda_protocol::messages::{self, Request, for_each_request};
use kalda_protocol::metadata_records;
use kalda_protocol::preflight::{Budget, check, check_response};

/// Reads three bytes as key, version and kind, and the rest as the body of such a message. What passes the preflight must
/// be decoded without a panic; what is decoded must be encoded, pass again, and be the same.
pub(crate) fn messages(bytes: &[u8]) {
    let [key, version, kind, body @ ..] = bytes else {
        return;
    };
    let Some(api) = ApiKey::from_id(i16::from(*key)) else {
        return;
    };
    let versions = codec_versions(api);
    let version = i16::from(*version);
    if version < versions.min || version > versions.max {
        return;
    }
    read_api(api, version, kind % 2 == 0, Bytes::copy_from_slice(body));
}

/// Reads a length, and what follows as a frame.
pub(crate) fn frames(bytes: &[u8]) {
    let Some((prefix, frame)) = bytes.split_first_chunk() else {
        return;
    };
    let limits = FrameLimits { max_bytes: 1 << 20 };
    let announced = i32::from_be_bytes(*prefix);
    assert_eq!(
        limits.frame_length(*prefix).is_ok(),
        (8..=1 << 20).contains(&announced)
    );
    let mut frame = Bytes::copy_from_slice(frame);
    let Ok(start) = RequestStart::read(&frame) else {
        return;
    };
    let Some(api) = ApiKey::from_id(start.api_id) else {
        return;
    };
    if RequestHeader::read(&mut frame, api).is_ok() {
        let versions = codec_versions(api);
        if (versions.min..=versions.max).contains(&start.api_version) {
            read_api(api, start.api_version, true, frame);
        }
    }
}

/// Reads the bytes as a record of the metadata log. What is read must be written and read again.
pub(crate) fn records(bytes: &[u8]) {
    let Ok(record) = metadata_records::decode(bytes) else {
        return;
    };
    let written = metadata_records::encode_latest(&record).expect("the newest version says all");
    let again = metadata_records::decode(&written);
    // A float that is no number differs from itself.
    assert!(again.as_ref() == Ok(&record) || format!("{again:?}").contains("NaN"));
}

/// Reads a length and so many bytes as the key of a record of `__consumer_offsets`, and the rest as its value; an odd length
/// means that there is none. What is read must be written and read again.
pub(crate) fn group_records(bytes: &[u8]) {
    let Some((length, rest)) = bytes.split_first() else {
        return;
    };
    let Some((key, value)) = rest.split_at_checked(usize::from(length / 2)) else {
        return;
    };
    let value = (length % 2 == 0).then_some(value);
    let Ok(Decoded::Known(record)) = group_records::decode(key, value) else {
        return;
    };
    let (key, value) = group_records::encode(&record).expect("the written version says all");
    let again = group_records::decode(&key, value.as_deref()).expect("what was written can be read");
    let Decoded::Known(again) = again else {
        panic!("{again:?}")
    };
    assert_eq!(group_records::encode(&again), Ok((key, value)));
}

fn read_message<M: WireMessage + PartialEq>(version: i16, mut body: Bytes) -> Option<Bytes> {
    let message: M = decode(&mut body, version).ok()?;
    let mut buffer = BytesMut::new();
    encode(&message, version, &mut buffer).expect("what was decoded can be encoded");
    let written = buffer.freeze();
    let again: M = decode(&mut written.clone(), version).expect("what was encoded can be decoded");
    let mut twice = BytesMut::new();
    encode(&again, version, &mut twice).expect("and encoded");
    assert_eq!(written, twice);
    Some(written)
}

fn read_api(api: ApiKey, version: i16, is_request: bool, body: Bytes) {
    let preflight = if is_request { check } else { check_response };
    if preflight(api, version, &body, Budget::for_frame(body.len())).is_err() {
        return;
    }
    macro_rules! dispatch {
        ($($row:ident $request:ident;)*) => {
            match (api, is_request) {
                $(
                    (ApiKey::$row, true) => read_message::<messages::$request>(version, body),
                    (ApiKey::$row, false) => {
                        read_message::<<messages::$request as Request>::Response>(version, body)
                    }
                )*
            }
        };
    }
    if let Some(written) = for_each_request!(dispatch) {
        let generous = Budget::for_frame(usize::MAX);
        preflight(api, version, &written, generous).expect("our own bytes pass");
    }
}
