//! Bringing a partition directory into order before its segments are opened.

use std::collections::BTreeSet;
use std::sync::Arc;

use kalda_disk::EntryKind;

use crate::batch_walk::{BatchWalk, Found};
use crate::error::LogError;
use crate::names::{
    CLEANED, DELETED, LEADER_EPOCHS, LOG, PARTITION_METADATA, SEGMENT_SUFFIXES, SNAPSHOT, SWAP,
    offset_file, parse_offset_file,
};
use crate::storage::{FileName, LazyFile, Storage};

use super::RecoveryReport;

/// What a partition directory holds.
#[derive(Debug, Default)]
pub(super) struct Directory {
    /// Base offsets of segments, in order.
    pub(super) bases: Vec<i64>,
    /// Offsets of producer snapshots.
    pub(super) snapshots: BTreeSet<i64>,
}

/// Finishes or undoes what a crash interrupted, then says what is there.
pub(super) fn tidy(
    storage: &Arc<Storage>,
    report: &mut RecoveryReport,
) -> Result<Directory, LogError> {
    let names = file_names(storage)?;
    remove_leftovers(storage, &names)?;
    complete_swaps(storage, &names, report)?;
    let names = file_names(storage)?;
    let mut found = Directory::default();
    for name in &names {
        match parse_offset_file(name) {
            Some((base, LOG)) => found.bases.push(base),
            Some((offset, SNAPSHOT)) => {
                found.snapshots.insert(offset);
            }
            Some(_) | None => {}
        }
    }
    for name in &names {
        if let Some((base, suffix)) = parse_offset_file(name)
            && suffix != LOG
            && SEGMENT_SUFFIXES.contains(&suffix)
            && found.bases.binary_search(&base).is_err()
        {
            report
                .findings
                .push(format!("{name} belongs to no segment and was removed"));
            storage.remove(name)?;
        }
    }
    Ok(found)
}

fn file_names(storage: &Storage) -> Result<Vec<String>, LogError> {
    let entries = storage.list()?.into_iter();
    Ok(entries
        .filter(|it| it.kind == EntryKind::File)
        .map(|it| it.name)
        .collect())
}

/// The base offset and plain suffix of a segment file's name that has `mark` behind it.
fn marked(name: &str, mark: &str) -> Option<(i64, String)> {
    let (base, suffix) = parse_offset_file(name.strip_suffix(mark)?)?;
    Some((base, suffix.to_owned()))
}

/// Removes what was to be deleted, compaction's unfinished output, and files that were being rewritten. Snapshots of
/// the metadata log (`.checkpoint`) are the quorum's affair.
fn remove_leftovers(storage: &Storage, names: &[String]) -> Result<(), LogError> {
    let cleaned = names.iter().filter_map(|name| marked(name, CLEANED));
    let first_cleaned = cleaned.map(|(base, _)| base).min();
    for name in names {
        let deleted = marked(name, DELETED).is_some();
        let cleaned = marked(name, CLEANED).is_some();
        let rewritten =
            *name == format!("{LEADER_EPOCHS}.tmp") || *name == format!("{PARTITION_METADATA}.tmp");
        // Swap files at or above unfinished output stem from the same interrupted split.
        let invalid_swap =
            marked(name, SWAP).is_some_and(|(base, _)| first_cleaned.is_some_and(|it| base >= it));
        if deleted || cleaned || rewritten || invalid_swap {
            storage.remove(name)?;
        }
    }
    Ok(())
}

/// Puts finished replacements in the place of the segments they replace.
fn complete_swaps(
    storage: &Arc<Storage>,
    names: &[String],
    report: &mut RecoveryReport,
) -> Result<(), LogError> {
    let mut range: Option<(i64, i64)> = None;
    for name in names {
        let Some((base, suffix)) = marked(name, SWAP) else {
            continue;
        };
        if suffix == LOG && storage.stat(name)?.is_some() {
            let end = swapped_end(storage, base)?;
            let (low, high) = range.unwrap_or((base, end));
            range = Some((low.min(base), high.max(end)));
        }
    }
    let Some((low, high)) = range else {
        return settle_lone_swaps(storage, names);
    };
    report.findings.push(format!(
        "an interrupted replacement of {low}..{high} was completed"
    ));
    for name in names {
        if let Some((base, suffix)) = parse_offset_file(name)
            && (low..high).contains(&base)
            && SEGMENT_SUFFIXES.contains(&suffix)
        {
            storage.remove(name)?;
        }
    }
    for name in names {
        if let Some(plain) = name.strip_suffix(SWAP)
            && storage.stat(name)?.is_some()
        {
            storage.rename(name, plain)?;
        }
    }
    storage.sync_directory()
}

/// Index files marked as replacements whose data file has its final name already get theirs: it is the first to be
/// renamed. Without any data file they replace nothing.
fn settle_lone_swaps(storage: &Storage, names: &[String]) -> Result<(), LogError> {
    for name in names {
        let Some((base, _)) = marked(name, SWAP) else {
            continue;
        };
        let plain = name.strip_suffix(SWAP).unwrap_or(name);
        let has_data = storage.stat(&offset_file(base, LOG))?.is_some();
        if has_data && storage.stat(plain)?.is_none() {
            storage.rename(name, plain)?;
        } else if storage.stat(name)?.is_some() {
            storage.remove(name)?;
        }
    }
    Ok(())
}

/// The offset after the last batch of a replacement.
fn swapped_end(storage: &Arc<Storage>, base: i64) -> Result<i64, LogError> {
    let name = FileName {
        offset: base,
        suffix: LOG,
        mark: SWAP,
    };
    let file = LazyFile::new(storage, name);
    let handle = file.get()?;
    let bytes = handle.bytes().map_err(file.error("look at"))?;
    let mut walk = BatchWalk::new(&*handle, 0, bytes);
    let mut end = base;
    while let Found::Batch(found) = walk.next().map_err(file.error("read"))? {
        end = found.header.next_offset();
    }
    Ok(end)
}
