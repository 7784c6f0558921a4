//! The record that opens a quorum leader's epoch.

use uuid::Uuid;

use super::wire::{Fields, put_array_of, put_i16, put_i32, put_no_tags, put_uuid};

/// Who leads the quorum from here on, and by whose votes.
///
/// Kafka 4.3 always writes version 0; version 1 adds directory ids (KIP-853).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeaderChange {
    /// Layout of the record: 0 without directory ids, 1 with them.
    pub version: i16,
    /// Node id of the leader.
    pub leader_id: i32,
    /// All voters of the epoch.
    pub voters: Vec<LeaderChangeVoter>,
    /// Those that voted for the leader.
    pub granting_voters: Vec<LeaderChangeVoter>,
}

/// A voter as a [`LeaderChange`] names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeaderChangeVoter {
    /// Its node id.
    pub voter_id: i32,
    /// Its log directory; nil in version 0.
    pub directory_id: Uuid,
}

impl LeaderChange {
    pub(super) fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let version = fields.i16()?;
        let leader_id = fields.i32()?;
        let voters = fields.array_of(|fields| LeaderChangeVoter::read(fields, version))?;
        let granting_voters = fields.array_of(|fields| LeaderChangeVoter::read(fields, version))?;
        fields.skip_tags()?;
        Some(Self {
            version,
            leader_id,
            voters,
            granting_voters,
        })
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        put_i16(out, self.version);
        put_i32(out, self.leader_id);
        put_array_of(out, &self.voters, |out, voter| {
            voter.write(out, self.version)
        });
        put_array_of(out, &self.granting_voters, |out, voter| {
            voter.write(out, self.version)
        });
        put_no_tags(out);
    }
}

impl LeaderChangeVoter {
    fn read(fields: &mut Fields<'_>, version: i16) -> Option<Self> {
        let voter_id = fields.i32()?;
        let directory_id = if version >= 1 {
            fields.uuid()?
        } else {
            Uuid::nil()
        };
        fields.skip_tags()?;
        Some(Self {
            voter_id,
            directory_id,
        })
    }

    fn write(self, out: &mut Vec<u8>, version: i16) {
        put_i32(out, self.voter_id);
        if version >= 1 {
            put_uuid(out, self.directory_id);
        }
        put_no_tags(out);
    }
}
