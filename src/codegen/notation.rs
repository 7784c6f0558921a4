//! What a schema file says.
//!
//! A file holds blocks like this one; indentation is four spaces and means nesting:
//!
//! ```text
//! request ListOffsets key 2 versions 1-11 flexible 6+
//!     ReplicaId       int32 as BrokerId = -1
//!     Topics          []ListOffsetsTopic
//!         Name        string as TopicName
//!         Partitions  []ListOffsetsPartition
//!     TimeoutMs       int32 10+ ignorable
//!     struct ListOffsetsPartition
//!         PartitionIndex  int32
//! ```
//!
//! The records of a log with keys have two blocks each, `record-key` and `record-value`, of the same name and number.
//!
//! A field line is: name, type, and then in this order, each optional: the versions that have the field (`3+`, `0-12`,
//! `4`; without them all that have its parent), `tag N` for a tagged field, `always` for a tagged field that is written whatever its value is, `as T` for a Rust type that names what the
//! number or string is, `ignorable` for a field that a version without it drops silently, `= value` for the default.
//! A `?` after the type allows null; `?8+` allows it in those versions. Types are `bool`, `int8`, `int16`, `uint16`,
//! `int32`, `int64`, `float64`, `uuid`, `string`, `bytes`, `records`, the name of a struct, and `[]` before any of
//! these. A struct's fields follow the field that uses it, or stand under `struct Name` if several do. A `#` begins a
//! comment.

use std::fmt;

/// A closed range of versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Versions {
    /// The oldest.
    pub first: i16,
    /// The newest; [`Versions::OPEN`] until it is cut to what the parent has.
    pub last: i16,
}

impl Versions {
    /// "And everything newer."
    pub const OPEN: i16 = i16::MAX;

    /// The versions in both ranges.
    #[must_use]
    pub fn intersect(self, other: Self) -> Self {
        Self {
            first: self.first.max(other.first),
            last: self.last.min(other.last),
        }
    }

    /// Whether the version lies in the range.
    #[must_use]
    pub fn contains(self, version: i16) -> bool {
        self.first <= version && version <= self.last
    }

    /// Whether there is no version at all.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.first > self.last
    }
}

impl fmt::Display for Versions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(formatter, "{}", self.first)
        } else {
            write!(formatter, "{}-{}", self.first, self.last)
        }
    }
}

/// What a block describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What a client asks.
    Request,
    /// What a server answers.
    Response,
    /// The value of a record in one of the cluster's own logs.
    Record,
    /// The key of a record in a log that is compacted.
    RecordKey,
    /// The value of such a record.
    RecordValue,
}

/// One block of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What it describes.
    pub kind: Kind,
    /// The name as written, without `Request`, `Response`, `Key` or `Value`.
    pub name: String,
    /// The API key or record type.
    pub key: i16,
    /// All its versions.
    pub versions: Versions,
    /// The first version with compact lengths and tagged fields.
    pub flexible_from: Option<i16>,
    /// The message itself comes first, then its structs in the order in which they are written.
    pub structs: Vec<Struct>,
}

impl Message {
    /// The Rust name of the whole message.
    #[must_use]
    pub fn type_name(&self) -> String {
        match self.kind {
            Kind::Request => format!("{}Request", self.name),
            Kind::Response => format!("{}Response", self.name),
            Kind::Record => self.name.clone(),
            Kind::RecordKey => format!("{}Key", self.name),
            Kind::RecordValue => format!("{}Value", self.name),
        }
    }

    /// The struct of this name.
    #[must_use]
    pub fn find_struct(&self, name: &str) -> Option<&Struct> {
        self.structs.iter().find(|candidate| candidate.name == name)
    }

    /// Whether the version has compact lengths and tagged fields.
    #[must_use]
    pub fn is_flexible(&self, version: i16) -> bool {
        self.flexible_from.is_some_and(|from| version >= from)
    }
}

/// A group of fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Struct {
    /// Its Rust name.
    pub name: String,
    /// The versions that use it.
    pub versions: Versions,
    /// Its fields, in the order of the wire.
    pub fields: Vec<Field>,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Kafka's name.
    pub name: String,
    /// What it holds.
    pub kind: Type,
    /// The versions that have it, within those of its struct.
    pub versions: Versions,
    /// The versions in which it may be null.
    pub nullable: Option<Versions>,
    /// Its tag, if it is a tagged field.
    pub tag: Option<u32>,
    /// Whether a tagged field is written also when it has its default.
    pub always: bool,
    /// The Rust type that names what the value is.
    pub newtype: Option<String>,
    /// Whether a version without the field drops a value silently.
    pub ignorable: bool,
    /// The default, where it is not zero, empty or false.
    pub default: Option<String>,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// A single value.
    Scalar(Scalar),
    /// A group of fields.
    Struct(String),
    /// Any number of values.
    ScalarArray(Scalar),
    /// Any number of groups.
    StructArray(String),
}

impl fmt::Display for Type {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scalar(scalar) => formatter.write_str(scalar.word()),
            Self::Struct(name) => formatter.write_str(name),
            Self::ScalarArray(scalar) => write!(formatter, "[]{}", scalar.word()),
            Self::StructArray(name) => write!(formatter, "[]{name}"),
        }
    }
}

/// A value without parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scalar {
    /// One byte, 0 or 1.
    Bool,
    /// One byte.
    Int8,
    /// Two bytes.
    Int16,
    /// Two bytes without a sign.
    Uint16,
    /// Four bytes.
    Int32,
    /// Eight bytes.
    Int64,
    /// Eight bytes, IEEE 754.
    Float64,
    /// Sixteen bytes.
    Uuid,
    /// UTF-8 with its length.
    String,
    /// Bytes with their length.
    Bytes,
    /// Record batches with their length.
    Records,
}

impl Scalar {
    const ALL: [Self; 11] = [
        Self::Bool,
        Self::Int8,
        Self::Int16,
        Self::Uint16,
        Self::Int32,
        Self::Int64,
        Self::Float64,
        Self::Uuid,
        Self::String,
        Self::Bytes,
        Self::Records,
    ];

    /// The word for it in a schema file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Int8 => "int8",
            Self::Int16 => "int16",
            Self::Uint16 => "uint16",
            Self::Int32 => "int32",
            Self::Int64 => "int64",
            Self::Float64 => "float64",
            Self::Uuid => "uuid",
            Self::String => "string",
            Self::Bytes => "bytes",
            Self::Records => "records",
        }
    }

    /// The scalar with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scalar| scalar.word() == word)
    }

    /// The bytes it takes on the wire, if it always takes as many.
    #[must_use]
    pub fn fixed_bytes(self) -> Option<u32> {
        match self {
            Self::Bool | Self::Int8 => Some(1),
            Self::Int16 | Self::Uint16 => Some(2),
            Self::Int32 => Some(4),
            Self::Int64 | Self::Float64 => Some(8),
            Self::Uuid => Some(16),
            Self::String | Self::Bytes | Self::Records => None,
        }
    }
}
