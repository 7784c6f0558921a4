//! What becomes of a partition when its ISR or the set of live brokers changes: the next leader, ISR and ELR.

use uuid::Uuid;

use crate::features::MetadataVersion;
use crate::image::{LeaderRecovery, NO_LEADER, NO_LEADER_CHANGE, Partition};
use kalda_protocol::metadata_records::PartitionChangeRecord;

/// How far an election may go to find a leader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Election {
    /// Anyone in the ISR, the present leader first.
    Online,
    /// As `Online`, and failing that any live replica, which may lose data.
    Unclean,
}

/// A change of one partition in the making.
pub(crate) struct PartitionChange<'a> {
    pub(crate) partition: &'a Partition,
    pub(crate) topic_id: Uuid,
    pub(crate) partition_id: i32,
    /// Which brokers may lead.
    pub(crate) may_lead: &'a dyn Fn(i32) -> bool,
    pub(crate) version: MetadataVersion,
    /// The topic's `min.insync.replicas`, at most its replication factor.
    pub(crate) min_isr: usize,
    /// Whether eligible leader replicas (KIP-966) are on.
    pub(crate) has_elr: bool,
    pub(crate) election: Election,
    /// The ISR to have.
    pub(crate) isr: Vec<i32>,
    /// A broker that may have lost data and so leaves the ELR too.
    pub(crate) unclean_shutdown: Option<i32>,
}

/// Who won, and whether data may be lost.
struct Elected {
    leader: i32,
    unclean: bool,
}

impl PartitionChange<'_> {
    /// The record that makes the change; `None` if nothing changes.
    pub(crate) fn into_record(mut self) -> Option<PartitionChangeRecord> {
        let mut eligible = self.next_eligible();
        let mut record = PartitionChangeRecord {
            topic_id: self.topic_id,
            partition_id: self.partition_id,
            ..PartitionChangeRecord::default()
        };
        self.elect(&mut eligible, &mut record);
        let unclean = record.isr.is_some();
        if unclean || !self.has_elr {
            eligible.clear();
        }
        if eligible != self.partition.eligible_leader_replicas() {
            record.eligible_leader_replicas = Some(eligible);
        }
        // Without ELR an ISR is never emptied: its last member is the only one known to have the data.
        if !unclean && (self.has_elr || !self.isr.is_empty()) && self.isr != self.partition.isr() {
            record.isr = Some(std::mem::take(&mut self.isr));
        }
        self.bump_epoch_if_isr_shrank(&mut record);
        self.note_last_known_leader(&mut record);
        let unchanged = PartitionChangeRecord {
            topic_id: self.topic_id,
            partition_id: self.partition_id,
            ..PartitionChangeRecord::default()
        };
        (record != unchanged).then_some(record)
    }

    /// Replicas that fall out of a too small ISR stay eligible: they have everything below the high watermark.
    fn next_eligible(&self) -> Vec<i32> {
        if !self.has_elr {
            return self.partition.eligible_leader_replicas().to_vec();
        }
        if self.isr.len() >= self.min_isr {
            return Vec::new();
        }
        let candidates = self
            .partition
            .eligible_leader_replicas()
            .iter()
            .chain(self.partition.isr());
        let mut eligible: Vec<i32> = candidates
            .copied()
            .filter(|replica| {
                !self.isr.contains(replica) && self.unclean_shutdown != Some(*replica)
            })
            .collect();
        eligible.sort_unstable();
        eligible.dedup();
        eligible
    }

    fn elect(&mut self, eligible: &mut Vec<i32>, record: &mut PartitionChangeRecord) {
        let elected = self.winner(eligible);
        if elected.leader == self.partition.leader {
            return;
        }
        record.leader = elected.leader;
        if eligible.contains(&elected.leader) {
            self.isr = vec![elected.leader];
            eligible.retain(|replica| *replica != elected.leader);
        }
        if elected.unclean {
            record.isr = Some(vec![elected.leader]);
            if self.partition.leader_recovery != LeaderRecovery::Recovering {
                record.leader_recovery_state = LeaderRecovery::Recovering.code();
            }
        }
    }

    fn winner(&self, eligible: &[i32]) -> Elected {
        let may_win = |replica: &i32| {
            let has_data =
                self.isr.contains(replica) || (self.isr.is_empty() && eligible.contains(replica));
            has_data && (self.may_lead)(*replica)
        };
        let clean = |leader| Elected {
            leader,
            unclean: false,
        };
        if may_win(&self.partition.leader) {
            return clean(self.partition.leader);
        }
        if let Some(leader) = self
            .partition
            .replicas()
            .iter()
            .find(|replica| may_win(replica))
        {
            return clean(*leader);
        }
        if let Some(leader) = self.last_known_leader(eligible) {
            return Elected {
                leader,
                unclean: true,
            };
        }
        match self.election {
            Election::Online => clean(NO_LEADER),
            Election::Unclean => {
                let leader = self
                    .partition
                    .replicas()
                    .iter()
                    .find(|replica| (self.may_lead)(**replica));
                leader.map_or(clean(NO_LEADER), |leader| Elected {
                    leader: *leader,
                    unclean: true,
                })
            }
        }
    }

    /// When everybody lost the ISR, the last leader has the most data: KIP-966's balanced recovery.
    fn last_known_leader(&self, eligible: &[i32]) -> Option<i32> {
        if !self.has_elr || !eligible.is_empty() || !self.isr.is_empty() {
            return None;
        }
        match self.partition.last_known_eligible_leader_replicas() {
            [only] if (self.may_lead)(*only) => Some(*only),
            _ => None,
        }
    }

    fn bump_epoch_if_isr_shrank(&self, record: &mut PartitionChangeRecord) {
        let Some(isr) = &record.isr else { return };
        let shrank = !self
            .partition
            .isr()
            .iter()
            .all(|replica| isr.contains(replica));
        if self.version.bumps_leader_epoch_on_isr_shrink()
            && record.leader == NO_LEADER_CHANGE
            && shrank
        {
            record.leader = self.partition.leader;
        }
    }

    fn note_last_known_leader(&self, record: &mut PartitionChangeRecord) {
        if !self.has_elr {
            return;
        }
        let known = self.partition.last_known_eligible_leader_replicas();
        if record.leader == NO_LEADER && known.is_empty() {
            record.last_known_elr = Some(vec![self.partition.leader]);
        } else if record.leader >= 0 && !known.is_empty() {
            record.last_known_elr = Some(Vec::new());
        }
    }
}

#[cfg(test)]
#[path = "election_tests.rs"]
mod tests;
