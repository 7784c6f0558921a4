//! Random logs: a table made of the committed records is the same before and after any passes.

use kalda_records::control::TransactionResult;
use kalda_records::{BatchSettings, Compression};
use proptest::prelude::*;

use super::bench::*;
use crate::{CompactionSettings, LogConfig};

/// One step of a random script.
#[derive(Clone, Debug)]
enum Step {
    /// Records of `key` and perhaps a value, in one batch, by nobody or by a producer, in a transaction or not.
    Append {
        keys: Vec<(u8, bool)>,
        writer: u8,
        codec: usize,
    },
    End {
        writer: u8,
        commit: bool,
    },
    Roll,
    Compact {
        map_bytes: usize,
        buffer: usize,
        wait_ms: i64,
    },
    DeleteRecords(i64),
    Expire,
    Restart {
        clean: bool,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let key = (0..12_u8, prop::bool::weighted(0.8));
    prop_oneof![
        10 => (prop::collection::vec(key, 1..5), 0..6_u8, 0..5_usize)
            .prop_map(|(keys, writer, codec)| Step::Append { keys, writer, codec }),
        3 => (3..6_u8, any::<bool>()).prop_map(|(writer, commit)| Step::End { writer, commit }),
        2 => Just(Step::Roll),
        3 => (0..900_usize, 0..9000_usize, 0..1500_i64)
            .prop_map(|(map_bytes, buffer, wait_ms)| Step::Compact { map_bytes, buffer, wait_ms }),
        1 => any::<i64>().prop_map(Step::DeleteRecords),
        1 => Just(Step::Expire),
        1 => any::<bool>().prop_map(|clean| Step::Restart { clean }),
    ]
}

struct Tested {
    bench: Bench,
    now_ms: i64,
    next_value: u32,
    sequences: [i32; 6],
    open: [bool; 6],
}

impl Tested {
    fn take(mut self, step: &Step) -> Self {
        match step {
            Step::Append {
                keys,
                writer,
                codec,
            } => self.append(keys, *writer, *codec),
            Step::End { writer, commit } => self.end(*writer, *commit),
            Step::Roll => self.bench.roll(),
            Step::Compact {
                map_bytes,
                buffer,
                wait_ms,
            } => {
                self.now_ms += wait_ms;
                self.compact(*map_bytes, *buffer);
            }
            Step::DeleteRecords(number) => {
                let mut log = self.bench.log.lock();
                let start = log.log_start_offset();
                let room = log.last_stable_offset() - start + 1;
                log.delete_records(start + number.rem_euclid(room), NOW)
                    .unwrap();
            }
            Step::Expire => self.bench.log.lock().expire_producers(NOW - 1),
            Step::Restart { clean } => self.bench = self.bench.restarted(*clean),
        }
        self
    }

    fn append(&mut self, keys: &[(u8, bool)], writer: u8, codec: usize) {
        let slot = usize::from(writer);
        // Writers 0 and 1 are no idempotent producers, 2 is one, from 3 on they write transactions.
        let mut settings = match writer {
            0 | 1 => BatchSettings::default(),
            2 => producer(2, self.sequences[slot]),
            id => transactional(i64::from(id), self.sequences[slot]),
        };
        settings.attributes.compression = Compression::ALL[codec];
        self.open[slot] |= writer >= 3;
        self.sequences[slot] += i32::try_from(keys.len()).unwrap();
        let texts = keys.iter().map(|(key, has_value)| {
            self.next_value += 1;
            match has_value {
                true => format!("k{key}={}", self.next_value),
                false => format!("k{key}"),
            }
        });
        let texts: Vec<String> = texts.collect();
        let records: Vec<&str> = texts.iter().map(String::as_str).collect();
        self.bench.append_as(settings, &records);
    }

    fn end(&mut self, writer: u8, commit: bool) {
        if std::mem::take(&mut self.open[usize::from(writer)]) {
            let result = match commit {
                true => TransactionResult::Commit,
                false => TransactionResult::Abort,
            };
            self.bench.end_transaction(i64::from(writer), result);
        }
    }

    fn compact(&self, map_bytes: usize, io_buffer_bytes: usize) {
        let Some(plan) = self.bench.plan(self.now_ms) else {
            return;
        };
        let limited = CompactionSettings {
            map_bytes,
            io_buffer_bytes,
            ..settings()
        };
        let (before, all_before, ends) = self.seen();
        let done = plan.run(&self.bench.log, &limited, &mut Unhurried);
        assert!(done.outcome.unwrap() > plan.first_dirty_offset());
        let (after, all_after, ends_after) = self.seen();
        assert_eq!(folded(&after), folded(&before));
        assert_eq!(ends_after, ends);
        assert!(
            all_after.iter().all(|row| all_before.contains(row)),
            "offsets, keys and values stay"
        );
        let committed = after.iter().all(|row| before.contains(row));
        assert!(committed, "nothing that was aborted comes to light");
    }

    fn seen(&self) -> (Vec<Row>, Vec<Row>, [i64; 4]) {
        let log = self.bench.log.lock();
        let ends = [
            log.log_start_offset(),
            log.last_stable_offset(),
            log.high_watermark(),
            log.log_end_offset(),
        ];
        (committed_rows(&log), rows(&log), ends)
    }
}

impl Bench {
    fn restarted(self, clean: bool) -> Self {
        let start = self.log.lock().log_start_offset();
        let committed = committed_rows(&self.log.lock());
        let (bench, report) = self.reopen(clean);
        assert_eq!(report.corruption, None);
        // What the owner's checkpoint holds.
        let high_watermark = bench.log.lock().high_watermark();
        bench
            .log
            .lock()
            .delete_records(start.min(high_watermark), NOW)
            .unwrap();
        assert_eq!(
            folded(&committed_rows(&bench.log.lock())),
            folded(&committed)
        );
        bench
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn a_table_of_the_committed_records_is_the_same_before_and_after(
        steps in prop::collection::vec(step(), 1..60),
    ) {
        let bench = Bench::new();
        let short_segments = LogConfig { segment_bytes: 600, ..config() };
        bench.log.lock().set_config(short_segments);
        let mut tested = Tested {
            bench,
            now_ms: NOW,
            next_value: 0,
            sequences: [0; 6],
            open: [false; 6],
        };
        for step in &steps {
            tested = tested.take(step);
        }
        tested.bench.roll();
        tested.compact(1 << 20, 0);
    }
}
