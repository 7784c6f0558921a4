//! What holds of every assignment.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proptest::prelude::*;
use uuid::Uuid;

use super::{Assignor, GroupSpec, MemberSpec, Partitions, count};

/// Partition counts of topics, and each member's topics.
#[derive(Clone, Debug)]
struct Case {
    topics: Vec<i32>,
    members: Vec<BTreeSet<usize>>,
    homogeneous: bool,
}

fn cases() -> impl Strategy<Value = Case> {
    (1_usize..6, 1_usize..12, any::<bool>()).prop_flat_map(|(topics, members, homogeneous)| {
        let subscription = proptest::collection::btree_set(0..topics, 0..=topics);
        let counts = proptest::collection::vec(0_i32..20, topics);
        let subscriptions = proptest::collection::vec(subscription, members);
        (counts, subscriptions).prop_map(move |(topics, mut members)| {
            if homogeneous {
                let first = members[0].clone();
                members.fill(first);
            }
            Case {
                topics,
                members,
                homogeneous,
            }
        })
    })
}

fn id(topic: usize) -> Uuid {
    Uuid::from_u128(topic as u128 + 1)
}

impl Case {
    fn assign(&self, assignor: Assignor, owned: &[Partitions]) -> Vec<Partitions> {
        let nothing = Partitions::new();
        let members = self.members.iter().enumerate();
        let members = members.map(|(index, topics)| MemberSpec {
            id: format!("m{index:02}").into(),
            instance_id: None,
            topics: Arc::new(topics.iter().map(|topic| id(*topic)).collect()),
            owned: owned.get(index).unwrap_or(&nothing),
        });
        let counts = self.topics.iter().enumerate();
        let spec = GroupSpec {
            members: members.collect(),
            partition_counts: counts.map(|(topic, count)| (id(topic), *count)).collect(),
            homogeneous: self.homogeneous,
        };
        assignor.assign(&spec).into_values().collect()
    }

    /// Every partition of a subscribed topic is with exactly one of its subscribers, and nothing else is with anyone.
    fn check_owners(&self, assigned: &[Partitions]) {
        let mut owners: BTreeMap<(Uuid, i32), usize> = BTreeMap::new();
        for (member, partitions) in assigned.iter().enumerate() {
            for (topic, partitions) in partitions {
                assert!(!partitions.is_empty());
                for partition in partitions {
                    assert_eq!(owners.insert((*topic, *partition), member), None);
                }
            }
        }
        for (topic, count) in self.topics.iter().enumerate() {
            let subscribed = self.members.iter().any(|topics| topics.contains(&topic));
            for partition in 0..*count {
                let owner = owners.remove(&(id(topic), partition));
                assert_eq!(owner.is_some(), subscribed);
                if let Some(owner) = owner {
                    assert!(self.members[owner].contains(&topic));
                }
            }
        }
        assert!(owners.is_empty());
    }
}

fn moved(old: &[Partitions], new: &[Partitions]) -> usize {
    let taken = |(old, new): (&Partitions, &Partitions)| {
        let kept = |topic: &Uuid, partition: &i32| {
            new.get(topic)
                .is_some_and(|partitions| partitions.contains(partition))
        };
        old.iter()
            .map(|(topic, partitions)| {
                partitions
                    .iter()
                    .filter(|partition| !kept(topic, partition))
                    .count()
            })
            .sum::<usize>()
    };
    old.iter().zip(new).map(taken).sum()
}

fn sizes(assigned: &[Partitions]) -> Vec<usize> {
    assigned.iter().map(count).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn every_partition_has_one_owner_among_its_subscribers(case in cases(), next in cases()) {
        for assignor in [Assignor::Uniform, Assignor::Range] {
            let first = case.assign(assignor, &[]);
            case.check_owners(&first);
            prop_assert_eq!(&case.assign(assignor, &[]), &first);
            // Whatever the members had before.
            next.check_owners(&next.assign(assignor, &first));
        }
    }

    #[test]
    fn uniform_is_balanced_within_one_and_stays_as_it_is(case in cases()) {
        let first = case.assign(Assignor::Uniform, &[]);
        if case.homogeneous {
            let sizes = sizes(&first);
            let (least, most) = (sizes.iter().min().unwrap(), sizes.iter().max().unwrap());
            prop_assert!(most - least <= 1);
        }
        prop_assert_eq!(&case.assign(Assignor::Uniform, &first), &first);
    }

    #[test]
    fn no_partition_of_a_uniform_assignment_could_better_be_elsewhere(case in cases()) {
        let assigned = case.assign(Assignor::Uniform, &[]);
        let sizes = sizes(&assigned);
        for (owner, partitions) in assigned.iter().enumerate() {
            for topic in partitions.keys() {
                for (other, topics) in case.members.iter().enumerate() {
                    let subscribes = topics.iter().any(|number| id(*number) == *topic);
                    prop_assert!(!subscribes || sizes[owner] <= sizes[other] + 1);
                }
            }
        }
    }

    #[test]
    fn a_member_that_joins_moves_no_more_than_its_share(case in cases()) {
        let before = case.assign(Assignor::Uniform, &[]);
        let mut after = case.clone();
        after.members.push(case.members[0].clone());
        let assigned = after.assign(Assignor::Uniform, &before);
        if case.homogeneous {
            prop_assert_eq!(moved(&before, &assigned), count(assigned.last().unwrap()));
        }
    }

    #[test]
    fn a_member_that_leaves_moves_nothing_of_the_others(case in cases()) {
        if !case.homogeneous || case.members.len() < 2 {
            return Ok(());
        }
        let mut before = case.assign(Assignor::Uniform, &[]);
        before.pop();
        let mut after = case.clone();
        after.members.pop();
        prop_assert_eq!(moved(&before, &after.assign(Assignor::Uniform, &before)), 0);
    }
}
