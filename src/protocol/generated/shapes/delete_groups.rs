//! What the preflight expects of DeleteGroups.
//!
//! Generated from `schema/apis/delete_groups.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[Step::Array {
        compact: false,
        nullable: false,
        element: &Shape {
            steps: &[Step::Text { nullable: false }],
            min_bytes: 2,
            memory: size_of::<messages::StrBytes>(),
        },
    }],
    min_bytes: 4,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_2: Shape = Shape {
    steps: &[
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
    min_bytes: 2,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape {
    steps: &[
        Step::Skip(4),
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[Step::Text { nullable: false }, Step::Skip(2)],
                min_bytes: 4,
                memory: size_of::<messages::delete_groups_response::DeletableGroupResult>(),
            },
        },
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_2: Shape = Shape {
    steps: &[
        Step::Skip(4),
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Skip(2),
                    Step::Tags(&[]),
                ],
                min_bytes: 4,
                memory: size_of::<messages::delete_groups_response::DeletableGroupResult>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 6,
    memory: size_of::<()>(),
};
