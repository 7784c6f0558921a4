//! What the preflight expects of Heartbeat.
//!
//! Generated from `schema/apis/heartbeat.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[
        Step::Text { nullable: false },
        Step::Skip(4),
        Step::Text { nullable: false },
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_3: Shape = Shape {
    steps: &[
        Step::Text { nullable: false },
        Step::Skip(4),
        Step::Text { nullable: false },
        Step::Text { nullable: true },
    ],
    min_bytes: 10,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_4: Shape = Shape {
    steps: &[
        Step::Compact { nullable: false },
        Step::Skip(4),
        Step::Compact { nullable: false },
        Step::Compact { nullable: true },
        Step::Tags(&[]),
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape {
    steps: &[Step::Skip(2)],
    min_bytes: 2,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_1: Shape = Shape {
    steps: &[Step::Skip(6)],
    min_bytes: 6,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_4: Shape = Shape {
    steps: &[Step::Skip(6), Step::Tags(&[])],
    min_bytes: 7,
    memory: size_of::<()>(),
};
