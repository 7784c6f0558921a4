//! What the preflight expects of Envelope.
//!
//! Generated from `schema/apis/envelope.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[
        Step::Compact { nullable: false },
        Step::Compact { nullable: true },
        Step::Compact { nullable: false },
        Step::Tags(&[]),
    ],
    min_bytes: 4,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape {
    steps: &[
        Step::Compact { nullable: true },
        Step::Skip(2),
        Step::Tags(&[]),
    ],
    min_bytes: 4,
    memory: size_of::<()>(),
};
