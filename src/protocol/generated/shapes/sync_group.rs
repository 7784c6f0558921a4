//! What the preflight expects of SyncGroup.
//!
//! Generated from `schema/apis/sync_group.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[
        Step::Text { nullable: false },
        Step::Skip(4),
        Step::Text { nullable: false },
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Text { nullable: false },
                    Step::Bytes { nullable: false },
                ],
                min_bytes: 6,
                memory: size_of::<messages::sync_group_request::SyncGroupRequestAssignment>(),
            },
        },
    ],
    min_bytes: 12,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_3: Shape = Shape {
    steps: &[
        Step::Text { nullable: false },
        Step::Skip(4),
        Step::Text { nullable: false },
        Step::Text { nullable: true },
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Text { nullable: false },
                    Step::Bytes { nullable: false },
                ],
                min_bytes: 6,
                memory: size_of::<messages::sync_group_request::SyncGroupRequestAssignment>(),
            },
        },
    ],
    min_bytes: 14,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_4: Shape = Shape {
    steps: &[
        Step::Compact { nullable: false },
        Step::Skip(4),
        Step::Compact { nullable: false },
        Step::Compact { nullable: true },
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Compact { nullable: false },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::sync_group_request::SyncGroupRequestAssignment>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 9,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_5: Shape = Shape {
    steps: &[
        Step::Compact { nullable: false },
        Step::Skip(4),
        Step::Compact { nullable: false },
        Step::Compact { nullable: true },
        Step::Compact { nullable: true },
        Step::Compact { nullable: true },
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Compact { nullable: false },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::sync_group_request::SyncGroupRequestAssignment>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 11,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape {
    steps: &[Step::Skip(2), Step::Bytes { nullable: false }],
    min_bytes: 6,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_1: Shape = Shape {
    steps: &[Step::Skip(6), Step::Bytes { nullable: false }],
    min_bytes: 10,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_4: Shape = Shape {
    steps: &[
        Step::Skip(6),
        Step::Compact { nullable: false },
        Step::Tags(&[]),
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_5: Shape = Shape {
    steps: &[
        Step::Skip(6),
        Step::Compact { nullable: true },
        Step::Compact { nullable: true },
        Step::Compact { nullable: false },
        Step::Tags(&[]),
    ],
    min_bytes: 10,
    memory: size_of::<()>(),
};
