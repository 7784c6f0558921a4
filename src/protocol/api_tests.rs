//! The API table against the messages behind it.

use super::{ApiKey, VersionRange, codec_versions};
use crate::messages::{Request, for_each_request};

#[test]
fn every_api_is_found_by_its_key() {
    for api in ApiKey::ALL {
        assert_eq!(ApiKey::from_id(api.id()), Some(*api));
    }
    assert_eq!(ApiKey::from_id(-1), None);
    assert_eq!(
        ApiKey::from_id(4),
        None,
        "LeaderAndIsr left Kafka with version 4.0"
    );
}

#[test]
fn messages_belong_to_the_api_they_are_listed_under() {
    macro_rules! compare {
        ($($api:ident $request:ident;)*) => {
            $(assert_eq!(ApiKey::$api.id(), crate::messages::$request::KEY);)*
        };
    }
    for_each_request!(compare);
}

#[test]
fn header_versions_are_those_of_the_messages() {
    macro_rules! compare {
        ($($api:ident $request:ident;)*) => {
            $(compare_headers::<crate::messages::$request>(ApiKey::$api);)*
        };
    }
    for_each_request!(compare);
}

fn compare_headers<R: Request>(api: ApiKey) {
    use kafka_protocol::protocol::HeaderVersion;
    let versions = codec_versions(api);
    for version in versions.min..=versions.max {
        assert_eq!(
            api.request_header_version(version),
            R::header_version(version),
            "{api}"
        );
        assert_eq!(
            api.response_header_version(version),
            <R::Response as HeaderVersion>::header_version(version),
            "{api}"
        );
    }
}

#[test]
fn every_version_of_kafka_has_messages_but_one_that_is_unstable() {
    for api in ApiKey::ALL {
        let newest = api.newest_stable();
        let versions = VersionRange {
            min: api.versions().min,
            max: newest,
        };
        assert_eq!(codec_versions(*api), versions, "{api}");
    }
}

#[test]
fn versions_that_only_the_request_or_only_the_response_has_are_not_offered() {
    // Kafka-protocol's key table says 0 to 6 here.
    assert_eq!(
        codec_versions(ApiKey::InitProducerId),
        VersionRange { min: 0, max: 5 }
    );
}
