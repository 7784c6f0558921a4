//! What the preflight expects of CreateDelegationToken.
//!
//! Generated from `schema/apis/create_delegation_token.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_1: Shape = Shape {
    steps: &[
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Text { nullable: false },
                    Step::Text { nullable: false },
                ],
                min_bytes: 4,
                memory: size_of::<messages::create_delegation_token_request::CreatableRenewers>(),
            },
        },
        Step::Skip(8),
    ],
    min_bytes: 12,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_2: Shape = Shape {
    steps: &[
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
                memory: size_of::<messages::create_delegation_token_request::CreatableRenewers>(),
            },
        },
        Step::Skip(8),
        Step::Tags(&[]),
    ],
    min_bytes: 10,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_3: Shape = Shape {
    steps: &[
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
                memory: size_of::<messages::create_delegation_token_request::CreatableRenewers>(),
            },
        },
        Step::Skip(8),
        Step::Tags(&[]),
    ],
    min_bytes: 12,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_1: Shape = Shape {
    steps: &[
        Step::Skip(2),
        Step::Text { nullable: false },
        Step::Text { nullable: false },
        Step::Skip(24),
        Step::Text { nullable: false },
        Step::Bytes { nullable: false },
        Step::Skip(4),
    ],
    min_bytes: 40,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_2: Shape = Shape {
    steps: &[
        Step::Skip(2),
        Step::Compact { nullable: false },
        Step::Compact { nullable: false },
        Step::Skip(24),
        Step::Compact { nullable: false },
        Step::Compact { nullable: false },
        Step::Skip(4),
        Step::Tags(&[]),
    ],
    min_bytes: 35,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_3: Shape = Shape {
    steps: &[
        Step::Skip(2),
        Step::Compact { nullable: false },
        Step::Compact { nullable: false },
        Step::Compact { nullable: false },
        Step::Compact { nullable: false },
        Step::Skip(24),
        Step::Compact { nullable: false },
        Step::Compact { nullable: false },
        Step::Skip(4),
        Step::Tags(&[]),
    ],
    min_bytes: 37,
    memory: size_of::<()>(),
};
