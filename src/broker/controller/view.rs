//! What everybody may know of the controller without asking it.

use kalda_metadata::Image;
use kalda_protocol::ErrorCode;
use kalda_quorum::VoterProgress;
use kalda_records::control::Voters;

/// Committed metadata and the state of the quorum, as of one moment.
#[derive(Debug, Clone, Default)]
pub struct QuorumView {
    /// Everything committed, without the records of an open metadata transaction.
    pub image: Image,
    /// Offset after the last committed record: the high watermark of the metadata log.
    pub high_watermark: i64,
    /// The newest epoch.
    pub epoch: i32,
    /// Node id of the epoch's leader, when known.
    pub leader_id: Option<i32>,
    /// Whether this node is the active controller: it leads, and everything before its epoch is applied.
    pub is_active: bool,
    /// The voters, and how far each is known to be.
    pub voters: Vec<VoterProgress>,
    /// `kraft.version`.
    pub kraft_version: i16,
    /// The voters with their endpoints, in quorums with `kraft.version` 1.
    pub voter_set: Option<Voters>,
}

impl QuorumView {
    /// Node id, host and port of the leader on a controller listener, as far as it has registered.
    pub fn leader_endpoint(&self, listener: &str) -> Option<(i32, &str, u16)> {
        let leader = self.leader_id?;
        let mut endpoints = self.image.controller(leader)?.end_points.iter();
        let endpoint = endpoints.find(|endpoint| endpoint.name == listener)?;
        Some((leader, &endpoint.host, endpoint.port))
    }

    /// Whether this node leads the quorum in the epoch that a follower believes in.
    ///
    /// # Errors
    /// What the follower is told instead.
    pub fn check_leader(&self, epoch: i32) -> Result<(), ErrorCode> {
        match epoch {
            epoch if epoch < self.epoch => Err(ErrorCode::FencedLeaderEpoch),
            epoch if epoch > self.epoch => Err(ErrorCode::UnknownLeaderEpoch),
            _ if !self.is_active => Err(ErrorCode::NotLeaderOrFollower),
            _ => Ok(()),
        }
    }
}
