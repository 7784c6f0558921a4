//! A classic group as a record, and back.

use std::sync::Arc;

use bytes::Bytes;
use kalda_protocol::group_records::{
    GroupMetadataKey, GroupMetadataValue, GroupRecord, MemberMetadata,
};

use super::group::{ClassicGroup, State};
use super::member::{Member, Protocol};

/// The longest record of a group. A group is one record, a record is in one batch, and `__consumer_offsets` takes batches
/// of up to `message.max.bytes`, 1,048,588 bytes by default; the rest is for the headers of record and batch.
pub(crate) const MAX_GROUP_RECORD_BYTES: usize = 1_048_000;

/// Numbers, lengths and versions of a group's record beside its text: key and value have a version each, the text has
/// four lengths, then there are the generation, the timestamp and the number of members.
const FIXED_BYTES: usize = 2 + 2 + 4 * 2 + 4 + 8 + 4;
/// The same for a member: four lengths of text, two timeouts, and two lengths of bytes.
const FIXED_MEMBER_BYTES: usize = 4 * 2 + 2 * 4 + 2 * 4;

impl ClassicGroup {
    /// The record of a group that has just been made.
    pub(super) fn new_record(&self) -> GroupMetadataValue {
        GroupMetadataValue {
            current_state_timestamp: self.state_since_ms.unwrap_or(-1),
            ..GroupMetadataValue::default()
        }
    }

    /// The group as it is now. Of what members support, only the chosen protocol is kept.
    pub(super) fn to_record(&self) -> GroupMetadataValue {
        GroupMetadataValue {
            protocol_type: self.protocol_type.as_deref().unwrap_or_default().to_owned(),
            generation: self.generation,
            protocol: self.protocol.as_deref().map(str::to_owned),
            leader: self.leader.as_deref().map(str::to_owned),
            current_state_timestamp: self.state_since_ms.unwrap_or(-1),
            members: self
                .members
                .values()
                .map(|member| self.to_member_record(member))
                .collect(),
        }
    }

    fn to_member_record(&self, member: &Member) -> MemberMetadata {
        let protocol = self.protocol.as_deref().unwrap_or_default();
        MemberMetadata {
            member_id: member.id.to_string(),
            group_instance_id: member.instance_id.as_deref().map(str::to_owned),
            client_id: member.client_id.to_string(),
            client_host: member.client_host.to_string(),
            rebalance_timeout: member.rebalance_timeout_ms,
            session_timeout: member.session_timeout_ms,
            subscription: member
                .metadata(protocol)
                .map_or_else(Vec::new, |metadata| metadata.to_vec()),
            assignment: member.assignment.to_vec(),
        }
    }

    /// How long the group's record is when members have assignments of these lengths.
    pub(super) fn record_bytes(
        &self,
        id: &str,
        assignment_bytes: impl Fn(&Member) -> usize,
    ) -> usize {
        let text = |text: &Option<Arc<str>>| text.as_deref().map_or(0, str::len);
        let protocol = self.protocol.as_deref().unwrap_or_default();
        let members: usize = self
            .members
            .values()
            .map(|member| {
                FIXED_MEMBER_BYTES
                    + member.id.len()
                    + text(&member.instance_id)
                    + member.client_id.len()
                    + member.client_host.len()
                    + member.metadata(protocol).map_or(0, Bytes::len)
                    + assignment_bytes(member)
            })
            .sum();
        FIXED_BYTES
            + id.len()
            + text(&self.protocol_type)
            + text(&self.protocol)
            + text(&self.leader)
            + members
    }

    /// Makes the group what its record says. Whoever waited before is forgotten; nobody waits when a shard was loaded.
    pub(super) fn restore(&mut self) {
        let mut group = Self::simple();
        group.committed = self.committed.take();
        if let Some(value) = group.committed.clone() {
            group.restore_from(&value);
        }
        *self = group;
    }

    fn restore_from(&mut self, value: &GroupMetadataValue) {
        self.generation = value.generation;
        self.state_since_ms =
            (value.current_state_timestamp != -1).then_some(value.current_state_timestamp);
        let protocol: Option<Arc<str>> = value.protocol.as_deref().map(Into::into);
        for member in &value.members {
            // Kafka refuses to load a log with a group of two members of one instance id.
            let instance = member.group_instance_id.as_deref();
            if let Some(holder) = instance.and_then(|id| self.by_instance.get(id)).cloned() {
                self.take(&holder);
            }
            self.take(&member.member_id);
            self.add(
                &value.protocol_type,
                restored_member(member, protocol.clone().unwrap_or_default()),
            );
        }
        if !self.members.is_empty() {
            self.state = State::Stable;
        } else if !value.protocol_type.is_empty() {
            self.protocol_type = Some(value.protocol_type.as_str().into());
        }
        self.protocol = protocol;
        if let Some(leader) = value.leader.as_deref()
            && let Some(member) = self.members.get(leader)
        {
            self.leader = Some(Arc::clone(&member.id));
        }
        self.learn_topics();
    }
}

fn restored_member(member: &MemberMetadata, protocol: Arc<str>) -> Member {
    // Records of version 0 have no rebalance timeout.
    let rebalance_timeout_ms = if member.rebalance_timeout == -1 {
        member.session_timeout
    } else {
        member.rebalance_timeout
    };
    Member {
        id: member.member_id.as_str().into(),
        instance_id: member.group_instance_id.as_deref().map(Into::into),
        client_id: member.client_id.as_str().into(),
        client_host: member.client_host.as_str().into(),
        rebalance_timeout_ms,
        session_timeout_ms: member.session_timeout,
        protocols: Box::new([Protocol {
            name: protocol,
            metadata: Bytes::copy_from_slice(&member.subscription),
        }]),
        assignment: Bytes::copy_from_slice(&member.assignment),
        join: None,
        sync: None,
        owes_sync: false,
        is_new: false,
    }
}

/// The record that says this of a group; without a value, that there is none.
pub(super) fn group_record(id: &str, value: Option<GroupMetadataValue>) -> GroupRecord {
    let group = id.to_owned();
    GroupRecord::GroupMetadata(GroupMetadataKey { group }, value)
}
