//! Writes one struct: definition, default, reading and writing.

use crate::layout::min_element_bytes;
use crate::notation::{Field, Message, Scalar, Struct, Type, Versions};
use crate::values::{
    Ownership, Reader, default_value, differs_from_default, field_name, has_plain_default,
    is_optional, rust_type, write_value,
};

/// What the code of one struct needs to know.
pub(crate) struct Context<'a> {
    pub(crate) message: &'a Message,
    pub(crate) group: &'a Struct,
    pub(crate) ownership: Ownership,
}

/// Which versions of the struct are flexible.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flexible {
    Never,
    Always,
    From(i16),
}

impl Context<'_> {
    fn flexible(&self) -> Flexible {
        match self.message.flexible_from {
            Some(from) if from <= self.group.versions.first => Flexible::Always,
            Some(from) if from <= self.group.versions.last => Flexible::From(from),
            Some(_) | None => Flexible::Never,
        }
    }

    /// The word that stands for "is flexible" in calls.
    fn flexible_word(&self) -> &'static str {
        match self.flexible() {
            Flexible::Never => "false",
            Flexible::Always => "true",
            Flexible::From(_) => "flexible",
        }
    }

    fn keeps_unknown(&self) -> bool {
        self.ownership == Ownership::Shared
    }

    /// The whole struct.
    pub(crate) fn code(&self) -> String {
        let mut code = self.definition();
        code.push_str(&self.default());
        if self.ownership == Ownership::Shared {
            code.push_str(&self.setters());
        }
        let read = self.read();
        let write = self.write();
        text!(code, "impl {} {{\n{read}\n{write}\n}}\n\n", self.group.name);
        code
    }

    fn definition(&self) -> String {
        let name = &self.group.name;
        let message = &self.message.name;
        let versions = self.group.versions;
        let plural = if versions.first == versions.last {
            "version"
        } else {
            "versions"
        };
        let subject = if self.message.type_name() == *name {
            format!("`{name}`, {plural} {versions}.")
        } else {
            format!("Part of `{message}`, {plural} {versions}.")
        };
        let default = if self.derives_default() {
            ", Default"
        } else {
            ""
        };
        let mut code = format!(
            "/// {subject}\n#[derive(Debug, Clone, PartialEq{default})]\npub struct {name} {{\n"
        );
        for field in &self.group.fields {
            line!(code, "    /// {}", self.describe(field));
            line!(
                code,
                "    pub {}: {},",
                field_name(field),
                rust_type(field, self.ownership)
            );
        }
        if self.keeps_unknown() {
            code.push_str("    /// Tagged fields that these versions do not know.\n");
            code.push_str("    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,\n");
        }
        code.push_str("}\n\n");
        code
    }

    fn describe(&self, field: &Field) -> String {
        let mut text = format!("`{}`: {}", field.name, field.kind);
        if is_optional(field) {
            text.push_str(" or null");
        }
        if field.versions != self.group.versions {
            text!(text, ", versions {}", field.versions);
        }
        if let Some(tag) = field.tag {
            text!(text, ", tag {tag}");
        }
        if let Some(default) = &field.default {
            text!(text, ", default {default}");
        }
        text.push('.');
        text.replace("[]", "array of ")
    }

    fn derives_default(&self) -> bool {
        self.group.fields.iter().all(has_plain_default)
    }

    fn default(&self) -> String {
        if self.derives_default() {
            return String::new();
        }
        let name = &self.group.name;
        let mut code = format!("impl Default for {name} {{\nfn default() -> Self {{\nSelf {{\n");
        for field in &self.group.fields {
            line!(
                code,
                "{}: {},",
                field_name(field),
                default_value(field, self.ownership)
            );
        }
        if self.keeps_unknown() {
            code.push_str("unknown_tagged_fields: BTreeMap::new(),\n");
        }
        code.push_str("}\n}\n}\n\n");
        code
    }

    /// kafka-protocol's way to fill a message, which does not depend on the fields that newer versions add.
    fn setters(&self) -> String {
        let mut code = format!("impl {} {{\n", self.group.name);
        for field in &self.group.fields {
            let (name, kind) = (field_name(field), rust_type(field, self.ownership));
            text!(
                code,
                "/// Sets `{name}`.\n#[must_use]\npub fn with_{}(mut self, value: {kind}) -> Self {{ \
                 self.{name} = value; self }}\n\n",
                name.trim_start_matches('_')
            );
        }
        code.push_str(
            "/// Sets the tagged fields that these versions do not know.\n#[must_use]\n\
             pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self { \
             self.unknown_tagged_fields = value; self }\n}\n\n",
        );
        code
    }

    fn read(&self) -> String {
        let mut body = String::new();
        if let Flexible::From(from) = self.flexible() {
            line!(body, "let flexible = version >= {from};");
        }
        for field in self.group.fields.iter().filter(|field| field.tag.is_none()) {
            body.push_str(&self.read_field(field));
        }
        body.push_str(&self.read_tagged_fields());
        body.push_str("Ok(Self {\n");
        for field in &self.group.fields {
            line!(body, "{},", field_name(field));
        }
        if self.keeps_unknown() {
            body.push_str("unknown_tagged_fields,\n");
        }
        body.push_str("})\n");
        let used = |word: &str| has_word(&body, word);
        format!(
            "pub(crate) fn read<B: ByteBuf>({}: &mut B, {}: i16) -> Result<Self, WireError> {{\n{body}}}\n",
            if used("bytes") { "bytes" } else { "_bytes" },
            if used("version") {
                "version"
            } else {
                "_version"
            },
        )
    }

    fn read_field(&self, field: &Field) -> String {
        let name = field_name(field);
        let read = self.read_present(field, field.versions);
        match condition(field.versions, self.group.versions) {
            None => format!("let {name} = {read};\n"),
            Some(condition) => format!(
                "let {name} = if {condition} {{ {read} }} else {{ {} }};\n",
                default_value(field, self.ownership)
            ),
        }
    }

    /// Reads a field that is there: null or not, depending on the version.
    fn read_present(&self, field: &Field, present: Versions) -> String {
        let flexible = self.flexible_word();
        let Some(nullable) = field.nullable else {
            return self.read_value(field, flexible, false);
        };
        let with_null = self.read_value(field, flexible, true);
        match condition(nullable, present) {
            None => with_null,
            Some(condition) => format!(
                "if {condition} {{ {with_null} }} else {{ Some({}) }}",
                self.read_value(field, flexible, false)
            ),
        }
    }

    fn read_value(&self, field: &Field, flexible: &str, null: bool) -> String {
        let reader = Reader {
            flexible,
            ownership: self.ownership,
            null,
        };
        reader.value(field, min_element_bytes(self.message, field))
    }

    fn read_tagged_fields(&self) -> String {
        if self.flexible() == Flexible::Never {
            return if self.keeps_unknown() {
                "let unknown_tagged_fields = BTreeMap::new();\n".to_owned()
            } else {
                String::new()
            };
        }
        let mut code = String::new();
        let mut arms = String::new();
        for field in self.group.fields.iter().filter(|field| field.tag.is_some()) {
            let name = field_name(field);
            line!(
                code,
                "let mut {name} = {};",
                default_value(field, self.ownership)
            );
            let guard = condition(field.versions, self.group.versions)
                .map(|condition| format!(" if {condition}"))
                .unwrap_or_default();
            let read = self.read_present(field, field.versions);
            line!(
                arms,
                "{}{guard} => {name} = {read},",
                field.tag.unwrap_or_default()
            );
        }
        let handler = if arms.is_empty() {
            "|_, _| Ok(false)".to_owned()
        } else {
            format!("|tag, bytes| {{ match tag {{ {arms} _ => return Ok(false), }} Ok(true) }}")
        };
        let read = format!("wire::get_tagged_fields(bytes, {handler})?");
        match (self.flexible(), self.keeps_unknown()) {
            (Flexible::From(_), true) => {
                line!(
                    code,
                    "let unknown_tagged_fields = if flexible {{ {read} }} else {{ BTreeMap::new() }};"
                );
            }
            (Flexible::From(_), false) => {
                line!(code, "if flexible {{ {read}; }}");
            }
            (_, true) => {
                line!(code, "let unknown_tagged_fields = {read};");
            }
            (_, false) => {
                line!(code, "{read};");
            }
        }
        code
    }

    fn write(&self) -> String {
        let mut body = String::new();
        if let Flexible::From(from) = self.flexible() {
            line!(body, "let flexible = version >= {from};");
        }
        for field in self.group.fields.iter().filter(|field| field.tag.is_none()) {
            body.push_str(&self.write_field(field));
        }
        body.push_str(&self.write_tagged_fields());
        body.push_str("Ok(())\n");
        let used = |word: &str| has_word(&body, word);
        format!(
            "pub(crate) fn write<B: BufMut>(&self, {}: &mut B, {}: i16) -> Result<(), WireError> {{\n{body}}}\n",
            if used("buffer") { "buffer" } else { "_buffer" },
            if used("version") {
                "version"
            } else {
                "_version"
            },
        )
    }

    fn write_field(&self, field: &Field) -> String {
        let write = self.write_present(field);
        match (
            condition(field.versions, self.group.versions),
            field.ignorable,
        ) {
            (None, _) => format!("{write}\n"),
            (Some(condition), true) => format!("if {condition} {{ {write} }}\n"),
            (Some(condition), false) => format!(
                "if {condition} {{ {write} }} else if {} {{ {} }}\n",
                differs_from_default(field),
                refuse(field)
            ),
        }
    }

    fn write_present(&self, field: &Field) -> String {
        let flexible = self.flexible_word();
        let place = format!("self.{}", field_name(field));
        let Some(nullable) = field.nullable else {
            return write_value(field, &place, flexible, false);
        };
        let with_null = write_value(field, &place, flexible, true);
        match condition(nullable, field.versions) {
            None => with_null,
            Some(condition) => {
                let value = format!("let value = wire::required({place}.as_ref())?;");
                let without = write_value(field, "value", flexible, false);
                format!("if {condition} {{ {with_null} }} else {{ {value} {without} }}")
            }
        }
    }

    fn write_tagged_fields(&self) -> String {
        if self.flexible() == Flexible::Never {
            return String::new();
        }
        let unknown = if self.keeps_unknown() {
            "wire::TaggedFields::with_unknown(&self.unknown_tagged_fields)"
        } else {
            "wire::TaggedFields::default()"
        };
        let mut tagged: Vec<&Field> = self
            .group
            .fields
            .iter()
            .filter(|field| field.tag.is_some())
            .collect();
        tagged.sort_by_key(|field| field.tag);
        let mut code = if tagged.is_empty() {
            format!("{unknown}.write(buffer)?;\n")
        } else {
            format!("let mut tags = {unknown};\n")
        };
        for field in &tagged {
            code.push_str(&self.write_tagged_field(field));
        }
        if !tagged.is_empty() {
            code.push_str("tags.write(buffer)?;\n");
        }
        match self.flexible() {
            Flexible::From(_) => {
                format!("if flexible {{ {code} }}\n{}", self.refuse_tagged(&tagged))
            }
            Flexible::Always | Flexible::Never => code,
        }
    }

    fn write_tagged_field(&self, field: &Field) -> String {
        let tag = field.tag.unwrap_or_default();
        let differs = differs_from_default(field);
        // A tagged value that is there is not null, unless null is not the default.
        let add = if is_optional(field) && field.default.as_deref() == Some("null") {
            let write = write_value(field, "value", self.flexible_word(), false);
            let value = if matches!(field.kind, Type::Scalar(scalar) if scalar.fixed_bytes().is_some())
            {
                "*value"
            } else {
                "value"
            };
            let write = write.replace("value", value);
            format!(
                "if let Some(value) = &self.{} {{ tags.add({tag}, |buffer| {{ {write} Ok(()) }})?; }}",
                field_name(field)
            )
        } else {
            let write = self.write_present(field);
            format!("if {differs} {{ tags.add({tag}, |buffer| {{ {write} Ok(()) }})?; }}")
        };
        match (
            condition(field.versions, self.group.versions),
            field.ignorable,
        ) {
            (None, _) => format!("{add}\n"),
            (Some(condition), true) => format!("if {condition} {{ {add} }}\n"),
            (Some(condition), false) => {
                format!(
                    "if {condition} {{ {add} }} else if {differs} {{ {} }}\n",
                    refuse(field)
                )
            }
        }
    }

    /// What versions without any tagged field do about those that are set.
    fn refuse_tagged(&self, tagged: &[&Field]) -> String {
        let mut code = String::new();
        for field in tagged.iter().filter(|field| !field.ignorable) {
            line!(
                code,
                "if !flexible && {} {{ {} }}",
                parenthesized(&differs_from_default(field)),
                refuse(field)
            );
        }
        code
    }
}

fn has_word(code: &str, word: &str) -> bool {
    code.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .any(|part| part == word)
}

fn parenthesized(condition: &str) -> String {
    if condition.contains("!=") {
        format!("({condition})")
    } else {
        condition.to_owned()
    }
}

fn refuse(field: &Field) -> String {
    format!(
        "return Err(WireError::FieldNotInVersion {{ field: \"{}\", version }});",
        field.name
    )
}

/// The test for `versions`, where it is known that the version is one of `known`.
fn condition(versions: Versions, known: Versions) -> Option<String> {
    let lower = versions.first > known.first;
    let upper = versions.last < known.last;
    match (lower, upper) {
        (false, false) => None,
        (true, false) => Some(format!("version >= {}", versions.first)),
        (false, true) => Some(format!("version <= {}", versions.last)),
        (true, true) if versions.first == versions.last => {
            Some(format!("version == {}", versions.first))
        }
        (true, true) => Some(format!(
            "({}..={}).contains(&version)",
            versions.first, versions.last
        )),
    }
}

/// Whether any field of the message needs this scalar.
pub(crate) fn uses_scalar(message: &Message, wanted: Scalar) -> bool {
    message
        .structs
        .iter()
        .flat_map(|group| &group.fields)
        .any(|field| match &field.kind {
            Type::Scalar(scalar) | Type::ScalarArray(scalar) => *scalar == wanted,
            Type::Struct(_) | Type::StructArray(_) => false,
        })
}
