//! The rules of [`super::Valid`], with the sentences Kafka gives for each.

use super::*;

fn list(parts: &[&str]) -> Value {
    Value::List(parts.iter().map(|part| (*part).to_owned()).collect())
}

fn refusal(valid: Valid, value: Value) -> String {
    valid.check("k", &value).expect_err("refused").to_string()
}

#[test]
fn a_number_out_of_range_is_refused_with_the_bound() {
    assert_eq!(
        refusal(Valid::AtLeast(1_048_576.0), Value::Int(14)),
        "Invalid value 14 for configuration k: Value must be at least 1048576"
    );
    assert_eq!(
        refusal(Valid::AtLeast(10_485_760_000.0), Value::Long(1)),
        "Invalid value 1 for configuration k: Value must be at least 10485760000"
    );
    assert_eq!(
        refusal(Valid::Between(0.0, 0.5), Value::Double(0.75)),
        "Invalid value 0.75 for configuration k: Value must be no more than 0.5"
    );
    assert_eq!(
        Valid::Between(0.0, 1.0).check("k", &Value::Double(1.0)),
        Ok(())
    );
}

#[test]
fn a_text_outside_of_the_enumeration_is_refused() {
    assert_eq!(
        refusal(Valid::OneOf(&["a", "b"]), Value::String("A".to_owned())),
        "Invalid value A for configuration k: String must be one of: a, b"
    );
    assert_eq!(
        Valid::OneOfAnyCase(&["DISABLED"]).check("k", &Value::String("Disabled".to_owned())),
        Ok(())
    );
}

#[test]
fn a_list_with_repeated_empty_or_foreign_entries_is_refused() {
    let rule = Valid::ListOf {
        of: &["compact", "delete"],
        may_be_empty: false,
    };
    assert_eq!(
        rule.without_repetition(list(&["delete", "compact", "delete"])),
        list(&["delete", "compact"])
    );
    assert_eq!(
        refusal(rule, list(&["compact", ""])),
        "Configuration 'k' values must not be empty."
    );
    assert_eq!(
        refusal(rule, list(&["zip"])),
        "Invalid value zip for configuration k: String must be one of: compact, delete"
    );
    assert_eq!(
        refusal(rule, list(&[])),
        "Configuration 'k' must not be empty. Valid values include: [compact, delete]"
    );
    assert_eq!(
        Valid::ListOf {
            of: &[],
            may_be_empty: true
        }
        .check("k", &list(&[])),
        Ok(())
    );
}

#[test]
fn throttled_replicas_are_a_star_or_pairs() {
    for parts in [&["*"][..], &["0:1", "1:2"], &[]] {
        assert_eq!(Valid::ThrottledReplicas.check("k", &list(parts)), Ok(()));
    }
    for parts in [&["0"][..], &["0:a"], &["0:1", "*"]] {
        assert!(
            Valid::ThrottledReplicas.check("k", &list(parts)).is_err(),
            "{parts:?}"
        );
    }
}

#[test]
fn an_offset_reset_may_name_a_duration() {
    for text in [
        "latest",
        "EARLIEST",
        "by_duration:PT1H",
        "by_duration:P2DT3H4M5.678S",
    ] {
        assert_eq!(
            Valid::OffsetReset.check("k", &Value::String(text.to_owned())),
            Ok(()),
            "{text}"
        );
    }
    for text in [
        "none",
        "by_duration:",
        "by_duration:P",
        "by_duration:PT",
        "by_duration:1h",
        "by_duration:-PT1H",
    ] {
        assert!(
            Valid::OffsetReset
                .check("k", &Value::String(text.to_owned()))
                .is_err(),
            "{text}"
        );
    }
}

#[test]
fn the_gzip_level_is_one_to_nine_or_minus_one() {
    for level in [-1, 1, 9] {
        assert_eq!(Valid::GzipLevel.check("k", &Value::Int(level)), Ok(()));
    }
    for level in [-2, 0, 10] {
        assert!(Valid::GzipLevel.check("k", &Value::Int(level)).is_err());
    }
}
