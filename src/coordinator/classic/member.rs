//! A member of a classic group.

use std::collections::BTreeSet;
use std::sync::Arc;

use bytes::Bytes;
use kalda_protocol::messages::join_group_request::JoinGroupRequestProtocol;

use crate::effects::Ticket;

/// What a group's limit on bytes counts for each protocol and each member beside their text and metadata, so that a
/// flood of tiny ones is bounded as well.
const OVERHEAD_BYTES: usize = 64;

/// A way to share out the work that a member offers: for consumers an assignor, and the member's subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Protocol {
    /// The name that members of a group agree on.
    pub(crate) name: Arc<str>,
    /// Opaque to the broker; for the leader alone.
    pub(crate) metadata: Bytes,
}

/// The protocols of a request, in the order of the member's preference. A name that comes again is left out: Kafka counts
/// it twice and finds no protocol that all members share.
pub(super) fn copied_protocols(requested: &[JoinGroupRequestProtocol]) -> Box<[Protocol]> {
    let mut seen = BTreeSet::new();
    requested
        .iter()
        .filter(|protocol| seen.insert(protocol.name.as_str()))
        .map(|protocol| Protocol {
            name: protocol.name.as_str().into(),
            // A copy: the request's bytes keep its whole frame alive.
            metadata: Bytes::copy_from_slice(&protocol.metadata),
        })
        .collect()
}

/// A member of a classic group.
#[derive(Debug)]
pub(crate) struct Member {
    /// The id that the broker gave to the member.
    pub(crate) id: Arc<str>,
    /// `group.instance.id` of a static member.
    pub(crate) instance_id: Option<Arc<str>>,
    /// The client id that joined.
    pub(crate) client_id: Arc<str>,
    /// The address that joined, with a slash before it.
    pub(crate) client_host: Arc<str>,
    /// How long a rebalance waits for the member.
    pub(crate) rebalance_timeout_ms: i32,
    /// How long the member lives without being heard of.
    pub(crate) session_timeout_ms: i32,
    /// What the member supports, the best first.
    pub(crate) protocols: Box<[Protocol]>,
    /// The member's share of the present generation; empty if there is none yet.
    pub(crate) assignment: Bytes,
    /// The member's JoinGroup that waits.
    pub(super) join: Option<Ticket>,
    /// The member's SyncGroup that waits.
    pub(super) sync: Option<Ticket>,
    /// The member has got its JoinGroup's answer and has not sent a SyncGroup since.
    pub(super) owes_sync: bool,
    /// The first JoinGroup of this member waits. It does not know its id yet if its version is old, and cannot send
    /// heartbeats: should it give up, it never comes back, so its wait is limited.
    pub(super) is_new: bool,
}

impl Member {
    /// The metadata for a protocol, if the member supports it.
    pub(crate) fn metadata(&self, protocol: &str) -> Option<&Bytes> {
        self.protocols
            .iter()
            .find(|supported| &*supported.name == protocol)
            .map(|supported| &supported.metadata)
    }

    pub(super) fn is_static(&self) -> bool {
        self.instance_id.is_some()
    }

    /// A member that waits for an answer is not expected to send heartbeats.
    pub(super) fn is_excused(&self) -> bool {
        !self.is_new && (self.join.is_some() || self.sync.is_some())
    }

    /// What the member counts towards the group's limit on metadata.
    pub(super) fn metadata_bytes(&self) -> usize {
        let instance = self.instance_id.as_deref().map_or(0, str::len);
        OVERHEAD_BYTES
            + self.id.len()
            + instance
            + self.client_id.len()
            + self.client_host.len()
            + protocols_bytes(&self.protocols)
    }
}

/// What protocols count towards the group's limit on metadata.
pub(super) fn protocols_bytes(protocols: &[Protocol]) -> usize {
    protocols
        .iter()
        .map(|protocol| OVERHEAD_BYTES + protocol.name.len() + protocol.metadata.len())
        .sum()
}
