//! Consumer groups as API handlers see them: ask about a group, and the shard that coordinates it answers.

use super::machine::Asker;
use super::question::Question;
use super::several::all;
use super::shards::Shards;
use crate::metadata_view::OFFSETS_TOPIC;
use crate::replicas::Replicas;
use crate::settings::GroupsSettings;
use kalda_coordinator::GroupShard;
use kalda_metadata::{Delta, Image};
use kalda_protocol::ErrorCode;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The groups that this broker coordinates.
pub(crate) struct Groups {
    shards: Shards<GroupShard>,
    consumer_protocol: bool,
}

impl Groups {
    /// Groups in the partitions that `replicas` holds; none until the metadata comes.
    pub(crate) fn new(node_id: i32, replicas: Arc<Replicas>, settings: GroupsSettings) -> Groups {
        let GroupsSettings {
            shards,
            driver,
            consumer_protocol,
        } = settings;
        Groups {
            shards: Shards::new(OFFSETS_TOPIC, node_id, replicas, (shards, driver)),
            consumer_protocol,
        }
    }

    /// The metadata is `image` now. Partitions that became ours are open already; nothing here waits.
    pub(crate) fn apply(&self, delta: &Delta, image: &Image) {
        self.shards.apply(delta, image);
    }

    /// Dynamic configs have changed.
    pub(crate) fn reconfigure(&self, settings: GroupsSettings) {
        self.shards.reconfigure(settings.shards, settings.driver);
    }

    /// Coordinate nothing any more; whoever waits is told NOT_COORDINATOR.
    pub(crate) async fn stop(&self) {
        self.shards.stop().await;
    }

    /// Whether `group.coordinator.rebalance.protocols` leaves the new protocol enabled.
    pub(crate) fn serves_consumer_protocol(&self) -> bool {
        self.consumer_protocol
    }

    /// Ask the shard of `group`.
    ///
    /// The error is Kafka's code for the whole request: COORDINATOR_LOAD_IN_PROGRESS while the shard is being loaded,
    /// NOT_COORDINATOR if this broker does not lead it, and what Kafka makes of a failed append
    /// ([`append_error`](super::append_error)).
    pub(crate) async fn ask<Q: Question>(
        &self,
        group: &str,
        asker: Asker,
        question: Q,
    ) -> Result<Q::Reply, ErrorCode> {
        self.ask_shard(self.shard_of(group)?, asker, question).await
    }

    /// Ask a shard about several of its groups: see [`Groups::by_shard`].
    pub(crate) async fn ask_shard<Q: Question>(
        &self,
        shard: i32,
        asker: Asker,
        question: Q,
    ) -> Result<Q::Reply, ErrorCode> {
        let answer = self
            .shards
            .slots()
            .ask(shard, asker, question.into_request())
            .await?;
        Q::reply(answer).ok_or(ErrorCode::UnknownServerError)
    }

    /// Ask every shard that is led here, all at the same time (ListGroups).
    pub(crate) async fn ask_every<Q: Question + Clone>(
        &self,
        asker: Asker,
        question: Q,
    ) -> Vec<Result<Q::Reply, ErrorCode>> {
        let led = self.shards.slots().led().into_iter();
        let asked = led.map(|shard| self.ask_shard(shard, asker.clone(), question.clone()));
        all(asked.collect()).await
    }

    /// Sorts what a request names by the shards of its groups. NOT_COORDINATOR if there are no shards yet.
    pub(crate) fn by_shard<T>(
        &self,
        items: impl IntoIterator<Item = T>,
        group_of: impl Fn(&T) -> &str,
    ) -> Result<BTreeMap<i32, Vec<T>>, ErrorCode> {
        let mut sorted: BTreeMap<i32, Vec<T>> = BTreeMap::new();
        for item in items {
            let shard = self.shard_of(group_of(&item))?;
            sorted.entry(shard).or_default().push(item);
        }
        Ok(sorted)
    }

    fn shard_of(&self, group: &str) -> Result<i32, ErrorCode> {
        let partitions = self.shards.slots().partitions();
        partition_of(group, partitions).ok_or(ErrorCode::NotCoordinator)
    }
}

/// The partition of [`OFFSETS_TOPIC`] that holds `group`: every broker, Kafka's as well, has to find the same.
pub(crate) fn partition_of(group: &str, partitions: usize) -> Option<i32> {
    let partitions = i32::try_from(partitions).ok().filter(|it| *it > 0)?;
    let hash = group.encode_utf16().fold(0_i32, |hash, unit| {
        hash.wrapping_mul(31).wrapping_add(i32::from(unit))
    });
    // Kafka's absolute value of the smallest integer is 0.
    let positive = hash.checked_abs().unwrap_or(0);
    positive.checked_rem(partitions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_found_where_kafka_puts_it() {
        // The hashes are Java's; the last text is the well-known one whose hash is the smallest integer.
        let cases = [
            ("", 0, 0),
            ("a", 97, 47),
            ("group", 98629247, 47),
            ("groupé", -1237460406, 6),
            ("\u{1f600}", 1772899, 49),
            ("polygenelubricants", i32::MIN, 0),
        ];
        for (group, hash, partition) in cases {
            assert_eq!(partition_of(group, 50), Some(partition), "{group} {hash}");
        }
        assert_eq!(partition_of("a", 0), None);
        assert_eq!(partition_of("polygenelubricants", 7), Some(0));
    }
}
