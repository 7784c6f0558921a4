//! Reads schema files.

use crate::notation::{Field, Kind, Message, Scalar, Struct, Type, Versions};

/// A schema file does not follow the notation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct SchemaError {
    /// The line, counted from one.
    pub line: usize,
    /// What is wrong with it.
    pub problem: String,
}

impl SchemaError {
    fn new(line: &Line<'_>, problem: impl Into<String>) -> Self {
        Self {
            line: line.number,
            problem: problem.into(),
        }
    }
}

struct Line<'a> {
    number: usize,
    depth: usize,
    words: Vec<&'a str>,
}

/// Reads all blocks of a file.
///
/// # Errors
/// If a line does not follow the notation or names something unknown.
pub fn parse(text: &str) -> Result<Vec<Message>, SchemaError> {
    let lines = split_lines(text)?;
    let mut messages = Vec::new();
    let mut rest = lines.as_slice();
    while let Some((head, tail)) = rest.split_first() {
        let length = tail.iter().take_while(|line| line.depth > 0).count();
        let (body, next) = tail.split_at(length);
        messages.push(parse_message(head, body)?);
        rest = next;
    }
    Ok(messages)
}

fn split_lines(text: &str) -> Result<Vec<Line<'_>>, SchemaError> {
    let mut lines = Vec::new();
    for (index, raw) in text.lines().enumerate() {
        let content = raw.split('#').next().unwrap_or_default().trim_end();
        let words: Vec<&str> = content.split_whitespace().collect();
        if words.is_empty() {
            continue;
        }
        let spaces = content.len() - content.trim_start().len();
        let line = Line {
            number: index + 1,
            depth: spaces / 4,
            words,
        };
        if !spaces.is_multiple_of(4) {
            return Err(SchemaError::new(
                &line,
                "the indentation is not a multiple of four spaces",
            ));
        }
        lines.push(line);
    }
    Ok(lines)
}

fn parse_message(head: &Line<'_>, body: &[Line<'_>]) -> Result<Message, SchemaError> {
    let [kind, name, "key", key, "versions", versions, rest @ ..] = head.words.as_slice() else {
        return Err(SchemaError::new(
            head,
            "expected `kind Name key N versions A-B`",
        ));
    };
    let kind = match *kind {
        "request" => Kind::Request,
        "response" => Kind::Response,
        "record" => Kind::Record,
        "record-key" => Kind::RecordKey,
        "record-value" => Kind::RecordValue,
        other => return Err(SchemaError::new(head, format!("unknown kind `{other}`"))),
    };
    let flexible_from = match rest {
        [] => None,
        ["flexible", from] => Some(parse_versions(head, from)?.first),
        _ => return Err(SchemaError::new(head, "expected `flexible N+` or nothing")),
    };
    let mut message = Message {
        kind,
        name: (*name).to_owned(),
        key: key
            .parse()
            .map_err(|_| SchemaError::new(head, "the key is not a number"))?,
        versions: parse_versions(head, versions)?,
        flexible_from,
        structs: Vec::new(),
    };
    parse_struct(
        head,
        &message.type_name(),
        message.versions,
        body,
        &mut message,
    )?;
    check_references(head, &message)?;
    Ok(message)
}

/// Reads the fields of one struct, which stand one level deeper than `head`, and the structs inside of it.
fn parse_struct(
    head: &Line<'_>,
    name: &str,
    versions: Versions,
    body: &[Line<'_>],
    message: &mut Message,
) -> Result<(), SchemaError> {
    if message.find_struct(name).is_some() {
        return Err(SchemaError::new(
            head,
            format!("there are two structs `{name}`"),
        ));
    }
    let place = message.structs.len();
    message.structs.push(Struct {
        name: name.to_owned(),
        versions,
        fields: Vec::new(),
    });
    let mut fields: Vec<Field> = Vec::new();
    let mut rest = body;
    while let Some((line, tail)) = rest.split_first() {
        if line.depth != head.depth + 1 {
            return Err(SchemaError::new(line, "the indentation skips a level"));
        }
        let length = tail
            .iter()
            .take_while(|inner| inner.depth > line.depth)
            .count();
        let (inner, next) = tail.split_at(length);
        rest = next;
        if let ["struct", name] = line.words.as_slice() {
            parse_struct(line, name, message.versions, inner, message)?;
            continue;
        }
        let field = parse_field(line, versions)?;
        if fields.iter().any(|other| other.name == field.name) {
            return Err(SchemaError::new(line, "there are two fields of this name"));
        }
        if !inner.is_empty() {
            let (Type::Struct(inner_name) | Type::StructArray(inner_name)) = &field.kind else {
                return Err(SchemaError::new(line, "only a struct has fields"));
            };
            parse_struct(line, inner_name, field.versions, inner, message)?;
        }
        fields.push(field);
    }
    if let Some(place) = message.structs.get_mut(place) {
        place.fields = fields;
    }
    Ok(())
}

fn parse_field(line: &Line<'_>, parent: Versions) -> Result<Field, SchemaError> {
    let [name, kind, rest @ ..] = line.words.as_slice() else {
        return Err(SchemaError::new(line, "expected a name and a type"));
    };
    let (kind, null) = match kind.split_once('?') {
        None => (*kind, None),
        Some((kind, versions)) => (kind, Some(versions)),
    };
    let mut field = Field {
        name: (*name).to_owned(),
        kind: parse_type(line, kind)?,
        versions: parent,
        nullable: None,
        tag: None,
        always: false,
        newtype: None,
        ignorable: false,
        default: None,
    };
    let mut rest = rest;
    if let [versions, tail @ ..] = rest
        && versions.starts_with(|first: char| first.is_ascii_digit())
    {
        field.versions = parse_versions(line, versions)?.intersect(parent);
        rest = tail;
    }
    if let ["tag", tag, tail @ ..] = rest {
        let tag = tag
            .parse()
            .map_err(|_| SchemaError::new(line, "the tag is not a number"))?;
        field.tag = Some(tag);
        rest = tail;
        if let ["always", tail @ ..] = rest {
            field.always = true;
            rest = tail;
        }
    }
    if let ["as", newtype, tail @ ..] = rest {
        field.newtype = Some((*newtype).to_owned());
        rest = tail;
    }
    if let ["ignorable", tail @ ..] = rest {
        field.ignorable = true;
        rest = tail;
    }
    if let ["=", default, tail @ ..] = rest {
        field.default = Some((*default).to_owned());
        rest = tail;
    }
    if let [word, ..] = rest {
        return Err(SchemaError::new(
            line,
            format!("`{word}` does not belong here"),
        ));
    }
    field.nullable = match null {
        None => None,
        Some("") => Some(field.versions),
        Some(versions) => Some(parse_versions(line, versions)?.intersect(field.versions)),
    };
    if field.versions.is_empty() {
        return Err(SchemaError::new(line, "no version has this field"));
    }
    Ok(field)
}

fn parse_type(line: &Line<'_>, word: &str) -> Result<Type, SchemaError> {
    let (element, array) = match word.strip_prefix("[]") {
        Some(element) => (element, true),
        None => (word, false),
    };
    match Scalar::from_word(element) {
        Some(scalar) if array => Ok(Type::ScalarArray(scalar)),
        Some(scalar) => Ok(Type::Scalar(scalar)),
        None if !element.starts_with(|first: char| first.is_ascii_uppercase()) => Err(
            SchemaError::new(line, format!("there is no type `{element}`")),
        ),
        None if array => Ok(Type::StructArray(element.to_owned())),
        None => Ok(Type::Struct(element.to_owned())),
    }
}

fn parse_versions(line: &Line<'_>, word: &str) -> Result<Versions, SchemaError> {
    let number = |text: &str| {
        text.parse()
            .map_err(|_| SchemaError::new(line, format!("`{word}` is not a range of versions")))
    };
    if let Some(first) = word.strip_suffix('+') {
        return Ok(Versions {
            first: number(first)?,
            last: Versions::OPEN,
        });
    }
    let (first, last) = word.split_once('-').unwrap_or((word, word));
    Ok(Versions {
        first: number(first)?,
        last: number(last)?,
    })
}

/// Structs may be used before they are written, so their names are looked up last. A cycle would make a message of
/// unlimited depth, which no reader of untrusted bytes should meet.
fn check_references(head: &Line<'_>, message: &Message) -> Result<(), SchemaError> {
    for group in &message.structs {
        for field in &group.fields {
            if let Type::Struct(name) | Type::StructArray(name) = &field.kind {
                let Some(target) = message.find_struct(name) else {
                    return Err(SchemaError::new(
                        head,
                        format!("there is no struct `{name}`"),
                    ));
                };
                if reaches(message, target, &group.name, message.structs.len()) {
                    return Err(SchemaError::new(
                        head,
                        format!("struct `{name}` contains itself"),
                    ));
                }
            }
            if field.tag.is_some() && message.flexible_from.is_none() {
                return Err(SchemaError::new(
                    head,
                    "a tagged field needs flexible versions",
                ));
            }
        }
    }
    Ok(())
}

/// Whether `from` is or contains the struct `name`, over at most `steps` levels.
fn reaches(message: &Message, from: &Struct, name: &str, steps: usize) -> bool {
    from.name == name
        || steps > 0
            && from.fields.iter().any(|field| match &field.kind {
                Type::Struct(inner) | Type::StructArray(inner) => message
                    .find_struct(inner)
                    .is_some_and(|inner| reaches(message, inner, name, steps - 1)),
                Type::Scalar(_) | Type::ScalarArray(_) => false,
            })
}

#[cfg(test)]
#[path = "parser_tests.rs"]
mod tests;
