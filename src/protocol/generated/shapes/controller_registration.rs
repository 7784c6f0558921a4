//! What the preflight expects of ControllerRegistration.
//!
//! Generated from `schema/apis/controller_registration.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[
        Step::Skip(21),
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Compact { nullable: false },
                    Step::Skip(4),
                    Step::Tags(&[]),
                ],
                min_bytes: 7,
                memory: size_of::<messages::controller_registration_request::Listener>(),
            },
        },
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Skip(4),
                    Step::Tags(&[]),
                ],
                min_bytes: 6,
                memory: size_of::<messages::controller_registration_request::Feature>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 24,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape {
    steps: &[
        Step::Skip(6),
        Step::Compact { nullable: true },
        Step::Tags(&[]),
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};
