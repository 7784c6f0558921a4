//! What the preflight expects of InitProducerId.
//!
//! Generated from `schema/apis/init_producer_id.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[Step::Text { nullable: true }, Step::Skip(4)],
    min_bytes: 6,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_2: Shape = Shape {
    steps: &[
        Step::Compact { nullable: true },
        Step::Skip(4),
        Step::Tags(&[]),
    ],
    min_bytes: 6,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_3: Shape = Shape {
    steps: &[
        Step::Compact { nullable: true },
        Step::Skip(14),
        Step::Tags(&[]),
    ],
    min_bytes: 16,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_6: Shape = Shape {
    steps: &[
        Step::Compact { nullable: true },
        Step::Skip(16),
        Step::Tags(&[]),
    ],
    min_bytes: 18,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape {
    steps: &[Step::Skip(16)],
    min_bytes: 16,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_2: Shape = Shape {
    steps: &[Step::Skip(16), Step::Tags(&[])],
    min_bytes: 17,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_6: Shape = Shape {
    steps: &[Step::Skip(26), Step::Tags(&[])],
    min_bytes: 27,
    memory: size_of::<()>(),
};
