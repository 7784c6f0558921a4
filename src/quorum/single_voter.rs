//! A quorum of one: what it does, effect by effect.

use uuid::Uuid;

use crate::simulation::{batch, settings};
use crate::{Effect, ElectionState, LogEntry, MemoryLog, Quorum, ReplicaKey, Role};

const NOW_MS: i64 = 1_700_000_000_000;

/// Carries everything out and lists what was done.
fn drain(quorum: &mut Quorum<MemoryLog>) -> Vec<Effect> {
    let mut done = Vec::new();
    while let Some(ready) = quorum.ready() {
        quorum.write(&ready).unwrap();
        done.extend(ready.effects().to_vec());
        done.extend(quorum.persisted(ready));
        quorum.check();
    }
    done
}

fn open(log: MemoryLog) -> Quorum<MemoryLog> {
    Quorum::open(settings(1, &[1]), log, NOW_MS).unwrap()
}

#[test]
fn a_lone_voter_leads_at_once_and_says_so_after_its_first_flush() {
    let mut quorum = open(MemoryLog::new());
    let effects = drain(&mut quorum);
    let opening = quorum.log().stored().to_vec();
    let replica = ReplicaKey {
        id: 1,
        directory_id: Uuid::from_u128(1),
    };
    let election = ElectionState {
        epoch: 1,
        leader: Some(1),
        voted: Some(replica),
    };
    assert_eq!(
        effects,
        vec![
            Effect::SaveElection(election),
            Effect::Append(opening.clone()),
            Effect::Flush,
            Effect::Role(Role::Follower {
                epoch: 1,
                leader: Some(1)
            }),
            Effect::Commit(opening.clone()),
            Effect::Role(Role::Leader { epoch: 1 }),
        ]
    );
    assert_eq!(
        (
            opening[0].base_offset,
            opening[0].next_offset,
            opening[0].epoch
        ),
        (0, 1, 1)
    );
    assert_eq!(quorum.high_watermark(), 1);
}

#[test]
fn a_proposal_is_placed_at_the_end_of_the_log_and_committed_after_the_flush() {
    let mut quorum = open(MemoryLog::new());
    drain(&mut quorum);
    let first = quorum.propose(batch("first", 3)).unwrap();
    let second = quorum.propose(batch("second", 1)).unwrap();
    assert_eq!(
        (first.base_offset, first.next_offset, first.index),
        (1, 4, 2)
    );
    assert_eq!(
        (second.base_offset, second.next_offset, second.index),
        (4, 5, 3)
    );
    assert_eq!(
        quorum.high_watermark(),
        1,
        "nothing is committed before it is durable"
    );
    let effects = drain(&mut quorum);
    let entries: Vec<LogEntry> = quorum.log().stored()[1..].to_vec();
    assert_eq!(
        effects,
        vec![
            Effect::Append(entries.clone()),
            Effect::Flush,
            Effect::Commit(entries)
        ]
    );
    assert_eq!(quorum.high_watermark(), 5);
}

#[test]
fn nothing_flushed_is_lost_over_restarts_and_every_start_opens_an_epoch() {
    let mut log = MemoryLog::new();
    let mut expected = Vec::new();
    for restart in 1..=20 {
        let mut quorum = open(log);
        let replayed: Vec<LogEntry> = drain(&mut quorum)
            .into_iter()
            .flat_map(|effect| {
                if let Effect::Commit(entries) = effect {
                    entries
                } else {
                    vec![]
                }
            })
            .collect();
        assert_eq!(quorum.role(), Role::Leader { epoch: restart });
        assert_eq!(replayed[..expected.len()], expected[..]);
        assert_eq!(replayed.len(), expected.len() + 1, "one LeaderChange more");
        quorum.propose(batch("kept", 2)).unwrap();
        drain(&mut quorum);
        expected = quorum.log().stored().to_vec();
        quorum.propose(batch("lost", 1)).unwrap();
        log = quorum.log().clone().after_crash();
    }
}

#[test]
fn ticks_do_not_unseat_a_lone_leader() {
    let mut quorum = open(MemoryLog::new());
    drain(&mut quorum);
    for _ in 0..100 {
        quorum.tick(NOW_MS);
        assert_eq!(drain(&mut quorum), vec![]);
    }
    assert_eq!(quorum.role(), Role::Leader { epoch: 1 });
}

#[test]
fn a_stranger_to_the_quorum_does_not_start() {
    assert!(Quorum::open(settings(9, &[1, 2, 3]), MemoryLog::new(), NOW_MS).is_err());
}
