//! What assignors do, by example.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use uuid::Uuid;

use super::{Assignor, GroupSpec, MemberSpec, Partitions};

const A: Uuid = Uuid::from_u128(1);
const B: Uuid = Uuid::from_u128(2);

fn parts(topics: &[(Uuid, &[i32])]) -> Partitions {
    let topics = topics.iter();
    topics
        .map(|(topic, partitions)| (*topic, partitions.iter().copied().collect()))
        .collect()
}

fn assign(
    assignor: Assignor,
    members: &[(&str, &[Uuid], Partitions)],
    counts: &[(Uuid, i32)],
) -> BTreeMap<String, Partitions> {
    let specs: Vec<MemberSpec<'_>> = members
        .iter()
        .map(|(id, topics, owned)| MemberSpec {
            id: (*id).into(),
            instance_id: id.strip_prefix("static-").map(Into::into),
            topics: Arc::new(topics.iter().copied().collect()),
            owned,
        })
        .collect();
    let subscriptions: BTreeSet<&BTreeSet<Uuid>> =
        specs.iter().map(|member| &*member.topics).collect();
    let spec = GroupSpec {
        homogeneous: subscriptions.len() <= 1,
        partition_counts: counts.iter().copied().collect(),
        members: specs.clone(),
    };
    let assigned = assignor.assign(&spec);
    assigned
        .into_iter()
        .map(|(id, partitions)| (id.to_string(), partitions))
        .collect()
}

fn expect(members: &[(&str, Partitions)]) -> BTreeMap<String, Partitions> {
    let members = members.iter();
    members
        .map(|(id, partitions)| ((*id).to_owned(), partitions.clone()))
        .collect()
}

#[test]
fn range_gives_the_same_numbers_of_all_topics_to_the_same_member() {
    let both: &[Uuid] = &[A, B];
    let none = Partitions::new();
    let members = [
        ("m1", both, none.clone()),
        ("m2", both, none.clone()),
        ("m3", both, none),
    ];
    let assigned = assign(Assignor::Range, &members, &[(A, 4), (B, 4)]);
    let expected = [
        ("m1", parts(&[(A, &[0, 1]), (B, &[0, 1])])),
        ("m2", parts(&[(A, &[2]), (B, &[2])])),
        ("m3", parts(&[(A, &[3]), (B, &[3])])),
    ];
    assert_eq!(assigned, expect(&expected));
}

#[test]
fn range_takes_static_members_first_and_counts_subscribers_by_topic() {
    let none = Partitions::new();
    let members: [(&str, &[Uuid], Partitions); 3] = [
        ("m1", &[A], none.clone()),
        ("static-b", &[A, B], none.clone()),
        ("static-a", &[B], none),
    ];
    let mut sorted = members;
    sorted.sort_by_key(|(id, ..)| *id);
    let assigned = assign(Assignor::Range, &sorted, &[(A, 3), (B, 3)]);
    let expected = [
        ("static-b", parts(&[(A, &[0, 1]), (B, &[2])])),
        ("static-a", parts(&[(B, &[0, 1])])),
        ("m1", parts(&[(A, &[2])])),
    ];
    assert_eq!(assigned, expect(&expected));
}

#[test]
fn range_leaves_members_without_partitions_when_there_are_too_few() {
    let none = Partitions::new();
    let members: [(&str, &[Uuid], Partitions); 2] =
        [("m1", &[A], none.clone()), ("m2", &[A], none.clone())];
    let assigned = assign(Assignor::Range, &members, &[(A, 1)]);
    assert_eq!(
        assigned,
        expect(&[("m1", parts(&[(A, &[0])])), ("m2", none)])
    );
}

#[test]
fn uniform_takes_only_what_is_too_much_and_gives_it_to_the_new_member() {
    let owned = [parts(&[(A, &[0, 2, 4])]), parts(&[(A, &[1, 3, 5])])];
    let [first, second] = owned;
    let members: [(&str, &[Uuid], Partitions); 3] = [
        ("m1", &[A], first),
        ("m2", &[A], second),
        ("m3", &[A], Partitions::new()),
    ];
    let assigned = assign(Assignor::Uniform, &members, &[(A, 6)]);
    let expected = [
        ("m1", parts(&[(A, &[0, 2])])),
        ("m2", parts(&[(A, &[1, 3])])),
        ("m3", parts(&[(A, &[4, 5])])),
    ];
    assert_eq!(assigned, expect(&expected));
}

#[test]
fn uniform_lets_the_ones_keep_one_more_that_have_it() {
    let members: [(&str, &[Uuid], Partitions); 3] = [
        ("m1", &[A], parts(&[(A, &[0])])),
        ("m2", &[A], parts(&[(A, &[1, 2])])),
        ("m3", &[A], parts(&[(A, &[3])])),
    ];
    let assigned = assign(Assignor::Uniform, &members, &[(A, 4)]);
    let expected = members.clone().map(|(id, _, owned)| (id, owned));
    assert_eq!(assigned, expect(&expected));
}

#[test]
fn uniform_with_different_subscriptions_evens_out_what_can_be_moved() {
    let none = Partitions::new();
    let members: [(&str, &[Uuid], Partitions); 3] = [
        ("m1", &[A], none.clone()),
        ("m2", &[A, B], none.clone()),
        ("m3", &[A, B], parts(&[(A, &[0, 1, 2, 3])])),
    ];
    let assigned = assign(Assignor::Uniform, &members, &[(A, 4), (B, 4)]);
    let sizes: Vec<usize> = assigned.values().map(super::count).collect();
    assert_eq!(sizes, vec![2, 3, 3]);
}

#[test]
fn partitions_that_are_gone_or_owned_twice_are_left_out() {
    let members: [(&str, &[Uuid], Partitions); 2] = [
        ("m1", &[A], parts(&[(A, &[0, 7]), (B, &[0])])),
        ("m2", &[A], parts(&[(A, &[0])])),
    ];
    let assigned = assign(Assignor::Uniform, &members, &[(A, 2)]);
    let expected = [("m1", parts(&[(A, &[0])])), ("m2", parts(&[(A, &[1])]))];
    assert_eq!(assigned, expect(&expected));
}
