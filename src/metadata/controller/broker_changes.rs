//! What happens to partitions, and to the registration, when a broker is fenced, unfenced, stopped or removed.

use std::sync::Arc;

use uuid::Uuid;

use super::Controller;
use crate::effective::effective_topic_config;
use crate::election::{Election, PartitionChange};
use crate::image::{Broker, ConfigResource, NO_LEADER, Partition, Topic};
use kalda_protocol::metadata_records::{
    BrokerRegistrationChangeRecord, MetadataRecord, PartitionChangeRecord, UnregisterBrokerRecord,
};

/// Why partitions are looked at again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cause {
    /// The broker leaves every ISR and leads nothing.
    Leaves(i32),
    /// The broker may lead, although its registration still says that it is fenced.
    Arrives(i32),
    /// The broker may have lost data it acknowledged.
    LostData(i32),
}

impl Controller {
    /// Takes the broker out of every ISR, then fences it.
    pub(super) fn fence(&self, broker: &Broker, records: &mut Vec<MetadataRecord>) {
        let id = broker.id();
        self.update_partitions(Cause::Leaves(id), records, |partition| {
            partition.isr().contains(&id)
        });
        records.push(registration_change(broker, |change| change.fenced = 1));
    }

    /// Unfences the broker, then lets it lead partitions that have no leader.
    pub(super) fn unfence(&self, broker: &Broker, records: &mut Vec<MetadataRecord>) {
        records.push(registration_change(broker, |change| change.fenced = -1));
        self.update_partitions(Cause::Arrives(broker.id()), records, |partition| {
            partition.leader == NO_LEADER
        });
    }

    /// Moves leadership and ISR membership away from a broker that wants to stop.
    pub(super) fn begin_controlled_shutdown(
        &self,
        broker: &Broker,
        records: &mut Vec<MetadataRecord>,
    ) {
        let id = broker.id();
        if !broker.is_shutting_down() {
            records.push(registration_change(broker, |change| {
                change.in_controlled_shutdown = 1
            }));
        }
        self.update_partitions(Cause::Leaves(id), records, |partition| {
            partition.isr().contains(&id)
        });
    }

    /// Cleans up after the previous incarnation of a broker that registers again.
    pub(super) fn clean_up_incarnation(
        &self,
        id: i32,
        was_clean: bool,
        records: &mut Vec<MetadataRecord>,
    ) {
        let in_isr = |partition: &Partition| partition.isr().contains(&id);
        if self.image().has_eligible_leader_replicas() && !was_clean {
            self.update_partitions(Cause::LostData(id), records, in_isr);
            self.update_partitions(Cause::LostData(id), records, |partition| {
                partition.eligible_leader_replicas().contains(&id)
            });
        } else {
            self.update_partitions(Cause::Leaves(id), records, in_isr);
        }
    }

    /// Takes the broker out of every ISR and ELR, then removes its registration.
    pub(super) fn remove(&self, broker: &Broker, records: &mut Vec<MetadataRecord>) {
        let id = broker.id();
        self.update_partitions(Cause::Leaves(id), records, |partition| {
            partition.isr().contains(&id)
        });
        self.update_partitions(Cause::Leaves(id), records, |partition| {
            partition.eligible_leader_replicas().contains(&id)
        });
        records.push(MetadataRecord::UnregisterBroker(UnregisterBrokerRecord {
            broker_id: id,
            broker_epoch: broker.epoch(),
        }));
    }

    /// Moves partitions off directories that the broker says have failed.
    pub(super) fn take_directories_offline(
        &self,
        broker: &Broker,
        offline: &[Uuid],
        records: &mut Vec<MetadataRecord>,
    ) {
        let (failed, working): (Vec<Uuid>, Vec<Uuid>) = broker
            .log_dirs()
            .iter()
            .partition(|directory| offline.contains(directory));
        if failed.is_empty() {
            return;
        }
        let id = broker.id();
        for directory in failed {
            self.update_partitions(Cause::Leaves(id), records, |partition| {
                partition.directory(id) == Some(directory)
            });
        }
        records.push(registration_change(broker, |change| {
            change.log_dirs = working
        }));
    }

    /// Notes which directories take no new partitions, if that changed.
    pub(super) fn cordon_directories(
        &self,
        broker: &Broker,
        cordoned: &[Uuid],
        records: &mut Vec<MetadataRecord>,
    ) {
        let mut wanted = cordoned.to_vec();
        wanted.sort_unstable();
        wanted.dedup();
        if broker.cordoned_log_dirs() != Some(wanted.as_slice()) {
            records.push(registration_change(broker, |change| {
                change.cordoned_log_dirs = Some(cordoned.to_vec())
            }));
        }
    }

    /// Whether the broker leads any partition.
    pub(super) fn has_leaderships(&self, broker: i32) -> bool {
        self.image().topics().any(|topic| {
            topic
                .partitions()
                .any(|(_, partition)| partition.leader == broker)
        })
    }

    fn update_partitions(
        &self,
        cause: Cause,
        records: &mut Vec<MetadataRecord>,
        concerns: impl Fn(&Partition) -> bool,
    ) {
        for topic in self.image().topics() {
            let mut rules = None;
            for (number, partition) in topic
                .partitions()
                .filter(|(_, partition)| concerns(partition))
            {
                let rules = rules.get_or_insert_with(|| self.election_rules(topic));
                let change = self.partition_change(cause, (topic.id(), number, partition), *rules);
                records.extend(change.map(MetadataRecord::PartitionChange));
            }
        }
    }

    fn partition_change(
        &self,
        cause: Cause,
        (topic_id, partition_id, partition): (Uuid, i32, &Partition),
        rules: ElectionRules,
    ) -> Option<PartitionChangeRecord> {
        let image = self.image();
        let may_lead = |id: i32| {
            let wanted = match cause {
                Cause::Leaves(gone) | Cause::LostData(gone) => id != gone && image.is_active(id),
                Cause::Arrives(new) => id == new || image.is_active(id),
            };
            let place = partition.directory(id);
            wanted
                && image
                    .broker(id)
                    .zip(place)
                    .is_some_and(|(broker, place)| broker.has_online_dir(place))
        };
        let (gone, unclean_shutdown) = match cause {
            Cause::Leaves(id) => (Some(id), None),
            Cause::LostData(id) => (Some(id), Some(id)),
            Cause::Arrives(_) => (None, None),
        };
        let change = PartitionChange {
            partition,
            topic_id,
            partition_id,
            may_lead: &may_lead,
            version: self.version(),
            min_isr: rules.min_isr,
            has_elr: image.has_eligible_leader_replicas(),
            election: rules.election,
            isr: partition
                .isr()
                .iter()
                .copied()
                .filter(|id| Some(*id) != gone)
                .collect(),
            unclean_shutdown,
        };
        change.into_record()
    }

    fn election_rules(&self, topic: &Arc<Topic>) -> ElectionRules {
        let own = self.image().configs(&ConfigResource::topic(topic.name()));
        let value = |key: &str| {
            let key = kalda_config::TOPIC_KEYS.get(key)?;
            effective_topic_config(key, own, self.layers()).value
        };
        let wanted = value("min.insync.replicas")
            .and_then(|text| text.trim().parse().ok())
            .unwrap_or(1);
        let replicas = topic
            .partition(0)
            .map_or(1, |partition| partition.replicas().len());
        let unclean = value("unclean.leader.election.enable")
            .is_some_and(|text| text.trim().eq_ignore_ascii_case("true"));
        ElectionRules {
            min_isr: replicas.min(wanted),
            election: if unclean {
                Election::Unclean
            } else {
                Election::Online
            },
        }
    }
}

/// What a topic's configs say about elections.
#[derive(Debug, Clone, Copy)]
struct ElectionRules {
    min_isr: usize,
    election: Election,
}

fn registration_change(
    broker: &Broker,
    change: impl FnOnce(&mut BrokerRegistrationChangeRecord),
) -> MetadataRecord {
    let mut record = BrokerRegistrationChangeRecord {
        broker_id: broker.id(),
        broker_epoch: broker.epoch(),
        ..BrokerRegistrationChangeRecord::default()
    };
    change(&mut record);
    MetadataRecord::BrokerRegistrationChange(record)
}
