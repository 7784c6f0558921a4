//! Writes the module of a file of records with keys: a struct per key and per value, and one enum over all pairs.

use crate::names::snake_case;
use crate::notation::{Kind, Message, Scalar};
use crate::structs::{Context, uses_scalar};
use crate::values::Ownership;
use crate::{GeneratedFile, preamble};

/// Writes all keys and values of one file, with an enum of this name. A key comes before its value.
#[must_use]
pub fn module(enum_name: &str, subject: &str, schema: &str, messages: &[Message]) -> GeneratedFile {
    let mut text = preamble(subject, schema);
    text.push_str("use bytes::BufMut;\nuse kafka_protocol::protocol::buf::ByteBuf;\n");
    if messages
        .iter()
        .any(|message| uses_scalar(message, Scalar::Uuid))
    {
        text.push_str("use uuid::Uuid;\n");
    }
    text.push_str("\nuse crate::wire::{self, WireError};\n\n");
    text.push_str(&pair_enum(enum_name, messages));
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

fn pair_enum(name: &str, messages: &[Message]) -> String {
    let mut variants = String::new();
    let mut ids = String::new();
    let mut names = String::new();
    let mut versions = String::new();
    let mut reads = String::new();
    let mut key_writes = String::new();
    let mut value_writes = String::new();
    for value in messages
        .iter()
        .filter(|block| block.kind == Kind::RecordValue)
    {
        let (variant, number) = (&value.name, value.key);
        let (first, last) = (value.versions.first, value.versions.last);
        line!(
            variants,
            "/// Record type {number}.\n{variant}({variant}Key, Option<{variant}Value>),"
        );
        line!(ids, "Self::{variant}(..) => {number},");
        line!(names, "Self::{variant}(..) => \"{variant}\",");
        line!(versions, "{number} => Some(({first}, {last})),");
        line!(
            reads,
            "{number} => Self::{variant}({variant}Key::read(key, 0)?, match value {{ \
             Some((version, bytes)) => Some({variant}Value::read(bytes, version)?), None => None }}),"
        );
        line!(
            key_writes,
            "Self::{variant}(key, _) => key.write(buffer, 0),"
        );
        line!(
            value_writes,
            "Self::{variant}(_, Some(value)) => value.write(buffer, version).map(|()| true),"
        );
    }
    format!(
        "/// Any record of the log: its key, and its value unless the record is a tombstone.\n\
         #[derive(Debug, Clone, PartialEq)]\npub enum {name} {{\n{variants}}}\n\n\
         impl {name} {{\n\
         /// The number that stands for the record's type in the log.\n#[must_use]\n\
         pub const fn id(&self) -> i16 {{ match self {{ {ids} }} }}\n\n\
         /// Kafka's name for the record's type.\n#[must_use]\n\
         pub const fn name(&self) -> &'static str {{ match self {{ {names} }} }}\n\n\
         /// The oldest and the newest version of the value of a record type.\n#[must_use]\n\
         pub const fn versions(id: i16) -> Option<(i16, i16)> {{ match id {{ {versions} _ => None, }} }}\n\n\
         pub(crate) fn read<B: ByteBuf>(id: i16, key: &mut B, value: Option<(i16, &mut B)>) -> Result<Self, WireError> {{\n\
         Ok(match id {{ {reads} _ => return Err(WireError::UnsupportedVersion(id)), }}) }}\n\n\
         pub(crate) fn write_key<B: BufMut>(&self, buffer: &mut B) -> Result<(), WireError> {{\n\
         match self {{ {key_writes} }} }}\n\n\
         /// Writes the value and says whether there is one.\n\
         pub(crate) fn write_value<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<bool, WireError> {{\n\
         match self {{ {value_writes} {tombstones} => Ok(false), }} }}\n}}\n\n",
        tombstones = tombstones(messages),
    )
}

/// The pattern of every record without a value.
fn tombstones(messages: &[Message]) -> String {
    let patterns: Vec<String> = messages
        .iter()
        .filter(|block| block.kind == Kind::RecordValue)
        .map(|block| format!("Self::{}(_, None)", block.name))
        .collect();
    patterns.join(" | ")
}
