//! Guessing which key a person meant.

use crate::keys::{BROKER_KEYS, TOPIC_KEYS};

/// The known broker key nearest to `name`, if any is near enough to be a slip of the keyboard; or, for the name of a
/// topic key put into a broker's file, the broker key that sets its default.
pub fn nearest_key(name: &str) -> Option<&'static str> {
    if TOPIC_KEYS.get(name).is_some()
        && let Some(synonym) = crate::synonyms::broker_synonyms_of_topic_key(name).first()
    {
        return Some(synonym.broker_key);
    }
    let lower = name.to_ascii_lowercase().replace('_', ".");
    let allowed = (lower.len() / 4).clamp(1, 5);
    BROKER_KEYS
        .iter()
        .map(|key| (distance(&lower, key.name), key.name))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, name)| name)
}

/// How many letters have to be added, removed, replaced or swapped with their neighbour.
fn distance(from: &str, to: &str) -> usize {
    let target: Vec<char> = to.chars().collect();
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=target.len()).collect();
    let mut previous = None;
    for (row, letter) in from.chars().enumerate() {
        let mut current = vec![row + 1];
        for (column, other) in target.iter().enumerate() {
            let at =
                |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX / 2);
            let replaced = at(&last, column) + usize::from(letter != *other);
            let mut least = replaced
                .min(at(&last, column + 1) + 1)
                .min(at(&current, column) + 1);
            let neighbour = column.checked_sub(1).and_then(|index| target.get(index));
            if previous == Some(*other) && neighbour == Some(&letter) {
                least = least.min(at(&before_last, column.saturating_sub(1)) + 1);
            }
            current.push(least);
        }
        before_last = last;
        last = current;
        previous = Some(letter);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_find_the_key_that_was_meant() {
        assert_eq!(nearest_key("log.dris"), Some("log.dirs"));
        assert_eq!(nearest_key("num.partition"), Some("num.partitions"));
        assert_eq!(
            nearest_key("advertised_listeners"),
            Some("advertised.listeners")
        );
        assert_eq!(nearest_key("Process.Roles"), Some("process.roles"));
    }

    #[test]
    fn the_key_of_a_topic_leads_to_the_brokers_key() {
        assert_eq!(nearest_key("retention.ms"), Some("log.retention.ms"));
        assert_eq!(nearest_key("max.message.bytes"), Some("message.max.bytes"));
    }

    #[test]
    fn a_key_of_something_else_finds_nothing() {
        assert_eq!(nearest_key("zookeeper.connect"), None);
        assert_eq!(nearest_key("x"), None);
        assert_eq!(nearest_key(""), None);
    }

    #[test]
    fn distance_counts_single_edits_and_swaps() {
        assert_eq!(distance("abc", "abc"), 0);
        assert_eq!(distance("abc", "acb"), 1);
        assert_eq!(distance("abc", "abcd"), 1);
        assert_eq!(distance("", "ab"), 2);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
