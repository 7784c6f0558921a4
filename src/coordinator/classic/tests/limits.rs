//! Groups that are full, and groups that are too much for a record.

use bytes::Bytes;
use kalda_protocol::ErrorCode;

use super::expected::*;
use super::fixture::*;
use crate::classic::join::{MAX_GROUP_METADATA_BYTES, MAX_PENDING_MEMBERS};
use crate::classic::record::MAX_GROUP_RECORD_BYTES;
use crate::request::Answer;

#[test]
fn a_group_takes_no_more_members_than_it_may_have() {
    let mut world = World::new();
    world.settings.max_size = 2;
    let full = refused("", ErrorCode::GroupMaxSizeReached);
    let (a, b) = world.stable();
    assert_eq!(world.join_old("c", "C"), answers(vec![(5, full.clone())]));
    // Members may go on as they like.
    world.join("a", join(&a, &[("range", "A2")]));
    assert_eq!(
        world.join("b", join(&b, &[("range", "B")])).answers.len(),
        2
    );
    assert_eq!(world.join_old("c", "C"), answers(vec![(8, full)]));
}

#[test]
fn an_assignment_that_does_not_fit_a_record_is_refused_and_the_members_join_again() {
    let mut world = World::new();
    world.join_old("a", "A");
    world.join_old("b", "B");
    world.pass(2 * DELAY_MS);
    let (a, b) = (id("a", 1), id("b", 2));
    world.sync(sync(1, &b, &[]));
    let mut assigned = sync(1, &a, &[(&a, "")]);
    assigned.assignments[0].assignment = Bytes::from(vec![0; MAX_GROUP_RECORD_BYTES]);
    let error = not_synced(ErrorCode::UnknownServerError);
    assert_eq!(
        world.sync(assigned),
        answers(vec![(4, error.clone()), (3, error)])
    );
    assert_eq!(world.state(), "PreparingRebalance");
}

#[test]
fn a_group_record_of_the_greatest_length_is_as_long_as_it_was_reckoned() {
    let mut world = World::new();
    let (a, b) = world.stable();
    let mut assigned = sync(2, &a, &[(&a, "")]);
    world.join("a", join(&a, &[("range", "A")]));
    world.join("b", join(&b, &[("range", "B")]));
    let group = world.group().unwrap();
    let room = MAX_GROUP_RECORD_BYTES - group.record_bytes(GROUP, |_| 0);
    assigned.assignments[0].assignment = Bytes::from(vec![0; room]);
    let records = world.sync(assigned).records;
    assert_eq!(world.state(), "Stable");
    let (key, value) = kalda_protocol::group_records::encode(&records[0]).unwrap();
    assert_eq!(key.len() + value.unwrap().len(), MAX_GROUP_RECORD_BYTES);
}

#[test]
fn a_static_member_is_not_replaced_if_its_metadata_does_not_fit_a_record() {
    let mut world = World::new();
    world.join("i", static_join("i", "", &[("range", "M")]));
    world.pass(2 * DELAY_MS);
    world.sync(sync(1, &id("i", 1), &[]));
    let mut large = static_join("i", "", &[("range", "M")]);
    large.protocols[0].metadata = Bytes::from(vec![0; MAX_GROUP_RECORD_BYTES]);
    assert_eq!(
        world.join("i", large),
        answers(vec![(3, refused("", ErrorCode::UnknownServerError))])
    );
    let old = heartbeat(1, &id("i", 1)).with_group_instance_id(Some(text("i")));
    assert_eq!(
        world.heartbeat(old),
        answers(vec![(4, alive(ErrorCode::None))])
    );
}

#[test]
fn metadata_beyond_a_groups_limit_finds_the_group_full() {
    let mut world = World::new();
    world.version = 3;
    let half = Bytes::from(vec![0; MAX_GROUP_METADATA_BYTES / 2]);
    let mut large = join("", &[("range", "")]);
    large.protocols[0].metadata = half;
    world.join("a", large.clone());
    let full =
        |n, member: &str| answers(vec![(n, refused(member, ErrorCode::GroupMaxSizeReached))]);
    assert_eq!(world.join("b", large.clone()), full(2, ""));
    world.join("c", join("", &[("range", "")]));
    // A member that is there already may not grow either, but change.
    let c = id("c", 3);
    assert_eq!(
        world.join("c", large.clone().with_member_id(text(&c))),
        full(4, &c)
    );
    let a = id("a", 1);
    let told = world.join("a", large.with_member_id(text(&a)));
    assert_eq!(
        told,
        answers(vec![(1, refused(&a, ErrorCode::RebalanceInProgress))])
    );
}

#[test]
fn ids_are_given_out_up_to_a_limit() {
    let mut world = World::new();
    let request = join("", &[("range", "")]);
    world.unchecked(|world| {
        for _ in 0..MAX_PENDING_MEMBERS {
            let given = world.join("a", request.clone());
            assert_eq!(given.answers.len(), 1);
        }
    });
    let told = world.join("a", request);
    let full = refused("", ErrorCode::GroupMaxSizeReached);
    let expected = (world.asked().0, full);
    assert_eq!(told, answers(vec![expected]));
}

#[test]
fn text_that_no_record_can_hold_is_refused() {
    let mut world = World::new();
    world.version = 3;
    let long = "x".repeat(32_740);
    let invalid = |n| answers(vec![(n, refused("", ErrorCode::InvalidRequest))]);
    let request = join("", &[("range", "")]).with_protocol_type(text(&long));
    assert_eq!(world.join("a", request).answers, invalid(1).answers);
    let request = static_join(&long, "", &[("range", "")]);
    assert_eq!(world.join("a", request), invalid(2));
    let mut request = join("", &[("range", "")]);
    request.protocols[0].name = text(&long);
    assert_eq!(world.join("a", request), invalid(3));
    assert_eq!(world.join(&long, join("", &[("range", "")])), invalid(4));
}

#[test]
fn a_thousand_members_join_and_sync_and_one_hears_of_all() {
    let mut world = World::new();
    world.unchecked(|world| {
        for n in 1..=1_000 {
            world.join_old(&format!("c{n}"), "M");
        }
    });
    let joined = world.pass(2 * DELAY_MS);
    let mut told = Vec::new();
    for (_, answer) in joined.answers {
        if let Answer::JoinGroup(joined) = answer {
            told.push((joined.member_id.to_string(), joined.members.len()));
        }
    }
    let lists: Vec<usize> = told.iter().map(|(_, members)| *members).collect();
    assert_eq!(lists.len(), 1_000);
    assert_eq!(lists.iter().sum::<usize>(), 1_000);
    let synced: usize = world.unchecked(|world| {
        let syncs = told.iter().map(|(id, _)| world.sync(sync(1, id, &[])));
        syncs.map(|effects| effects.answers.len()).sum()
    });
    assert_eq!(synced, 1_000);
    assert_eq!(world.state(), "Stable");
}
