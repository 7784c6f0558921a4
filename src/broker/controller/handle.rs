//! Starting the controller, and asking it.

use std::sync::Arc;
use std::thread;

use arc_swap::ArcSwap;
use kalda_disk::Disk;
use kalda_log::LogConfig;
use kalda_metadata::controller::{Settings as ControllerSettings, feature_records};
use kalda_metadata::features::{METADATA_VERSION, MetadataVersion};
use kalda_metadata::{Controller, Decision, Image, Loader};
use kalda_protocol::metadata_records;
use kalda_protocol::metadata_records::MetadataRecord;
use kalda_quorum::checkpoint::{METADATA_DIRECTORY, Retention, read_bootstrap_checkpoint};
use kalda_quorum::{
    LogStore, MetadataLogPlace, OpenedLog, Quorum, ReplicaKey, Settings as QuorumSettings,
};
use parking_lot::Mutex;
use tokio::sync::{mpsc, oneshot, watch};
use tracing::{info, warn};
use uuid::Uuid;

use super::command::{Ask, NotCommitted, Turn};
use super::driver::{Clock, Driver, Input, Schedule, TICK};
use super::engine::{Engine, Start};
use super::failure::ControllerFailure;
use super::observers::Observers;
use super::reader::MetadataReader;
use super::view::QuorumView;
use crate::settings::{MetadataLogSettings, QuorumSettings as QuorumConfig};

/// Commands that may wait for the controller's thread; further ones wait to be let in.
const MAX_WAITING_COMMANDS: usize = 1024;
/// Ticks between heartbeats to the other voters.
const HEARTBEAT_TICKS: usize = 2;

/// What a controller is started from.
pub struct ControllerStart {
    /// The disk of the metadata log.
    pub disk: Arc<dyn Disk>,
    /// `directory.id` of the directory the metadata log lies in.
    pub directory_id: Uuid,
    /// Where the metadata log is, how large it may get, and when it is summed up.
    pub log: MetadataLogSettings,
    /// Who the voters are.
    pub quorum: QuorumConfig,
    /// What decisions go by.
    pub controller: ControllerSettings,
}

/// A controller whose thread runs.
pub struct RunningController {
    /// Asks for decisions.
    pub handle: ControllerHandle,
    /// Reads the committed log.
    pub reader: MetadataReader,
    /// How the controller ended: `Ok` after [`ControllerHandle::stop`], else why the node has to stop.
    pub ended: oneshot::Receiver<Result<(), ControllerFailure>>,
}

/// Asks the controller. Cheap to clone.
#[derive(Debug, Clone)]
pub struct ControllerHandle {
    inputs: mpsc::Sender<Input>,
    view: watch::Receiver<Arc<QuorumView>>,
}

impl ControllerHandle {
    /// Has the active controller decide, and answers when what it decided is committed and on the disk.
    ///
    /// `decide` runs on the controller's thread: it must not block. Waiting can be given up at any time; the records may
    /// be committed all the same.
    pub async fn decide<R, F>(&self, decide: F) -> Result<R, NotCommitted>
    where
        R: Send + 'static,
        F: FnOnce(&mut Controller, Turn) -> Decision<R> + Send + 'static,
    {
        let (reply, replied) = oneshot::channel();
        let command = Input::Command(Box::new(Ask { decide, reply }));
        self.inputs
            .send(command)
            .await
            .map_err(|_| NotCommitted::Stopped)?;
        replied.await.unwrap_or(Err(NotCommitted::Stopped))
    }

    /// Committed metadata and the state of the quorum as of now.
    pub fn view(&self) -> Arc<QuorumView> {
        Arc::clone(&self.view.borrow())
    }

    /// Waits until this node is the active controller. Answers `false` when the controller has stopped before.
    pub async fn active(&self) -> bool {
        self.view
            .clone()
            .wait_for(|view| view.is_active)
            .await
            .is_ok()
    }

    /// Has the controller stop once everything asked so far is answered.
    pub async fn stop(&self) {
        // A thread that is gone has stopped.
        drop(self.inputs.send(Input::Stop).await);
    }
}

impl ControllerStart {
    /// Opens the metadata log and starts the thread. A lone voter is the active controller a few milliseconds later.
    pub fn start(self) -> Result<RunningController, ControllerFailure> {
        let clock = Clock::new();
        let now = clock.now();
        let schedule = schedule(&self.log);
        let disk = Arc::clone(&self.disk);
        let opened = self.open(now.wall_ms)?;
        let (image, header) = load_snapshot(&opened)?;
        let bootstrap = bootstrap_records(&*disk, &self.log)?;
        let log = opened.store.shared_log();
        let snapshots = Arc::new(ArcSwap::from_pointee(opened.store.snapshots().clone()));
        let kraft_version = opened.kraft_version;
        let quorum = self.quorum(opened, now.wall_ms)?;
        let settings = ControllerSettings {
            kraft_version,
            ..self.controller
        };
        let start = Start {
            quorum,
            image,
            header,
            settings,
            bootstrap,
        };
        let engine = Engine::new(start, now);
        let view = engine.view();
        let (inputs, received) = mpsc::channel(MAX_WAITING_COMMANDS);
        let driver = Driver {
            engine,
            inputs: received,
            loopback: inputs.downgrade(),
            snapshots: Arc::clone(&snapshots),
            schedule,
            clock,
            snapshot_began_ms: now.ms,
            snapshot_running: false,
            finished: None,
            cleaned_ms: now.ms,
        };
        let (end, ended) = oneshot::channel();
        let run = move || {
            // Nobody may be waiting for the end any more.
            drop(end.send(driver.run()));
        };
        thread::Builder::new()
            .name("controller".to_owned())
            .spawn(run)?;
        let observers = Arc::new(Mutex::new(Observers::default()));
        let reader = MetadataReader {
            log,
            disk,
            snapshots,
            view: view.clone(),
            observers,
        };
        Ok(RunningController {
            handle: ControllerHandle { inputs, view },
            reader,
            ended,
        })
    }

    fn open(&self, wall_ms: i64) -> Result<OpenedLog, ControllerFailure> {
        let config = LogConfig {
            segment_bytes: u32::try_from(self.log.segment_bytes).unwrap_or(u32::MAX),
            segment_ms: i64::try_from(self.log.segment_age.as_millis()).unwrap_or(i64::MAX),
            // Snapshots decide what may go.
            retention_ms: -1,
            retention_bytes: -1,
            ..LogConfig::default()
        };
        let place = MetadataLogPlace {
            disk: Arc::clone(&self.disk),
            directory: self.log.dir.join(METADATA_DIRECTORY),
            config,
            static_voters: self.quorum.voters.keys().copied().collect(),
        };
        let opened = place.open(wall_ms)?;
        for finding in &opened.recovery.findings {
            warn!("metadata log: {finding}");
        }
        if opened.recovery.truncated_bytes > 0 {
            let bytes = opened.recovery.truncated_bytes;
            info!(
                bytes,
                "cut a torn end off the metadata log; it was never acknowledged"
            );
        }
        Ok(opened)
    }

    /// The quorum as the log knows it (KIP-853), or else as the configuration does.
    fn quorum(
        &self,
        opened: OpenedLog,
        wall_ms: i64,
    ) -> Result<Quorum<LogStore>, ControllerFailure> {
        let id = self.controller.node_id;
        let voters: Vec<ReplicaKey> = match (opened.kraft_version, opened.voters) {
            (1.., Some(voters)) => {
                let key = |voter: &kalda_records::control::Voter| ReplicaKey {
                    id: voter.voter_id,
                    directory_id: voter.directory_id,
                };
                voters.voters.iter().map(key).collect()
            }
            _static => self
                .quorum
                .voters
                .keys()
                .copied()
                .map(ReplicaKey::without_directory)
                .collect(),
        };
        match voters.len() {
            0 => return Err(ControllerFailure::NoVoters),
            1 => {}
            many => return Err(ControllerFailure::ManyVoters(many)),
        }
        let election_ms = self.quorum.election_timeout.as_millis();
        let election_ticks = usize::try_from(election_ms / TICK.as_millis().max(1)).unwrap_or(0);
        let replica = voters
            .iter()
            .find(|voter| voter.id == id)
            .copied()
            .unwrap_or(ReplicaKey {
                id,
                directory_id: self.directory_id,
            });
        let settings = QuorumSettings {
            replica,
            voters,
            election_ticks: election_ticks.max(HEARTBEAT_TICKS + 1),
            heartbeat_ticks: HEARTBEAT_TICKS,
            seed: self.directory_id.as_u64_pair().0,
        };
        Ok(Quorum::open(settings, opened.store, wall_ms)?)
    }
}

fn schedule(log: &MetadataLogSettings) -> Schedule {
    let ms = |time: std::time::Duration| i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
    let bytes = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    Schedule {
        idle_ms: log.idle_interval.map(ms),
        snapshot_bytes: log.snapshot_after_bytes,
        snapshot_ms: log.snapshot_after.map(ms),
        retention: Retention {
            bytes: log.retention_bytes.map(bytes),
            age_ms: log.retention.map(ms),
        },
    }
}

/// The metadata of the newest snapshot, or none.
fn load_snapshot(
    opened: &OpenedLog,
) -> Result<(Image, kalda_quorum::checkpoint::CheckpointHeader), ControllerFailure> {
    let Some(id) = opened.snapshot else {
        return Ok((Image::default(), opened.header.clone()));
    };
    let mut reader = opened.store.snapshots().read(id)?;
    let mut loader = Loader::new(Image::default());
    let mut offset = 0;
    let mut outcome = Ok(());
    reader.for_each_record(|value| {
        if outcome.is_ok() {
            outcome = replay(&mut loader, value, offset);
        }
        offset += 1;
    })?;
    outcome?;
    Ok((loader.image().clone(), opened.header.clone()))
}

fn replay(loader: &mut Loader, value: &[u8], offset: i64) -> Result<(), ControllerFailure> {
    let record = decode(value)?;
    loader
        .replay(&record, offset)
        .map_err(|source| ControllerFailure::Replay { offset, source })
}

fn decode(value: &[u8]) -> Result<MetadataRecord, ControllerFailure> {
    metadata_records::decode(value).map_err(|error| ControllerFailure::Batch(error.to_string()))
}

/// What a new cluster starts from: `bootstrap.checkpoint` in the metadata log's directory.
fn bootstrap_records(
    disk: &dyn Disk,
    log: &MetadataLogSettings,
) -> Result<Vec<MetadataRecord>, ControllerFailure> {
    match read_bootstrap_checkpoint(disk, &log.dir)? {
        Some(values) => values.iter().map(|value| decode(value)).collect(),
        // As in Apache Kafka: without the file a cluster starts with metadata.version alone, the newest one.
        None => Ok(feature_records(&[(
            METADATA_VERSION,
            MetadataVersion::LATEST.level(),
        )])),
    }
}
