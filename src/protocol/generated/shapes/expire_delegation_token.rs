//! What the preflight expects of ExpireDelegationToken.
//!
//! Generated from `schema/apis/expire_delegation_token.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::shape::{Shape, Step};

pub(crate) static REQUEST_1: Shape = Shape {
    steps: &[Step::Bytes { nullable: false }, Step::Skip(8)],
    min_bytes: 12,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_2: Shape = Shape {
    steps: &[
        Step::Compact { nullable: false },
        Step::Skip(8),
        Step::Tags(&[]),
    ],
    min_bytes: 10,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_1: Shape = Shape {
    steps: &[Step::Skip(14)],
    min_bytes: 14,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_2: Shape = Shape {
    steps: &[Step::Skip(14), Step::Tags(&[])],
    min_bytes: 15,
    memory: size_of::<()>(),
};
