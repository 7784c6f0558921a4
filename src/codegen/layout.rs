//! What a message looks like on the wire in one version: a list of steps for whoever walks over its bytes.

use crate::names::snake_case;
use crate::notation::{Field, Kind, Message, Scalar, Struct, Type};

/// One step of a walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// Bytes that may hold anything.
    Skip(u32),
    /// A length and so many bytes.
    Text { nullable: bool },
    /// The same with a wider length.
    Bytes { nullable: bool },
    /// The same with a compact length.
    Compact { nullable: bool },
    /// A count and so many elements.
    Array {
        compact: bool,
        nullable: bool,
        element: Element,
    },
    /// A struct that may be null.
    Nullable(Vec<Step>),
    /// Tagged fields, those that are known with their tags.
    Tags(Vec<(u32, Vec<Step>)>),
}

/// What an array is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) steps: Vec<Step>,
    /// A Rust type; its size is what the decoder allocates per element.
    pub(crate) memory: String,
}

impl Step {
    /// The bytes that it takes at least.
    fn min_bytes(&self) -> u32 {
        match self {
            Self::Skip(bytes) => *bytes,
            Self::Text { .. } => 2,
            Self::Bytes { .. } | Self::Array { compact: false, .. } => 4,
            Self::Compact { .. } | Self::Array { compact: true, .. } => 1,
            Self::Nullable(_) | Self::Tags(_) => 1,
        }
    }
}

/// The bytes that these steps take at least.
pub(crate) fn min_bytes(steps: &[Step]) -> u32 {
    steps.iter().map(Step::min_bytes).sum()
}

/// The bytes that one element of the array takes at least, in any of the field's versions.
pub(crate) fn min_element_bytes(message: &Message, field: &Field) -> u32 {
    let versions = field.versions.first..=field.versions.last;
    let smallest = versions.map(|version| {
        let flexible = message.is_flexible(version);
        min_bytes(&element_steps(message, field, version, flexible))
    });
    smallest.min().unwrap_or_default().max(1)
}

/// The steps over a whole message.
pub(crate) fn message_steps(message: &Message, version: i16) -> Vec<Step> {
    message
        .structs
        .first()
        .map(|group| struct_steps(message, group, version))
        .unwrap_or_default()
}

fn struct_steps(message: &Message, group: &Struct, version: i16) -> Vec<Step> {
    let flexible = message.is_flexible(version);
    let present = |field: &&Field| field.versions.contains(version);
    let mut steps = Vec::new();
    for field in group
        .fields
        .iter()
        .filter(present)
        .filter(|field| field.tag.is_none())
    {
        for step in field_steps(message, field, version, flexible) {
            push(&mut steps, step);
        }
    }
    if flexible {
        let mut known: Vec<(u32, Vec<Step>)> = group
            .fields
            .iter()
            .filter(present)
            .filter_map(|field| Some((field.tag?, field_steps(message, field, version, true))))
            .collect();
        known.sort_by_key(|(tag, _)| *tag);
        push(&mut steps, Step::Tags(known));
    }
    steps
}

/// Appends a step; neighbours of fixed size become one.
fn push(steps: &mut Vec<Step>, step: Step) {
    if let (Some(Step::Skip(before)), Step::Skip(more)) = (steps.last_mut(), &step) {
        *before += more;
    } else {
        steps.push(step);
    }
}

fn field_steps(message: &Message, field: &Field, version: i16, flexible: bool) -> Vec<Step> {
    let nullable = field
        .nullable
        .is_some_and(|versions| versions.contains(version));
    match &field.kind {
        Type::Scalar(scalar) => vec![scalar_step(*scalar, flexible, nullable)],
        Type::Struct(name) => {
            let inner = named_steps(message, name, version);
            if nullable {
                vec![Step::Nullable(inner)]
            } else {
                inner
            }
        }
        Type::ScalarArray(_) | Type::StructArray(_) => {
            let element = Element {
                steps: element_steps(message, field, version, flexible),
                memory: element_memory(message, field),
            };
            vec![Step::Array {
                compact: flexible,
                nullable,
                element,
            }]
        }
    }
}

fn element_steps(message: &Message, field: &Field, version: i16, flexible: bool) -> Vec<Step> {
    match &field.kind {
        Type::ScalarArray(scalar) => vec![scalar_step(*scalar, flexible, false)],
        Type::StructArray(name) => named_steps(message, name, version),
        Type::Scalar(_) | Type::Struct(_) => Vec::new(),
    }
}

fn named_steps(message: &Message, name: &str, version: i16) -> Vec<Step> {
    message
        .find_struct(name)
        .map(|group| struct_steps(message, group, version))
        .unwrap_or_default()
}

fn scalar_step(scalar: Scalar, flexible: bool, nullable: bool) -> Step {
    match (scalar.fixed_bytes(), scalar) {
        (Some(bytes), _) => Step::Skip(bytes),
        (None, _) if flexible => Step::Compact { nullable },
        (None, Scalar::String) => Step::Text { nullable },
        (None, _) => Step::Bytes { nullable },
    }
}

/// The Rust type that the decoder makes of one element.
fn element_memory(message: &Message, field: &Field) -> String {
    match &field.kind {
        Type::ScalarArray(scalar) | Type::Scalar(scalar) => match scalar {
            Scalar::Bool | Scalar::Int8 => "u8",
            Scalar::Int16 | Scalar::Uint16 => "u16",
            Scalar::Int32 => "u32",
            Scalar::Int64 | Scalar::Float64 => "u64",
            Scalar::Uuid => "uuid::Uuid",
            Scalar::String => "messages::StrBytes",
            Scalar::Bytes | Scalar::Records => "bytes::Bytes",
        }
        .to_owned(),
        Type::StructArray(name) | Type::Struct(name) => {
            format!("messages::{}::{name}", module_name(message))
        }
    }
}

/// The module that holds a request or response and its structs.
pub(crate) fn module_name(message: &Message) -> String {
    match message.kind {
        Kind::Request | Kind::Response | Kind::Record | Kind::RecordKey | Kind::RecordValue => {
            snake_case(&message.type_name())
        }
    }
}

#[cfg(test)]
#[path = "layout_tests.rs"]
mod tests;
