//! ConsumerGroupHeartbeat of a member that joins or stays.

use std::sync::Arc;

use kalda_protocol::messages::consumer_group_heartbeat_response::{
    Assignment, TopicPartitions as AssignedTopic,
};
use kalda_protocol::messages::{
    ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse, StrBytes,
};

use super::limits;
use super::member::{JOIN_EPOCH, Member, Owned};
use super::membership::{Claim, Identity, check_size};
use super::refusal::Refusal;
use super::step::{Step, TimerChange};

impl Step<'_> {
    /// Decides a heartbeat with a checked request. `member_id` is the request's, or a fresh one if it has none.
    pub(super) fn heartbeat(
        &mut self,
        request: &ConsumerGroupHeartbeatRequest,
        member_id: &Arc<str>,
    ) -> Result<ConsumerGroupHeartbeatResponse, Refusal> {
        let group = self.group;
        let identity = Identity {
            member_id,
            instance_id: request.instance_id.as_deref(),
            classic: false,
        };
        check_size(group, self.context.settings.consumer.max_size, identity)?;
        let reported = request.topic_partitions.as_deref();
        let claim = Claim {
            epoch: request.member_epoch,
            owned: reported,
            joins: request.member_epoch == JOIN_EPOCH,
        };
        let old = self.find_member(identity, claim)?;
        let new = self.updated(&old, request);

        if old.is_classic() {
            // Nothing it was to do by the classic protocol is waited for any more.
            let timer = self.join_timer(&new.id);
            self.changes.timers.push(TimerChange::Cancel(timer));
        }
        let topics_changed = self.update_member(&old, &new)?;
        let regex = self.update_regex(&old, &new)?;
        let bump = topics_changed || regex.is_resolved();
        let subscription_changed = topics_changed || regex.has_changed();
        let (epoch, homogeneous) = if bump || self.metadata_may_have_changed() {
            let (epoch, homogeneous) = self.update_metadata(bump, &old, &new);
            (epoch, Some(homogeneous))
        } else {
            (group.epoch, None)
        };

        let target = self.update_target(epoch, &old, &new, homogeneous);
        let new = self.reconcile(new, &target, subscription_changed, reported)?;
        self.renew_session(&new.id, limits::session_timeout_ms(self.context, &group.id));

        let told_all = request.rebalance_timeout_ms != -1
            && (request.subscribed_topic_names.is_some()
                || request.subscribed_topic_regex.is_some())
            && request.topic_partitions.is_some();
        let tell = claim.joins || told_all || old.assigned != new.assigned;
        let interval_ms = limits::heartbeat_interval_ms(self.context, &group.id);
        Ok(ConsumerGroupHeartbeatResponse::default()
            .with_member_id(Some(StrBytes::from_string(new.id.to_string())))
            .with_member_epoch(new.epoch)
            .with_heartbeat_interval_ms(interval_ms)
            .with_assignment(tell.then(|| assignment(&new.assigned))))
    }

    /// The member with what the request says of it. What it leaves out stays.
    fn updated(&self, old: &Member, request: &ConsumerGroupHeartbeatRequest) -> Member {
        let mut new = old.clone();
        if let Some(instance_id) = &request.instance_id {
            new.instance_id = Some((**instance_id).into());
        }
        if let Some(rack_id) = &request.rack_id {
            new.rack_id = Some((**rack_id).into());
        }
        if request.rebalance_timeout_ms != -1 {
            new.rebalance_timeout_ms = request.rebalance_timeout_ms;
        }
        if let Some(assignor) = &request.server_assignor {
            new.assignor = Some((**assignor).into());
        }
        if let Some(names) = &request.subscribed_topic_names {
            new.topics = Arc::new(names.iter().map(|name| (***name).into()).collect());
        }
        if let Some(regex) = &request.subscribed_topic_regex {
            new.regex = Some((**regex).into());
        }
        // Compared first: the strings of a member that stays the same are not to be made anew each time.
        if *new.client_id != *self.context.caller.client_id {
            new.client_id = self.context.caller.client_id.into();
        }
        if *new.client_host != *self.context.caller.client_host {
            new.client_host = self.context.caller.client_host.into();
        }
        new.classic = None;
        new
    }
}

fn assignment(assigned: &Owned) -> Assignment {
    let topics = assigned
        .iter()
        .map(|(topic, partitions)| {
            AssignedTopic::default()
                .with_topic_id(*topic)
                .with_partitions(partitions.keys().copied().collect())
        })
        .collect();
    Assignment::default().with_topic_partitions(topics)
}
