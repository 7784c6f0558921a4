//! Schema files, good and bad.

use super::parse;
use crate::notation::{Message, Scalar, Type, Versions};

const SCHEMA: &str = "
# A comment.
request Example key 7 versions 1-4 flexible 3+
    Names    []string?2+ as TopicName
    Parts    []Part 2+
        Index  int32 ignorable = -1   # and another
        Late   uuid 4 tag 0
        Shared Shared
    struct Shared
        Text   string? = null
";

#[test]
fn a_block_is_read_with_its_structs() {
    let messages = parse(SCHEMA).unwrap();
    let [message] = messages.as_slice() else {
        panic!("one block")
    };
    assert_eq!(
        (message.type_name().as_str(), message.key),
        ("ExampleRequest", 7)
    );
    assert_eq!(message.versions, Versions { first: 1, last: 4 });
    assert_eq!(message.flexible_from, Some(3));
    let structs: Vec<&str> = message
        .structs
        .iter()
        .map(|group| group.name.as_str())
        .collect();
    assert_eq!(structs, ["ExampleRequest", "Part", "Shared"]);
}

#[test]
fn fields_have_what_their_lines_say() {
    let message = parse(SCHEMA).unwrap().remove(0);
    let names = &message.structs[0].fields[0];
    assert_eq!(names.kind, Type::ScalarArray(Scalar::String));
    assert_eq!(names.nullable, Some(Versions { first: 2, last: 4 }));
    assert_eq!(names.newtype.as_deref(), Some("TopicName"));
    let [index, late, _] = message.structs[1].fields.as_slice() else {
        panic!("three fields")
    };
    assert!(index.ignorable);
    assert_eq!(index.default.as_deref(), Some("-1"));
    assert_eq!(
        index.versions,
        Versions { first: 2, last: 4 },
        "as the field that has the struct"
    );
    assert_eq!(
        (late.versions, late.tag),
        (Versions { first: 4, last: 4 }, Some(0))
    );
}

#[test]
fn mistakes_are_named_with_their_line() {
    let cases = [
        (
            "request A key 1",
            "line 1: expected `kind Name key N versions A-B`",
        ),
        ("thing A key 1 versions 0", "line 1: unknown kind `thing`"),
        (
            "record A key x versions 0",
            "line 1: the key is not a number",
        ),
        (
            "record A key 1 versions 0\n  B int8",
            "line 2: the indentation is not a multiple of four spaces",
        ),
        (
            "record A key 1 versions 0\n        B int8",
            "line 2: the indentation skips a level",
        ),
        (
            "record A key 1 versions 0\n    B int9",
            "line 2: there is no type `int9`",
        ),
        (
            "record A key 1 versions 0\n    B int8 1+",
            "line 2: no version has this field",
        ),
        (
            "record A key 1 versions 0\n    B int8 odd",
            "line 2: `odd` does not belong here",
        ),
        (
            "record A key 1 versions 0\n    B int8\n    B int8",
            "line 3: there are two fields of this name",
        ),
        (
            "record A key 1 versions 0\n    B int8\n        C int8",
            "line 2: only a struct has fields",
        ),
        (
            "record A key 1 versions 0\n    B Missing",
            "line 1: there is no struct `Missing`",
        ),
        (
            "record A key 1 versions 0\n    B Part\n        C []Part",
            "line 1: struct `Part` contains itself",
        ),
        (
            "record A key 1 versions 0\n    B int8 tag 0",
            "line 1: a tagged field needs flexible versions",
        ),
    ];
    for (text, problem) in cases {
        assert_eq!(parse(text).unwrap_err().to_string(), problem);
    }
}

#[test]
fn the_key_and_the_value_of_a_record_share_a_name() {
    let schema = "
record-key Thing key 5 versions 0
    Id  int32
record-value Thing key 5 versions 0-1 flexible 1+
    Epochs  []int32?1+ 1+ tag 0 always = null
";
    let messages = parse(schema).unwrap();
    let names: Vec<String> = messages.iter().map(Message::type_name).collect();
    assert_eq!(names, ["ThingKey", "ThingValue"]);
    let epochs = &messages[1].structs[0].fields[0];
    assert!(epochs.always);
    assert_eq!(
        (epochs.tag, epochs.default.as_deref()),
        (Some(0), Some("null"))
    );
}
