//! Writes the function that writes a struct.

use super::{Context, Flexible, condition, has_word};
use crate::notation::{Field, Type};
use crate::values::{differs_from_default, field_name, is_optional, write_value};

impl Context<'_> {
    pub(super) fn write(&self) -> String {
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
        let add = if field.always {
            let write = self.write_present(field);
            format!("tags.add({tag}, |buffer| {{ {write} Ok(()) }})?;")
        } else if is_optional(field) && field.default.as_deref() == Some("null") {
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
            condition(field.versions, self.flexible_versions()),
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
