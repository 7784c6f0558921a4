//! One partition as the metadata log describes it, in a shape that stays small when there are a hundred thousand.

use uuid::Uuid;

use super::ReplayError;
use crate::features::MetadataVersion;
use kalda_protocol::metadata_records::{PartitionChangeRecord, PartitionRecord};

/// The leader of a partition that has none.
pub const NO_LEADER: i32 = -1;
/// What a change record's leader field says when the leader stays, epoch included.
pub const NO_LEADER_CHANGE: i32 = -2;
/// The directory of a replica whose place was never recorded (written before KIP-858, or kept by the broker alone).
pub const DIRECTORY_MIGRATING: Uuid = Uuid::from_u128(0);
/// The directory of a replica that its broker has yet to place.
pub const DIRECTORY_UNASSIGNED: Uuid = Uuid::from_u128(1);
/// The directory of a replica on an offline disk that the broker cannot name.
pub const DIRECTORY_LOST: Uuid = Uuid::from_u128(2);

/// Whether a directory id is one of the hundred that no directory may have.
#[must_use]
pub const fn is_reserved_directory(directory: Uuid) -> bool {
    directory.as_u128() < 100
}

/// Whether the leader has recovered from an unclean election.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LeaderRecovery {
    /// The usual state.
    #[default]
    Recovered,
    /// The leader was elected from outside the ISR and has not confirmed yet.
    Recovering,
}

impl LeaderRecovery {
    /// The number in records and responses.
    #[must_use]
    pub const fn code(self) -> i8 {
        match self {
            Self::Recovered => 0,
            Self::Recovering => 1,
        }
    }

    /// The state with this number.
    #[must_use]
    pub const fn from_code(code: i8) -> Option<Self> {
        match code {
            0 => Some(Self::Recovered),
            1 => Some(Self::Recovering),
            _ => None,
        }
    }
}

/// What most partitions do not have: kept apart so that they do not pay for it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Unusual {
    adding: Box<[i32]>,
    removing: Box<[i32]>,
    eligible: Box<[i32]>,
    last_known_eligible: Box<[i32]>,
}

/// A partition's replicas, in-sync replicas, leader and epochs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partition {
    replicas: Box<[i32]>,
    directories: Box<[Uuid]>,
    isr: Box<[i32]>,
    unusual: Option<Box<Unusual>>,
    /// The leader's broker id, or [`NO_LEADER`].
    pub leader: i32,
    /// Rises with every election.
    pub leader_epoch: i32,
    /// Rises with every change.
    pub partition_epoch: i32,
    /// Whether the leader has recovered from an unclean election.
    pub leader_recovery: LeaderRecovery,
}

impl Partition {
    /// A new partition whose first in-sync replica leads.
    #[must_use]
    pub fn new(replicas: &[i32], directories: &[Uuid], isr: &[i32]) -> Self {
        Self {
            replicas: replicas.into(),
            directories: directories_or_migrating(directories, replicas.len()),
            isr: isr.into(),
            unusual: None,
            leader: isr.first().copied().unwrap_or(NO_LEADER),
            leader_epoch: 0,
            partition_epoch: 0,
            leader_recovery: LeaderRecovery::Recovered,
        }
    }

    pub(super) fn from_record(record: &PartitionRecord) -> Result<Self, ReplayError> {
        check_directories(&record.directories, record.replicas.len())?;
        Ok(Self {
            replicas: record.replicas.as_slice().into(),
            directories: directories_or_migrating(&record.directories, record.replicas.len()),
            isr: record.isr.as_slice().into(),
            unusual: Unusual {
                adding: record.adding_replicas.as_slice().into(),
                removing: record.removing_replicas.as_slice().into(),
                eligible: record
                    .eligible_leader_replicas
                    .as_deref()
                    .unwrap_or_default()
                    .into(),
                last_known_eligible: record.last_known_elr.as_deref().unwrap_or_default().into(),
            }
            .boxed(),
            leader: record.leader,
            leader_epoch: record.leader_epoch,
            partition_epoch: record.partition_epoch,
            leader_recovery: recovery(record.leader_recovery_state)?,
        })
    }

    /// The partition after `change`. A named leader, even the same one, opens a new leader epoch.
    pub(crate) fn changed_by(&self, change: &PartitionChangeRecord) -> Result<Self, ReplayError> {
        let mut next = self.clone();
        if let Some(replicas) = &change.replicas {
            next.replicas = replicas.as_slice().into();
        }
        let directories = change.directories.as_deref().unwrap_or(&self.directories);
        check_directories(directories, next.replicas.len())?;
        next.directories = directories_or_migrating(directories, next.replicas.len());
        if let Some(isr) = &change.isr {
            next.isr = isr.as_slice().into();
        }
        let mut unusual = next
            .unusual
            .take()
            .map_or_else(Unusual::default, |unusual| *unusual);
        for (field, change) in [
            (&mut unusual.adding, &change.adding_replicas),
            (&mut unusual.removing, &change.removing_replicas),
            (&mut unusual.eligible, &change.eligible_leader_replicas),
            (&mut unusual.last_known_eligible, &change.last_known_elr),
        ] {
            if let Some(change) = change {
                *field = change.as_slice().into();
            }
        }
        next.unusual = unusual.boxed();
        if change.leader != NO_LEADER_CHANGE {
            next.leader = change.leader;
            next.leader_epoch = self.leader_epoch.saturating_add(1);
        }
        if change.leader_recovery_state != NO_RECOVERY_CHANGE {
            next.leader_recovery = recovery(change.leader_recovery_state)?;
        }
        next.partition_epoch = self.partition_epoch.saturating_add(1);
        Ok(next)
    }

    /// The partition without eligible leaders. Kafka counts this as a change (the partition epoch rises).
    pub(super) fn without_eligible_leaders(&self) -> Result<Self, ReplayError> {
        self.changed_by(&PartitionChangeRecord {
            eligible_leader_replicas: Some(Vec::new()),
            last_known_elr: Some(Vec::new()),
            ..PartitionChangeRecord::default()
        })
    }

    /// The record that creates this partition as it is now.
    #[must_use]
    pub fn to_record(
        &self,
        topic_id: Uuid,
        partition_id: i32,
        version: MetadataVersion,
    ) -> PartitionRecord {
        let tagged = |list: &[i32]| (!list.is_empty()).then(|| list.to_vec());
        PartitionRecord {
            partition_id,
            topic_id,
            replicas: self.replicas.to_vec(),
            isr: self.isr.to_vec(),
            removing_replicas: self.removing_replicas().to_vec(),
            adding_replicas: self.adding_replicas().to_vec(),
            leader: self.leader,
            leader_recovery_state: self.leader_recovery.code(),
            leader_epoch: self.leader_epoch,
            partition_epoch: self.partition_epoch,
            directories: if version.has_directory_assignment() {
                self.directories.to_vec()
            } else {
                Vec::new()
            },
            eligible_leader_replicas: tagged(self.eligible_leader_replicas()),
            last_known_elr: tagged(self.last_known_eligible_leader_replicas()),
        }
    }

    /// The brokers that hold the partition, preferred leader first.
    #[must_use]
    pub fn replicas(&self) -> &[i32] {
        &self.replicas
    }

    /// The log directory of each replica, in the order of [`Self::replicas`].
    #[must_use]
    pub fn directories(&self) -> &[Uuid] {
        &self.directories
    }

    /// The log directory that `broker` keeps the partition in; `None` if it holds no replica.
    #[must_use]
    pub fn directory(&self, broker: i32) -> Option<Uuid> {
        let place = self
            .replicas
            .iter()
            .position(|replica| *replica == broker)?;
        self.directories.get(place).copied()
    }

    /// The replicas that have everything that is committed.
    #[must_use]
    pub fn isr(&self) -> &[i32] {
        &self.isr
    }

    /// Replicas that a reassignment is about to add.
    #[must_use]
    pub fn adding_replicas(&self) -> &[i32] {
        self.unusual.as_ref().map_or(&[], |unusual| &unusual.adding)
    }

    /// Replicas that a reassignment is about to remove.
    #[must_use]
    pub fn removing_replicas(&self) -> &[i32] {
        self.unusual
            .as_ref()
            .map_or(&[], |unusual| &unusual.removing)
    }

    /// Replicas outside the ISR that are known to hold everything below the high watermark (KIP-966).
    #[must_use]
    pub fn eligible_leader_replicas(&self) -> &[i32] {
        self.unusual
            .as_ref()
            .map_or(&[], |unusual| &unusual.eligible)
    }

    /// Former eligible leaders, or the last leader, kept for recovery (KIP-966).
    #[must_use]
    pub fn last_known_eligible_leader_replicas(&self) -> &[i32] {
        self.unusual
            .as_ref()
            .map_or(&[], |unusual| &unusual.last_known_eligible)
    }

    /// The first replica, which leads when everything is well.
    #[must_use]
    pub fn preferred_leader(&self) -> i32 {
        self.replicas.first().copied().unwrap_or(NO_LEADER)
    }
}

impl Unusual {
    fn boxed(self) -> Option<Box<Self>> {
        (self != Self::default()).then(|| Box::new(self))
    }
}

/// What a change record's recovery field says when the state stays.
const NO_RECOVERY_CHANGE: i8 = -1;

fn recovery(code: i8) -> Result<LeaderRecovery, ReplayError> {
    LeaderRecovery::from_code(code).ok_or(ReplayError::BadField("leader recovery state"))
}

fn check_directories(directories: &[Uuid], replicas: usize) -> Result<(), ReplayError> {
    if directories.is_empty() || directories.len() == replicas {
        return Ok(());
    }
    Err(ReplayError::BadField("number of directories"))
}

fn directories_or_migrating(directories: &[Uuid], replicas: usize) -> Box<[Uuid]> {
    if directories.len() == replicas {
        return directories.into();
    }
    vec![DIRECTORY_MIGRATING; replicas].into()
}
