//! Hostile frames, one lie at a time.

use bytes::BytesMut;

use super::{Budget, PreflightError, check, check_response};
use crate::api::ApiKey;
use crate::codec;
use crate::messages::describe_configs_request::DescribeConfigsResource;
use crate::messages::{DescribeConfigsRequest, StrBytes};

const FETCH: (ApiKey, i16) = (ApiKey::Fetch, 12);
const METADATA: (ApiKey, i16) = (ApiKey::Metadata, 12);

fn check_bytes((api, version): (ApiKey, i16), parts: &[&[u8]]) -> Result<(), PreflightError> {
    let body = parts.concat();
    check(api, version, &body, Budget::for_frame(body.len()))
}

/// Everything of a Fetch request, version 12, before its topics.
const FETCH_START: &[u8] = &[0; 25];
/// Its end: no forgotten topics, no rack, no tagged fields.
const FETCH_END: &[u8] = &[1, 1, 0];
const MAX_VARINT: &[u8] = &[0xff, 0xff, 0xff, 0xff, 0x0f];

#[test]
fn five_bytes_cannot_ask_for_more_memory_than_there_is() {
    let refused = check_bytes(METADATA, &[MAX_VARINT]);
    assert_eq!(
        refused,
        Err(PreflightError::Count {
            count: 0xffff_fffe,
            left: 0
        })
    );
    let refused = check_bytes((ApiKey::Metadata, 8), &[&[0x7f, 0xff, 0xff, 0xff]]);
    assert_eq!(
        refused,
        Err(PreflightError::Count {
            count: 0x7fff_ffff,
            left: 0
        })
    );
}

#[test]
fn a_count_needs_room_for_the_smallest_elements() {
    // A topic of a Fetch has at least a name, a count of partitions and a count of tags: three bytes.
    let refused = check_bytes(FETCH, &[FETCH_START, &[4], &[0; 8]]);
    assert_eq!(refused, Err(PreflightError::Count { count: 3, left: 8 }));
}

#[test]
fn twenty_million_tagged_fields_are_not_counted_through() {
    let refused = check_bytes(
        FETCH,
        &[FETCH_START, &[1, 1, 1], &[0x80, 0xda, 0xc4, 0x09], &[0; 64]],
    );
    assert_eq!(
        refused,
        Err(PreflightError::TooManyTaggedFields(20_000_000))
    );
}

#[test]
fn tags_must_ascend_and_fill_their_length() {
    let start = [FETCH_START, &[1, 1, 1]].concat();
    let cases: [(&[u8], PreflightError); 5] = [
        (&[2, 9, 0, 9, 0], PreflightError::TagOrder(9)),
        (&[2, 9, 0, 3, 0], PreflightError::TagOrder(3)),
        // The cluster id has tag 0: a null in one byte.
        (&[1, 0, 2, 0, 0], PreflightError::TagLength(0)),
        (&[1, 0, 0], PreflightError::Truncated { needed: 1, left: 0 }),
        (
            &[1, 9, 5, 0],
            PreflightError::Truncated { needed: 5, left: 1 },
        ),
    ];
    for (end, error) in cases {
        assert_eq!(check_bytes(FETCH, &[&start, end]), Err(error), "{end:?}");
    }
    assert_eq!(
        check_bytes(FETCH, &[&start, &[2, 0, 1, 0, 9, 1, 7]]),
        Ok(())
    );
}

#[test]
fn a_number_must_end() {
    let refused = check_bytes(METADATA, &[&[0xff, 0xff, 0xff, 0xff, 0xff, 0x01]]);
    assert_eq!(refused, Err(PreflightError::Varint));
}

#[test]
fn null_is_refused_where_the_version_has_none() {
    assert_eq!(
        check_bytes((ApiKey::Metadata, 1), &[&[0xff; 4]]),
        Ok(()),
        "all topics"
    );
    assert_eq!(
        check_bytes((ApiKey::Metadata, 0), &[&[0xff; 4]]),
        Err(PreflightError::Null)
    );
    assert_eq!(
        check_bytes(FETCH, &[FETCH_START, &[0]]),
        Err(PreflightError::Null)
    );
    let negative = check_bytes((ApiKey::Metadata, 1), &[&[0xff, 0xff, 0xff, 0xfe]]);
    assert_eq!(negative, Err(PreflightError::NegativeLength(-2)));
}

#[test]
fn a_struct_is_there_or_null_and_nothing_else() {
    let paged = (ApiKey::DescribeTopicPartitions, 0);
    assert_eq!(check_bytes(paged, &[&[1, 0, 0, 0, 0, 0xff, 0]]), Ok(()));
    assert_eq!(
        check_bytes(paged, &[&[1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0]]),
        Ok(())
    );
    let refused = check_bytes(paged, &[&[1, 0, 0, 0, 0, 2, 0]]);
    assert_eq!(refused, Err(PreflightError::Presence(2)));
}

#[test]
fn bytes_behind_a_request_pass() {
    assert_eq!(check_bytes(FETCH, &[FETCH_START, &[1], FETCH_END]), Ok(()));
    let longer = check_bytes(FETCH, &[FETCH_START, &[1], FETCH_END, &[0, 0]]);
    assert_eq!(longer, Ok(()));
    // What librdkafka 2.16 sends to list all topics: no topics, two flags, no tags, and then three bytes more.
    let listing = check_bytes((ApiKey::Metadata, 13), &[&[0, 0, 0, 0, 1, 0, 0]]);
    assert_eq!(listing, Ok(()));
}

#[test]
fn many_small_elements_are_refused_for_the_memory_that_they_become() {
    // 100,000 topics of three bytes each, for which the decoder would make structs of 80 and more.
    let topics = vec![[1_u8, 1, 0]; 100_000].concat();
    let count = [0xa1, 0x8d, 0x06];
    let body = [FETCH_START, &count, &topics, FETCH_END].concat();
    let budget = Budget::for_frame(body.len());
    let refused = check(ApiKey::Fetch, 12, &body, budget);
    assert_eq!(refused, Err(PreflightError::OverBudget(budget.bytes())));
    let before = check(ApiKey::Fetch, 12, &body, Budget::BEFORE_AUTHENTICATION);
    assert_eq!(before, Err(PreflightError::OverBudget(256 * 1024)));
    assert_eq!(
        check(ApiKey::Fetch, 12, &body, Budget::for_frame(10_000_000)),
        Ok(())
    );
}

#[test]
fn unknown_tags_in_many_structs_are_paid_for() {
    let topics = vec![[1_u8, 1, 1, 9, 0]; 2000].concat();
    let body = [FETCH_START, &[0xd1, 0x0f], &topics, FETCH_END].concat();
    let refused = check(ApiKey::Fetch, 12, &body, Budget::for_frame(body.len()));
    assert!(
        matches!(refused, Err(PreflightError::OverBudget(_))),
        "{refused:?}"
    );
}

#[test]
fn versions_without_messages_are_refused() {
    let refused = check_bytes((ApiKey::Fetch, 19), &[]);
    assert_eq!(
        refused,
        Err(PreflightError::UnsupportedVersion {
            api: ApiKey::Fetch,
            version: 19
        })
    );
    let refused = check_response(ApiKey::Fetch, 3, &[], Budget::BEFORE_AUTHENTICATION);
    assert!(
        matches!(refused, Err(PreflightError::UnsupportedVersion { .. })),
        "{refused:?}"
    );
}

#[test]
fn ten_thousand_short_names_in_one_request_pass() {
    // An admin client asks for all topics at once. Names of eight letters become structs of 88 bytes.
    let resources: Vec<DescribeConfigsResource> = (0..10_000)
        .map(|index| {
            let name = StrBytes::from_string(format!("t-{index:06}"));
            DescribeConfigsResource::default()
                .with_resource_type(2)
                .with_resource_name(name)
        })
        .collect();
    let request = DescribeConfigsRequest::default().with_resources(resources);
    let mut body = BytesMut::new();
    codec::encode(&request, 4, &mut body).unwrap();
    assert_eq!(check_bytes((ApiKey::DescribeConfigs, 4), &[&body]), Ok(()));
}
