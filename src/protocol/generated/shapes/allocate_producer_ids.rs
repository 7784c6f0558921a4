//! What the preflight expects of AllocateProducerIds.
//!
//! Generated from `schema/apis/allocate_producer_ids.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[Step::Skip(12), Step::Tags(&[])],
    min_bytes: 13,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape {
    steps: &[Step::Skip(18), Step::Tags(&[])],
    min_bytes: 19,
    memory: size_of::<()>(),
};
