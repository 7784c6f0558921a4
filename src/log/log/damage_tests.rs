//! Random damage to any file of a partition directory: opened, read and written without a panic, and what a scan has
//! been through is never wrong.

use std::path::Path;

use kalda_disk::{Disk, FaultyDisk, OpenMode};
use kalda_records::control::{ControlRecord, TransactionResult};
use kalda_records::{AppendBatch, BatchBuilder, BatchSettings, Batches, NewRecord};
use proptest::prelude::*;

use super::tests::{NOW, batch, request};
use super::*;

/// What happens to one file.
#[derive(Clone, Debug)]
enum Damage {
    Flip {
        position: usize,
        mask: u8,
    },
    Cut {
        bytes: usize,
    },
    Extend {
        bytes: usize,
    },
    Overwrite {
        position: usize,
        with: Vec<u8>,
    },
    Remove,
    /// Gets the content of another file of the directory.
    Swap {
        other: usize,
    },
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        4 => (any::<usize>(), 1..=u8::MAX).prop_map(|(position, mask)| Damage::Flip { position, mask }),
        2 => any::<usize>().prop_map(|bytes| Damage::Cut { bytes }),
        1 => (1..500_usize).prop_map(|bytes| Damage::Extend { bytes }),
        2 => (any::<usize>(), prop::collection::vec(any::<u8>(), 1..80))
            .prop_map(|(position, with)| Damage::Overwrite { position, with }),
        1 => Just(Damage::Remove),
        1 => any::<usize>().prop_map(|other| Damage::Swap { other }),
    ]
}

/// A directory with several segments, an idempotent producer, an aborted transaction and two epochs.
fn directory() -> (FaultyDisk, Vec<AppendBatch>) {
    let disk = FaultyDisk::new();
    let (mut log, _) = Log::open(request(&disk, true)).unwrap();
    log.set_topic_id(Uuid::from_u128(99));
    for number in 0..16 {
        let epoch = number / 8;
        log.append(
            batch(1, NOW + i64::from(number), 120),
            Origin::client(epoch),
            NOW,
        )
        .unwrap();
        if number == 5 {
            append_aborted_transaction(&mut log, epoch);
        }
    }
    log.close(NOW).unwrap();
    let (log, _) = Log::open(request(&disk, true)).unwrap();
    let all = batches(&log);
    assert_eq!(all.len(), 18);
    (disk, all)
}

fn append_aborted_transaction(log: &mut Log, leader_epoch: i32) {
    let mut settings = BatchSettings {
        producer_id: 4,
        producer_epoch: 0,
        base_sequence: 0,
        ..BatchSettings::default()
    };
    settings.attributes.transactional = true;
    let mut builder = BatchBuilder::new(settings);
    builder.append(&NewRecord {
        timestamp: NOW,
        value: Some(b"x"),
        ..NewRecord::default()
    });
    log.append(builder.build().unwrap(), Origin::client(leader_epoch), NOW)
        .unwrap();
    settings.base_sequence = -1;
    let marker = ControlRecord::EndTransaction {
        result: TransactionResult::Abort,
        coordinator_epoch: 0,
    };
    let origin = Origin::Coordinator {
        leader_epoch,
        transaction_version: 1,
    };
    log.append(
        ControlRecord::batch(settings, NOW, &[marker]).unwrap(),
        origin,
        NOW,
    )
    .unwrap();
}

/// All batches that can be read, each offset tried; errors are passed over.
fn batches(log: &Log) -> Vec<AppendBatch> {
    let mut found: Vec<AppendBatch> = Vec::new();
    for offset in log.log_start_offset()..log.log_end_offset().min(log.log_start_offset() + 100) {
        for isolation in [Isolation::LogEnd, Isolation::LastStable] {
            let from = ReadFrom {
                offset,
                max_bytes: 1,
                min_one_batch: true,
                isolation,
            };
            let Ok(Slice {
                range: Some(range), ..
            }) = log.read(from)
            else {
                continue;
            };
            let content = range.read().unwrap_or_default();
            for (header, bytes) in Batches::new(&content).flatten() {
                if found
                    .last()
                    .is_none_or(|it| it.header.base_offset < header.base_offset)
                {
                    found.extend(AppendBatch::from_wire(bytes.to_vec().into()));
                }
            }
        }
    }
    found
}

fn apply(disk: &FaultyDisk, file: usize, damage: &Damage) {
    let directory = Path::new("/data/t-0");
    let names = disk.read_dir(directory).unwrap();
    if names.is_empty() {
        return;
    }
    let path = directory.join(&names[file % names.len()].name);
    let open = || disk.open(&path, OpenMode::ReadWrite).unwrap();
    let size = usize::try_from(open().bytes().unwrap()).unwrap();
    match damage {
        Damage::Flip { position, mask } if size > 0 => {
            disk.corrupt(&path, position % size, *mask).unwrap()
        }
        Damage::Flip { .. } => {}
        Damage::Cut { bytes } => open().set_len((bytes % (size + 1)) as u64).unwrap(),
        Damage::Extend { bytes } => open().set_len((size + bytes) as u64).unwrap(),
        Damage::Overwrite { position, with } => open()
            .write_at(&[with], (position % (size + 1)) as u64)
            .unwrap(),
        Damage::Remove => disk.remove_file(&path).unwrap(),
        Damage::Swap { other } => {
            let source = directory.join(&names[other % names.len()].name);
            let content = kalda_disk::read_file(disk, &source, 1 << 20).unwrap();
            open().set_len(0).unwrap();
            open().write_at(&[&content], 0).unwrap();
        }
    }
}

fn exercise(log: &mut Log) {
    for query in [
        TimestampQuery::MaxTimestamp,
        TimestampQuery::AtLeast(0),
        TimestampQuery::AtLeast(NOW + 9),
    ] {
        drop(log.lookup(query));
    }
    drop(log.aborted_transactions(0, i64::MAX));
    log.set_high_watermark(i64::MAX);
    drop(log.append(batch(1, NOW, 10), Origin::client(5), NOW));
    drop(log.truncate_to(log.log_end_offset() / 2, NOW));
    drop(log.delete_records(log.log_start_offset() + 1, NOW));
    drop(log.apply_retention(NOW + 1_000_000_000));
    drop(log.flush(NOW));
    drop(log.close(NOW));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn a_scan_never_serves_what_was_not_written(
        damages in prop::collection::vec((any::<usize>(), damage()), 1..4),
    ) {
        let (disk, all) = directory();
        for (file, damage) in &damages {
            apply(&disk, *file, damage);
        }
        let (mut log, _) = Log::open(request(&disk, false)).unwrap();
        for found in batches(&log) {
            // Base offset and epoch lie outside of the checksum, so damage there can move a batch but not change it.
            let content = (found.header.crc, &found.payload);
            prop_assert!(all.iter().any(|known| (known.header.crc, &known.payload) == content));
        }
        exercise(&mut log);
    }

    #[test]
    fn a_damaged_directory_is_opened_without_a_scan_and_used_without_a_panic(
        damages in prop::collection::vec((any::<usize>(), damage()), 1..4),
    ) {
        let (disk, _) = directory();
        for (file, damage) in &damages {
            apply(&disk, *file, damage);
        }
        if let Ok((mut log, _)) = Log::open(request(&disk, true)) {
            batches(&log);
            exercise(&mut log);
        }
    }
}
