//! Valid messages with arbitrary content, written from the schema files alone.

use std::fs;
use std::path::Path;

use kalda_codegen::{Field, Message, Scalar, Struct, Type, parser};

/// The largest number of elements of an array.
const MAX_ELEMENTS: u64 = 3;

/// Numbers that look random and come from a seed.
pub(crate) struct Dice {
    state: u64,
}

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed | 1 }
    }

    pub(crate) fn next(&mut self) -> u64 {
        // The xorshift of Marsaglia.
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state
    }

    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    pub(crate) fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        let index = usize::try_from(self.below(choices.len() as u64)).expect("an index");
        *choices.get(index).expect("a choice")
    }

    fn flip(&mut self) -> bool {
        self.next().is_multiple_of(2)
    }
}

/// Requests and responses of every API.
pub(crate) fn schemas() -> Vec<Message> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/apis");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the folder of schemas")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    let texts = paths
        .iter()
        .map(|path| fs::read_to_string(path).expect("a schema"));
    texts
        .flat_map(|text| parser::parse(&text).expect("a valid schema"))
        .collect()
}

/// Writes a message of this version.
pub(crate) fn write(message: &Message, version: i16, dice: &mut Dice) -> Vec<u8> {
    let mut writer = Writer {
        message,
        version,
        dice,
        bytes: Vec::new(),
    };
    writer.group(message.structs.first().expect("the message itself"));
    writer.bytes
}

struct Writer<'a> {
    message: &'a Message,
    version: i16,
    dice: &'a mut Dice,
    bytes: Vec<u8>,
}

impl Writer<'_> {
    fn flexible(&self) -> bool {
        self.message.is_flexible(self.version)
    }

    fn group(&mut self, group: &Struct) {
        let present = |field: &&Field| field.versions.contains(self.version);
        let fields: Vec<&Field> = group.fields.iter().filter(present).collect();
        for field in fields.iter().filter(|field| field.tag.is_none()) {
            self.field(field, false);
        }
        if self.flexible() {
            self.tags(&fields);
        }
    }

    fn tags(&mut self, fields: &[&Field]) {
        let mut tagged: Vec<(u32, Option<&Field>)> = fields
            .iter()
            .filter_map(|field| Some((field.tag?, Some(*field))))
            .collect();
        tagged.retain(|_| self.dice.flip());
        if self.dice.below(8) == 0 {
            tagged.push((1000, None));
        }
        tagged.sort_by_key(|(tag, _)| *tag);
        self.varint(tagged.len());
        for (tag, field) in tagged {
            self.varint(usize::try_from(tag).expect("a small tag"));
            let outer = std::mem::take(&mut self.bytes);
            match field {
                Some(field) => self.field(field, true),
                None => self.bytes.extend([1, 2, 3]),
            }
            let value = std::mem::replace(&mut self.bytes, outer);
            self.varint(value.len());
            self.bytes.extend(value);
        }
    }

    /// A tagged value is never null here: writers leave it out then, unless null is not its default.
    fn field(&mut self, field: &Field, tagged: bool) {
        let nullable = field
            .nullable
            .is_some_and(|versions| versions.contains(self.version));
        let null = nullable && !tagged && self.dice.flip();
        match &field.kind {
            Type::Scalar(scalar) => self.scalar(*scalar, null),
            Type::Struct(name) => {
                if nullable {
                    self.bytes.push(if null { 0xff } else { 1 });
                }
                if !null {
                    self.named(name);
                }
            }
            Type::ScalarArray(scalar) => {
                for _ in 0..self.count(null) {
                    self.scalar(*scalar, false);
                }
            }
            Type::StructArray(name) => {
                for _ in 0..self.count(null) {
                    self.named(name);
                }
            }
        }
    }

    fn named(&mut self, name: &str) {
        let group = self
            .message
            .find_struct(name)
            .expect("a struct of the schema")
            .clone();
        self.group(&group);
    }

    fn count(&mut self, null: bool) -> usize {
        let count = usize::try_from(self.dice.below(MAX_ELEMENTS + 1)).expect("a small number");
        self.length(if null { None } else { Some(count) }, 4);
        if null { 0 } else { count }
    }

    fn scalar(&mut self, scalar: Scalar, null: bool) {
        match scalar {
            Scalar::Bool => {
                let value = u8::from(self.dice.flip());
                self.bytes.push(value);
            }
            Scalar::Float64 => {
                let value =
                    f64::from(u16::try_from(self.dice.below(1000)).expect("a small number"));
                self.bytes.extend(value.to_be_bytes());
            }
            Scalar::String => {
                let text = self.dice.pick(&["", "a", "topic-1", "ein-längerer-Name"]);
                self.length(if null { None } else { Some(text.len()) }, 2);
                self.bytes.extend(if null { &[] } else { text.as_bytes() });
            }
            Scalar::Bytes | Scalar::Records => {
                let length = usize::try_from(self.dice.below(40)).expect("a small number");
                self.length(if null { None } else { Some(length) }, 4);
                self.bytes.extend(vec![7; if null { 0 } else { length }]);
            }
            Scalar::Int8
            | Scalar::Int16
            | Scalar::Uint16
            | Scalar::Int32
            | Scalar::Int64
            | Scalar::Uuid => {
                for _ in 0..scalar.fixed_bytes().expect("a fixed size") {
                    let byte = self.dice.next().to_be_bytes()[3];
                    self.bytes.push(byte);
                }
            }
        }
    }

    fn length(&mut self, length: Option<usize>, width: usize) {
        if self.flexible() {
            self.varint(length.map_or(0, |length| length + 1));
            return;
        }
        let number = length.map_or(-1, |length| i64::try_from(length).expect("a small number"));
        self.bytes
            .extend(number.to_be_bytes().into_iter().skip(8 - width));
    }

    fn varint(&mut self, value: usize) {
        let mut rest = value;
        while rest >= 0x80 {
            self.bytes
                .push(u8::try_from(rest & 0x7f).expect("seven bits") | 0x80);
            rest >>= 7;
        }
        self.bytes.push(u8::try_from(rest).expect("seven bits"));
    }
}
