//! What records of offsets, transactions and tombstones make of each other.

use proptest::prelude::*;

use super::{CommittedOffset, Entry, Offsets, Place};
use crate::fixture::{offset_record, offset_tombstone, offset_value, plain};
use crate::shard::{GroupShard, Replayed};

fn offset(shard: &GroupShard, group: &str, topic: &str, partition: i32) -> Option<i64> {
    let place = Place {
        group,
        topic,
        partition,
    };
    let committed = shard.offsets.committed.get(place);
    committed.map(|committed| committed.offset)
}

fn put(shard: &mut GroupShard, offset: i64, transaction: Option<i64>) {
    shard.replay(&Replayed::Record {
        record: offset_record(("g", "a", 0), offset_value("a", offset, 0)),
        transaction,
    });
    assert_eq!(shard.check(), Ok(()));
}

fn end(shard: &mut GroupShard, producer_id: i64, committed: bool) {
    shard.replay(&Replayed::Marker {
        producer_id,
        committed,
    });
    assert_eq!(shard.check(), Ok(()));
}

#[test]
fn an_offset_takes_no_more_than_sixty_four_bytes_beside_its_metadata() {
    assert_eq!(size_of::<Entry<CommittedOffset>>(), 64);
}

#[test]
fn a_transactions_offset_counts_once_it_is_committed_and_never_if_it_is_aborted() {
    let mut shard = GroupShard::default();
    put(&mut shard, 10, None);
    put(&mut shard, 20, Some(5));
    assert_eq!(offset(&shard, "g", "a", 0), Some(10));
    end(&mut shard, 5, true);
    assert_eq!(offset(&shard, "g", "a", 0), Some(20));
    put(&mut shard, 30, Some(5));
    end(&mut shard, 5, false);
    assert_eq!(offset(&shard, "g", "a", 0), Some(20));
    end(&mut shard, 5, true);
    assert_eq!(offset(&shard, "g", "a", 0), Some(20));
}

#[test]
fn a_commit_after_that_of_a_transaction_wins_although_the_transaction_ends_later() {
    let mut shard = GroupShard::default();
    put(&mut shard, 20, Some(5));
    put(&mut shard, 10, None);
    end(&mut shard, 5, true);
    assert_eq!(offset(&shard, "g", "a", 0), Some(10));
}

#[test]
fn of_two_transactions_the_later_record_wins() {
    let mut shard = GroupShard::default();
    put(&mut shard, 20, Some(5));
    put(&mut shard, 30, Some(6));
    end(&mut shard, 6, true);
    end(&mut shard, 5, true);
    assert_eq!(offset(&shard, "g", "a", 0), Some(30));
}

#[test]
fn a_tombstone_takes_the_offsets_of_transactions_under_way_with_it() {
    let mut shard = GroupShard::default();
    put(&mut shard, 20, Some(5));
    shard.replay(&plain(offset_tombstone("g", "a", 0)));
    assert_eq!(shard.check(), Ok(()));
    end(&mut shard, 5, true);
    assert_eq!(offset(&shard, "g", "a", 0), None);
}

#[test]
fn a_group_whose_tombstone_comes_before_those_of_its_offsets_stays_as_a_simple_one() {
    let mut shard = GroupShard::default();
    put(&mut shard, 10, None);
    shard.remove_group("g");
    assert_eq!(shard.check(), Ok(()));
    assert_eq!(shard.groups["g"].rules().state_name(), "Empty");
    shard.replay(&plain(offset_tombstone("g", "a", 0)));
    shard.remove_group("g");
    assert!(shard.groups.is_empty());
}

impl Offsets {
    /// What counts of each offset, without the numbers of its records.
    pub(crate) fn summary(&self) -> Vec<Summary> {
        let committed = self.committed.iter().map(|it| (None, it));
        let pending = self.pending.iter();
        let pending =
            pending.flat_map(|(producer, store)| store.iter().map(|it| (Some(*producer), it)));
        let all = committed.chain(pending);
        let all = all.map(|(producer, (group, topic, entry))| {
            let mut value = entry.value.clone();
            value.record = 0;
            let place = (group.to_string(), topic.to_string(), entry.partition);
            (producer, place, value)
        });
        all.collect()
    }
}

/// The producer of a transaction under way, the place, the offset.
type Summary = (Option<i64>, (String, String, i32), CommittedOffset);

/// A record of offsets, or the end of a transaction.
fn replayed() -> impl Strategy<Value = Replayed> {
    let place = (0..3_u8, 0..3_u8, 0..4_i32);
    let producer = proptest::option::of(0..3_i64);
    let record = (place, proptest::option::of(0..100_i64), producer).prop_map(
        |((group, topic, partition), offset, transaction)| {
            let group = ["g", "h", ""][usize::from(group)];
            let topic = ["a", "b", "c"][usize::from(topic)];
            let record = match offset {
                Some(offset) => {
                    let value = offset_value(topic, offset, 0);
                    offset_record((group, topic, partition), value)
                }
                None => offset_tombstone(group, topic, partition),
            };
            Replayed::Record {
                record,
                transaction,
            }
        },
    );
    let marker = (0..4_i64, any::<bool>()).prop_map(|(producer_id, committed)| Replayed::Marker {
        producer_id,
        committed,
    });
    prop_oneof![6 => record, 1 => marker]
}

proptest! {
    #[test]
    fn the_invariants_hold_after_any_log(log in proptest::collection::vec(replayed(), 0..120)) {
        let mut shard = GroupShard::default();
        for replayed in &log {
            shard.replay(replayed);
            prop_assert_eq!(shard.check(), Ok(()));
        }
    }
}
