//! What the preflight expects of ListGroups.
//!
//! Generated from `schema/apis/list_groups.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[],
    min_bytes: 1,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_3: Shape = Shape {
    steps: &[Step::Tags(&[])],
    min_bytes: 1,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_4: Shape = Shape {
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

pub(crate) static REQUEST_5: Shape = Shape {
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
    steps: &[
        Step::Skip(2),
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Text { nullable: false },
                    Step::Text { nullable: false },
                ],
                min_bytes: 4,
                memory: size_of::<messages::list_groups_response::ListedGroup>(),
            },
        },
    ],
    min_bytes: 6,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_1: Shape = Shape {
    steps: &[
        Step::Skip(6),
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Text { nullable: false },
                    Step::Text { nullable: false },
                ],
                min_bytes: 4,
                memory: size_of::<messages::list_groups_response::ListedGroup>(),
            },
        },
    ],
    min_bytes: 10,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_3: Shape = Shape {
    steps: &[
        Step::Skip(6),
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
                memory: size_of::<messages::list_groups_response::ListedGroup>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_4: Shape = Shape {
    steps: &[
        Step::Skip(6),
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Compact { nullable: false },
                    Step::Compact { nullable: false },
                    Step::Tags(&[]),
                ],
                min_bytes: 4,
                memory: size_of::<messages::list_groups_response::ListedGroup>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_5: Shape = Shape {
    steps: &[
        Step::Skip(6),
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Compact { nullable: false },
                    Step::Compact { nullable: false },
                    Step::Compact { nullable: false },
                    Step::Tags(&[]),
                ],
                min_bytes: 5,
                memory: size_of::<messages::list_groups_response::ListedGroup>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};
