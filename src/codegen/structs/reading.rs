//! Writes the function that reads a struct.

use super::{Context, Flexible, condition, has_word};
use crate::layout::min_element_bytes;
use crate::notation::{Field, Versions};
use crate::values::{Reader, default_value, field_name};

impl Context<'_> {
    pub(super) fn read(&self) -> String {
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
}
