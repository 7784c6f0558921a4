//! The steps over small messages.

use super::{Element, Step, message_steps, min_bytes, min_element_bytes};
use crate::notation::Message;
use crate::parser::parse;

const SCHEMA: &str = "
request Example key 7 versions 0-3 flexible 2+
    First   int32
    Second  int64 1+
    Name    string?1+
    Parts   []Part 1+
        Index  int16
        Data   bytes
    Inner   Inner? 3
        Flag   bool
    Late    []int32 3 tag 4
";

fn example() -> Message {
    parse(SCHEMA).unwrap().remove(0)
}

fn part(steps: Vec<Step>) -> Element {
    Element {
        steps,
        memory: "messages::example_request::Part".into(),
    }
}

#[test]
fn fields_of_fixed_size_are_one_step_and_versions_choose_the_fields() {
    let message = example();
    assert_eq!(
        message_steps(&message, 0),
        [Step::Skip(4), Step::Text { nullable: false }]
    );
    let element = part(vec![Step::Skip(2), Step::Bytes { nullable: false }]);
    assert_eq!(
        message_steps(&message, 1),
        [
            Step::Skip(12),
            Step::Text { nullable: true },
            Step::Array {
                compact: false,
                nullable: false,
                element
            },
        ]
    );
}

#[test]
fn flexible_versions_have_compact_lengths_and_tags_after_each_struct() {
    let element = part(vec![
        Step::Skip(2),
        Step::Compact { nullable: false },
        Step::Tags(Vec::new()),
    ]);
    let numbers = Element {
        steps: vec![Step::Skip(4)],
        memory: "u32".into(),
    };
    let late = Step::Array {
        compact: true,
        nullable: false,
        element: numbers,
    };
    assert_eq!(
        message_steps(&example(), 3),
        [
            Step::Skip(12),
            Step::Compact { nullable: true },
            Step::Array {
                compact: true,
                nullable: false,
                element
            },
            Step::Nullable(vec![Step::Skip(1), Step::Tags(Vec::new())]),
            Step::Tags(vec![(4, vec![late])]),
        ]
    );
}

#[test]
fn the_smallest_element_is_the_smallest_of_any_version() {
    let message = example();
    let parts = &message.structs[0].fields[3];
    assert_eq!(
        min_element_bytes(&message, parts),
        4,
        "2, and 1 for each of length and tags"
    );
    assert_eq!(min_bytes(&message_steps(&message, 0)), 6);
}
