//! Writes the tables that the preflight walks: per request and response, the steps over each of its versions.

use crate::layout::{Element, Step, message_steps, min_bytes};
use crate::names::snake_case;
use crate::notation::{Kind, Message, Versions};
use crate::{GeneratedFile, preamble};

/// Writes the tables of one API: its request and its response.
#[must_use]
pub fn module(schema: &str, messages: &[Message]) -> GeneratedFile {
    let name = messages
        .first()
        .map(|message| message.name.clone())
        .unwrap_or_default();
    let mut text = preamble(&format!("What the preflight expects of {name}."), schema);
    text.push_str("use crate::messages;\nuse crate::shape::{Shape, Step, Tag};\n\n");
    for message in messages {
        for (versions, steps) in distinct_versions(message) {
            let kind = kind_word(message.kind).to_uppercase();
            text!(
                text,
                "pub(crate) static {kind}_{}: Shape = ",
                versions.first
            );
            text.push_str(&shape(&steps, "()"));
            text.push_str(";\n\n");
        }
    }
    // Not every API has arrays or tags.
    for (import, word) in [
        ("use crate::messages;\n", "messages::"),
        (", Tag}", "Tag {"),
    ] {
        let used = text
            .split_once("pub(crate)")
            .is_some_and(|(_, code)| code.contains(word));
        if !used {
            text = text.replacen(import, if import.starts_with(',') { "}" } else { "" }, 1);
        }
    }
    GeneratedFile {
        path: format!("shapes/{}.rs", snake_case(&name)),
        text,
    }
}

/// Writes the module that finds the tables of all APIs.
#[must_use]
pub fn index(apis: &[Vec<Message>]) -> GeneratedFile {
    let mut text = preamble(
        "The tables that the preflight walks, by API and version.",
        "schema/apis/",
    );
    text.push_str("use crate::api::ApiKey;\nuse crate::shape::Shape;\n\n");
    for messages in apis {
        if let Some(message) = messages.first() {
            line!(text, "mod {};", snake_case(&message.name));
        }
    }
    for kind in [Kind::Request, Kind::Response] {
        let word = kind_word(kind);
        line!(text, "\n/// The shape of a {word}, if the version exists.");
        line!(
            text,
            "pub(crate) fn {word}(api: ApiKey, version: i16) -> Option<&'static Shape> {{"
        );
        text.push_str("let shape = match (api, version) {\n");
        let of_kind = apis.iter().flatten().filter(|message| message.kind == kind);
        for message in of_kind {
            for (versions, _) in distinct_versions(message) {
                line!(
                    text,
                    "(ApiKey::{}, {}) => &{}::{}_{},",
                    message.name,
                    pattern(versions),
                    snake_case(&message.name),
                    word.to_uppercase(),
                    versions.first
                );
            }
        }
        text.push_str("_ => return None,\n};\nSome(shape)\n}\n");
    }
    GeneratedFile {
        path: "shapes.rs".to_owned(),
        text,
    }
}

fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Request => "request",
        Kind::Response => "response",
        Kind::Record => "record",
        Kind::RecordKey => "record key",
        Kind::RecordValue => "record value",
    }
}

fn pattern(versions: Versions) -> String {
    if versions.first == versions.last {
        versions.first.to_string()
    } else {
        format!("{}..={}", versions.first, versions.last)
    }
}

/// Neighbouring versions that look the same share their steps.
fn distinct_versions(message: &Message) -> Vec<(Versions, Vec<Step>)> {
    let mut distinct: Vec<(Versions, Vec<Step>)> = Vec::new();
    for version in message.versions.first..=message.versions.last {
        let steps = message_steps(message, version);
        match distinct.last_mut() {
            Some((versions, same)) if *same == steps => versions.last = version,
            _ => distinct.push((
                Versions {
                    first: version,
                    last: version,
                },
                steps,
            )),
        }
    }
    distinct
}

fn shape(steps: &[Step], memory: &str) -> String {
    format!(
        "Shape {{ steps: &[{}], min_bytes: {}, memory: size_of::<{memory}>() }}",
        steps.iter().map(step).collect::<Vec<_>>().join(", "),
        min_bytes(steps).max(1)
    )
}

fn step(step: &Step) -> String {
    match step {
        Step::Skip(bytes) => format!("Step::Skip({bytes})"),
        Step::Text { nullable } => format!("Step::Text {{ nullable: {nullable} }}"),
        Step::Bytes { nullable } => format!("Step::Bytes {{ nullable: {nullable} }}"),
        Step::Compact { nullable } => format!("Step::Compact {{ nullable: {nullable} }}"),
        Step::Array {
            compact,
            nullable,
            element: Element { steps, memory },
        } => format!(
            "Step::Array {{ compact: {compact}, nullable: {nullable}, element: &{} }}",
            shape(steps, memory)
        ),
        Step::Nullable(steps) => format!("Step::Nullable(&{})", shape(steps, "()")),
        Step::Tags(known) => {
            let known: Vec<String> = known
                .iter()
                .map(|(tag, steps)| format!("Tag {{ tag: {tag}, shape: &{} }}", shape(steps, "()")))
                .collect();
            format!("Step::Tags(&[{}])", known.join(", "))
        }
    }
}
