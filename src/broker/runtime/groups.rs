//! Consumer groups as API handlers see them: ask about a group, and the shard that coordinates it answers.

use super::machine::Asker;
use super::question::Question;
use super::slots::Slots;
use kalda_coordinator::GroupShard;
use kalda_protocol::ErrorCode;
use std::collections::BTreeMap;

/// The groups that this broker coordinates.
pub(crate) struct Groups {
    slots: Slots<GroupShard>,
}

impl Groups {
    /// Groups of which no shard is led here yet.
    pub(crate) fn new() -> Groups {
        Groups {
            slots: Slots::new(),
        }
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
            .slots
            .ask(shard, asker, question.into_request())
            .await?;
        Q::reply(answer).ok_or(ErrorCode::UnknownServerError)
    }

    /// Ask every shard that is led here (ListGroups).
    pub(crate) async fn ask_every<Q: Question + Clone>(
        &self,
        asker: Asker,
        question: Q,
    ) -> Vec<Result<Q::Reply, ErrorCode>> {
        let mut replies = Vec::new();
        for shard in self.slots.led() {
            let reply = self.ask_shard(shard, asker.clone(), question.clone());
            replies.push(reply.await);
        }
        replies
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
        let partitions = self.slots.partitions();
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
