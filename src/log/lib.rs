//! The segment store: partition logs on Apache Kafka's files.
//!
//! [`Log`] is one partition replica's log; [`LogDir`] is one log directory with its lock, checkpoints and partition
//! directories. Everything is synchronous; time and chance are arguments, and all I/O goes through
//! [`kalda_disk::Disk`]. This crate does not know leaders, replicas, groups or requests.

mod batch_scan;
mod batch_walk;
mod checkpoint;
mod compaction;
mod config;
mod entry_file;
mod epochs;
mod error;
mod log;
mod log_dir;
mod names;
mod offset_index;
mod partition_metadata;
mod producers;
mod segment;
mod segments;
mod storage;
mod time_index;
mod transaction_index;

pub use checkpoint::{CheckpointError, PartitionOffsets, read_offsets, write_offsets};
pub use compaction::{
    Compacted, CompactionError, CompactionPlan, CompactionSettings, CompactionStats, Pace,
};
pub use config::LogConfig;
pub use epochs::{EpochEnd, EpochStart, LeaderEpochs};
pub use error::{AppendError, LogError, ReadError};
pub use log::{
    Appended, Corruption, DeleteRecordsError, DeletedSegment, Dirt, FileRange, FlushJob, Flushed,
    Isolation, Log, OffsetLookup, OpenLog, Origin, ReadFrom, RecoveryReport, Slice, TimestampQuery,
};
pub use log_dir::{
    Checkpoint, CleanShutdown, DirState, LogDir, LogDirError, PartitionDir, partition_dir_name,
};
pub use producers::ActiveProducer;
pub use transaction_index::AbortedTransaction;
