//! Tests of elections.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

const TOPIC: Uuid = Uuid::from_u128(0x700);

/// A partition with replicas 1 to 3.
fn partition(isr: &[i32], leader: i32, eligible: &[i32], last_known: &[i32]) -> Partition {
    let start = Partition::new(&[1, 2, 3], &[Uuid::nil(); 3], isr);
    let state = PartitionChangeRecord {
        leader,
        isr: Some(isr.to_vec()),
        eligible_leader_replicas: Some(eligible.to_vec()),
        last_known_elr: Some(last_known.to_vec()),
        ..PartitionChangeRecord::default()
    };
    start.changed_by(&state).unwrap()
}

/// A change of this partition to `isr` while `alive` live, with a minimum of two in-sync replicas.
fn change(
    (partition, isr): (&Partition, &[i32]),
    alive: &[i32],
    election: Election,
    has_elr: bool,
) -> Option<PartitionChangeRecord> {
    let change = PartitionChange {
        partition,
        topic_id: TOPIC,
        partition_id: 0,
        may_lead: &|id| alive.contains(&id),
        version: MetadataVersion::LATEST,
        min_isr: 2,
        has_elr,
        election,
        isr: isr.to_vec(),
        unclean_shutdown: None,
    };
    change.into_record()
}

fn expected() -> PartitionChangeRecord {
    PartitionChangeRecord {
        topic_id: TOPIC,
        partition_id: 0,
        ..PartitionChangeRecord::default()
    }
}

#[test]
fn nothing_is_written_when_nothing_changes() {
    let before = partition(&[1, 2], 1, &[], &[]);
    assert_eq!(
        change((&before, &[1, 2]), &[1, 2, 3], Election::Online, true),
        None
    );
}

#[test]
fn the_first_live_in_sync_replica_leads() {
    let before = partition(&[1, 2, 3], 1, &[], &[]);
    let record = change((&before, &[2, 3]), &[3], Election::Online, true);
    assert_eq!(
        record,
        Some(PartitionChangeRecord {
            leader: 3,
            isr: Some(vec![2, 3]),
            ..expected()
        })
    );
}

#[test]
fn replicas_that_leave_a_too_small_isr_stay_eligible() {
    let before = partition(&[1, 2], 1, &[], &[]);
    let record = change((&before, &[1]), &[1], Election::Online, true);
    let shrunk = PartitionChangeRecord {
        isr: Some(vec![1]),
        eligible_leader_replicas: Some(vec![2]),
        ..expected()
    };
    assert_eq!(record, Some(shrunk));
    let grown = partition(&[1], 1, &[2], &[]);
    let record = change((&grown, &[1, 3]), &[1, 3], Election::Online, true);
    let forgotten = PartitionChangeRecord {
        isr: Some(vec![1, 3]),
        eligible_leader_replicas: Some(vec![]),
        ..expected()
    };
    assert_eq!(record, Some(forgotten));
}

#[test]
fn an_eligible_replica_leads_when_the_isr_is_empty() {
    let before = partition(&[], NO_LEADER, &[2, 3], &[1]);
    let record = change((&before, &[]), &[3], Election::Online, true);
    let led = PartitionChangeRecord {
        leader: 3,
        isr: Some(vec![3]),
        eligible_leader_replicas: Some(vec![2]),
        last_known_elr: Some(vec![]),
        ..expected()
    };
    assert_eq!(record, Some(led));
}

#[test]
fn the_last_known_leader_recovers_when_nobody_is_eligible() {
    let before = partition(&[], NO_LEADER, &[], &[2]);
    assert_eq!(
        change((&before, &[]), &[1, 3], Election::Online, true),
        None
    );
    let record = change((&before, &[]), &[1, 2], Election::Online, true);
    let recovering = PartitionChangeRecord {
        leader: 2,
        isr: Some(vec![2]),
        last_known_elr: Some(vec![]),
        leader_recovery_state: 1,
        ..expected()
    };
    assert_eq!(record, Some(recovering));
}

#[test]
fn only_an_unclean_election_leaves_the_isr() {
    let before = partition(&[1], 1, &[], &[]);
    let lost = change((&before, &[]), &[2, 3], Election::Online, false);
    assert_eq!(
        lost,
        Some(PartitionChangeRecord {
            leader: NO_LEADER,
            ..expected()
        })
    );
    let unclean = change((&before, &[]), &[2, 3], Election::Unclean, false);
    let led = PartitionChangeRecord {
        leader: 2,
        isr: Some(vec![2]),
        leader_recovery_state: 1,
        ..expected()
    };
    assert_eq!(unclean, Some(led));
}

#[test]
fn before_3_6_a_shrinking_isr_opens_a_leader_epoch() {
    let before = partition(&[1, 2], 1, &[], &[]);
    let shrink = |level| {
        let change = PartitionChange {
            partition: &before,
            topic_id: TOPIC,
            partition_id: 0,
            may_lead: &|id| id == 1,
            version: MetadataVersion::from_level(level).unwrap(),
            min_isr: 1,
            has_elr: false,
            election: Election::Online,
            isr: vec![1],
            unclean_shutdown: None,
        };
        change.into_record().unwrap().leader
    };
    assert_eq!((shrink(11), shrink(12)), (1, NO_LEADER_CHANGE));
}

proptest! {
    #[test]
    fn whoever_leads_is_alive_and_in_the_isr_and_data_is_lost_only_with_consent(
        isr in proptest::sample::subsequence(vec![1, 2, 3], 0..=3),
        alive in proptest::sample::subsequence(vec![1, 2, 3], 0..=3),
        gone in 1..4_i32,
        has_elr in any::<bool>(),
        may_lose in any::<bool>(),
    ) {
        prop_assume!(has_elr || !isr.is_empty());
        let leader = isr.first().copied().unwrap_or(NO_LEADER);
        let before = partition(&isr, leader, &[], &[]);
        let alive: Vec<i32> = alive.into_iter().filter(|id| *id != gone).collect();
        let wanted: Vec<i32> = isr.iter().copied().filter(|id| *id != gone).collect();
        let election = if may_lose { Election::Unclean } else { Election::Online };
        let record = change((&before, &wanted), &alive, election, has_elr);
        let after = record.map_or(before.clone(), |record| before.changed_by(&record).unwrap());
        if after.leader != NO_LEADER {
            prop_assert!(after.isr().contains(&after.leader));
            prop_assert!(alive.contains(&after.leader));
        }
        let known: BTreeSet<i32> = before.isr().iter().copied().collect();
        if !may_lose {
            prop_assert!(after.isr().iter().all(|id| known.contains(id)));
        }
        prop_assert!(after.eligible_leader_replicas().iter().all(|id| !after.isr().contains(id)));
        prop_assert!(has_elr || !after.isr().is_empty());
    }
}
