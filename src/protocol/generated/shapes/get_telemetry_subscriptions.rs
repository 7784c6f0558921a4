//! What the preflight expects of GetTelemetrySubscriptions.
//!
//! Generated from `schema/apis/get_telemetry_subscriptions.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[Step::Skip(16), Step::Tags(&[])],
    min_bytes: 17,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape {
    steps: &[
        Step::Skip(26),
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[Step::Skip(1)],
                min_bytes: 1,
                memory: size_of::<u8>(),
            },
        },
        Step::Skip(9),
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[Step::Compact { nullable: false }],
                min_bytes: 1,
                memory: size_of::<messages::StrBytes>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 38,
    memory: size_of::<()>(),
};
