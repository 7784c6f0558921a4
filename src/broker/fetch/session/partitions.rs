//! The partitions of one session, in the order in which they are served.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use uuid::Uuid;

/// A topic as the client names it: by name up to Fetch v12, by id from v13 on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TopicKey {
    /// By name.
    Name(Arc<str>),
    /// By id.
    Id(Uuid),
}

/// One partition of a session.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PartitionKey {
    /// Topic.
    pub(crate) topic: TopicKey,
    /// Partition number.
    pub(crate) partition: i32,
}

/// What the client asks of a partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    /// First offset wanted.
    pub(crate) fetch_offset: i64,
    /// The follower's log start offset, -1 from a consumer.
    pub(crate) log_start_offset: i64,
    /// Most bytes for this partition.
    pub(crate) max_bytes: i32,
    /// The leader epoch the client believes in, -1 for none.
    pub(crate) current_leader_epoch: i32,
    /// The epoch of the last record the client has, -1 for none.
    pub(crate) last_fetched_epoch: i32,
}

/// The parts of a partition's answer that decide whether an incremental answer mentions it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct News {
    /// Bytes of records.
    pub(crate) bytes: usize,
    /// High watermark, -1 with an error.
    pub(crate) high_watermark: i64,
    /// Log start offset.
    pub(crate) log_start_offset: i64,
    /// A diverging epoch or a preferred replica.
    pub(crate) must_tell: bool,
    /// An error: it is told, and the partition is told again once it is well.
    pub(crate) error: bool,
}

#[derive(Debug)]
struct Cached {
    asked: Asked,
    high_watermark: i64,
    log_start_offset: i64,
    place: u64,
}

/// The partitions of one session. At most as many as one request named.
#[derive(Debug, Default)]
pub(super) struct Partitions {
    by_key: HashMap<PartitionKey, Cached>,
    order: BTreeMap<u64, PartitionKey>,
    next_place: u64,
}

impl Partitions {
    pub(super) fn len(&self) -> usize {
        self.by_key.len()
    }

    pub(super) fn insert(&mut self, key: PartitionKey, asked: Asked) {
        if let Some(cached) = self.by_key.get_mut(&key) {
            cached.asked = asked;
            return;
        }
        let place = self.place();
        self.order.insert(place, key.clone());
        let cached = Cached {
            asked,
            high_watermark: -1,
            log_start_offset: -1,
            place,
        };
        self.by_key.insert(key, cached);
    }

    pub(super) fn remove(&mut self, key: &PartitionKey) {
        if let Some(cached) = self.by_key.remove(key) {
            self.order.remove(&cached.place);
        }
    }

    /// All partitions, in serving order.
    pub(super) fn asked(&self) -> Vec<(PartitionKey, Asked)> {
        self.order
            .values()
            .filter_map(|key| Some((key.clone(), self.by_key.get(key)?.asked)))
            .collect()
    }

    /// Note what a partition answered, and say whether the client has to hear it. One that gave data goes to the back.
    pub(super) fn note(&mut self, key: &PartitionKey, news: &News) -> bool {
        let place = self.place();
        let Some(cached) = self.by_key.get_mut(key) else {
            return false;
        };
        let moved = cached.high_watermark != news.high_watermark
            || cached.log_start_offset != news.log_start_offset;
        cached.high_watermark = if news.error { -1 } else { news.high_watermark };
        cached.log_start_offset = news.log_start_offset;
        if news.bytes > 0 {
            self.order.remove(&cached.place);
            cached.place = place;
            self.order.insert(place, key.clone());
        }
        moved || news.must_tell || news.error || news.bytes > 0
    }

    fn place(&mut self) -> u64 {
        self.next_place += 1;
        self.next_place
    }
}
