//! What a message looks like on the wire, as tables that the preflight walks.
//!
//! The tables in `generated/shapes/` are static and hold one [`Shape`] per version that differs from its neighbours, so
//! that the walk asks about no version and neighbouring fields of fixed size are one step.

/// A message or struct in one version.
#[derive(Debug)]
pub(crate) struct Shape {
    /// Its parts, in the order of the wire.
    pub(crate) steps: &'static [Step],
    /// The bytes that it takes at least; never zero.
    pub(crate) min_bytes: usize,
    /// What the decoder allocates for each element, if this is the element of an array.
    pub(crate) memory: usize,
}

/// A part of a shape.
#[derive(Debug)]
pub(crate) enum Step {
    /// Bytes that may hold anything.
    Skip(usize),
    /// A text with a length of two bytes.
    Text {
        /// Whether the length may stand for null.
        nullable: bool,
    },
    /// Bytes with a length of four bytes.
    Bytes {
        /// Whether the length may stand for null.
        nullable: bool,
    },
    /// Text or bytes with a compact length.
    Compact {
        /// Whether the length may stand for null.
        nullable: bool,
    },
    /// A count and so many elements.
    Array {
        /// Whether the count is compact, or has four bytes.
        compact: bool,
        /// Whether the count may stand for null.
        nullable: bool,
        /// What each element looks like.
        element: &'static Shape,
    },
    /// A byte that says whether a struct follows.
    Nullable(&'static Shape),
    /// The tagged fields at the end of a struct, with those that are known in ascending order.
    Tags(&'static [Tag]),
}

/// A known tagged field.
#[derive(Debug)]
pub(crate) struct Tag {
    /// Its tag.
    pub(crate) tag: u32,
    /// What its value looks like.
    pub(crate) shape: &'static Shape,
}
