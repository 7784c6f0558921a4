//! The names of files in a partition directory.

/// Segment data.
pub(crate) const LOG: &str = ".log";
/// Offset index.
pub(crate) const OFFSET_INDEX: &str = ".index";
/// Time index.
pub(crate) const TIME_INDEX: &str = ".timeindex";
/// Index of aborted transactions.
pub(crate) const TRANSACTION_INDEX: &str = ".txnindex";
/// Producer state.
pub(crate) const SNAPSHOT: &str = ".snapshot";
/// Behind the name of a segment file that is to be removed.
pub(crate) const DELETED: &str = ".deleted";
/// Behind the name of a segment file that compaction is writing.
pub(crate) const CLEANED: &str = ".cleaned";
/// Behind the name of a segment file that replaces others.
pub(crate) const SWAP: &str = ".swap";
/// Behind the name of data that recovery cut off although it had been flushed; kept for a person to look at.
pub(crate) const CORRUPT: &str = ".corrupt";
/// Leader epochs and where they begin.
pub(crate) const LEADER_EPOCHS: &str = "leader-epoch-checkpoint";
/// The topic id.
pub(crate) const PARTITION_METADATA: &str = "partition.metadata";

/// The files that make up one segment.
pub(crate) const SEGMENT_SUFFIXES: [&str; 4] = [LOG, OFFSET_INDEX, TIME_INDEX, TRANSACTION_INDEX];

const DIGITS: usize = 20;

/// Kafka's name of a file that belongs to an offset: 20 digits and the suffix.
pub(crate) fn offset_file(offset: i64, suffix: &str) -> String {
    format!("{offset:020}{suffix}")
}

/// The offset and the suffix of such a name.
pub(crate) fn parse_offset_file(name: &str) -> Option<(i64, &str)> {
    let (digits, suffix) = name.split_at_checked(DIGITS)?;
    let all_digits = digits.bytes().all(|it| it.is_ascii_digit());
    if !all_digits || !suffix.starts_with('.') {
        return None;
    }
    Some((digits.parse().ok()?, suffix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_carry_twenty_digits() {
        assert_eq!(offset_file(42, LOG), "00000000000000000042.log");
        assert_eq!(
            offset_file(i64::MAX, SNAPSHOT),
            "09223372036854775807.snapshot"
        );
    }

    #[test]
    fn names_are_read_back_and_others_refused() {
        assert_eq!(
            parse_offset_file("00000000000000000042.log.deleted"),
            Some((42, ".log.deleted"))
        );
        for bad in [
            "",
            "42.log",
            "0000000000000000004x.log",
            "00000000000000000042",
            "99999999999999999999.log",
        ] {
            assert_eq!(parse_offset_file(bad), None, "{bad}");
        }
        assert_eq!(
            parse_offset_file("00000000000000000042-0000000001.checkpoint"),
            None
        );
    }
}
