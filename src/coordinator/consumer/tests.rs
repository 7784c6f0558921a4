//! What groups of the new protocol do, behaviour by behaviour: whole lists of records, and answers.

mod commits;
mod heartbeats;
mod migration;
mod regexes;
mod statics;

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::messages::ConsumerGroupHeartbeatResponse;

use super::fixture::GROUP;
use super::member::{Member, MemberState, Owned};
use crate::assignor::Partitions;

fn error(response: &ConsumerGroupHeartbeatResponse) -> ErrorCode {
    ErrorCode::from_code(response.error_code).unwrap()
}

/// A member of the tests that subscribes to these topics and has no partitions yet.
fn member(id: &str, topics: &[&str]) -> Member {
    let mut member = Member::new(id.into());
    member.rebalance_timeout_ms = 30_000;
    member.client_id = "client".into();
    member.client_host = "/127.0.0.1".into();
    member.topics = std::sync::Arc::new(topics.iter().map(|topic| (*topic).into()).collect());
    member
}

/// The same after a step of its reconciliation.
fn at(member: &Member, epochs: (i32, i32), state: MemberState, assigned: Owned) -> Member {
    let mut next = member.clone();
    (next.epoch, next.previous_epoch) = epochs;
    next.state = state;
    next.assigned = assigned;
    next
}

/// Partitions since an epoch, by topic number.
fn since(topics: &[(u128, &[(i32, i32)])]) -> Owned {
    let topics = topics.iter();
    topics
        .map(|(number, partitions)| {
            let id = super::fixture::topic_id(*number);
            (id, partitions.iter().copied().collect())
        })
        .collect()
}

/// Partitions by topic number.
fn parts(topics: &[(u128, &[i32])]) -> Partitions {
    let topics = topics.iter();
    topics
        .map(|(number, partitions)| {
            let id = super::fixture::topic_id(*number);
            (id, partitions.iter().copied().collect())
        })
        .collect()
}
