//! Rust names for Kafka's.

/// `PartitionIndex` as `partition_index`, `V3AndBelowTopics` as `v3_and_below_topics`.
///
/// The same rule as kafka-protocol's, so that a message can move from there to here without its users noticing.
pub(crate) fn snake_case(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut text = String::new();
    for (index, letter) in letters.iter().enumerate() {
        let capital = letter.is_ascii_uppercase();
        let previous = index.checked_sub(1).and_then(|before| letters.get(before));
        let next_is_small = letters.get(index + 1).is_some_and(char::is_ascii_lowercase);
        let begins_word =
            previous.is_some_and(|before| !before.is_ascii_uppercase() || next_is_small);
        if capital && begins_word {
            text.push('_');
        }
        text.push(letter.to_ascii_lowercase());
    }
    match text.as_str() {
        "type" => "_type".to_owned(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::snake_case;

    #[test]
    fn names_are_split_at_capitals() {
        assert_eq!(snake_case("PartitionIndex"), "partition_index");
        assert_eq!(snake_case("V3AndBelowTopics"), "v3_and_below_topics");
        assert_eq!(snake_case("KRaftVersionFeature"), "k_raft_version_feature");
        assert_eq!(snake_case("TopicID"), "topic_id");
    }

    #[test]
    fn a_word_that_rust_keeps_for_itself_is_marked() {
        assert_eq!(snake_case("Type"), "_type");
    }
}
