//! The engine over a log in memory, step by step.

use std::collections::{BTreeMap, BTreeSet};

use kalda_metadata::controller::{Settings, default_bootstrap_levels, feature_records};
use kalda_metadata::features::MetadataVersion;
use kalda_metadata::{Controller, Decision, Image};
use kalda_protocol::metadata_records::{
    AbortTransactionRecord, BeginTransactionRecord, MetadataRecord, RemoveTopicRecord, TopicRecord,
};
use kalda_quorum::checkpoint::CheckpointHeader;
use kalda_quorum::{MemoryLog, MetadataLog, Quorum, ReplicaKey};
use tokio::sync::oneshot;
use uuid::Uuid;

use super::command::{Ask, NotCommitted, Turn};
use super::engine::{Engine, Now, Start};

const NOW: Now = Now {
    ms: 1_000,
    wall_ms: 1_700_000_000_000,
};

pub(super) fn settings() -> Settings {
    let broker_values = kalda_config::texts([
        ("node.id", "1"),
        ("process.roles", "broker,controller"),
        ("controller.listener.names", "CONTROLLER"),
    ]);
    Settings {
        node_id: 1,
        cluster_id: "q1Sh-9_ISia_zwGINzRvyQ".to_owned(),
        controller_ids: BTreeSet::from([1]),
        default_partitions: 1,
        default_replication_factor: 1,
        delete_topic_enable: true,
        broker_session_timeout_ms: 9_000,
        file_configs: BTreeMap::new(),
        broker_values: kalda_config::Values::read(&kalda_config::BROKER_KEYS, &broker_values)
            .unwrap(),
        kraft_version: 0,
    }
}

fn engine(log: MemoryLog) -> Engine<MemoryLog> {
    let replica = ReplicaKey::without_directory(1);
    let quorum_settings = kalda_quorum::Settings {
        replica,
        voters: vec![replica],
        election_ticks: 20,
        heartbeat_ticks: 2,
        seed: 0,
    };
    let quorum = Quorum::open(quorum_settings, log, NOW.wall_ms).unwrap();
    let start = Start {
        quorum,
        image: Image::default(),
        header: CheckpointHeader::default(),
        settings: settings(),
        bootstrap: feature_records(&default_bootstrap_levels(MetadataVersion::LATEST)),
    };
    Engine::new(start, NOW)
}

fn active() -> Engine<MemoryLog> {
    let mut engine = engine(MemoryLog::new());
    engine.drain(NOW).unwrap();
    engine
}

pub(super) fn topic(name: &str) -> MetadataRecord {
    let topic_id = Uuid::from_u128(u128::from(name.as_bytes()[0]) << 64);
    MetadataRecord::Topic(TopicRecord {
        name: name.to_owned(),
        topic_id,
    })
}

pub(super) fn decision<R>(records: Vec<MetadataRecord>, reply: R) -> Decision<R> {
    Decision {
        records,
        reply,
        atomic: true,
    }
}

type Reply<R> = oneshot::Receiver<Result<R, NotCommitted>>;

fn ask<R: Send + 'static>(
    engine: &mut Engine<MemoryLog>,
    decide: impl FnOnce(&mut Controller, Turn) -> Decision<R> + Send + 'static,
) -> Reply<R> {
    let (reply, replied) = oneshot::channel();
    engine.run(Box::new(Ask { decide, reply }), NOW);
    replied
}

fn create(engine: &mut Engine<MemoryLog>, name: &'static str) -> Reply<&'static str> {
    ask(engine, move |_, _| decision(vec![topic(name)], name))
}

fn topics(engine: &Engine<MemoryLog>) -> Vec<String> {
    engine
        .view()
        .borrow()
        .image
        .topics()
        .map(|topic| topic.name().to_owned())
        .collect()
}

#[test]
fn a_new_cluster_starts_from_the_bootstrap_records() {
    let engine = active();
    let view = engine.view().borrow().clone();
    assert!(view.is_active);
    assert_eq!((view.epoch, view.leader_id), (1, Some(1)));
    assert_eq!(view.image.metadata_version(), Some(MetadataVersion::LATEST));
    assert_eq!(view.high_watermark, engine.quorum.log().end_offset());
    assert_eq!(view.voters[0].log_end_offset, Some(view.high_watermark));
}

#[test]
fn a_reply_is_given_after_the_commit_and_not_before() {
    let mut engine = active();
    let mut reply = create(&mut engine, "a");
    assert!(
        reply.try_recv().is_err(),
        "nothing is said before the flush"
    );
    assert_eq!(topics(&engine), Vec::<String>::new(), "and nobody sees it");
    engine.drain(NOW).unwrap();
    assert_eq!(reply.try_recv(), Ok(Ok("a")));
    assert_eq!(topics(&engine), ["a"]);
}

#[test]
fn a_decision_sees_what_was_decided_before_it_in_the_same_group() {
    let mut engine = active();
    let mut first = create(&mut engine, "a");
    let mut second = ask(&mut engine, |controller, _| {
        decision(vec![], controller.image().topic("a").is_some())
    });
    assert!(
        second.try_recv().is_err(),
        "its answer rests on what is not committed"
    );
    engine.drain(NOW).unwrap();
    assert_eq!(
        (first.try_recv(), second.try_recv()),
        (Ok(Ok("a")), Ok(Ok(true)))
    );
}

#[test]
fn a_decision_is_told_the_offset_of_its_first_record() {
    let mut engine = active();
    let end = engine.quorum.end_offset();
    let offset = |engine: &mut Engine<MemoryLog>, name: &'static str| {
        ask(engine, move |_, turn| {
            decision(vec![topic(name)], turn.next_write_offset)
        })
    };
    let (mut first, mut second) = (offset(&mut engine, "a"), offset(&mut engine, "b"));
    engine.drain(NOW).unwrap();
    assert_eq!(
        (first.try_recv(), second.try_recv()),
        (Ok(Ok(end)), Ok(Ok(end + 1)))
    );
}

#[test]
fn a_decision_that_contradicts_the_metadata_never_reaches_the_log() {
    let mut engine = active();
    let mut before = create(&mut engine, "a");
    let end = engine.quorum.end_offset();
    let mut bad = ask(&mut engine, |_, _| {
        let unknown = RemoveTopicRecord {
            topic_id: Uuid::from_u128(99),
        };
        decision(vec![topic("b"), MetadataRecord::RemoveTopic(unknown)], ())
    });
    assert_eq!(bad.try_recv(), Ok(Err(NotCommitted::Refused)));
    assert_eq!(engine.quorum.end_offset(), end);
    let mut after = ask(&mut engine, |controller, _| {
        let names = ["a", "b"].map(|name| controller.image().topic(name).is_some());
        decision(vec![topic("c")], names)
    });
    engine.drain(NOW).unwrap();
    assert_eq!(before.try_recv(), Ok(Ok("a")));
    assert_eq!(
        after.try_recv(),
        Ok(Ok([true, false])),
        "as if it had never been decided"
    );
    assert_eq!(topics(&engine).len(), 2);
}

#[test]
fn a_restart_brings_back_what_was_committed_and_nothing_else() {
    let mut first = active();
    drop(create(&mut first, "a"));
    first.drain(NOW).unwrap();
    drop(create(&mut first, "lost"));
    let log = first.quorum.log().clone().after_crash();
    let mut second = engine(log);
    second.drain(NOW).unwrap();
    assert_eq!(topics(&second), ["a"]);
    assert_eq!(second.view().borrow().epoch, 2);
    let entries = second.quorum.log().stored().len();
    assert_eq!(
        entries, 4,
        "two epochs, the bootstrap records once, one topic"
    );
}

#[test]
fn a_command_to_a_controller_that_is_not_active_is_refused() {
    let mut engine = engine(MemoryLog::new());
    let mut reply = create(&mut engine, "a");
    assert_eq!(reply.try_recv(), Ok(Err(NotCommitted::NotController)));
}

#[test]
fn a_stop_voids_the_replies_that_still_wait() {
    let mut engine = active();
    let mut reply = create(&mut engine, "a");
    engine.stop();
    assert_eq!(reply.try_recv(), Ok(Err(NotCommitted::Stopped)));
}

#[test]
fn a_transaction_left_open_is_aborted_by_the_next_controller() {
    let mut first = active();
    drop(ask(&mut first, |_, _| {
        let begin = BeginTransactionRecord { name: None };
        decision(
            vec![MetadataRecord::BeginTransaction(begin), topic("half")],
            (),
        )
    }));
    first.drain(NOW).unwrap();
    assert_eq!(topics(&first), Vec::<String>::new());
    assert!(
        first.plan_snapshot().is_none(),
        "half a transaction is not for a snapshot"
    );
    let mut second = engine(first.quorum.log().clone());
    second.drain(NOW).unwrap();
    assert_eq!(topics(&second), Vec::<String>::new());
    let last = second.quorum.log().stored().last().unwrap().clone();
    let abort = MetadataRecord::AbortTransaction(AbortTransactionRecord {
        reason: Some("Controller failover".to_owned()),
    });
    let bytes = kalda_protocol::metadata_records::encode_latest(&abort).unwrap();
    assert!(
        last.batch
            .windows(bytes.len())
            .any(|window| window == bytes)
    );
}

#[test]
fn a_no_op_record_moves_the_high_watermark_and_nothing_else() {
    let mut engine = active();
    let before = engine.view().borrow().clone();
    engine.write_no_op(NOW);
    engine.drain(NOW).unwrap();
    let after = engine.view().borrow().clone();
    assert_eq!(after.high_watermark, before.high_watermark + 1);
    assert_eq!(topics(&engine), Vec::<String>::new());
}

#[test]
fn a_snapshot_is_planned_once_for_what_is_committed() {
    let mut engine = active();
    drop(create(&mut engine, "a"));
    engine.drain(NOW).unwrap();
    drop(create(&mut engine, "b"));
    let plan = engine.plan_snapshot().unwrap();
    let names: Vec<_> = plan
        .image
        .topics()
        .map(|topic| topic.name().to_owned())
        .collect();
    assert_eq!(names, ["a"]);
    assert_eq!(plan.id().end_offset, engine.quorum.high_watermark());
    assert_eq!(plan.header.last_contained_log_timestamp_ms, NOW.wall_ms);
    engine.quorum.log_mut().snapshot_taken(plan.point).unwrap();
    assert!(engine.plan_snapshot().is_none(), "nothing new is committed");
}
