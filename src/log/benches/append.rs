//! Appending batches of 16 KiB, beside plain writes of the same size to the same file system.

use std::sync::Arc;

use bytes::Bytes;
use divan::Bencher;
use divan::counter::BytesCount;
use kalda_disk::{Disk, DiskFile, OpenMode, RealDisk};
use kalda_log::{Isolation, Log, LogConfig, OpenLog, Origin, ReadFrom};
use kalda_records::{AppendBatch, BatchBuilder, BatchSettings, NewRecord, Rules, validate};
use tempfile::TempDir;

const NOW_MS: i64 = 1_700_000_000_000;
/// Files begin anew after so much, so that the benchmark measures the page cache and not the disk behind it.
const FILE_BYTES: u64 = 256 << 20;

fn main() {
    divan::main();
}

/// Sixteen records that make up 16 KiB together.
fn batch(producer_id: i64) -> AppendBatch {
    let mut builder = BatchBuilder::new(BatchSettings {
        producer_id,
        producer_epoch: if producer_id < 0 { -1 } else { 0 },
        base_sequence: if producer_id < 0 { -1 } else { 0 },
        ..BatchSettings::default()
    });
    let value = vec![b'v'; 1010];
    for _ in 0..16 {
        builder.append(&NewRecord {
            timestamp: NOW_MS,
            value: Some(&value),
            ..NewRecord::default()
        });
    }
    builder.build().expect("the records fit into a batch")
}

/// A log in a directory of its own, begun anew when it has grown.
struct Bench {
    _directory: TempDir,
    log: Log,
}

impl Bench {
    fn new() -> Self {
        let directory = tempfile::tempdir().expect("a directory for the benchmark");
        let request = OpenLog {
            disk: Arc::new(RealDisk),
            directory: directory.path().join("t-0"),
            config: LogConfig::default(),
            log_start_offset: 0,
            recovery_point: 0,
            high_watermark: 0,
            clean: true,
            now_ms: NOW_MS,
            jitter_seed: 0,
        };
        let (log, _) = Log::open(request).expect("an empty log opens");
        Self {
            _directory: directory,
            log,
        }
    }

    fn append(&mut self, batch: AppendBatch) {
        if self.log.bytes() > FILE_BYTES {
            *self = Self::new();
        }
        let appended = self.log.append(batch, Origin::client(0), NOW_MS);
        divan::black_box(appended.expect("the batch is appended"));
    }
}

#[divan::bench(sample_count = 60, sample_size = 500)]
fn a_plain_write(bencher: Bencher<'_, '_>) {
    let bytes = batch(-1).to_bytes();
    let directory = tempfile::tempdir().expect("a directory for the benchmark");
    let open = |number: u32| {
        let path = directory.path().join(number.to_string());
        RealDisk
            .open(&path, OpenMode::CreateNew)
            .expect("a file opens")
    };
    let (mut number, mut position) = (0, 0);
    let mut file: Arc<dyn DiskFile> = open(number);
    bencher
        .counter(BytesCount::new(bytes.len()))
        .bench_local(|| {
            if position > FILE_BYTES {
                number += 1;
                file.set_len(0).expect("the old file is emptied");
                file = open(number);
                position = 0;
            }
            file.write_at(&[&bytes], position)
                .expect("the bytes are written");
            position += bytes.len() as u64;
        });
}

#[divan::bench(sample_count = 60, sample_size = 500)]
fn an_append(bencher: Bencher<'_, '_>) {
    let batch = batch(-1);
    let mut bench = Bench::new();
    bencher
        .counter(BytesCount::new(batch.total_bytes()))
        .bench_local(|| bench.append(batch.clone()));
}

#[divan::bench(sample_count = 60, sample_size = 500)]
fn an_append_of_an_idempotent_producer(bencher: Bencher<'_, '_>) {
    let mut batch = batch(7);
    let mut bench = Bench::new();
    bencher
        .counter(BytesCount::new(batch.total_bytes()))
        .bench_local(|| {
            bench.append(batch.clone());
            batch.header.base_sequence = (batch.header.base_sequence + 16) % (1 << 30);
        });
}

#[divan::bench(sample_count = 60, sample_size = 500)]
fn an_append_with_validation_and_checksum(bencher: Bencher<'_, '_>) {
    let bytes: Bytes = batch(-1).to_bytes();
    let rules = Rules::default();
    let mut bench = Bench::new();
    bencher
        .counter(BytesCount::new(bytes.len()))
        .bench_local(|| {
            let validated = validate(bytes.clone(), &rules, NOW_MS).expect("the batch is valid");
            bench.append(validated.batch);
        });
}

#[divan::bench(sample_count = 60, sample_size = 500)]
fn finding_what_to_read_in_the_middle(bencher: Bencher<'_, '_>) {
    let mut bench = Bench::new();
    for _ in 0..10_000 {
        bench.append(batch(-1));
    }
    let end = bench.log.log_end_offset();
    let mut offset = 0;
    bencher.bench_local(|| {
        offset = (offset + 7919) % end;
        let from = ReadFrom {
            offset,
            max_bytes: 1 << 20,
            min_one_batch: true,
            isolation: Isolation::LogEnd,
        };
        divan::black_box(bench.log.read(from).expect("the offset is in the log"));
    });
}
