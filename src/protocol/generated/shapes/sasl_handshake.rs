//! What the preflight expects of SaslHandshake.
//!
//! Generated from `schema/apis/sasl_handshake.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[Step::Text { nullable: false }],
    min_bytes: 2,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape {
    steps: &[
        Step::Skip(2),
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[Step::Text { nullable: false }],
                min_bytes: 2,
                memory: size_of::<messages::StrBytes>(),
            },
        },
    ],
    min_bytes: 6,
    memory: size_of::<()>(),
};
