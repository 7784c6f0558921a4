//! What loading committed offsets costs: time, and memory that stays.
//!
//! `max alloc` is what the loaded shard takes; the records are decoded from their bytes, as after a restart.

use divan::counter::ItemsCount;
use divan::{AllocProfiler, Bencher};
use kalda_coordinator::{GroupShard, Replayed};
use kalda_protocol::group_records::{
    Decoded, GroupRecord, OffsetCommitKey, OffsetCommitValue, decode, encode,
};
use uuid::Uuid;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

/// A million committed offsets in so many groups, topics of each and partitions of each topic.
#[derive(Clone, Copy, Debug)]
struct Layout {
    groups: usize,
    topics: usize,
    partitions: i32,
}

const LAYOUTS: &[Layout] = &[
    Layout {
        groups: 100,
        topics: 100,
        partitions: 100,
    },
    Layout {
        groups: 10_000,
        topics: 1,
        partitions: 100,
    },
    Layout {
        groups: 100_000,
        topics: 2,
        partitions: 5,
    },
];

type Encoded = (Vec<u8>, Option<Vec<u8>>);

fn records(layout: Layout) -> Vec<Encoded> {
    let mut records = Vec::new();
    for group in 0..layout.groups {
        for topic in 0..layout.topics {
            for partition in 0..layout.partitions {
                let key = OffsetCommitKey {
                    group: format!("a-group-of-some-application-{group}"),
                    topic: format!("a-topic-of-some-application-{topic}"),
                    partition,
                };
                let value = OffsetCommitValue {
                    offset: 1_000_000 + i64::from(partition),
                    leader_epoch: 3,
                    metadata: String::new(),
                    commit_timestamp: 1_700_000_000_000,
                    expire_timestamp: -1,
                    topic_id: Uuid::from_u128(topic as u128 + 1),
                };
                let record = GroupRecord::OffsetCommit(key, Some(value));
                records.push(encode(&record).expect("a short record"));
            }
        }
    }
    records
}

#[divan::bench(args = LAYOUTS, sample_count = 3, sample_size = 1)]
fn a_million_offsets(bencher: Bencher<'_, '_>, layout: Layout) {
    let records = records(layout);
    bencher
        .counter(ItemsCount::new(records.len()))
        .bench_local(|| {
            let mut shard = GroupShard::default();
            for (key, value) in &records {
                let decoded = decode(key, value.as_deref()).expect("a whole record");
                let Decoded::Known(record) = decoded else {
                    panic!("{decoded:?}");
                };
                let transaction = None;
                shard.replay(&Replayed::Record {
                    record,
                    transaction,
                });
            }
            shard
        });
}

fn main() {
    divan::main();
}
