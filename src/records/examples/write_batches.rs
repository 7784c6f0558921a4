//! Writes batches as Kalda makes them into a directory, to be read by Kafka's own classes (`golden/Golden.java`).

use std::error::Error;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use kalda_records::{
    Attributes, BatchBuilder, BatchSettings, Compression, CompressionLevels, NewHeader, NewRecord,
    Rules, TimestampType, validate,
};

const T: i64 = 1_700_000_000_000;

fn main() -> Result<(), Box<dyn Error>> {
    let dir = PathBuf::from(
        std::env::args_os()
            .nth(1)
            .ok_or("usage: write_batches DIR")?,
    );
    std::fs::create_dir_all(&dir)?;
    let plain = ten_records(BatchSettings::default())?;
    for codec in Compression::ALL {
        let attributes = Attributes {
            compression: codec,
            ..Attributes::default()
        };
        let built = ten_records(BatchSettings {
            attributes,
            ..BatchSettings::default()
        })?;
        write(&dir, &format!("ten-built-{codec}"), &built)?;
        let levels = CompressionLevels {
            gzip: 9,
            lz4: 17,
            zstd: 22,
        };
        let rules = Rules {
            compression: Some(codec),
            levels,
            ..Rules::default()
        };
        write(
            &dir,
            &format!("ten-recompressed-{codec}"),
            &stored(&built, &rules)?,
        )?;
        write(
            &dir,
            &format!("ten-recompressed-from-none-{codec}"),
            &stored(&plain, &rules)?,
        )?;
        let rules = Rules {
            timestamp_type: TimestampType::LogAppendTime,
            ..rules
        };
        write(
            &dir,
            &format!("ten-log-append-time-{codec}"),
            &stored(&plain, &rules)?,
        )?;
        write(&dir, &format!("large-{codec}"), &large(codec)?)?;
    }
    Ok(())
}

fn stored(batch: &Bytes, rules: &Rules) -> Result<Bytes, Box<dyn Error>> {
    Ok(validate(batch.clone(), rules, T)?.batch.to_bytes())
}

fn write(dir: &Path, name: &str, batch: &Bytes) -> Result<(), Box<dyn Error>> {
    Ok(std::fs::write(dir.join(format!("{name}.bin")), batch)?)
}

/// The records that `Golden.java` expects in files whose names begin with `ten-`.
fn ten_records(settings: BatchSettings) -> Result<Bytes, Box<dyn Error>> {
    let mut builder = BatchBuilder::new(settings);
    let headers = [Some(&b"1"[..]), None, Some(b"1")].map(|value| NewHeader { key: "dup", value });
    for i in 0..10u16 {
        let key = format!("key-{i}");
        let value: String = (0..20 * i)
            .map(|n| format!("field {n} of record {i};"))
            .collect();
        builder.append(&NewRecord {
            timestamp: T + if i == 7 { 500 } else { i64::from(i) },
            key: (i != 3).then_some(key.as_bytes()),
            value: (i != 5).then_some(value.as_bytes()),
            headers: if i % 4 == 1 { &headers } else { &[] },
        });
    }
    Ok(builder.build()?.to_bytes())
}

/// Records beyond every block and window size, half of them without a pattern.
fn large(compression: Compression) -> Result<Bytes, Box<dyn Error>> {
    let attributes = Attributes {
        compression,
        ..Attributes::default()
    };
    let mut builder = BatchBuilder::new(BatchSettings {
        attributes,
        ..BatchSettings::default()
    });
    let mut noise = 1u32;
    for size in [70_000, 300_000, 5_000_000] {
        let repeated = vec![b'r'; size];
        builder.append(&NewRecord {
            timestamp: T,
            value: Some(&repeated),
            ..NewRecord::default()
        });
        let mixed: Vec<u8> = std::iter::repeat_with(|| {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            noise.to_be_bytes()[0]
        })
        .take(size)
        .collect();
        builder.append(&NewRecord {
            timestamp: T,
            value: Some(&mixed),
            ..NewRecord::default()
        });
    }
    Ok(builder.build()?.to_bytes())
}
