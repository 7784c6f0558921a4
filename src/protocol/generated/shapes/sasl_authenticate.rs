//! What the preflight expects of SaslAuthenticate.
//!
//! Generated from `schema/apis/sasl_authenticate.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[Step::Bytes { nullable: false }],
    min_bytes: 4,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_2: Shape = Shape {
    steps: &[Step::Compact { nullable: false }, Step::Tags(&[])],
    min_bytes: 2,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape {
    steps: &[
        Step::Skip(2),
        Step::Text { nullable: true },
        Step::Bytes { nullable: false },
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_1: Shape = Shape {
    steps: &[
        Step::Skip(2),
        Step::Text { nullable: true },
        Step::Bytes { nullable: false },
        Step::Skip(8),
    ],
    min_bytes: 16,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_2: Shape = Shape {
    steps: &[
        Step::Skip(2),
        Step::Compact { nullable: true },
        Step::Compact { nullable: false },
        Step::Skip(8),
        Step::Tags(&[]),
    ],
    min_bytes: 13,
    memory: size_of::<()>(),
};
