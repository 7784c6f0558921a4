//! Compacting a log of 1 KiB records, beside copying its files.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use divan::Bencher;
use divan::counter::BytesCount;
use kalda_disk::{Disk, OpenMode, RealDisk};
use kalda_log::{CompactionSettings, Log, LogConfig, OpenLog, Origin, Pace};
use kalda_records::{BatchBuilder, BatchSettings, Compression, NewRecord};
use parking_lot::Mutex;
use tempfile::TempDir;

const NOW_MS: i64 = 1_700_000_000_000;
const SEGMENT_BYTES: u32 = 64 << 20;
const SEGMENTS: usize = 4;
const RECORDS_PER_BATCH: usize = 16;
const VALUE_BYTES: usize = 1000;

fn main() {
    divan::main();
}

/// How many different keys there are: with few of them little stays, with many nearly all.
const KEYS: [u64; 2] = [25_000, 1_000_000];

struct Unhurried;

impl Pace for Unhurried {
    fn spend(&mut self, _bytes: u64) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}

/// A log whose sealed segments are all dirty.
fn filled(keys: u64, compression: Compression) -> (TempDir, Mutex<Log>, u64) {
    let directory = tempfile::tempdir().expect("a directory for the benchmark");
    let request = OpenLog {
        disk: Arc::new(RealDisk),
        directory: directory.path().join("t-0"),
        config: LogConfig {
            segment_bytes: SEGMENT_BYTES,
            compact: true,
            ..LogConfig::default()
        },
        log_start_offset: 0,
        recovery_point: 0,
        high_watermark: 0,
        clean: true,
        now_ms: NOW_MS,
        jitter_seed: 0,
    };
    let (mut log, _) = Log::open(request).expect("an empty log opens");
    let mut state = 1_u64;
    while log.segment_count() <= SEGMENTS {
        let mut settings = BatchSettings::default();
        settings.attributes.compression = compression;
        let mut builder = BatchBuilder::new(settings);
        for _ in 0..RECORDS_PER_BATCH {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let value: Vec<u8> = (0..VALUE_BYTES / 8)
                .flat_map(|it| state.wrapping_mul(it as u64 | 1).to_be_bytes())
                .collect();
            builder.append(&NewRecord {
                timestamp: NOW_MS,
                key: Some(&(state >> 20).rem_euclid(keys).to_be_bytes()),
                value: Some(&value),
                ..NewRecord::default()
            });
        }
        let batch = builder.build().expect("the records fit into a batch");
        log.append(batch, Origin::client(0), NOW_MS)
            .expect("the batch is appended");
    }
    log.set_high_watermark(log.log_end_offset());
    let bytes = log.dirt(NOW_MS).expect("the log is sound").cleanable_bytes;
    (directory, Mutex::new(log), bytes)
}

fn compact(log: &Mutex<Log>) {
    let settings = CompactionSettings {
        map_bytes: 128 << 20,
        map_load_factor: 0.9,
        io_buffer_bytes: 256 << 10,
        secret: (1, 2),
    };
    let plan = log
        .lock()
        .plan_compaction(NOW_MS)
        .expect("the log is sound");
    let plan = plan.expect("there is something to compact");
    let done = plan.run(log, &settings, &mut Unhurried);
    done.outcome.expect("the log is compacted");
}

/// Reads and writes all segment files in blocks, and syncs the copies: the least that compaction could do.
fn copy(directory: &Path) {
    for entry in RealDisk
        .read_dir(directory)
        .expect("the directory is listed")
    {
        if !entry.name.ends_with(".log") {
            continue;
        }
        let source = RealDisk.open(&directory.join(&entry.name), OpenMode::Read);
        let source = source.expect("the segment opens");
        let path = directory.join(format!("{}.copy", entry.name));
        let target = RealDisk
            .open(&path, OpenMode::CreateNew)
            .expect("a file opens");
        let mut block = vec![0; 256 << 10];
        let mut position = 0;
        loop {
            let read = source.read_at(&mut block, position).expect("it is read");
            let part = block.get(..read).unwrap_or_default();
            if part.is_empty() {
                break;
            }
            target.write_at(&[part], position).expect("it is written");
            position += read as u64;
        }
        target.sync_all().expect("it is synced");
        RealDisk.remove_file(&path).expect("it is removed");
    }
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn a_plain_copy(bencher: Bencher<'_, '_>) {
    let (directory, _log, bytes) = filled(KEYS[0], Compression::None);
    bencher
        .counter(BytesCount::new(bytes))
        .bench_local(|| copy(&directory.path().join("t-0")));
}

#[divan::bench(sample_count = 3, sample_size = 1, args = KEYS)]
fn a_compaction(bencher: Bencher<'_, '_>, keys: u64) {
    let bytes = u64::from(SEGMENT_BYTES) * SEGMENTS as u64;
    bencher
        .counter(BytesCount::new(bytes))
        .with_inputs(|| filled(keys, Compression::None))
        .bench_local_refs(|(_, log, _)| compact(log));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn a_compaction_of_zstd(bencher: Bencher<'_, '_>) {
    let bytes = u64::from(SEGMENT_BYTES) * SEGMENTS as u64;
    bencher
        .counter(BytesCount::new(bytes))
        .with_inputs(|| filled(KEYS[0], Compression::Zstd))
        .bench_local_refs(|(_, log, _)| compact(log));
}
