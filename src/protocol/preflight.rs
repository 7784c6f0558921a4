//! The check that every frame from a peer passes before it is decoded.
//!
//! The decoders allocate what an array's length claims, so that five bytes could take the whole process down. The
//! preflight walks over the bytes of a message first, along the table of its version, and allocates nothing. It proves
//! that every length and count fits the bytes that are there, that nothing is null that must not be, that numbers end,
//! that tags ascend, that the message fills the frame, and that decoding allocates no more than a [`Budget`]. The depth
//! of the walk is that of the schema, which no peer has a say in. Whether texts are UTF-8 is left to the decoder.

use crate::api::ApiKey;
use crate::frame::MAX_TAGGED_FIELDS;
use crate::generated::shapes;
use crate::shape::{Shape, Step, Tag};
use crate::varint::{self, VarintError};

/// What an unknown tagged field costs the decoder: it keeps them in a B-tree of nodes with room for eleven, which are
/// at least half full.
const MEMORY_OF_TAG_NODE: usize = 512;

/// How many entries a node of that tree holds at least, once there are several.
const TAGS_PER_NODE: usize = 5;

/// What any frame may take beside four times its size.
///
/// Short names in admin requests become structs eight times as large: ten thousand topics of eight letters, which an
/// admin client may well send at once, take 400 KiB more than four times their frame.
const FIXED_BUDGET: usize = 512 * 1024;

/// How much memory decoding a message may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    bytes: usize,
}

impl Budget {
    /// For a connection that has not authenticated yet, whatever it sends.
    pub const BEFORE_AUTHENTICATION: Self = Self { bytes: 256 * 1024 };

    /// Four times the frame, and 512 KiB for frames of many small elements.
    #[must_use]
    pub const fn for_frame(frame_bytes: usize) -> Self {
        Self {
            bytes: frame_bytes.saturating_mul(4).saturating_add(FIXED_BUDGET),
        }
    }

    /// The memory in bytes.
    #[must_use]
    pub const fn bytes(self) -> usize {
        self.bytes
    }
}

/// A message must not be decoded. The connection has to be closed, as Kafka does with what it cannot parse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PreflightError {
    /// There are no messages of this version.
    #[error("{api} has no version {version}")]
    UnsupportedVersion {
        /// What was asked for.
        api: ApiKey,
        /// In which version.
        version: i16,
    },
    /// A value goes beyond the end of the frame.
    #[error("a value of {needed} bytes does not fit the {left} bytes that are left")]
    Truncated {
        /// What the value takes.
        needed: usize,
        /// What there is.
        left: usize,
    },
    /// An array goes beyond the end of the frame.
    #[error("an array of {count} elements does not fit the {left} bytes that are left")]
    Count {
        /// The elements that it claims.
        count: usize,
        /// What there is.
        left: usize,
    },
    /// A length is negative and does not stand for null.
    #[error("the length {0} is negative")]
    NegativeLength(i32),
    /// A null where this version has none.
    #[error("a value that must be there is null")]
    Null,
    /// Neither null nor a struct.
    #[error("{0} is neither null nor a struct")]
    Presence(i8),
    /// A variable number without an end.
    #[error("a number takes more than five bytes")]
    Varint,
    /// More tagged fields in one struct than anyone needs.
    #[error("a struct has {0} tagged fields")]
    TooManyTaggedFields(u32),
    /// Tags have to ascend.
    #[error("tag {0} repeats or is out of order")]
    TagOrder(u32),
    /// A known tagged field whose value is shorter than its length.
    #[error("the value of tag {0} does not fill its length")]
    TagLength(u32),
    /// Decoding would allocate too much.
    #[error("decoding would take more than {0} bytes of memory")]
    OverBudget(usize),
    /// A response ends before its frame does.
    #[error("{0} bytes follow the message")]
    TrailingBytes(usize),
}

impl From<VarintError> for PreflightError {
    fn from(error: VarintError) -> Self {
        match error {
            VarintError::Truncated => Self::Truncated { needed: 1, left: 0 },
            VarintError::Overlong => Self::Varint,
        }
    }
}

/// Checks the body of a request.
///
/// Bytes behind the message pass, as they do in Apache Kafka: librdkafka 2.16 leaves three behind every Metadata request
/// of version 13 that asks for all topics.
///
/// # Errors
/// If it must not be decoded.
pub fn check(api: ApiKey, version: i16, body: &[u8], budget: Budget) -> Result<(), PreflightError> {
    match shapes::request(api, version) {
        Some(shape) => walk(shape, body, budget).map(|_| ()),
        None => Err(PreflightError::UnsupportedVersion { api, version }),
    }
}

/// Checks the body of a response, which a server reads when it is the client of another.
///
/// # Errors
/// If it must not be decoded.
pub fn check_response(
    api: ApiKey,
    version: i16,
    body: &[u8],
    budget: Budget,
) -> Result<(), PreflightError> {
    match shapes::response(api, version) {
        Some(shape) => match walk(shape, body, budget)? {
            0 => Ok(()),
            bytes => Err(PreflightError::TrailingBytes(bytes)),
        },
        None => Err(PreflightError::UnsupportedVersion { api, version }),
    }
}

/// Walks one message, and tells how many bytes follow it.
fn walk(shape: &Shape, body: &[u8], budget: Budget) -> Result<usize, PreflightError> {
    let mut walk = Walk {
        rest: body,
        spent: 0,
        budget: budget.bytes,
    };
    walk.shape(shape)?;
    Ok(walk.rest.len())
}

/// How wide a length is that is not compact.
#[derive(Clone, Copy)]
enum Width {
    Two,
    Four,
}

struct Walk<'a> {
    rest: &'a [u8],
    spent: usize,
    budget: usize,
}

impl Walk<'_> {
    fn shape(&mut self, shape: &Shape) -> Result<(), PreflightError> {
        for step in shape.steps {
            match step {
                Step::Skip(bytes) => self.skip(*bytes)?,
                Step::Text { nullable } => {
                    let length = self.length(Width::Two)?;
                    self.value(length, *nullable)?;
                }
                Step::Bytes { nullable } => {
                    let length = self.length(Width::Four)?;
                    self.value(length, *nullable)?;
                }
                Step::Compact { nullable } => {
                    let length = self.compact_length()?;
                    self.value(length, *nullable)?;
                }
                Step::Array {
                    compact,
                    nullable,
                    element,
                } => {
                    let count = if *compact {
                        self.compact_length()
                    } else {
                        self.length(Width::Four)
                    }?;
                    self.array(count, *nullable, element)?;
                }
                Step::Nullable(inner) => self.nullable(inner)?,
                Step::Tags(known) => self.tags(known)?,
            }
        }
        Ok(())
    }

    fn skip(&mut self, bytes: usize) -> Result<(), PreflightError> {
        match self.rest.split_at_checked(bytes) {
            Some((_, rest)) => {
                self.rest = rest;
                Ok(())
            }
            None => Err(PreflightError::Truncated {
                needed: bytes,
                left: self.rest.len(),
            }),
        }
    }

    fn chunk<const N: usize>(&mut self) -> Result<[u8; N], PreflightError> {
        match self.rest.split_first_chunk::<N>() {
            Some((chunk, rest)) => {
                self.rest = rest;
                Ok(*chunk)
            }
            None => Err(PreflightError::Truncated {
                needed: N,
                left: self.rest.len(),
            }),
        }
    }

    fn varint(&mut self) -> Result<u32, PreflightError> {
        // Nearly every length and count is short.
        if let Some((byte @ 0..=0x7f, rest)) = self.rest.split_first() {
            self.rest = rest;
            return Ok(u32::from(*byte));
        }
        Ok(varint::get_u32(&mut self.rest)?)
    }

    /// A length or count; `None` stands for null.
    fn length(&mut self, width: Width) -> Result<Option<usize>, PreflightError> {
        let length = match width {
            Width::Two => i32::from(i16::from_be_bytes(self.chunk()?)),
            Width::Four => i32::from_be_bytes(self.chunk()?),
        };
        if length == -1 {
            return Ok(None);
        }
        let length = usize::try_from(length).map_err(|_| PreflightError::NegativeLength(length))?;
        Ok(Some(length))
    }

    fn compact_length(&mut self) -> Result<Option<usize>, PreflightError> {
        let plus_one = usize::try_from(self.varint()?).unwrap_or(usize::MAX);
        Ok(plus_one.checked_sub(1))
    }

    fn value(&mut self, length: Option<usize>, nullable: bool) -> Result<(), PreflightError> {
        match length {
            Some(length) => self.skip(length),
            None if nullable => Ok(()),
            None => Err(PreflightError::Null),
        }
    }

    fn array(
        &mut self,
        count: Option<usize>,
        nullable: bool,
        element: &Shape,
    ) -> Result<(), PreflightError> {
        let Some(count) = count else {
            return self.value(None, nullable);
        };
        let left = self.rest.len();
        if count > left / element.min_bytes.max(1) {
            return Err(PreflightError::Count { count, left });
        }
        self.spend(count.saturating_mul(element.memory))?;
        if let [Step::Skip(bytes)] = element.steps {
            return self.skip(count.saturating_mul(*bytes));
        }
        for _ in 0..count {
            self.shape(element)?;
        }
        Ok(())
    }

    fn spend(&mut self, bytes: usize) -> Result<(), PreflightError> {
        self.spent = self.spent.saturating_add(bytes);
        if self.spent > self.budget {
            return Err(PreflightError::OverBudget(self.budget));
        }
        Ok(())
    }

    fn nullable(&mut self, inner: &Shape) -> Result<(), PreflightError> {
        let [presence] = self.chunk()?;
        match i8::from_be_bytes([presence]) {
            -1 => Ok(()),
            1 => self.shape(inner),
            other => Err(PreflightError::Presence(other)),
        }
    }

    fn tags(&mut self, known: &[Tag]) -> Result<(), PreflightError> {
        let count = self.varint()?;
        if count == 0 {
            return Ok(());
        }
        if count > MAX_TAGGED_FIELDS {
            return Err(PreflightError::TooManyTaggedFields(count));
        }
        let mut previous = None;
        let mut unknown = 0;
        for _ in 0..count {
            let tag = self.varint()?;
            if previous.is_some_and(|previous| tag <= previous) {
                return Err(PreflightError::TagOrder(tag));
            }
            previous = Some(tag);
            let length = usize::try_from(self.varint()?).unwrap_or(usize::MAX);
            match known.iter().find(|candidate| candidate.tag == tag) {
                Some(known) => self.tagged_value(known, length)?,
                None => {
                    self.skip(length)?;
                    unknown += 1;
                }
            }
        }
        if unknown > 0 {
            self.spend(MEMORY_OF_TAG_NODE * (1 + unknown / TAGS_PER_NODE))?;
        }
        Ok(())
    }

    /// A value must end where its length says: the decoder goes on after the value and ignores the length.
    fn tagged_value(&mut self, known: &Tag, length: usize) -> Result<(), PreflightError> {
        let left = self.rest.len();
        let Some((value, rest)) = self.rest.split_at_checked(length) else {
            return Err(PreflightError::Truncated {
                needed: length,
                left,
            });
        };
        self.rest = value;
        self.shape(known.shape)?;
        if !self.rest.is_empty() {
            return Err(PreflightError::TagLength(known.tag));
        }
        self.rest = rest;
        Ok(())
    }
}

#[cfg(test)]
#[path = "preflight_tests.rs"]
mod tests;
