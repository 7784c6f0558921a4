//! JoinGroup of a member of the classic protocol in a group of the new one.

use std::sync::Arc;

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::group_records::{ClassicMemberMetadata, ClassicProtocol};
use kalda_protocol::messages::{JoinGroupRequest, JoinGroupResponse, StrBytes};

use super::classic_members::CONSUMER;
use super::downgrade;
use super::embedded::{self, Subscription};
use super::member::Member;
use super::membership::{Claim, Identity, check_size};
use super::refusal::Refusal;
use super::step::{Step, TimerChange};
use crate::settings::MigrationPolicy;

/// The first version in which a dynamic member must know its id before it is taken for a member.
const MEMBER_ID_REQUIRED_VERSION: i16 = 4;

/// No epoch: the classic protocol has none when it joins.
const NO_EPOCH: i32 = -1;

/// What a member says of itself has to fit into one record, and a record into a batch of a MiB.
const MAX_MEMBER_BYTES: usize = 900_000;

impl Step<'_> {
    /// Decides a JoinGroup.
    pub(super) fn join(
        &mut self,
        request: &JoinGroupRequest,
    ) -> Result<JoinGroupResponse, Refusal> {
        let settings = &self.context.settings.consumer;
        if settings.migration_policy == MigrationPolicy::Disabled {
            return Err(Refusal::InconsistentProtocol);
        }
        let is_unknown = request.member_id.is_empty();
        let member_id: Arc<str> = if is_unknown {
            kalda_protocol::uuid_text::to_text(&self.context.new_id).into()
        } else {
            (*request.member_id).into()
        };
        let identity = Identity {
            member_id: &member_id,
            instance_id: request.group_instance_id.as_deref(),
            classic: true,
        };
        check_size(self.group, settings.max_size, identity)?;
        self.check_protocols(request)?;
        let answer = JoinGroupResponse::default()
            .with_member_id(StrBytes::from_string(member_id.to_string()));
        let is_dynamic = request.group_instance_id.is_none();
        if is_unknown && is_dynamic && self.context.caller.version >= MEMBER_ID_REQUIRED_VERSION {
            return Ok(answer.with_error_code(ErrorCode::MemberIdRequired.code()));
        }
        let protocol = request
            .protocols
            .first()
            .ok_or(Refusal::InconsistentProtocol)?;
        let subscription = embedded::read_subscription(&protocol.metadata);
        let subscription = subscription.ok_or(Refusal::InconsistentProtocol)?;

        let claim = Claim {
            epoch: NO_EPOCH,
            owned: Some(&[]),
            joins: is_dynamic || is_unknown,
        };
        let old = self.find_member(identity, claim)?;
        let joined = self.rejoin(&old, request, &subscription)?;
        Ok(answer
            .with_generation_id(joined.epoch)
            .with_protocol_type(Some(StrBytes::from_static_str(CONSUMER)))
            .with_protocol_name(Some(StrBytes::from_string(protocol.name.to_string()))))
    }

    /// At least one of the member's protocols has to be one that all other classic members support.
    fn check_protocols(&self, request: &JoinGroupRequest) -> Result<(), Refusal> {
        let group = self.group;
        let supported = |name: &str| {
            let supporters = group.classic_protocols.get(name).copied().unwrap_or(0);
            supporters == group.classic_members
        };
        let agrees = request
            .protocols
            .iter()
            .any(|protocol| supported(&protocol.name));
        let bytes: usize = request
            .protocols
            .iter()
            .map(|protocol| protocol.name.len() + protocol.metadata.len())
            .sum();
        // The subscription is kept once more, as topics.
        if *request.protocol_type != *CONSUMER || !agrees || bytes > MAX_MEMBER_BYTES / 2 {
            return Err(Refusal::InconsistentProtocol);
        }
        Ok(())
    }

    fn rejoin(
        &mut self,
        old: &Member,
        request: &JoinGroupRequest,
        subscription: &Subscription,
    ) -> Result<Member, Refusal> {
        let group = self.group;
        let new = self.updated_classic(old, request, subscription);
        let topics_changed = self.update_member(old, &new)?;
        let regex = self.update_regex(old, &new)?;
        let bump = topics_changed || regex.has_changed();
        let (epoch, homogeneous) = if bump || self.metadata_may_have_changed() {
            let (epoch, homogeneous) = self.update_metadata(bump, old, &new);
            (epoch, Some(homogeneous))
        } else {
            (group.epoch, None)
        };

        let replaced = new
            .instance_id
            .as_ref()
            .and_then(|id| group.static_member(id));
        let classic = replaced.and_then(|old| downgrade::with_replaced(self, old, &new.id));
        let owned = embedded::by_id(&subscription.owned, self.context.image);
        if classic.is_some() {
            return self.join_downgraded(new, (bump, epoch), &owned);
        }
        let target = self.update_target(epoch, old, &new, homogeneous);
        let new = self.reconcile(new, &target, bump, Some(&owned))?;
        self.renew_session(&new.id, request.session_timeout_ms);
        let timer = self.join_timer(&new.id);
        let deadline = self.context.now_ms + i64::from(request.rebalance_timeout_ms.max(0));
        self.changes.timers.push(TimerChange::Set(timer, deadline));
        Ok(new)
    }

    /// The member takes the place of the last one that used the new protocol, so the group becomes a classic one. If there
    /// is a target for all it goes on with it, else it rebalances.
    fn join_downgraded(
        &mut self,
        new: Member,
        (bump, epoch): (bool, i32),
        owned: &[kalda_protocol::messages::consumer_group_heartbeat_request::TopicPartitions],
    ) -> Result<Member, Refusal> {
        let group = self.group;
        let rebalance = group.target.epoch < epoch;
        let new = if rebalance {
            new
        } else {
            let target = self.last_target(&new);
            self.reconcile(new, &target, bump, Some(owned))?
        };
        let replaced = new
            .instance_id
            .as_ref()
            .and_then(|id| group.static_member(id));
        if let Some(records) = replaced.and_then(|old| downgrade::with_replaced(self, old, &new.id))
        {
            self.changes.records.extend(records);
            self.changes.timers.clear();
            self.changes.becomes_classic = Some(rebalance);
        }
        Ok(new)
    }

    fn updated_classic(
        &self,
        old: &Member,
        request: &JoinGroupRequest,
        subscription: &Subscription,
    ) -> Member {
        let mut new = old.clone();
        if let Some(instance) = request.group_instance_id.as_deref() {
            new.instance_id = Some(instance.into());
        }
        if let Some(rack) = &subscription.rack_id {
            new.rack_id = Some(rack.as_str().into());
        }
        if request.rebalance_timeout_ms != -1 {
            new.rebalance_timeout_ms = request.rebalance_timeout_ms;
        }
        new.topics = Arc::new(
            subscription
                .topics
                .iter()
                .map(|name| name.as_str().into())
                .collect(),
        );
        // The classic protocol resolves regular expressions in the client.
        new.regex = Some("".into());
        new.client_id = self.context.caller.client_id.into();
        new.client_host = self.context.caller.client_host.into();
        let protocols = request.protocols.iter().map(|protocol| ClassicProtocol {
            name: protocol.name.to_string(),
            metadata: protocol.metadata.to_vec(),
        });
        new.classic = Some(Arc::new(ClassicMemberMetadata {
            session_timeout_ms: request.session_timeout_ms,
            supported_protocols: protocols.collect(),
        }));
        new
    }
}
