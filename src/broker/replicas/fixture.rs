//! For tests alone: a partition on a disk that fails on command.

use super::partition::{Partition, commit};
use super::topic_rules;
use kalda_config::{NodeConfig, Properties};
use kalda_disk::{Disk, FaultyDisk};
use kalda_log::{Log, OpenLog, Origin};
use kalda_metadata::Image;
use kalda_protocol::ErrorCode;
use kalda_records::AppendBatch;
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

/// Partition 3 of `log` with a broker's configuration; what was there before is found again.
pub(crate) fn partition(disk: &FaultyDisk, settings: &[(&str, &str)]) -> Arc<Partition> {
    let usual = [
        ("process.roles", "broker,controller"),
        ("node.id", "1"),
        ("controller.listener.names", "CONTROLLER"),
        ("controller.quorum.voters", "1@localhost:9093"),
        ("listeners", "PLAINTEXT://:9092,CONTROLLER://:9093"),
    ];
    let all = usual.into_iter().chain(settings.iter().copied());
    let (config, _) = NodeConfig::load(&Properties::from_iter(all)).unwrap();
    let rules = topic_rules::of(&config, &Image::default(), "log").unwrap();
    let directory = Path::new("/data/log-3");
    disk.create_dir_all(directory).unwrap();
    let (mut log, _) = Log::open(OpenLog {
        disk: Arc::new(disk.clone()),
        directory: directory.to_owned(),
        config: rules.log.clone(),
        log_start_offset: 0,
        recovery_point: 0,
        high_watermark: 0,
        clean: true,
        now_ms: 0,
        jitter_seed: 0,
    })
    .unwrap();
    let topic_id = Uuid::from_u128(7);
    log.set_topic_id(topic_id);
    log.begin_epoch(4);
    let end = log.log_end_offset();
    log.set_high_watermark(end);
    Arc::new(Partition::new(("log".into(), topic_id), 3, 4, rules, log))
}

impl Partition {
    /// Append without committing, as a leader does whose followers have not answered. The log end after it.
    pub(crate) fn append_uncommitted(&self, batch: AppendBatch) -> i64 {
        let origin = Origin::Coordinator {
            leader_epoch: self.leader_epoch(),
            transaction_version: 0,
        };
        let appended = self.log().append(batch, origin, 0).unwrap();
        appended.last_offset + 1
    }

    /// Commit everything below `end`.
    pub(crate) fn commit_up_to(&self, end: i64) {
        commit(&mut self.log(), end);
        self.waiters().wake();
    }

    /// The partition goes to another broker.
    pub(crate) fn lose(&self) {
        self.stop(ErrorCode::NotLeaderOrFollower);
    }
}
