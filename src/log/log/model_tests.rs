//! Random scripts against a log that is a vector.

use kalda_disk::{CrashOutcome, FaultyDisk};
use kalda_records::Batches;
use proptest::prelude::*;

use super::tests::{NOW, batch, request, small};
use super::*;

/// One step of a random script. Numbers are brought into range when the step is taken.
#[derive(Clone, Debug)]
enum Step {
    Append {
        records: usize,
        timestamp: i64,
        bytes: usize,
    },
    Roll,
    Flush,
    HighWatermark(i64),
    DeleteRecords(i64),
    Retention {
        bytes: i64,
    },
    Truncate(i64),
    Epoch,
    Release,
    Restart {
        clean: bool,
    },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (1..6_usize, 0..500_i64, 0..300_usize)
            .prop_map(|(records, timestamp, bytes)| Step::Append { records, timestamp, bytes: bytes / records }),
        1 => Just(Step::Roll),
        1 => Just(Step::Flush),
        2 => any::<i64>().prop_map(Step::HighWatermark),
        1 => any::<i64>().prop_map(Step::DeleteRecords),
        1 => (0..3000_i64).prop_map(|bytes| Step::Retention { bytes }),
        1 => any::<i64>().prop_map(Step::Truncate),
        1 => Just(Step::Epoch),
        1 => Just(Step::Release),
        2 => any::<bool>().prop_map(|clean| Step::Restart { clean }),
    ]
}

/// A batch as the model remembers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Known {
    base: i64,
    last: i64,
    timestamp: i64,
    epoch: i32,
}

/// The log as a vector.
#[derive(Debug, Default)]
struct Model {
    batches: Vec<Known>,
    start: i64,
    end: i64,
    high_watermark: i64,
    epoch: i32,
}

/// A number within `low..=high`.
fn within(number: i64, low: i64, high: i64) -> i64 {
    low + number.rem_euclid(high - low + 1)
}

struct Pair {
    disk: FaultyDisk,
    log: Log,
    model: Model,
}

impl Pair {
    fn new() -> Self {
        let disk = FaultyDisk::new();
        let (log, _) = Log::open(request(&disk, true)).unwrap();
        Self {
            disk,
            log,
            model: Model::default(),
        }
    }

    fn take(mut self, step: &Step) -> Self {
        let (log, model) = (&mut self.log, &mut self.model);
        match *step {
            Step::Append {
                records,
                timestamp,
                bytes,
            } => {
                let batch = batch(records, NOW + timestamp, bytes);
                let appended = log.append(batch, Origin::client(model.epoch), NOW).unwrap();
                assert_eq!(appended.base_offset, model.end);
                model.batches.push(Known {
                    base: appended.base_offset,
                    last: appended.last_offset,
                    timestamp: NOW + timestamp,
                    epoch: model.epoch,
                });
                model.end = appended.last_offset + 1;
            }
            Step::Roll => {
                log.roll(NOW).unwrap();
            }
            Step::Flush => log.flush(NOW).unwrap(),
            Step::HighWatermark(number) => {
                model.high_watermark = within(number, model.high_watermark, model.end);
                log.set_high_watermark(model.high_watermark);
            }
            Step::DeleteRecords(number) => {
                model.start = within(number, model.start, model.high_watermark.max(model.start));
                log.delete_records(model.start, NOW).unwrap();
            }
            Step::Retention { bytes } => {
                log.set_config(LogConfig {
                    retention_bytes: bytes,
                    retention_ms: -1,
                    ..small()
                });
                let before = model.start;
                log.apply_retention(NOW).unwrap();
                model.start = log.log_start_offset();
                assert!(before <= model.start && model.start <= model.high_watermark.max(before));
                log.set_config(small());
            }
            Step::Truncate(number) => {
                let asked = within(number, model.start, model.end);
                log.truncate_to(asked, NOW).unwrap();
                model.batches.retain(|known| known.last < asked);
                if asked < model.end {
                    let cut = model.batches.last().map_or(asked, |known| known.last + 1);
                    // Where all batches are gone, the log ends where the cut one began, or at the offset asked for.
                    model.end = log.log_end_offset();
                    assert!(model.end <= asked && (model.batches.is_empty() || model.end == cut));
                }
                model.start = model.start.min(model.end);
                model.high_watermark = model.high_watermark.min(model.end);
            }
            Step::Epoch => {
                model.epoch += 1;
                log.begin_epoch(model.epoch);
            }
            Step::Release => log.release_files(),
            Step::Restart { clean } => return self.restart(clean),
        }
        self
    }

    fn restart(self, clean: bool) -> Self {
        let Self {
            disk,
            mut log,
            model,
        } = self;
        let checkpointed = OpenLog {
            log_start_offset: model.start,
            recovery_point: log.recovery_point(),
            high_watermark: model.high_watermark,
            ..request(&disk, clean)
        };
        if clean {
            log.close(NOW).unwrap();
        } else {
            drop(log);
            disk.restart(CrashOutcome::KeepAll);
        }
        let (log, report) = Log::open(checkpointed).unwrap();
        assert_eq!(report.findings, Vec::<String>::new());
        assert_eq!(report.corruption, None);
        Self { disk, log, model }
    }

    fn check(&self) {
        let (log, model) = (&self.log, &self.model);
        assert_eq!(log.log_start_offset(), model.start);
        assert_eq!(log.log_end_offset(), model.end);
        assert_eq!(log.high_watermark(), model.high_watermark.max(model.start));
        let visible: Vec<Known> = model
            .batches
            .iter()
            .copied()
            .filter(|it| it.last >= model.start)
            .collect();
        for offset in model.start..=model.end {
            let expected: Vec<Known> = visible
                .iter()
                .copied()
                .filter(|it| it.last >= offset)
                .collect();
            self.check_read(offset, &expected);
        }
        for after in [0, 250, 499] {
            let timestamp = NOW + after;
            let found = log.lookup(TimestampQuery::AtLeast(timestamp)).unwrap();
            let expected = visible.iter().find(|it| it.timestamp >= timestamp);
            let expected = expected.map(|it| (it.base.max(model.start), it.timestamp));
            assert_eq!(found.map(|it| (it.offset, it.timestamp)), expected);
        }
        self.check_epochs(&visible);
    }

    /// Reads one slice and compares the whole batches in it.
    fn check_read(&self, offset: i64, expected: &[Known]) {
        let from = ReadFrom {
            offset,
            max_bytes: 400,
            min_one_batch: true,
            isolation: Isolation::LogEnd,
        };
        let slice = self.log.read(from).unwrap();
        let Some(range) = slice.range else {
            assert!(expected.is_empty(), "nothing is read at {offset}");
            return;
        };
        let content = range.read().unwrap();
        assert_eq!(content.len(), range.bytes);
        let found = Batches::new(&content).map(|parsed| {
            let (header, _) = parsed.unwrap();
            Known {
                base: header.base_offset,
                last: header.last_offset(),
                timestamp: header.max_timestamp,
                epoch: header.partition_leader_epoch,
            }
        });
        let found: Vec<Known> = found.collect();
        assert!(!found.is_empty());
        assert_eq!(found, expected[..found.len()]);
    }

    fn check_epochs(&self, visible: &[Known]) {
        for known in visible {
            let offset = known.base.max(self.model.start);
            assert_eq!(self.log.leader_epochs().epoch_of(offset), Some(known.epoch));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn a_log_is_a_vector_whatever_is_done_to_it(steps in prop::collection::vec(step(), 1..60)) {
        let mut pair = Pair::new();
        for step in &steps {
            pair = pair.take(step);
            pair.check();
        }
    }
}
