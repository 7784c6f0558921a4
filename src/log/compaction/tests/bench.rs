//! A compacted log with what tests do to it.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

use kalda_disk::{Disk, FaultyDisk};
use kalda_records::control::{ControlRecord, TransactionResult};
use kalda_records::{
    AppendBatch, BatchBuilder, BatchHeader, BatchSettings, Batches, DecompressionLimits, NewRecord,
    RecordReader, payload_of,
};
use parking_lot::Mutex;

pub(super) use crate::log::tests::NOW;
use crate::log::tests::{request, small};
use crate::{
    AbortedTransaction, Compacted, CompactionPlan, CompactionSettings, Isolation, Log, LogConfig,
    OpenLog, Origin, Pace, ReadFrom, RecoveryReport,
};

/// Offset, key, value.
pub(super) type Row = (i64, String, Option<String>);

/// Goes on at once, always.
pub(super) struct Unhurried;

impl Pace for Unhurried {
    fn spend(&mut self, _bytes: u64) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}

pub(super) fn config() -> LogConfig {
    LogConfig {
        compact: true,
        delete: false,
        delete_retention_ms: 1000,
        ..small()
    }
}

pub(super) fn settings() -> CompactionSettings {
    CompactionSettings {
        map_bytes: 1 << 20,
        map_load_factor: 0.9,
        io_buffer_bytes: 0,
        secret: (1, 2),
    }
}

pub(super) fn open_request(disk: &FaultyDisk, clean: bool) -> OpenLog {
    OpenLog {
        config: config(),
        ..request(disk, clean)
    }
}

/// A log and its disk.
pub(super) struct Bench {
    pub(super) disk: FaultyDisk,
    pub(super) log: Mutex<Log>,
}

impl Bench {
    pub(super) fn new() -> Self {
        let disk = FaultyDisk::new();
        let (log, _) = Log::open(open_request(&disk, true)).unwrap();
        Self {
            disk,
            log: Mutex::new(log),
        }
    }

    /// Appends a batch with `key=value` records; `key` alone is a tombstone.
    pub(super) fn append(&self, records: &[&str]) -> i64 {
        self.append_as(BatchSettings::default(), records)
    }

    pub(super) fn append_as(&self, settings: BatchSettings, records: &[&str]) -> i64 {
        self.put(batch(settings, NOW, records))
    }

    pub(super) fn put(&self, batch: AppendBatch) -> i64 {
        let mut log = self.log.lock();
        let appended = log.append(batch, Origin::client(0), NOW).unwrap();
        log.set_high_watermark(appended.last_offset + 1);
        appended.base_offset
    }

    pub(super) fn end_transaction(&self, producer_id: i64, result: TransactionResult) -> i64 {
        let marker = ControlRecord::EndTransaction {
            result,
            coordinator_epoch: 0,
        };
        let mut settings = producer(producer_id, -1);
        settings.attributes.transactional = true;
        let batch = ControlRecord::batch(settings, NOW, &[marker]).unwrap();
        let origin = Origin::Coordinator {
            leader_epoch: 0,
            transaction_version: 1,
        };
        let mut log = self.log.lock();
        let appended = log.append(batch, origin, NOW).unwrap();
        log.set_high_watermark(appended.last_offset + 1);
        appended.base_offset
    }

    pub(super) fn roll(&self) {
        self.log.lock().roll(NOW).unwrap();
    }

    pub(super) fn plan(&self, now_ms: i64) -> Option<CompactionPlan> {
        self.log.lock().plan_compaction(now_ms).unwrap()
    }

    /// A pass at `now_ms`; nothing happens when there is nothing to do.
    pub(super) fn compact_at(&self, now_ms: i64) -> Option<Compacted> {
        let plan = self.plan(now_ms)?;
        Some(plan.run(&self.log, &settings(), &mut Unhurried))
    }

    /// A pass that must succeed.
    pub(super) fn compact(&self) -> Compacted {
        let done = self.compact_at(NOW).unwrap();
        assert!(done.outcome.is_ok(), "{:?}", done.outcome);
        done
    }

    pub(super) fn rows(&self) -> Vec<Row> {
        rows(&self.log.lock())
    }

    pub(super) fn headers(&self) -> Vec<BatchHeader> {
        headers(&self.log.lock())
    }

    pub(super) fn file_names(&self) -> Vec<String> {
        let entries = self.disk.read_dir(Path::new("/data/t-0")).unwrap();
        entries.into_iter().map(|it| it.name).collect()
    }

    /// Ends the process and begins another, cleanly or not.
    pub(super) fn reopen(self, clean: bool) -> (Self, RecoveryReport) {
        let Self { disk, log } = self;
        let mut log = log.into_inner();
        if clean {
            log.close(NOW).unwrap();
        }
        let high_watermark = log.high_watermark();
        let opened = Log::open(OpenLog {
            high_watermark,
            ..open_request(&disk, clean)
        });
        let (mut opened, report) = opened.unwrap();
        opened.set_first_dirty_offset(log.first_dirty_offset());
        let log = Mutex::new(opened);
        (Self { disk, log }, report)
    }
}

pub(super) fn producer(producer_id: i64, base_sequence: i32) -> BatchSettings {
    BatchSettings {
        producer_id,
        producer_epoch: 0,
        base_sequence,
        ..BatchSettings::default()
    }
}

pub(super) fn transactional(producer_id: i64, base_sequence: i32) -> BatchSettings {
    let mut settings = producer(producer_id, base_sequence);
    settings.attributes.transactional = true;
    settings
}

pub(super) fn batch(settings: BatchSettings, timestamp: i64, records: &[&str]) -> AppendBatch {
    let mut builder = BatchBuilder::new(settings);
    for record in records {
        let (key, value) = match record.split_once('=') {
            Some((key, value)) => (key, Some(value.as_bytes())),
            None => (*record, None),
        };
        builder.append(&NewRecord {
            timestamp,
            key: Some(key.as_bytes()),
            value,
            headers: &[],
        });
    }
    builder.build().unwrap()
}

/// What one Fetch after the other brings, with the aborted transactions beside each.
fn slices(log: &Log, isolation: Isolation) -> Vec<(Vec<u8>, Vec<AbortedTransaction>)> {
    let mut found = Vec::new();
    let mut next = log.log_start_offset();
    while next < log.log_end_offset() {
        let from = ReadFrom {
            offset: next,
            max_bytes: 300,
            min_one_batch: true,
            isolation,
        };
        let slice = log.read(from).unwrap();
        let Some(range) = slice.range else { break };
        let content = range.read().unwrap();
        for parsed in Batches::new(&content) {
            next = parsed.unwrap().0.next_offset();
        }
        found.push((content, slice.aborted.unwrap_or_default()));
    }
    found
}

pub(super) fn headers(log: &Log) -> Vec<BatchHeader> {
    let slices = slices(log, Isolation::LogEnd);
    let batches = slices.iter().flat_map(|(content, _)| Batches::new(content));
    batches.map(|parsed| parsed.unwrap().0).collect()
}

/// The records that a reader of uncommitted data sees.
pub(super) fn rows(log: &Log) -> Vec<Row> {
    let mut found = Vec::new();
    for (content, _) in slices(log, Isolation::LogEnd) {
        for parsed in Batches::new(&content) {
            let (header, bytes) = parsed.unwrap();
            if !header.is_control() {
                found.extend(rows_of(&header, bytes));
            }
        }
    }
    found
}

/// The records that a reader of committed data sees: it skips what the list of aborted transactions names.
pub(super) fn committed_rows(log: &Log) -> Vec<Row> {
    let mut found = Vec::new();
    for (content, aborted) in slices(log, Isolation::LastStable) {
        let mut open: BTreeMap<i64, i64> = BTreeMap::new();
        for parsed in Batches::new(&content) {
            let (header, bytes) = parsed.unwrap();
            for transaction in &aborted {
                let begun = transaction.first_offset <= header.last_offset();
                if begun && transaction.last_offset >= header.base_offset {
                    open.insert(transaction.producer_id, transaction.last_offset);
                }
            }
            open.retain(|_, last| *last >= header.base_offset);
            let skipped = header.is_transactional() && open.contains_key(&header.producer_id);
            if !header.is_control() && !skipped {
                found.extend(rows_of(&header, bytes));
            }
        }
    }
    found
}

fn rows_of(header: &BatchHeader, bytes: &[u8]) -> Vec<Row> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let limits = DecompressionLimits::default();
    let mut records = RecordReader::new(header, payload_of(bytes), limits).unwrap();
    let mut rows = Vec::new();
    while let Some(record) = records.next_record().unwrap() {
        let key = text(record.key.unwrap_or_default());
        rows.push((record.offset, key, record.value.map(text)));
    }
    rows
}

/// Rows in short: `offset:key=value`.
pub(super) fn short(rows: &[Row]) -> Vec<String> {
    let one = |(offset, key, value): &Row| match value {
        Some(value) => format!("{offset}:{key}={value}"),
        None => format!("{offset}:{key}"),
    };
    rows.iter().map(one).collect()
}

/// What a table made of the rows holds: the newest value of each key that has one.
pub(super) fn folded(rows: &[Row]) -> BTreeMap<String, String> {
    let mut table = BTreeMap::new();
    for (_, key, value) in rows {
        match value {
            Some(value) => table.insert(key.clone(), value.clone()),
            None => table.remove(key),
        };
    }
    table
}
