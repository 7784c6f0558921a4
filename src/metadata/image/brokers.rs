//! The brokers and controllers of an image.

use std::sync::Arc;

use uuid::Uuid;

use super::partition::{DIRECTORY_LOST, DIRECTORY_MIGRATING, DIRECTORY_UNASSIGNED};
use super::{Image, ReplayError};
use crate::features::FeatureRange;
use kalda_protocol::metadata_records::{
    BrokerEndpoint, BrokerRegistrationChangeRecord, RegisterBrokerRecord, RegisterControllerRecord,
    UnregisterBrokerRecord,
};

/// A broker's registration.
#[derive(Debug, Clone, PartialEq)]
pub struct Broker(pub(super) RegisterBrokerRecord);

impl Broker {
    /// The broker's id.
    #[must_use]
    pub const fn id(&self) -> i32 {
        self.0.broker_id
    }

    /// The epoch of this registration; a new incarnation gets a higher one.
    #[must_use]
    pub const fn epoch(&self) -> i64 {
        self.0.broker_epoch
    }

    /// Drawn anew each time the broker's process starts.
    #[must_use]
    pub const fn incarnation_id(&self) -> Uuid {
        self.0.incarnation_id
    }

    /// Whether the broker may not lead or be shown to clients.
    #[must_use]
    pub const fn is_fenced(&self) -> bool {
        self.0.fenced
    }

    /// Whether the broker is handing over its partitions before it stops.
    #[must_use]
    pub const fn is_shutting_down(&self) -> bool {
        self.0.in_controlled_shutdown
    }

    /// Whether the broker may lead: neither fenced nor shutting down.
    #[must_use]
    pub const fn is_active(&self) -> bool {
        !self.is_fenced() && !self.is_shutting_down()
    }

    /// Where the broker listens, in the order it told.
    #[must_use]
    pub fn listeners(&self) -> &[BrokerEndpoint] {
        &self.0.end_points
    }

    /// Where the broker listens under this listener name.
    #[must_use]
    pub fn listener(&self, name: &str) -> Option<&BrokerEndpoint> {
        self.0
            .end_points
            .iter()
            .find(|listener| listener.name == name)
    }

    /// The broker's rack.
    #[must_use]
    pub fn rack(&self) -> Option<&str> {
        self.0.rack.as_deref()
    }

    /// The log directories that work, in ascending order of their ids.
    #[must_use]
    pub fn log_dirs(&self) -> &[Uuid] {
        &self.0.log_dirs
    }

    /// The log directories that take no new partitions; `None` until the broker has told.
    #[must_use]
    pub fn cordoned_log_dirs(&self) -> Option<&[Uuid]> {
        self.0.cordoned_log_dirs.as_deref()
    }

    /// The levels of feature `name` that the broker understands.
    #[must_use]
    pub fn feature(&self, name: &str) -> FeatureRange {
        let known = self.0.features.iter().find(|feature| feature.name == name);
        known.map_or(FeatureRange::DISABLED, |feature| FeatureRange {
            min: feature.min_supported_version,
            max: feature.max_supported_version,
        })
    }

    /// The whole registration.
    #[must_use]
    pub const fn registration(&self) -> &RegisterBrokerRecord {
        &self.0
    }

    /// Whether a replica in `directory` can be used. Directories nobody has named yet are believed to work.
    #[must_use]
    pub fn has_online_dir(&self, directory: Uuid) -> bool {
        match directory {
            DIRECTORY_UNASSIGNED | DIRECTORY_MIGRATING => true,
            DIRECTORY_LOST => false,
            _ => self.0.log_dirs.is_empty() || self.0.log_dirs.contains(&directory),
        }
    }

    /// Whether some directory takes new partitions.
    #[must_use]
    pub fn has_uncordoned_dir(&self) -> bool {
        match &self.0.cordoned_log_dirs {
            None => true,
            Some(cordoned) => {
                self.0.log_dirs.is_empty()
                    || self
                        .0
                        .log_dirs
                        .iter()
                        .any(|directory| !cordoned.contains(directory))
            }
        }
    }

    /// The directory to record for a new replica: the only one there is, or one the broker is to choose.
    #[must_use]
    pub fn default_dir(&self) -> Uuid {
        match self.0.log_dirs.as_slice() {
            [] => DIRECTORY_MIGRATING,
            [only] => *only,
            [_, _, ..] => DIRECTORY_UNASSIGNED,
        }
    }
}

/// What a record changes in a registration.
#[derive(Default)]
struct RegistrationChange<'a> {
    fenced: Option<bool>,
    shutting_down: Option<bool>,
    log_dirs: Option<&'a [Uuid]>,
    cordoned: Option<&'a [Uuid]>,
}

impl Image {
    /// The broker with this id, fenced or not.
    #[must_use]
    pub fn broker(&self, id: i32) -> Option<&Arc<Broker>> {
        self.brokers.get(&id)
    }

    /// All registered brokers, in ascending order of their ids.
    pub fn brokers(&self) -> impl Iterator<Item = &Arc<Broker>> {
        self.brokers.values()
    }

    /// Whether the broker is registered, unfenced and not shutting down.
    #[must_use]
    pub fn is_active(&self, broker: i32) -> bool {
        self.brokers
            .get(&broker)
            .is_some_and(|broker| broker.is_active())
    }

    /// All registered controllers, in ascending order of their ids.
    pub fn controllers(&self) -> impl Iterator<Item = &Arc<RegisterControllerRecord>> {
        self.controllers.values()
    }

    /// The controller with this id.
    #[must_use]
    pub fn controller(&self, id: i32) -> Option<&Arc<RegisterControllerRecord>> {
        self.controllers.get(&id)
    }

    pub(super) fn replay_register_broker(&mut self, record: &RegisterBrokerRecord) {
        let mut record = record.clone();
        record.log_dirs.sort_unstable();
        if let Some(cordoned) = &mut record.cordoned_log_dirs {
            cordoned.sort_unstable();
        }
        self.brokers
            .insert_mut(record.broker_id, Arc::new(Broker(record)));
    }

    pub(super) fn replay_unregister_broker(
        &mut self,
        record: &UnregisterBrokerRecord,
    ) -> Result<(), ReplayError> {
        self.registration_at(record.broker_id, record.broker_epoch)?;
        self.brokers.remove_mut(&record.broker_id);
        Ok(())
    }

    pub(super) fn replay_fencing(
        &mut self,
        broker: i32,
        epoch: i64,
        fenced: bool,
    ) -> Result<(), ReplayError> {
        self.change_registration(
            broker,
            epoch,
            RegistrationChange {
                fenced: Some(fenced),
                ..Default::default()
            },
        )
    }

    pub(super) fn replay_registration_change(
        &mut self,
        record: &BrokerRegistrationChangeRecord,
    ) -> Result<(), ReplayError> {
        let fenced = match record.fenced {
            0 => None,
            1 => Some(true),
            -1 => Some(false),
            _ => return Err(ReplayError::BadField("fencing change")),
        };
        let shutting_down = match record.in_controlled_shutdown {
            0 => None,
            1 => Some(true),
            _ => return Err(ReplayError::BadField("controlled shutdown change")),
        };
        let change = RegistrationChange {
            fenced,
            shutting_down,
            log_dirs: Some(record.log_dirs.as_slice())
                .filter(|directories| !directories.is_empty()),
            cordoned: record.cordoned_log_dirs.as_deref(),
        };
        self.change_registration(record.broker_id, record.broker_epoch, change)
    }

    fn change_registration(
        &mut self,
        id: i32,
        epoch: i64,
        change: RegistrationChange<'_>,
    ) -> Result<(), ReplayError> {
        let mut next = self.registration_at(id, epoch)?.0.clone();
        next.fenced = change.fenced.unwrap_or(next.fenced);
        next.in_controlled_shutdown = change.shutting_down.unwrap_or(next.in_controlled_shutdown);
        if let Some(directories) = change.log_dirs {
            next.log_dirs = directories.to_vec();
        }
        if let Some(cordoned) = change.cordoned {
            next.cordoned_log_dirs = Some(cordoned.to_vec());
        }
        self.replay_register_broker(&next);
        Ok(())
    }

    fn registration_at(&self, id: i32, epoch: i64) -> Result<&Broker, ReplayError> {
        match self.brokers.get(&id) {
            None => Err(ReplayError::UnknownBroker(id)),
            Some(broker) if broker.epoch() != epoch => {
                Err(ReplayError::WrongBrokerEpoch { broker: id, epoch })
            }
            Some(broker) => Ok(broker),
        }
    }
}
