//! How a field looks in Rust: its type, its default, and the calls that read and write it.

use crate::names::snake_case;
use crate::notation::{Field, Scalar, Type};

/// How a struct holds texts and bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ownership {
    /// In memory of their own: records, which live in the image long after the batch is gone.
    Owned,
    /// As slices of the frame, with kafka-protocol's types: requests and responses.
    Shared,
}

/// The name of the field in Rust.
pub(crate) fn field_name(field: &Field) -> String {
    snake_case(&field.name)
}

/// Whether Rust needs an `Option`.
pub(crate) fn is_optional(field: &Field) -> bool {
    field.nullable.is_some()
}

fn default_is_null(field: &Field) -> bool {
    field.default.as_deref() == Some("null")
}

fn scalar_type(scalar: Scalar, ownership: Ownership) -> &'static str {
    match (scalar, ownership) {
        (Scalar::Bool, _) => "bool",
        (Scalar::Int8, _) => "i8",
        (Scalar::Int16, _) => "i16",
        (Scalar::Uint16, _) => "u16",
        (Scalar::Int32, _) => "i32",
        (Scalar::Int64, _) => "i64",
        (Scalar::Float64, _) => "f64",
        (Scalar::Uuid, _) => "Uuid",
        (Scalar::String, Ownership::Owned) => "String",
        (Scalar::String, Ownership::Shared) => "StrBytes",
        (Scalar::Bytes | Scalar::Records, Ownership::Owned) => "Vec<u8>",
        (Scalar::Bytes | Scalar::Records, Ownership::Shared) => "Bytes",
    }
}

/// The type of the field.
pub(crate) fn rust_type(field: &Field, ownership: Ownership) -> String {
    let named = |scalar: Scalar| match &field.newtype {
        Some(newtype) => newtype.clone(),
        None => scalar_type(scalar, ownership).to_owned(),
    };
    let plain = match &field.kind {
        Type::Scalar(scalar) => named(*scalar),
        Type::Struct(name) => name.clone(),
        Type::ScalarArray(scalar) => format!("Vec<{}>", named(*scalar)),
        Type::StructArray(name) => format!("Vec<{name}>"),
    };
    if is_optional(field) {
        format!("Option<{plain}>")
    } else {
        plain
    }
}

/// Whether the field's default is what `Default` would choose anyhow.
pub(crate) fn has_plain_default(field: &Field) -> bool {
    if is_optional(field) {
        default_is_null(field)
    } else {
        field.default.is_none()
    }
}

/// The default as an expression.
pub(crate) fn default_value(field: &Field, ownership: Ownership) -> String {
    if default_is_null(field) {
        return "None".to_owned();
    }
    let plain = match (&field.kind, &field.default, &field.newtype) {
        (Type::Scalar(_), Some(literal), Some(newtype)) => format!("{newtype}({literal})"),
        (Type::Scalar(_), Some(literal), None) => literal.clone(),
        (Type::Scalar(Scalar::String), None, Some(newtype)) => format!("{newtype}::default()"),
        (Type::Scalar(scalar), None, Some(newtype)) => {
            format!("{newtype}({})", zero(*scalar, ownership))
        }
        (Type::Scalar(scalar), None, None) => zero(*scalar, ownership).to_owned(),
        (Type::Struct(name), _, _) => format!("{name}::default()"),
        (Type::ScalarArray(_) | Type::StructArray(_), _, _) => "Vec::new()".to_owned(),
    };
    if is_optional(field) {
        format!("Some({plain})")
    } else {
        plain
    }
}

fn zero(scalar: Scalar, ownership: Ownership) -> &'static str {
    match (scalar, ownership) {
        (Scalar::Bool, _) => "false",
        (Scalar::Float64, _) => "0.0",
        (Scalar::Uuid, _) => "Uuid::nil()",
        (Scalar::String, Ownership::Owned) => "String::new()",
        (Scalar::String, Ownership::Shared) => "StrBytes::new()",
        (Scalar::Bytes | Scalar::Records, Ownership::Owned) => "Vec::new()",
        (Scalar::Bytes | Scalar::Records, Ownership::Shared) => "Bytes::new()",
        (Scalar::Int8 | Scalar::Int16 | Scalar::Uint16 | Scalar::Int32 | Scalar::Int64, _) => "0",
    }
}

/// An expression that is true unless the field has its default.
pub(crate) fn differs_from_default(field: &Field) -> String {
    let place = format!("self.{}", field_name(field));
    if is_optional(field) {
        return if default_is_null(field) {
            format!("{place}.is_some()")
        } else {
            format!("{place}.as_ref().is_none_or(|value| !value.is_empty())")
        };
    }
    let inner = if field.newtype.is_some() {
        format!("{place}.0")
    } else {
        place.clone()
    };
    match (&field.kind, field.default.as_deref()) {
        (Type::Scalar(Scalar::Bool), Some("true")) => format!("!{place}"),
        (Type::Scalar(Scalar::Bool), _) => place,
        (Type::Scalar(Scalar::Uuid), _) => format!("!{place}.is_nil()"),
        (Type::Scalar(Scalar::String | Scalar::Bytes | Scalar::Records), _)
        | (Type::ScalarArray(_) | Type::StructArray(_), _) => format!("!{place}.is_empty()"),
        (Type::Struct(name), _) => format!("{place} != {name}::default()"),
        (Type::Scalar(Scalar::Float64), None) => format!("{inner} != 0.0"),
        (Type::Scalar(_), None) => format!("{inner} != 0"),
        (Type::Scalar(_), Some(literal)) => format!("{inner} != {literal}"),
    }
}

/// How values are read.
pub(crate) struct Reader<'a> {
    /// The word for "is flexible".
    pub(crate) flexible: &'a str,
    /// What texts and bytes become.
    pub(crate) ownership: Ownership,
    /// Whether the value may be null, and becomes an `Option`.
    pub(crate) null: bool,
}

impl Reader<'_> {
    /// An expression that reads the field from `bytes`, and fails with `?`.
    pub(crate) fn value(&self, field: &Field, min_element_bytes: u32) -> String {
        let nullable = if self.null { "nullable_" } else { "" };
        let flexible = self.flexible;
        let array = |element: &str| {
            format!("wire::get_{nullable}array(bytes, {flexible}, {min_element_bytes}, {element})?")
        };
        match (&field.kind, &field.newtype) {
            (Type::Scalar(scalar), None) => format!("{}?", self.scalar(*scalar)),
            (Type::Scalar(scalar), Some(newtype)) if self.null => {
                format!("{}?.map({newtype})", self.scalar(*scalar))
            }
            (Type::Scalar(scalar), Some(newtype)) => {
                format!("{newtype}({}?)", self.scalar(*scalar))
            }
            (Type::Struct(name), _) if self.null => format!(
                "if wire::get_{}presence(bytes)? {{ Some({name}::read(bytes, version)?) }} else {{ None }}",
                tagged_word(field)
            ),
            (Type::Struct(name), _) => format!("{name}::read(bytes, version)?"),
            (Type::StructArray(name), _) => array(&format!("|bytes| {name}::read(bytes, version)")),
            (Type::ScalarArray(scalar), newtype) => {
                let element = Reader {
                    null: false,
                    ..*self
                }
                .scalar(*scalar);
                match (newtype, element.strip_suffix("(bytes)")) {
                    (Some(newtype), _) => array(&format!("|bytes| {element}.map({newtype})")),
                    (None, Some(function)) => array(function),
                    (None, None) => array(&format!("|bytes| {element}")),
                }
            }
        }
    }

    /// The call that reads one scalar.
    fn scalar(&self, scalar: Scalar) -> String {
        let nullable = if self.null { "nullable_" } else { "" };
        let flexible = self.flexible;
        match (scalar, self.ownership) {
            (Scalar::String, Ownership::Owned) => {
                format!("wire::get_{nullable}string(bytes, {flexible})")
            }
            (Scalar::String, Ownership::Shared) => {
                format!("wire::get_{nullable}text(bytes, {flexible})")
            }
            (Scalar::Bytes | Scalar::Records, Ownership::Owned) => {
                format!("wire::get_byte_vec(bytes, {flexible})")
            }
            (Scalar::Bytes | Scalar::Records, Ownership::Shared) => {
                format!("wire::get_{nullable}bytes(bytes, {flexible})")
            }
            (
                Scalar::Bool
                | Scalar::Int8
                | Scalar::Int16
                | Scalar::Uint16
                | Scalar::Int32
                | Scalar::Int64
                | Scalar::Float64
                | Scalar::Uuid,
                _,
            ) => format!("wire::get_{}(bytes)", scalar.word()),
        }
    }
}

/// A statement that writes the field to `buffer`, and fails with `?`. With `null` the field is an `Option` that may be
/// empty; an `Option` that may not is unwrapped by the caller into `value`.
pub(crate) fn write_value(field: &Field, place: &str, flexible: &str, null: bool) -> String {
    let nullable = if null { "nullable_" } else { "" };
    let inner = if field.newtype.is_some() { ".0" } else { "" };
    match &field.kind {
        Type::Scalar(Scalar::String) => {
            let text = match (null, &field.newtype) {
                (true, Some(_)) => format!("{place}.as_ref().map(|text| text.as_str())"),
                (true, None) => format!("{place}.as_deref()"),
                (false, _) => reference(place),
            };
            format!("wire::put_{nullable}text(buffer, {flexible}, {text})?;")
        }
        Type::Scalar(Scalar::Bytes | Scalar::Records) => {
            let bytes = if null {
                format!("{place}.as_deref()")
            } else {
                reference(place)
            };
            format!("wire::put_{nullable}bytes(buffer, {flexible}, {bytes})?;")
        }
        Type::Scalar(scalar) => format!("wire::put_{}(buffer, {place}{inner})?;", scalar.word()),
        Type::Struct(_) if null => format!(
            "wire::put_{}presence(buffer, {place}.is_some())?; if let Some(value) = &{place} {{ \
             value.write(buffer, version)?; }}",
            tagged_word(field)
        ),
        Type::Struct(_) => format!("{place}.write(buffer, version)?;"),
        Type::ScalarArray(scalar) => {
            let element = match scalar {
                Scalar::String => format!("wire::put_text(buffer, {flexible}, item)"),
                Scalar::Bytes | Scalar::Records => {
                    format!("wire::put_bytes(buffer, {flexible}, item)")
                }
                Scalar::Bool
                | Scalar::Int8
                | Scalar::Int16
                | Scalar::Uint16
                | Scalar::Int32
                | Scalar::Int64
                | Scalar::Float64
                | Scalar::Uuid => {
                    let star = if inner.is_empty() { "*" } else { "" };
                    format!("wire::put_{}(buffer, {star}item{inner})", scalar.word())
                }
            };
            let elements = if null {
                format!("{place}.as_deref()")
            } else {
                reference(place)
            };
            format!(
                "wire::put_{nullable}array(buffer, {flexible}, {elements}, |buffer, item| {element})?;"
            )
        }
        Type::StructArray(_) => {
            let elements = if null {
                format!("{place}.as_deref()")
            } else {
                reference(place)
            };
            format!(
                "wire::put_{nullable}array(buffer, {flexible}, {elements}, |buffer, item| \
                 item.write(buffer, version))?;"
            )
        }
    }
}

/// Kafka marks a struct that may be null in another way if it is a tagged field.
fn tagged_word(field: &Field) -> &'static str {
    if field.tag.is_some() { "tagged_" } else { "" }
}

/// `&self.field`, or the name of something that is a reference already.
fn reference(place: &str) -> String {
    if place.starts_with("self.") {
        format!("&{place}")
    } else {
        place.to_owned()
    }
}
