//! Writes the module of a record file: a struct per record, and one enum over all of them.

use crate::names::snake_case;
use crate::notation::{Message, Scalar};
use crate::structs::{Context, uses_scalar};
use crate::values::Ownership;
use crate::{GeneratedFile, preamble};

/// Writes all records of one file, with an enum of this name.
#[must_use]
pub fn module(enum_name: &str, schema: &str, messages: &[Message]) -> GeneratedFile {
    let mut text = preamble("The records of the cluster metadata log.", schema);
    text.push_str("use bytes::BufMut;\nuse kafka_protocol::protocol::buf::ByteBuf;\n");
    if messages
        .iter()
        .any(|message| uses_scalar(message, Scalar::Uuid))
    {
        text.push_str("use uuid::Uuid;\n");
    }
    text.push_str("\nuse crate::wire::{self, WireError};\n\n");
    text.push_str(&record_enum(enum_name, messages));
    for message in messages {
        for group in &message.structs {
            let context = Context {
                message,
                group,
                ownership: Ownership::Owned,
            };
            text.push_str(&context.code());
        }
    }
    GeneratedFile {
        path: format!("{}s.rs", snake_case(enum_name)),
        text,
    }
}

/// The variant for a record: all of them end in `Record`, so the variants leave it out.
fn variant(message: &Message) -> &str {
    message.name.strip_suffix("Record").unwrap_or(&message.name)
}

fn record_enum(name: &str, messages: &[Message]) -> String {
    let mut variants = String::new();
    let mut ids = String::new();
    let mut names = String::new();
    let mut versions = String::new();
    let mut reads = String::new();
    let mut writes = String::new();
    let mut conversions = String::new();
    for message in messages {
        let (variant, record) = (variant(message), message.type_name());
        let (first, last) = (message.versions.first, message.versions.last);
        let key = message.key;
        line!(variants, "/// Record type {key}.\n{variant}({record}),");
        line!(ids, "Self::{variant}(_) => {key},");
        line!(names, "Self::{variant}(_) => \"{record}\",");
        line!(versions, "{key} => Some(({first}, {last})),");
        line!(
            reads,
            "{key} => {record}::read(bytes, version).map({name}::{variant}),"
        );
        line!(
            writes,
            "Self::{variant}(record) => record.write(buffer, version),"
        );
        line!(
            conversions,
            "impl From<{record}> for {name} {{ fn from(record: {record}) -> Self {{ Self::{variant}(record) }} }}\n"
        );
    }
    format!(
        "/// Any record of the log.\n#[derive(Debug, Clone, PartialEq)]\npub enum {name} {{\n{variants}}}\n\n\
         impl {name} {{\n\
         /// The number that stands for the record's type in the log.\n#[must_use]\n\
         pub const fn id(&self) -> u32 {{ match self {{ {ids} }} }}\n\n\
         /// Kafka's name for the record's type.\n#[must_use]\n\
         pub const fn name(&self) -> &'static str {{ match self {{ {names} }} }}\n\n\
         /// The oldest and the newest version of a record type.\n#[must_use]\n\
         pub const fn versions(id: u32) -> Option<(i16, i16)> {{ match id {{ {versions} _ => None, }} }}\n\n\
         pub(crate) fn read<B: ByteBuf>(id: u32, bytes: &mut B, version: i16) -> Result<Self, WireError> {{\n\
         match id {{ {reads} _ => Err(WireError::UnsupportedVersion(version)), }} }}\n\n\
         pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {{\n\
         match self {{ {writes} }} }}\n}}\n\n{conversions}"
    )
}
