//! What is committed, told as simply as possible.

use std::collections::BTreeMap;

use kalda_protocol::group_records::GroupRecord;
use kalda_protocol::messages::OffsetFetchRequest;
use kalda_protocol::messages::offset_fetch_request::OffsetFetchRequestGroup;

use super::clients::{Clients, GROUPS};
use crate::fixture::{World, group_id};
use crate::request::{Answer, Request};
use crate::shard::Replayed;

/// Group, topic and partition.
type Place = (String, String, i32);

/// The commits of each partition, with the number of their record.
#[derive(Debug, Default)]
pub(super) struct Model {
    committed: BTreeMap<Place, (usize, i64)>,
    pending: Vec<(i64, Place, (usize, i64))>,
    records: usize,
}

impl Model {
    pub(super) fn replay(&mut self, replayed: &Replayed) {
        self.records += 1;
        match replayed {
            Replayed::Record {
                record: GroupRecord::OffsetCommit(key, value),
                transaction,
            } => {
                let place = (key.group.clone(), key.topic.clone(), key.partition);
                let commit = value.as_ref().map(|value| (self.records, value.offset));
                match (commit, *transaction) {
                    (Some(commit), Some(producer)) => {
                        self.pending.push((producer, place, commit));
                    }
                    (Some(commit), None) => {
                        self.committed.insert(place, commit);
                    }
                    (None, _) => {
                        self.committed.remove(&place);
                        self.pending.retain(|(_, pending, _)| *pending != place);
                    }
                }
            }
            Replayed::Record { .. } => {}
            Replayed::Marker {
                producer_id,
                committed,
            } => {
                let pending = std::mem::take(&mut self.pending);
                for (producer, place, commit) in pending {
                    if producer != *producer_id {
                        self.pending.push((producer, place, commit));
                    } else if *committed {
                        let newest = self.committed.entry(place).or_insert(commit);
                        *newest = commit.max(*newest);
                    }
                }
            }
        }
    }

    /// What administrators see of all groups is what was committed.
    pub(super) fn assert_fetched(&self, world: &mut World, clients: &mut Clients) {
        let groups = GROUPS.iter().map(|group| {
            OffsetFetchRequestGroup::default()
                .with_group_id(group_id(group))
                .with_topics(None)
        });
        let request = OffsetFetchRequest::default().with_groups(groups.collect());
        let (records, answer) = world.ask_now(Request::OffsetFetch(request));
        clients.skip_ticket();
        let Answer::OffsetFetch(answer) = answer else {
            panic!("{answer:?}");
        };
        assert_eq!(records, []);
        let mut fetched = BTreeMap::new();
        for group in &answer.groups {
            for topic in &group.topics {
                for it in &topic.partitions {
                    let names = (group.group_id.to_string(), topic.name.to_string());
                    let place = (names.0, names.1, it.partition_index);
                    fetched.insert(place, it.committed_offset);
                }
            }
        }
        let committed = self.committed.iter();
        let committed = committed.map(|(place, (_, offset))| (place.clone(), *offset));
        assert_eq!(fetched, committed.collect::<BTreeMap<_, _>>());
    }
}
