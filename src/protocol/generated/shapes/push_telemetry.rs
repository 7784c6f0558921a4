//! What the preflight expects of PushTelemetry.
//!
//! Generated from `schema/apis/push_telemetry.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[
        Step::Skip(22),
        Step::Compact { nullable: false },
        Step::Tags(&[]),
    ],
    min_bytes: 24,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape {
    steps: &[Step::Skip(6), Step::Tags(&[])],
    min_bytes: 7,
    memory: size_of::<()>(),
};
