//! A partition that this broker leads.
//!
//! One lock owns the log. It is held for memory operations and writes to the page cache, never across an `.await`.

use super::cleaning::Cleaning;
use super::produce_error::ProduceError;
use super::topic_rules::TopicRules;
use super::waiters::Waiters;
use crate::metadata_view::is_internal_topic;
use arc_swap::ArcSwap;
use bytes::Bytes;
use kalda_log::{AppendError, Appended, DeleteRecordsError, DeletedSegment, Log, LogError, Origin};
use kalda_protocol::ErrorCode;
use kalda_records::{Rules, Validated, validate};
use parking_lot::{Mutex, MutexGuard};
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, OnceLock};
use tokio::task::spawn_blocking;
use tracing::error;
use uuid::Uuid;

/// The offset that DeleteRecords takes for the high watermark.
const UP_TO_HIGH_WATERMARK: i64 = -1;

/// A batch as a producer sent it.
#[derive(Debug)]
pub(crate) struct NewBatch {
    /// The records field of the request.
    pub(crate) bytes: Bytes,
    /// Whether the request's version may carry zstd.
    pub(crate) zstd_allowed: bool,
    /// Only the admin client may write to internal topics.
    pub(crate) from_admin_client: bool,
}

/// Where a batch went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    /// Offset of the first record.
    pub(crate) base_offset: i64,
    /// The broker's time if the topic has LogAppendTime, else -1; of a repeated batch the original's largest timestamp.
    pub(crate) log_append_time_ms: i64,
    /// First offset of the log.
    pub(crate) log_start_offset: i64,
}

/// Who reads, and how.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader {
    /// Broker id of a follower, -1 for a consumer, -2 for a debugging consumer.
    pub(crate) replica_id: i32,
    /// Whether open and aborted transactions stay hidden.
    pub(crate) read_committed: bool,
}

/// A partition that this broker leads.
#[derive(Debug)]
pub(crate) struct Partition {
    pub(super) topic: Arc<str>,
    pub(super) topic_id: Uuid,
    pub(super) index: i32,
    leader_epoch: AtomicI32,
    rules: ArcSwap<TopicRules>,
    log: Mutex<Log>,
    /// The turn to flush. Who waits for it mostly finds its records on the disk when it comes, because the one before
    /// has flushed them too: concurrent producers share fsyncs.
    flushing: tokio::sync::Mutex<()>,
    /// Why the log is no longer served. Set under its lock.
    gone: OnceLock<ErrorCode>,
    waiters: Waiters,
    /// Whether its log is being compacted.
    pub(super) cleaning: Cleaning,
}

impl Partition {
    /// Lead `log` in `leader_epoch`.
    pub(super) fn new(
        (topic, topic_id): (Arc<str>, Uuid),
        index: i32,
        leader_epoch: i32,
        rules: TopicRules,
        log: Log,
    ) -> Partition {
        Partition {
            topic,
            topic_id,
            index,
            leader_epoch: AtomicI32::new(leader_epoch),
            rules: ArcSwap::from_pointee(rules),
            log: Mutex::new(log),
            flushing: tokio::sync::Mutex::new(()),
            gone: OnceLock::new(),
            waiters: Waiters::default(),
            cleaning: Cleaning::default(),
        }
    }

    /// Who waits for data.
    pub(crate) fn waiters(&self) -> &Waiters {
        &self.waiters
    }

    /// The leader epoch that the controller gave.
    pub(crate) fn leader_epoch(&self) -> i32 {
        self.leader_epoch.load(Ordering::Relaxed)
    }

    /// The log, for maintenance. Held only as long as nothing blocks.
    pub(super) fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock()
    }

    /// The log with its lock, for work that takes it now and then.
    pub(super) fn shared_log(&self) -> &Mutex<Log> {
        &self.log
    }

    /// End the pass of the cleaner that is under way, and wait until it has: at most until its next block.
    pub(super) fn end_cleaning(&self) {
        self.log.lock().call_off_compaction();
        self.cleaning.wait_for_end();
    }

    /// The log, for clients: not after [`Partition::stop`].
    pub(crate) fn served(&self) -> Result<MutexGuard<'_, Log>, ErrorCode> {
        let log = self.log.lock();
        match self.gone.get() {
            Some(error) => Err(*error),
            None => Ok(log),
        }
    }

    /// Whether the partition was deleted or closed.
    pub(crate) fn is_gone(&self) -> bool {
        self.gone.get().is_some()
    }

    /// Whether `epoch` of a request is the current one; -1 asks for no check.
    pub(crate) fn check_epoch(&self, epoch: i32) -> Result<(), ErrorCode> {
        match epoch {
            -1 => Ok(()),
            epoch if epoch < self.leader_epoch() => Err(ErrorCode::FencedLeaderEpoch),
            epoch if epoch > self.leader_epoch() => Err(ErrorCode::UnknownLeaderEpoch),
            _ => Ok(()),
        }
    }

    /// New rules and log settings, in force from the next operation on.
    pub(super) fn reconfigure(&self, rules: TopicRules) {
        self.log.lock().set_config(rules.log.clone());
        self.rules.store(Arc::new(rules));
    }

    /// The largest batch: `max.message.bytes` of the topic, or a whole segment.
    pub(crate) fn max_batch_bytes(&self) -> usize {
        let rules = self.rules.load();
        let segment_bytes = usize::try_from(rules.log.segment_bytes).unwrap_or(usize::MAX);
        rules.batches.max_message_bytes.min(segment_bytes)
    }

    /// `file.delete.delay.ms` of the topic.
    pub(super) fn file_delete_delay_ms(&self) -> i64 {
        self.rules.load().file_delete_delay_ms
    }

    /// Forget records below `offset`; -1 means all that are committed. The files are removed later.
    pub(super) fn delete_records(
        &self,
        offset: i64,
        now_ms: i64,
    ) -> Result<Vec<DeletedSegment>, ErrorCode> {
        let mut log = self.served()?;
        if log.config().compact && !log.config().delete {
            return Err(ErrorCode::PolicyViolation);
        }
        let offset = match offset {
            UP_TO_HIGH_WATERMARK => log.high_watermark(),
            offset => offset,
        };
        if offset < 0 {
            return Err(ErrorCode::OffsetOutOfRange);
        }
        match log.delete_records(offset, now_ms) {
            Ok(deleted) => Ok(deleted),
            Err(DeleteRecordsError::AboveHighWatermark { .. }) => Err(ErrorCode::OffsetOutOfRange),
            Err(DeleteRecordsError::Storage(error)) => Err(self.storage_failed(&error)),
        }
    }

    /// The leader epoch is another one. Only a leader's log takes note: an epoch without a leader, as between a stop and
    /// a start, has no records.
    pub(crate) fn set_leader_epoch(&self, epoch: i32, leads: bool) {
        let mut log = self.log.lock();
        if self.leader_epoch.swap(epoch, Ordering::Relaxed) != epoch {
            if leads {
                log.begin_epoch(epoch);
            }
            drop(log);
            self.waiters.wake();
        }
    }

    /// Append one batch of a producer.
    pub(crate) async fn append(
        self: Arc<Self>,
        batch: NewBatch,
        now_ms: i64,
    ) -> Result<Written, ProduceError> {
        if is_internal_topic(&self.topic) && !batch.from_admin_client {
            return Err(ProduceError::Refused(ErrorCode::InvalidTopicException));
        }
        let validated = self.validate(batch, now_ms)?;
        let appended = self.write(validated, now_ms)?;
        let end = appended.last_offset.saturating_add(1);
        if appended.flush_due {
            self.flush(end, now_ms).await.map_err(ProduceError::Flush)?;
            let mut log = self.served().map_err(ProduceError::Refused)?;
            commit(&mut log, end);
        }
        self.waiters.wake();
        if appended.rolled {
            Arc::clone(&self).flush_in_background(end, now_ms);
        }
        Ok(Written {
            base_offset: appended.base_offset,
            log_append_time_ms: appended.log_append_time_ms,
            log_start_offset: appended.log_start_offset,
        })
    }

    /// Put a batch in the log, and commit it unless it has to reach the disk first.
    fn write(&self, validated: Validated, now_ms: i64) -> Result<Appended, ProduceError> {
        let mut log = self.served().map_err(ProduceError::Refused)?;
        // Read under the lock: an epoch does not end between here and the append.
        let origin = Origin::client(self.leader_epoch());
        let log_start_offset = log.log_start_offset();
        let refused = |error| {
            if let AppendError::Storage(error) = &error {
                // The producer is told no more than KAFKA_STORAGE_ERROR.
                error!(topic = %self.topic, partition = self.index, %error, "cannot append to the log");
            }
            ProduceError::Append {
                error,
                log_start_offset,
            }
        };
        let appended = log
            .append(validated.batch, origin, now_ms)
            .map_err(refused)?;
        if !appended.flush_due {
            commit(&mut log, appended.last_offset.saturating_add(1));
        }
        Ok(appended)
    }

    /// Everything that can be checked without the log.
    fn validate(&self, batch: NewBatch, now_ms: i64) -> Result<Validated, ProduceError> {
        let topic = self.rules.load();
        let older;
        let rules = match batch.zstd_allowed {
            true => &topic.batches,
            false => {
                older = Rules {
                    zstd_allowed: false,
                    ..topic.batches.clone()
                };
                &older
            }
        };
        let rejected = |rejection| ProduceError::Rejected {
            rejection,
            log_start_offset: self.log.lock().log_start_offset(),
        };
        let validated = validate(batch.bytes, rules, now_ms).map_err(rejected)?;
        if validated.batch.header.is_transactional() {
            // There is no transaction coordinator that could have opened the transaction.
            return Err(ProduceError::Refused(ErrorCode::InvalidTxnState));
        }
        Ok(validated)
    }

    /// Have everything below `end` reach the disk, off the async threads.
    pub(crate) async fn flush(self: &Arc<Self>, end: i64, now_ms: i64) -> Result<(), LogError> {
        let _turn = self.flushing.lock().await;
        let job = {
            let mut log = self.log.lock();
            match log.recovery_point() >= end {
                true => None,
                false => log.begin_flush(now_ms)?,
            }
        };
        let Some(job) = job else {
            return Ok(());
        };
        let partition = Arc::clone(self);
        let flushed = spawn_blocking(move || {
            let outcome = job.run();
            partition.log.lock().complete_flush(outcome)
        });
        // Nobody knows how far a flush came that did not end: the log takes no more.
        let Ok(flushed) = flushed.await else {
            let failed = LogError::Failed {
                path: self.log().directory().to_path_buf(),
            };
            return self.log().complete_flush(Err(failed));
        };
        flushed
    }

    pub(super) fn flush_in_background(self: Arc<Self>, end: i64, now_ms: i64) {
        tokio::spawn(async move {
            if let Err(error) = self.flush(end, now_ms).await {
                error!(topic = %self.topic, partition = self.index, %error, "cannot flush a finished segment");
            }
        });
    }

    /// The partition goes away: from now on clients are told `error`, those that wait for data too.
    pub(super) fn stop(&self, error: ErrorCode) {
        let log = self.log.lock();
        // What was said first stays: a deleted partition is not closed once more.
        self.gone.get_or_init(|| error);
        drop(log);
        self.waiters.wake();
    }
}

/// The only in-sync replica is this one, so what is written here is committed.
pub(super) fn commit(log: &mut Log, end: i64) {
    log.set_high_watermark(log.high_watermark().max(end));
}
