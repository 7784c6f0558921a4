//! Writes the module of a request or response that kafka-protocol lacks, in kafka-protocol's own manner: the same field
//! names, types and traits, so that a message can move from there to here without its users noticing.

use crate::layout::module_name;
use crate::notation::{Kind, Message, Scalar, Type};
use crate::structs::{Context, uses_scalar};
use crate::values::Ownership;
use crate::{GeneratedFile, preamble};

/// Writes one request or response.
#[must_use]
pub fn module(schema: &str, message: &Message) -> GeneratedFile {
    let name = message.type_name();
    let mut text = preamble(
        &format!(
            "`{name}`, versions {}, in kafka-protocol's manner.",
            message.versions
        ),
        schema,
    );
    text.push_str("use std::collections::BTreeMap;\n\nuse bytes::{BufMut, Bytes};\n");
    text.push_str("use kafka_protocol::protocol::buf::{ByteBuf, ByteBufMut};\n");
    if uses_scalar(message, Scalar::Uuid) {
        text.push_str("use uuid::Uuid;\n");
    }
    line!(
        text,
        "\nuse crate::messages::{{{}}};",
        imports(message).join(", ")
    );
    text.push_str("use crate::wire::{self, WireError};\n\n");
    for group in &message.structs {
        text.push_str(
            &Context {
                message,
                group,
                ownership: Ownership::Shared,
            }
            .code(),
        );
    }
    text.push_str(&traits(message));
    GeneratedFile {
        path: format!("messages/{}.rs", module_name(message)),
        text,
    }
}

/// Writes the module that declares all of them.
#[must_use]
pub fn index(messages: &[&Message]) -> GeneratedFile {
    let mut text = preamble(
        "Requests and responses that kafka-protocol lacks.",
        "schema/apis/",
    );
    let mut modules: Vec<String> = messages
        .iter()
        .map(|message| module_name(message))
        .collect();
    modules.sort();
    for module in modules {
        line!(text, "pub mod {module};");
    }
    GeneratedFile {
        path: "messages.rs".to_owned(),
        text,
    }
}

fn imports(message: &Message) -> Vec<String> {
    let mut names: Vec<String> = [
        "Decodable",
        "Encodable",
        "HeaderVersion",
        "Message",
        "VersionRange",
    ]
    .map(String::from)
    .into();
    if message.kind == Kind::Request {
        names.push("Request".to_owned());
    }
    for field in message.structs.iter().flat_map(|group| &group.fields) {
        match (&field.newtype, &field.kind) {
            (Some(newtype), _) => names.push(newtype.clone()),
            (None, Type::Scalar(Scalar::String) | Type::ScalarArray(Scalar::String)) => {
                names.push("StrBytes".to_owned());
            }
            (None, _) => {}
        }
    }
    names.sort();
    names.dedup();
    names
}

fn traits(message: &Message) -> String {
    let name = message.type_name();
    let (first, last) = (message.versions.first, message.versions.last);
    let mut code = format!(
        "impl Message for {name} {{\n\
         const VERSIONS: VersionRange = VersionRange {{ min: {first}, max: {last} }};\n\
         const DEPRECATED_VERSIONS: Option<VersionRange> = None;\n}}\n\n\
         impl Encodable for {name} {{\n\
         fn encode<B: ByteBufMut>(&self, buf: &mut B, version: i16) -> anyhow::Result<()> {{\n\
         wire::check_version::<Self>(version)?;\nOk(self.write(buf, version)?)\n}}\n\n\
         fn compute_size(&self, version: i16) -> anyhow::Result<usize> {{\n\
         let mut buffer = Vec::new();\n\
         self.encode(&mut buffer, version)?;\n\
         Ok(buffer.len())\n}}\n}}\n\n\
         impl Decodable for {name} {{\n\
         fn decode<B: ByteBuf>(buf: &mut B, version: i16) -> anyhow::Result<Self> {{\n\
         wire::check_version::<Self>(version)?;\nOk(Self::read(buf, version)?)\n}}\n}}\n\n"
    );
    let (flexible, plain) = match message.kind {
        Kind::Request => (2, 1),
        Kind::Response | Kind::Record | Kind::RecordKey | Kind::RecordValue => (1, 0),
    };
    let header = match message.flexible_from {
        None => plain.to_string(),
        Some(from) if from <= first => flexible.to_string(),
        Some(from) => format!("if version >= {from} {{ {flexible} }} else {{ {plain} }}"),
    };
    let version = if header.contains("version") {
        "version"
    } else {
        "_version"
    };
    text!(
        code,
        "impl HeaderVersion for {name} {{\nfn header_version({version}: i16) -> i16 {{\n{header}\n}}\n}}\n\n"
    );
    if message.kind == Kind::Request {
        text!(
            code,
            "impl Request for {name} {{\nconst KEY: i16 = {};\ntype Response = crate::messages::{}Response;\n}}\n",
            message.key,
            message.name
        );
    }
    code
}
