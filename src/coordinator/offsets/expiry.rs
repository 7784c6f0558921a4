//! Offsets that nobody needs any more, and groups that have none left.

use std::sync::Arc;

use super::{CommittedOffset, Place, tombstone};
use crate::context::Context;
use crate::effects::Effects;
use crate::group::Retention;
use crate::shard::{GroupShard, Timer};

/// How many offsets expire at once, about: nobody else is served meanwhile. The rest follows after a pause.
pub(super) const MAX_EXPIRED_AT_ONCE: usize = 10_000;

/// How long others are served before more offsets expire.
const PAUSE_MS: i64 = 100;

impl GroupShard {
    /// Sets the time of the next look: a little early by chance, so that shards loaded together do not all look together.
    pub(crate) fn schedule_expiry(&mut self, context: &Context<'_>) {
        let interval = context.settings.offsets.retention_check_interval_ms.max(1);
        let (chance, _) = context.new_id.as_u64_pair();
        let share = i64::try_from(chance % 1000).unwrap_or_default();
        let early = interval / 10 / 1000 * share;
        let next = context.now_ms.saturating_add(interval - early);
        self.timers.set(Timer::Expiry, next);
    }

    /// Deletes what has expired, and empty groups without offsets.
    pub(crate) fn expire(&mut self, context: &Context<'_>, effects: &mut Effects) {
        let groups: Vec<Arc<str>> = self.groups.keys().map(Arc::clone).collect();
        let before = effects.records.len();
        for group in &groups {
            let left = MAX_EXPIRED_AT_ONCE.saturating_sub(effects.records.len() - before);
            let mut expired = self.expired_offsets(context, group);
            expired.truncate(left);
            for (topic, partition) in expired {
                self.record(effects, tombstone(group, &topic, partition));
            }
            if effects.records.len() - before >= MAX_EXPIRED_AT_ONCE {
                let soon = context.now_ms.saturating_add(PAUSE_MS);
                return self.timers.set(Timer::Expiry, soon);
            }
            self.delete_if_forgotten(group, effects);
        }
        self.offsets.topics.sweep();
        self.schedule_expiry(context);
    }

    /// The partitions whose offsets have expired. Those with a transaction under way stay, and so do those of topics
    /// that the group is subscribed to.
    fn expired_offsets(&self, context: &Context<'_>, group_id: &str) -> Vec<(Arc<str>, i32)> {
        let Some(group) = self.groups.get(group_id).map(|group| group.rules()) else {
            return Vec::new();
        };
        let (retention, retention_ms) = (group.retention(), context.settings.offsets.retention_ms);
        let mut expired = Vec::new();
        if retention == Retention::Forever {
            return expired;
        }
        for (topic, entries) in self.offsets.committed.topics_of(group_id) {
            if group.is_subscribed_to(topic) {
                continue;
            }
            for entry in entries {
                let place = Place {
                    group: group_id,
                    topic,
                    partition: entry.partition,
                };
                if self.offsets.open.get(place).is_none()
                    && is_expired(&entry.value, retention, context.now_ms, retention_ms)
                {
                    expired.push((Arc::clone(topic), entry.partition));
                }
            }
        }
        expired
    }

    fn delete_if_forgotten(&mut self, group_id: &Arc<str>, effects: &mut Effects) {
        if self.offsets.has_group(group_id) {
            return;
        }
        let Some(group) = self.groups.get(group_id).map(|group| group.rules()) else {
            return;
        };
        if group.is_empty() {
            for record in group.tombstones(group_id) {
                self.record(effects, record);
            }
        }
    }
}

fn is_expired(
    offset: &CommittedOffset,
    retention: Retention,
    now_ms: i64,
    retention_ms: i64,
) -> bool {
    if let Some(expires) = offset.expire_timestamp_ms() {
        return now_ms >= expires;
    }
    let since = match retention {
        Retention::Forever => return false,
        Retention::SinceCommit => offset.commit_timestamp_ms,
        Retention::Since(since) => since,
    };
    now_ms.saturating_sub(since) >= retention_ms
}

#[cfg(test)]
#[path = "expiry_tests.rs"]
mod tests;
