//! Which topic names are legal, and which collide.

/// The most characters a topic name may have.
const MAX_LENGTH: usize = 249;

/// The topic that holds committed offsets.
pub const CONSUMER_OFFSETS: &str = "__consumer_offsets";
/// The topic that holds transactions.
pub const TRANSACTION_STATE: &str = "__transaction_state";
/// The topic that holds share groups' state.
pub const SHARE_GROUP_STATE: &str = "__share_group_state";
/// The metadata log, which nobody may create.
pub const CLUSTER_METADATA: &str = "__cluster_metadata";

/// Whether clients may not write to the topic themselves.
#[must_use]
pub fn is_internal(name: &str) -> bool {
    matches!(
        name,
        CONSUMER_OFFSETS | TRANSACTION_STATE | SHARE_GROUP_STATE
    )
}

/// Why `name` is no legal topic name, in the words Kafka's tools show; `None` for a legal one.
#[must_use]
pub fn why_illegal(name: &str) -> Option<String> {
    let reason = if name.is_empty() {
        "the empty string is not allowed".to_owned()
    } else if name == "." || name == ".." {
        format!("'{name}' is not allowed")
    } else if name.encode_utf16().count() > MAX_LENGTH {
        format!("the length of '{name}' is longer than the max allowed length {MAX_LENGTH}")
    } else if !name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
    {
        format!(
            "'{name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'"
        )
    } else {
        return None;
    };
    Some(format!("Topic name is invalid: {reason}"))
}

/// The form under which names collide, because metrics write `.` as `_`; `None` if the name cannot collide.
#[must_use]
pub fn collision_form(name: &str) -> Option<String> {
    name.contains(['.', '_']).then(|| name.replace('.', "_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    // Gotcha 27.
    #[test]
    fn a_legal_name_has_1_to_249_letters_digits_dots_underscores_or_dashes() {
        let longest = "x".repeat(249);
        for legal in ["a", "a.b_c-9", "...", longest.as_str()] {
            assert_eq!(why_illegal(legal), None, "{legal}");
        }
        assert_eq!(
            why_illegal("").as_deref(),
            Some("Topic name is invalid: the empty string is not allowed")
        );
        assert_eq!(
            why_illegal("..").as_deref(),
            Some("Topic name is invalid: '..' is not allowed")
        );
        assert!(
            why_illegal(&"x".repeat(250))
                .is_some_and(|why| why.ends_with("max allowed length 249"))
        );
        for illegal in ["a b", "a/b", "ä", "a\0"] {
            assert!(
                why_illegal(illegal).is_some_and(|why| why.contains("other than ASCII")),
                "{illegal}"
            );
        }
    }

    // Gotcha 27.
    #[test]
    fn names_that_differ_only_in_dots_and_underscores_share_a_collision_form() {
        assert_eq!(collision_form("a.b_c"), collision_form("a_b.c"));
        assert_ne!(collision_form("a.b"), collision_form("a.c"));
        assert_eq!(collision_form("plain-name"), None);
    }
}
