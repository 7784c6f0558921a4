//! The times that hold for a group: the broker's, or those set on the group within the broker's limits.
//!
//! The controller checks a group's configs against its own limits when they are set; a broker with narrower ones keeps
//! to them, as Kafka's does.

use kalda_metadata::{ConfigResource, ResourceType};

use crate::context::Context;

/// How long a member may be silent.
pub(super) fn session_timeout_ms(context: &Context<'_>, group: &str) -> i32 {
    let settings = &context.settings.consumer;
    let limits = (
        settings.min_session_timeout_ms,
        settings.max_session_timeout_ms,
    );
    on_group(context, group, "consumer.session.timeout.ms", limits)
        .unwrap_or(settings.session_timeout_ms)
}

/// How often members are to send heartbeats.
pub(super) fn heartbeat_interval_ms(context: &Context<'_>, group: &str) -> i32 {
    let settings = &context.settings.consumer;
    let limits = (
        settings.min_heartbeat_interval_ms,
        settings.max_heartbeat_interval_ms,
    );
    on_group(context, group, "consumer.heartbeat.interval.ms", limits)
        .unwrap_or(settings.heartbeat_interval_ms)
}

/// Whether a new target assignment may be made, the last one being of this time (0: of an unknown one). An interval of 0
/// also helps when the clock has gone back.
pub(super) fn assignment_is_due(context: &Context<'_>, group: &str, last_ms: i64) -> bool {
    let settings = &context.settings.consumer;
    let limits = (
        settings.min_assignment_interval_ms,
        settings.max_assignment_interval_ms,
    );
    let interval_ms = on_group(context, group, "consumer.assignment.interval.ms", limits)
        .unwrap_or(settings.assignment_interval_ms);
    last_ms == 0
        || interval_ms == 0
        || context.now_ms >= last_ms.saturating_add(i64::from(interval_ms))
}

/// A text that is no number counts as not set: the controller has checked it, so it can only come from elsewhere.
fn on_group(context: &Context<'_>, group: &str, key: &str, (min, max): (i32, i32)) -> Option<i32> {
    let resource = ConfigResource {
        resource_type: ResourceType::GROUP,
        name: group.to_owned(),
    };
    let text = context.image.configs(&resource).get(key)?;
    let value: i32 = text.trim().parse().ok()?;
    Some(value.min(max).max(min))
}
