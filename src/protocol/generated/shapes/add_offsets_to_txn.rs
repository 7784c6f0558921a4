//! What the preflight expects of AddOffsetsToTxn.
//!
//! Generated from `schema/apis/add_offsets_to_txn.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[
        Step::Text { nullable: false },
        Step::Skip(10),
        Step::Text { nullable: false },
    ],
    min_bytes: 14,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_3: Shape = Shape {
    steps: &[
        Step::Compact { nullable: false },
        Step::Skip(10),
        Step::Compact { nullable: false },
        Step::Tags(&[]),
    ],
    min_bytes: 13,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape {
    steps: &[Step::Skip(6)],
    min_bytes: 6,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_3: Shape = Shape {
    steps: &[Step::Skip(6), Step::Tags(&[])],
    min_bytes: 7,
    memory: size_of::<()>(),
};
