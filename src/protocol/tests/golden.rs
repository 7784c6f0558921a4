//! Every message in every version, as Apache Kafka's own classes write it.
//!
//! Each line of `golden/NN_name.txt` is one message: version, kind, what is filled in, and the bytes in hexadecimal.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use bytes::{Bytes, BytesMut};
use kalda_protocol::api::{ApiKey, codec_versions};
use kalda_protocol::codec::{WireMessage, decode, encode};
use kalda_protocol::messages::{self, Request, for_each_request};
use kalda_protocol::preflight::{Budget, PreflightError, check, check_response};

struct Specimen {
    line: String,
    api: ApiKey,
    version: i16,
    is_request: bool,
    bytes: Bytes,
}

impl Specimen {
    fn check(&self, bytes: &[u8]) -> Result<(), PreflightError> {
        // One case has an unknown tagged field in every struct, each with a tree of its own: more than a frame may have.
        let budget = Budget::for_frame(10 * bytes.len());
        if self.is_request {
            check(self.api, self.version, bytes, budget)
        } else {
            check_response(self.api, self.version, bytes, budget)
        }
    }
}

fn specimens() -> Vec<Specimen> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let mut specimens = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder of golden files") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .expect("text");
        let Some((key, _)) = name.split_once('_') else {
            continue;
        };
        let Some(api) = key.parse().ok().and_then(ApiKey::from_id) else {
            continue;
        };
        let text = fs::read_to_string(&path).expect("a golden file");
        specimens.extend(text.lines().filter_map(|line| specimen(api, line)));
    }
    assert!(specimens.len() > 2000, "the golden files are there");
    specimens
}

fn specimen(api: ApiKey, line: &str) -> Option<Specimen> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [version, kind, case, rest @ ..] = words.as_slice() else {
        return None;
    };
    if *version == "#" {
        return None;
    }
    let hex = rest.first().copied().unwrap_or_default();
    let digits = hex
        .as_bytes()
        .chunks(2)
        .map(|pair| std::str::from_utf8(pair).expect("digits"));
    let bytes = digits
        .map(|pair| u8::from_str_radix(pair, 16).expect("a byte"))
        .collect::<Vec<u8>>();
    Some(Specimen {
        line: format!("{api} {version} {kind} {case}"),
        api,
        version: version.parse().expect("a version"),
        is_request: *kind == "request",
        bytes: bytes.into(),
    })
}

fn decode_and_encode<M: WireMessage>(bytes: &Bytes, version: i16) -> Result<Bytes, String> {
    let message: M = decode(&mut bytes.clone(), version).map_err(|error| error.to_string())?;
    let mut buffer = BytesMut::new();
    encode(&message, version, &mut buffer).map_err(|error| error.to_string())?;
    let size = message
        .compute_size(version)
        .map_err(|error| error.to_string())?;
    assert_eq!(size, buffer.len(), "compute_size");
    Ok(buffer.freeze())
}

fn decode_and_encode_api<R: Request>(specimen: &Specimen) -> Result<Bytes, String> {
    if specimen.is_request {
        decode_and_encode::<R>(&specimen.bytes, specimen.version)
    } else {
        decode_and_encode::<R::Response>(&specimen.bytes, specimen.version)
    }
}

macro_rules! dispatch {
    ($($api:ident $request:ident;)*) => {
        fn dispatch(specimen: &Specimen) -> Result<Bytes, String> {
            match specimen.api {
                $(ApiKey::$api => decode_and_encode_api::<messages::$request>(specimen),)*
            }
        }
    };
}
for_each_request!(dispatch);

#[test]
fn messages_that_kafka_wrote_are_written_back_byte_for_byte() {
    let mut seen = BTreeSet::new();
    for specimen in specimens() {
        if specimen.version > codec_versions(specimen.api).max {
            continue;
        }
        seen.insert((specimen.api, specimen.version, specimen.is_request));
        let written =
            dispatch(&specimen).unwrap_or_else(|error| panic!("{error}: {}", specimen.line));
        assert_eq!(written, specimen.bytes, "{}", specimen.line);
    }
    for api in ApiKey::ALL {
        let versions = codec_versions(*api);
        for version in versions.min..=versions.max {
            assert!(
                seen.contains(&(*api, version, true)),
                "{api} {version}: no request"
            );
            assert!(
                seen.contains(&(*api, version, false)),
                "{api} {version}: no response"
            );
        }
    }
}

#[test]
fn messages_that_kafka_wrote_pass_the_preflight() {
    for specimen in specimens() {
        assert_eq!(specimen.check(&specimen.bytes), Ok(()), "{}", specimen.line);
    }
}

#[test]
fn a_message_cut_at_any_byte_does_not_pass() {
    for specimen in specimens() {
        for end in 0..specimen.bytes.len() {
            let cut = specimen.bytes.slice(..end);
            assert!(
                specimen.check(&cut).is_err(),
                "{} cut at {end}",
                specimen.line
            );
        }
    }
}

#[test]
fn bytes_after_a_message_pass_in_a_request_only() {
    for specimen in specimens() {
        let longer = [&specimen.bytes[..], &[0]].concat();
        let expected = match specimen.is_request {
            true => Ok(()),
            false => Err(PreflightError::TrailingBytes(1)),
        };
        assert_eq!(specimen.check(&longer), expected, "{}", specimen.line);
    }
}
