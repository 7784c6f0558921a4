//! Logs that no coordinator wrote: records out of place, of absent groups and members, with any numbers. They load
//! without a panic, clients are served without one, and other groups do not notice.

use kalda_protocol::group_records::{
    ClassicMemberMetadata, ClassicProtocol, ConsumerGroupCurrentMemberAssignmentKey,
    ConsumerGroupCurrentMemberAssignmentValue, ConsumerGroupMemberMetadataKey,
    ConsumerGroupMemberMetadataValue, ConsumerGroupMetadataKey, ConsumerGroupMetadataValue,
    ConsumerGroupPartitionMetadataKey, ConsumerGroupPartitionMetadataValue,
    ConsumerGroupRegularExpressionKey, ConsumerGroupRegularExpressionValue,
    ConsumerGroupTargetAssignmentMemberKey, ConsumerGroupTargetAssignmentMemberValue,
    ConsumerGroupTargetAssignmentMetadataKey, ConsumerGroupTargetAssignmentMetadataValue,
    CurrentTopicPartitions, Decoded, GroupMetadataKey, GroupMetadataValue, GroupRecord,
    MemberMetadata, TargetTopicPartitions, decode, encode,
};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

use super::Walk;
use super::clients::{Action, GROUPS, action};
use crate::fixture::{offset_record, offset_tombstone, offset_value};
use crate::shard::Replayed;

/// A number out of a log: small ones, so that some fit each other, and some at the edges.
fn number() -> impl Strategy<Value = i32> {
    prop_oneof![8 => -2..5, 1 => Just(i32::MAX), 1 => Just(i32::MIN)]
}

fn time() -> impl Strategy<Value = i64> {
    prop_oneof![4 => 900_000..1_100_000_i64, 1 => Just(-1), 1 => Just(i64::MAX), 1 => Just(i64::MIN)]
}

fn group() -> impl Strategy<Value = String> {
    select(&GROUPS[..]).prop_map(str::to_owned)
}

fn member() -> impl Strategy<Value = String> {
    select(&["new-0", "new-1", "x", ""][..]).prop_map(str::to_owned)
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        Just(crate::fixture::members::subscription(&["a"]).to_vec()),
        proptest::collection::vec(any::<u8>(), 0..12),
    ]
}

fn few<S: Strategy>(element: S) -> impl Strategy<Value = Vec<S::Value>> {
    proptest::collection::vec(element, 0..4)
}

fn topic() -> impl Strategy<Value = Uuid> {
    (0..5_u128).prop_map(Uuid::from_u128)
}

fn current() -> impl Strategy<Value = CurrentTopicPartitions> {
    (topic(), few(number()), option::of(few(number()))).prop_map(
        |(topic_id, partitions, assignment_epochs)| CurrentTopicPartitions {
            topic_id,
            partitions,
            assignment_epochs,
        },
    )
}

fn classic_member() -> impl Strategy<Value = MemberMetadata> {
    let texts = (member(), option::of(member()));
    (texts, number(), number(), bytes(), bytes()).prop_map(
        |((member_id, group_instance_id), rebalance, session, subscription, assignment)| {
            MemberMetadata {
                member_id,
                group_instance_id,
                rebalance_timeout: rebalance,
                session_timeout: session,
                subscription,
                assignment,
                ..MemberMetadata::default()
            }
        },
    )
}

fn classic_group() -> impl Strategy<Value = GroupRecord> {
    let protocol = option::of(select(&["range", ""][..]).prop_map(str::to_owned));
    let protocol_type = select(&["consumer", "connect", ""][..]);
    let value = (
        protocol_type,
        number(),
        protocol,
        option::of(member()),
        time(),
    );
    let value = (value, few(classic_member())).prop_map(
        |((protocol_type, generation, protocol, leader, since), members)| GroupMetadataValue {
            protocol_type: protocol_type.to_owned(),
            generation,
            protocol,
            leader,
            current_state_timestamp: since,
            members,
        },
    );
    (group(), option::of(value))
        .prop_map(|(group, value)| GroupRecord::GroupMetadata(GroupMetadataKey { group }, value))
}

fn consumer_member() -> impl Strategy<Value = GroupRecord> {
    let classic = (number(), few(bytes())).prop_map(|(session_timeout_ms, protocols)| {
        let protocols = protocols.into_iter().map(|metadata| ClassicProtocol {
            name: "range".to_owned(),
            metadata,
        });
        ClassicMemberMetadata {
            session_timeout_ms,
            supported_protocols: protocols.collect(),
        }
    });
    let topics = few(select(&["a", "b", "nowhere"][..]).prop_map(str::to_owned));
    let regex = option::of(select(&["a.*", "(", ""][..]).prop_map(str::to_owned));
    let value = (
        option::of(member()),
        topics,
        regex,
        number(),
        option::of(classic),
    )
        .prop_map(|(instance_id, topics, regex, timeout, classic)| {
            ConsumerGroupMemberMetadataValue {
                instance_id,
                subscribed_topic_names: topics,
                subscribed_topic_regex: regex,
                rebalance_timeout_ms: timeout,
                server_assignor: Some("nobody's".to_owned()),
                classic_member_metadata: classic,
                ..ConsumerGroupMemberMetadataValue::default()
            }
        });
    (group(), member(), option::of(value)).prop_map(|(group_id, member_id, value)| {
        let key = ConsumerGroupMemberMetadataKey {
            group_id,
            member_id,
        };
        GroupRecord::ConsumerGroupMemberMetadata(key, value)
    })
}

fn consumer_assignment() -> impl Strategy<Value = GroupRecord> {
    let target =
        (topic(), few(number())).prop_map(|(topic_id, partitions)| TargetTopicPartitions {
            topic_id,
            partitions,
        });
    let target = few(target)
        .prop_map(|topic_partitions| ConsumerGroupTargetAssignmentMemberValue { topic_partitions });
    let target =
        (group(), member(), option::of(target)).prop_map(|(group_id, member_id, value)| {
            let key = ConsumerGroupTargetAssignmentMemberKey {
                group_id,
                member_id,
            };
            GroupRecord::ConsumerGroupTargetAssignmentMember(key, value)
        });
    let value = (
        number(),
        number(),
        any::<i8>(),
        few(current()),
        few(current()),
    )
        .prop_map(
            |(member_epoch, previous_member_epoch, state, assigned, pending)| {
                ConsumerGroupCurrentMemberAssignmentValue {
                    member_epoch,
                    previous_member_epoch,
                    state: state % 4,
                    assigned_partitions: assigned,
                    partitions_pending_revocation: pending,
                }
            },
        );
    let owned = (group(), member(), option::of(value)).prop_map(|(group_id, member_id, value)| {
        let key = ConsumerGroupCurrentMemberAssignmentKey {
            group_id,
            member_id,
        };
        GroupRecord::ConsumerGroupCurrentMemberAssignment(key, value)
    });
    prop_oneof![target, owned]
}

fn consumer_group() -> impl Strategy<Value = GroupRecord> {
    let epoch = (group(), option::of((number(), any::<i64>()))).prop_map(|(group_id, value)| {
        let value = value.map(|(epoch, metadata_hash)| ConsumerGroupMetadataValue {
            epoch,
            metadata_hash,
        });
        GroupRecord::ConsumerGroupMetadata(ConsumerGroupMetadataKey { group_id }, value)
    });
    let target = (group(), option::of((number(), time()))).prop_map(|(group_id, value)| {
        let value = value.map(|(epoch, time)| ConsumerGroupTargetAssignmentMetadataValue {
            assignment_epoch: epoch,
            assignment_timestamp: time,
        });
        let key = ConsumerGroupTargetAssignmentMetadataKey { group_id };
        GroupRecord::ConsumerGroupTargetAssignmentMetadata(key, value)
    });
    let partitions = (group(), any::<bool>()).prop_map(|(group_id, present)| {
        let value = present.then(ConsumerGroupPartitionMetadataValue::default);
        let key = ConsumerGroupPartitionMetadataKey { group_id };
        GroupRecord::ConsumerGroupPartitionMetadata(key, value)
    });
    let regex = (group(), option::of(time())).prop_map(|(group_id, value)| {
        let value = value.map(|timestamp| ConsumerGroupRegularExpressionValue {
            topics: vec!["a".to_owned()],
            image_version: timestamp,
            timestamp,
        });
        let regular_expression = "a.*".to_owned();
        let key = ConsumerGroupRegularExpressionKey {
            group_id,
            regular_expression,
        };
        GroupRecord::ConsumerGroupRegularExpression(key, value)
    });
    prop_oneof![epoch, target, partitions, regex]
}

fn offset() -> impl Strategy<Value = GroupRecord> {
    let place = (group(), select(&["a", "c"][..]), number());
    (place, option::of((time(), time()))).prop_map(|((group, topic, partition), value)| {
        let place = (group.as_str(), topic, partition);
        match value {
            Some((offset, expires)) => {
                let mut value = offset_value(topic, offset, offset);
                value.expire_timestamp = expires;
                offset_record(place, value)
            }
            None => offset_tombstone(place.0, place.1, place.2),
        }
    })
}

fn hostile() -> impl Strategy<Value = Replayed> {
    let record = prop_oneof![
        1 => offset(),
        1 => classic_group(),
        2 => consumer_member(),
        2 => consumer_assignment(),
        2 => consumer_group(),
    ];
    let record = (record, option::weighted(0.1, 0..3_i64)).prop_map(|(record, transaction)| {
        Replayed::Record {
            record,
            transaction,
        }
    });
    let marker = (0..4_i64, any::<bool>()).prop_map(|(producer_id, committed)| Replayed::Marker {
        producer_id,
        committed,
    });
    prop_oneof![20 => record, 1 => marker]
}

/// Damages bytes of a record; what still is one comes back.
fn damaged(record: &GroupRecord, at: usize, with: u8) -> Option<GroupRecord> {
    let (mut key, mut value) = encode(record).ok()?;
    let length = key.len() + value.as_ref().map_or(0, Vec::len);
    let at = at % length;
    match at.checked_sub(key.len()) {
        None => key[at] ^= with,
        Some(at) => value.as_mut()?[at] ^= with,
    }
    match decode(&key, value.as_deref()) {
        Ok(Decoded::Known(record)) => Some(record),
        Ok(Decoded::UnknownType(_)) | Err(_) => None,
    }
}

fn load(log: impl IntoIterator<Item = Replayed>, actions: &[Action]) {
    let mut walk = Walk::new(true);
    walk.world.checked = false;
    let now = walk.world.now_ms;
    // Of a topic that this cluster never has, so that it is not deleted with it.
    let other = offset_record(("other", "elsewhere", 0), offset_value("b", 42, now));
    walk.world.replay(crate::fixture::plain(other));
    for replayed in log {
        walk.world.replay(replayed);
    }
    for action in std::iter::once(&Action::Restart).chain(actions) {
        walk.act(action);
        assert_eq!(walk.world.shard.offsets.check(), Ok(()));
    }
    let offsets = walk.world.shard.offsets.summary();
    let others = offsets.iter().filter(|(_, place, _)| place.0 == "other");
    let others: Vec<i64> = others.map(|(_, _, offset)| offset.offset).collect();
    let expired = walk.world.now_ms >= now + walk.world.settings.offsets.retention_ms;
    assert!(others == [42] || expired, "{others:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_records_in_any_order_load_and_clients_are_served(
        log in proptest::collection::vec(hostile(), 0..40),
        actions in proptest::collection::vec(action(), 0..20),
    ) {
        load(log, &actions);
    }

    #[test]
    fn damaged_records_load_or_are_skipped(
        actions in proptest::collection::vec(action(), 1..30),
        damage in proptest::collection::vec((any::<u16>(), any::<u16>(), 1..=255_u8), 1..6),
    ) {
        let mut walk = Walk::new(false);
        for action in &actions {
            walk.act(action);
        }
        let mut log = walk.world.log;
        for (which, at, with) in damage {
            let length = log.len().max(1);
            let Some(Replayed::Record { record, .. }) = log.get_mut(usize::from(which) % length)
            else {
                continue;
            };
            match damaged(record, usize::from(at), with) {
                Some(other) => *record = other,
                None => {
                    log.remove(usize::from(which) % length);
                }
            }
        }
        load(log, &actions);
    }
}
