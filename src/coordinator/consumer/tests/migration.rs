//! Groups that change their protocol while members are in them.

use bytes::Bytes;
use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::group_records::GroupRecord;
use kalda_protocol::messages::leave_group_request::MemberIdentity;
use kalda_protocol::messages::sync_group_request::SyncGroupRequestAssignment;
use kalda_protocol::messages::{JoinGroupResponse, LeaveGroupRequest};

use super::super::fixture::classic::{classic_join, group_id, share, sync, text};
use super::super::fixture::{World, assigned, beat, join, owned, topic_id};
use super::GROUP;
use crate::effects::{Effects, Ticket};
use crate::group::Group;
use crate::request::{Answer, Request};
use crate::settings::MigrationPolicy;

impl World {
    fn is_classic(&self) -> bool {
        matches!(self.shard.groups.get(GROUP), Some(Group::Classic(_)))
    }
}

/// One classic member that leads generation 1 and has both partitions of topic `a`.
fn classic_group() -> (World, String) {
    let mut world = World::new();
    world.create_topic(1, "a", 2);
    world.version = 9;
    world.settings.initial_rebalance_delay_ms = 0;
    let id = world
        .join_classic(classic_join("", &[]))
        .member_id
        .to_string();
    let waits = world.send(Request::JoinGroup(classic_join(&id, &[])));
    assert_eq!(waits.answers, vec![]);
    world.pass(0);
    let assignment = SyncGroupRequestAssignment::default()
        .with_member_id(text(&id))
        .with_assignment(share(&[0, 1]));
    world.sync_classic(sync(&id, 1).with_assignments(vec![assignment]));
    assert!(world.is_classic());
    world.commit(&id, 1);
    (world, id)
}

fn kinds(records: &[GroupRecord]) -> Vec<i16> {
    records.iter().map(GroupRecord::id).collect()
}

#[test]
fn a_classic_group_is_taken_over_and_given_back() {
    let (mut world, id) = classic_group();
    let (written, response) = world.heartbeat(join("new", &["a"]));
    // The classic group's tombstone; then member, epoch, target, its epoch and assignment of the old member; then what
    // the new one changes.
    assert_eq!(kinds(&written), vec![2, 5, 3, 7, 6, 8, 5, 3, 7, 7, 6, 8]);
    assert_eq!(
        (response.member_epoch, assigned(&response)),
        (2, Some(vec![]))
    );
    world.reload();

    // The old member is asked to join again, reports what it has, and is told to keep less.
    assert_eq!(
        world.heartbeat_classic(&id, 1),
        ErrorCode::RebalanceInProgress
    );
    let joined = world.join_classic(classic_join(&id, &[0, 1]));
    assert_eq!((joined.error_code, joined.generation_id), (0, 1));
    assert_eq!(joined.protocol_name.as_deref(), Some("cooperative-sticky"));
    let synced = world.sync_classic(sync(&id, 1));
    let kept = synced.assignment;
    assert!(kept == share(&[0]) || kept == share(&[1]), "{kept:?}");
    let kept: i32 = if kept == share(&[0]) { 0 } else { 1 };
    assert_eq!(
        world.heartbeat_classic(&id, 1),
        ErrorCode::RebalanceInProgress
    );
    let joined = world.join_classic(classic_join(&id, &[kept]));
    assert_eq!((joined.error_code, joined.generation_id), (0, 2));
    assert_eq!(world.sync_classic(sync(&id, 2)).assignment, share(&[kept]));
    assert_eq!(world.heartbeat_classic(&id, 2), ErrorCode::None);
    let (_, response) = world.heartbeat(beat("new", 2));
    assert_eq!(
        assigned(&response),
        Some(vec![(topic_id(1), vec![1 - kept])])
    );
    assert_eq!(world.group().unwrap().state_name(), "Stable");
    assert_eq!(
        world.sync_classic(sync(&id, 1)).error_code,
        ErrorCode::IllegalGeneration.code()
    );

    let (written, _) = world.heartbeat(beat("new", -1));
    assert_eq!(kinds(&written), vec![8, 8, 7, 7, 6, 5, 5, 4, 3, 2]);
    assert!(world.is_classic());
    assert_eq!(
        world.heartbeat_classic(&id, 2),
        ErrorCode::RebalanceInProgress
    );
    let joins = world.send(Request::JoinGroup(classic_join(&id, &[kept])));
    let [(_, Answer::JoinGroup(joined))] = &*joins.answers else {
        panic!("{joins:?}");
    };
    assert_eq!(joined.generation_id, 3);
}

#[test]
fn whoever_waits_for_a_classic_rebalance_is_told_to_join_again() {
    let (mut world, id) = classic_group();
    let second = world
        .join_classic(classic_join("", &[]))
        .member_id
        .to_string();
    let ticket = Ticket(77);
    let waits = world.step(|shard, context, effects| {
        let request = Request::JoinGroup(classic_join(&second, &[]));
        shard.handle(context, ticket, request, effects);
    });
    assert_eq!(waits, Effects::default());

    let taken = world.send(Request::ConsumerGroupHeartbeat(join("new", &["a"])));
    let told = JoinGroupResponse::default()
        .with_error_code(ErrorCode::RebalanceInProgress.code())
        .with_member_id(text(&second));
    assert_eq!(
        taken.answers.first(),
        Some(&(ticket, Answer::JoinGroup(told)))
    );
    assert_eq!(taken.answers.len(), 2);
    let group = world.group().unwrap();
    let members: Vec<&str> = group.members.keys().map(|id| &**id).collect();
    let mut expected = vec![id.as_str(), second.as_str(), "new"];
    expected.sort_unstable();
    assert_eq!(members, expected);
}

#[test]
fn the_policy_decides_which_way_is_open() {
    let (mut world, id) = classic_group();
    for policy in [MigrationPolicy::Disabled, MigrationPolicy::Downgrade] {
        world.settings.consumer.migration_policy = policy;
        let (written, response) = world.heartbeat(join("new", &["a"]));
        assert_eq!(response.error_code, ErrorCode::GroupIdNotFound.code());
        assert_eq!(written, vec![]);
        assert!(world.is_classic());
    }
    world.settings.consumer.migration_policy = MigrationPolicy::Upgrade;
    world.heartbeat(join("new", &["a"]));
    world.heartbeat(beat("new", -1));
    assert!(!world.is_classic());
    world.settings.consumer.migration_policy = MigrationPolicy::Disabled;
    let refused = world.join_classic(classic_join(&id, &[0, 1]));
    assert_eq!(
        refused.error_code,
        ErrorCode::InconsistentGroupProtocol.code()
    );
}

#[test]
fn assignments_that_only_their_assignor_understands_are_not_taken_over() {
    for (bytes, reason) in [
        (
            &b"\0\x01\0\0\0\0\0\0\0\x01x"[..],
            "an unsupported custom assignor is in use",
        ),
        (
            &b"\0\x01\0\0\0\x05"[..],
            "the embedded consumer protocol is malformed",
        ),
    ] {
        let (mut world, id) = classic_group();
        world.send(Request::JoinGroup(classic_join(&id, &[0, 1])));
        let assignment = SyncGroupRequestAssignment::default()
            .with_member_id(text(&id))
            .with_assignment(Bytes::from_static(bytes));
        world.sync_classic(sync(&id, 2).with_assignments(vec![assignment]));
        let (written, response) = world.heartbeat(join("new", &["a"]));
        let message = response.error_message.unwrap();
        assert!(message.contains(reason), "{message}");
        assert_eq!(written, vec![]);
        assert!(world.is_classic());
    }
}

#[test]
fn a_classic_member_that_does_not_come_back_in_time_is_removed() {
    let (mut world, id) = classic_group();
    world.heartbeat(join("new", &["a"]));
    assert_eq!(
        world.heartbeat_classic(&id, 1),
        ErrorCode::RebalanceInProgress
    );
    world.pass(20_000);
    assert_eq!(
        world.heartbeat_classic(&id, 1),
        ErrorCode::RebalanceInProgress
    );
    world.heartbeat(beat("new", 2));
    assert_eq!(world.pass(9_999), vec![]);
    assert_eq!(kinds(&world.pass(1)), vec![8, 7, 5, 3]);
    let (_, response) = world.heartbeat(beat("new", 2));
    assert_eq!(assigned(&response), Some(vec![(topic_id(1), vec![0, 1])]));
}

#[test]
fn members_of_both_protocols_leave_by_leave_group() {
    let (mut world, id) = classic_group();
    world.heartbeat(join("new", &["a"]));
    let identity = |member: &str| MemberIdentity::default().with_member_id(text(member));
    let request = LeaveGroupRequest::default()
        .with_group_id(group_id())
        .with_members(vec![identity(&id), identity("nobody"), identity("new")]);
    let (written, answer) = world.ask(Request::LeaveGroup(request));
    assert_eq!(kinds(&written), vec![8, 7, 5, 8, 7, 5, 3]);
    let Answer::LeaveGroup(response) = answer else {
        panic!("{answer:?}");
    };
    let codes: Vec<i16> = response
        .members
        .iter()
        .map(|member| member.error_code)
        .collect();
    assert_eq!(codes, vec![0, ErrorCode::UnknownMemberId.code(), 0]);
    assert_eq!(world.group().unwrap().state_name(), "Empty");
}

#[test]
fn a_static_classic_member_in_the_place_of_the_last_new_one_makes_the_group_classic() {
    let (mut world, id) = classic_group();
    let named = Some(text("i"));
    world.heartbeat(join("new", &["a"]).with_instance_id(named.clone()));
    world.join_classic(classic_join(&id, &[0, 1]));
    world.sync_classic(sync(&id, 1));
    let has = world.group().unwrap().members[id.as_str()].assigned[&topic_id(1)].clone();
    let kept: Vec<i32> = has.keys().copied().collect();
    world.join_classic(classic_join(&id, &kept));
    world.sync_classic(sync(&id, 2));
    world.heartbeat(beat("new", 2).with_instance_id(named.clone()));
    assert_eq!(world.group().unwrap().state_name(), "Stable");

    let rejoin = classic_join("", &[]).with_group_instance_id(named.clone());
    let (written, answer) = world.ask(Request::JoinGroup(rejoin));
    assert!(world.is_classic());
    assert_eq!(
        kinds(&written),
        vec![8, 7, 5, 5, 7, 8, 5, 8, 8, 8, 7, 7, 6, 5, 5, 4, 3, 2]
    );
    let Answer::JoinGroup(joined) = answer else {
        panic!("{answer:?}");
    };
    assert_eq!((joined.error_code, joined.generation_id), (0, 2));
    let request = sync(&joined.member_id, 2).with_group_instance_id(named);
    let synced = world.sync_classic(request);
    assert_eq!(synced.assignment, share(&[1 - kept[0]]));
    assert_eq!(world.heartbeat_classic(&id, 2), ErrorCode::None);
}

#[test]
fn an_empty_group_changes_its_protocol_without_further_ado() {
    let mut world = World::new();
    world.heartbeat(join("new", &[]));
    world.heartbeat(beat("new", -1).with_topic_partitions(owned(&[])));
    world.version = 9;
    world.join_classic(classic_join("", &[]));
    assert!(world.is_classic());
    world.version = 1;
    let (written, response) = world.heartbeat(join("newer", &[]));
    assert_eq!(response.error_code, 0);
    assert_eq!(kinds(&written).first(), Some(&2));
    assert!(!world.is_classic());
}
