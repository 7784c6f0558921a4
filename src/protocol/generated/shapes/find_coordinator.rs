//! What the preflight expects of FindCoordinator.
//!
//! Generated from `schema/apis/find_coordinator.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[Step::Text { nullable: false }],
    min_bytes: 2,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_1: Shape = Shape {
    steps: &[Step::Text { nullable: false }, Step::Skip(1)],
    min_bytes: 3,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_3: Shape = Shape {
    steps: &[
        Step::Compact { nullable: false },
        Step::Skip(1),
        Step::Tags(&[]),
    ],
    min_bytes: 3,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_4: Shape = Shape {
    steps: &[
        Step::Skip(1),
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
    min_bytes: 3,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape {
    steps: &[Step::Skip(6), Step::Text { nullable: false }, Step::Skip(4)],
    min_bytes: 12,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_1: Shape = Shape {
    steps: &[
        Step::Skip(6),
        Step::Text { nullable: true },
        Step::Skip(4),
        Step::Text { nullable: false },
        Step::Skip(4),
    ],
    min_bytes: 18,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_3: Shape = Shape {
    steps: &[
        Step::Skip(6),
        Step::Compact { nullable: true },
        Step::Skip(4),
        Step::Compact { nullable: false },
        Step::Skip(4),
        Step::Tags(&[]),
    ],
    min_bytes: 17,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_4: Shape = Shape {
    steps: &[
        Step::Skip(4),
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Skip(4),
                    Step::Compact { nullable: false },
                    Step::Skip(6),
                    Step::Compact { nullable: true },
                    Step::Tags(&[]),
                ],
                min_bytes: 14,
                memory: size_of::<messages::find_coordinator_response::Coordinator>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 6,
    memory: size_of::<()>(),
};
