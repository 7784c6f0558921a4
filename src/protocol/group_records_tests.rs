//! Group records against the bytes that Apache Kafka writes.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;

/// What Apache Kafka's own classes write: version, key or value, case, and the bytes in hexadecimal.
const GOLDEN: &str = include_str!("golden/group_records.txt");

#[derive(Clone)]
struct Specimen {
    line: &'static str,
    version: i16,
    name: &'static str,
    case: &'static str,
    bytes: Vec<u8>,
}

impl Specimen {
    fn is_legacy(&self) -> bool {
        self.name.starts_with("legacy_")
    }
}

fn specimens() -> Vec<Specimen> {
    let lines = GOLDEN.lines().filter(|line| !line.starts_with('#'));
    let specimens: Vec<Specimen> = lines
        .map(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let [version, name, case, hex] = words[..] else {
                panic!("{line}")
            };
            let digits = hex
                .as_bytes()
                .chunks(2)
                .map(|pair| std::str::from_utf8(pair).unwrap());
            Specimen {
                line,
                version: version.parse().unwrap(),
                name,
                case,
                bytes: digits
                    .map(|pair| u8::from_str_radix(pair, 16).unwrap())
                    .collect(),
            }
        })
        .collect();
    assert!(specimens.len() > 70, "the golden file is there");
    specimens
}

/// Every value with the key of its type.
fn pairs() -> Vec<(Specimen, Specimen)> {
    let (keys, values): (Vec<_>, Vec<_>) = specimens()
        .into_iter()
        .partition(|specimen| specimen.name.ends_with("_key"));
    let mut pairs = Vec::new();
    for value in values {
        if let Some(name) = value.name.strip_suffix("_value") {
            let key = keys
                .iter()
                .find(|key| key.name.strip_suffix("_key") == Some(name) && key.case == "full");
            pairs.push((key.unwrap().clone(), value));
        }
    }
    pairs
}

fn known(key: &[u8], value: Option<&[u8]>, line: &str) -> GroupRecord {
    match decode(key, value) {
        Ok(Decoded::Known(record)) => record,
        other => panic!("{other:?}: {line}"),
    }
}

#[test]
fn records_that_kafka_wrote_are_written_back_byte_for_byte() {
    for (key, value) in pairs()
        .into_iter()
        .filter(|(key, value)| !key.is_legacy() && value.case != "unknown_tags")
        .filter(|(_, value)| !lacks_a_tag_that_is_always_written(value))
    {
        let record = known(&key.bytes, Some(&value.bytes), value.line);
        let written = encode_version(&record, value.version).unwrap();
        assert_eq!(written, (key.bytes, Some(value.bytes)), "{}", value.line);
    }
}

/// What Kafka's class writes for an empty struct behind the tag; no broker has a member with such a struct.
fn lacks_a_tag_that_is_always_written(value: &Specimen) -> bool {
    value.name == "consumer_group_member_metadata_value" && value.case == "empty"
}

#[test]
fn a_member_that_does_not_speak_of_the_classic_protocol_does_not_use_it() {
    let (key, value) = pairs()
        .into_iter()
        .find(|(_, value)| lacks_a_tag_that_is_always_written(value))
        .unwrap();
    let record = known(&key.bytes, Some(&value.bytes), value.line);
    let GroupRecord::ConsumerGroupMemberMetadata(_, Some(member)) = &record else {
        panic!("{record:?}")
    };
    assert_eq!(member.classic_member_metadata, None);
    let (_, written) = encode(&record).unwrap();
    assert!(
        written.unwrap().ends_with(&[1, 0, 1, 0]),
        "one tag, its number, its length, null"
    );
}

#[test]
fn keys_that_kafka_wrote_for_tombstones_are_written_back() {
    for key in specimens()
        .into_iter()
        .filter(|key| key.name.ends_with("_key") && !key.is_legacy())
    {
        let record = known(&key.bytes, None, key.line);
        assert_eq!(encode(&record).unwrap(), (key.bytes, None), "{}", key.line);
    }
}

#[test]
fn tagged_fields_of_newer_brokers_are_ignored() {
    let mut compared = 0;
    for (key, value) in pairs() {
        if value.case == "unknown_tags" {
            known(&key.bytes, Some(&value.bytes), value.line);
            compared += 1;
        }
    }
    assert_eq!(compared, 9, "each type of record has a flexible version");
}

#[test]
fn offsets_of_the_oldest_brokers_become_offsets_of_today() {
    let (key, value) = pairs()
        .into_iter()
        .find(|(key, value)| key.is_legacy() && value.case == "full")
        .unwrap();
    let record = known(&key.bytes, Some(&value.bytes), value.line);
    assert_eq!(record.name(), "OffsetCommit");
    let GroupRecord::OffsetCommit(_, Some(commit)) = &record else {
        panic!("{record:?}")
    };
    assert_eq!(commit.offset, 0x0405_0607_0809_0a01);
    assert_eq!((commit.leader_epoch, commit.expire_timestamp), (-1, -1));
    let newer = decode(&key.bytes, Some(&[0, 1]));
    let unknown = RecordError::UnknownVersion {
        record_type: 0,
        version: 1,
    };
    assert_eq!(newer, Err(unknown));
}

#[test]
fn each_record_is_written_in_the_version_that_kafka_writes() {
    let version = |record: &GroupRecord| {
        let (_, value) = encode(record).unwrap();
        i16::from_be_bytes(*value.unwrap().first_chunk().unwrap())
    };
    for (key, value) in pairs().into_iter().filter(|(key, _)| !key.is_legacy()) {
        let record = known(&key.bytes, Some(&value.bytes), value.line);
        let expected = match record.name() {
            "OffsetCommit" if value.version == 1 && value.case == "full" => 1,
            "OffsetCommit" => 4,
            "GroupMetadata" => 3,
            _ => 0,
        };
        assert_eq!(version(&record), expected, "{}", value.line);
    }
}

#[test]
fn types_of_share_and_streams_groups_and_of_the_future_are_told_apart_from_damage() {
    for unknown in [9, 10, 15, 17, 23, 500, -1] {
        let mut key = i16::to_be_bytes(unknown).to_vec();
        key.extend_from_slice(b"anything");
        assert_eq!(decode(&key, None), Ok(Decoded::UnknownType(unknown)));
        assert_eq!(
            decode(&key, Some(b"")),
            Ok(Decoded::UnknownType(unknown)),
            "{unknown}"
        );
    }
    assert_eq!(decode(&[0], None), Err(RecordError::NoType));
}

#[test]
fn a_version_that_nobody_knows_is_an_error() {
    for (key, value) in pairs() {
        for version in [-1, 5, i16::MAX] {
            let mut damaged = value.bytes.clone();
            damaged.splice(..2, i16::to_be_bytes(version));
            assert!(
                matches!(
                    decode(&key.bytes, Some(&damaged)),
                    Err(RecordError::UnknownVersion { .. })
                ),
                "{}",
                value.line
            );
        }
    }
}

#[test]
fn damage_never_passes_as_a_whole_record() {
    for (key, value) in pairs() {
        for end in 0..value.bytes.len() {
            let cut = decode(&key.bytes, value.bytes.get(..end));
            assert!(cut.is_err(), "{} cut at {end}", value.line);
        }
        for end in 0..key.bytes.len() {
            let cut = decode(&key.bytes[..end], Some(&value.bytes));
            assert!(cut.is_err(), "{} cut at {end}", key.line);
        }
        let mut longer = value.bytes.clone();
        longer.push(0);
        assert!(
            matches!(
                decode(&key.bytes, Some(&longer)),
                Err(RecordError::Malformed { .. })
            ),
            "{}",
            value.line
        );
    }
}

#[test]
fn a_count_is_not_believed() {
    let value = [0, 0, 0xff, 0xff, 0xff, 0xff, 0x07];
    let refused = decode(&[0, 7, 0, 1, b'g', 0, 1, b'm'], Some(&value));
    assert!(
        matches!(&refused, Err(RecordError::Malformed { record_type: 7, problem }) if problem.contains("longer")),
        "{refused:?}"
    );
}

#[test]
fn a_text_that_is_too_long_for_a_key_is_an_error() {
    let key = GroupMetadataKey {
        group: "g".repeat(40_000),
    };
    assert!(encode(&GroupRecord::GroupMetadata(key, None)).is_err());
}

fn text() -> impl Strategy<Value = String> {
    "[a-zé]{0,12}"
}

fn offset_commit() -> impl Strategy<Value = GroupRecord> {
    let key = (text(), text(), any::<i32>());
    let value = (
        any::<i64>(),
        any::<i32>(),
        text(),
        any::<i64>(),
        any::<u128>(),
    );
    (key, option::of(value)).prop_map(|((group, topic, partition), value)| {
        let value =
            value.map(
                |(offset, leader_epoch, metadata, commit_timestamp, id)| OffsetCommitValue {
                    offset,
                    leader_epoch,
                    metadata,
                    commit_timestamp,
                    expire_timestamp: NO_EXPIRE_TIMESTAMP,
                    topic_id: Uuid::from_u128(id),
                },
            );
        let key = OffsetCommitKey {
            group,
            topic,
            partition,
        };
        GroupRecord::OffsetCommit(key, value)
    })
}

fn classic_member() -> impl Strategy<Value = MemberMetadata> {
    let bytes = || vec(any::<u8>(), 0..20);
    let texts = (text(), option::of(text()), text(), text());
    (texts, any::<i32>(), any::<i32>(), bytes(), bytes()).prop_map(
        |(texts, rebalance_timeout, session_timeout, subscription, assignment)| MemberMetadata {
            member_id: texts.0,
            group_instance_id: texts.1,
            client_id: texts.2,
            client_host: texts.3,
            rebalance_timeout,
            session_timeout,
            subscription,
            assignment,
        },
    )
}

fn group_metadata() -> impl Strategy<Value = GroupRecord> {
    let texts = (text(), text(), option::of(text()), option::of(text()));
    let numbers = (any::<i32>(), any::<i64>());
    (texts, numbers, vec(classic_member(), 0..4)).prop_map(|(texts, numbers, members)| {
        let value = GroupMetadataValue {
            protocol_type: texts.1,
            generation: numbers.0,
            protocol: texts.2,
            leader: texts.3,
            current_state_timestamp: numbers.1,
            members,
        };
        GroupRecord::GroupMetadata(GroupMetadataKey { group: texts.0 }, Some(value))
    })
}

fn partitions() -> impl Strategy<Value = Vec<CurrentTopicPartitions>> {
    let numbers = || vec(any::<i32>(), 0..5);
    let topic = (any::<u128>(), numbers(), option::of(numbers())).prop_map(
        |(id, partitions, assignment_epochs)| CurrentTopicPartitions {
            topic_id: Uuid::from_u128(id),
            partitions,
            assignment_epochs,
        },
    );
    vec(topic, 0..4)
}

fn current_assignment() -> impl Strategy<Value = GroupRecord> {
    let numbers = (any::<i32>(), any::<i32>(), any::<i8>());
    (text(), text(), numbers, partitions(), partitions()).prop_map(
        |(group_id, member_id, numbers, assigned_partitions, partitions_pending_revocation)| {
            let value = ConsumerGroupCurrentMemberAssignmentValue {
                member_epoch: numbers.0,
                previous_member_epoch: numbers.1,
                state: numbers.2,
                assigned_partitions,
                partitions_pending_revocation,
            };
            let key = ConsumerGroupCurrentMemberAssignmentKey {
                group_id,
                member_id,
            };
            GroupRecord::ConsumerGroupCurrentMemberAssignment(key, Some(value))
        },
    )
}

proptest! {
    #[test]
    fn a_record_is_read_back_as_it_was_written(
        record in prop_oneof![offset_commit(), group_metadata(), current_assignment()]
    ) {
        let (key, value) = encode(&record).unwrap();
        prop_assert_eq!(decode(&key, value.as_deref()), Ok(Decoded::Known(record)));
    }

    #[test]
    fn bytes_that_are_no_record_do_no_harm(
        record_type in 0_i16..20, key in vec(any::<u8>(), 0..40), value in option::of(vec(any::<u8>(), 0..80))
    ) {
        let mut bytes = record_type.to_be_bytes().to_vec();
        bytes.extend(key);
        if let Ok(Decoded::Known(record)) = decode(&bytes, value.as_deref()) {
            prop_assert!(encode(&record).is_ok());
        }
    }

    #[test]
    fn damaged_records_do_no_harm(index in any::<prop::sample::Index>(), place in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let pairs = pairs();
        let (key, value) = index.get(&pairs);
        let mut damaged = value.bytes.clone();
        let place = place.index(damaged.len());
        damaged[place] = byte;
        if let Ok(Decoded::Known(record)) = decode(&key.bytes, Some(&damaged)) {
            prop_assert!(encode(&record).is_ok());
        }
    }
}
