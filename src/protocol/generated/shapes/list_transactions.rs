//! What the preflight expects of ListTransactions.
//!
//! Generated from `schema/apis/list_transactions.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
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
                steps: &[Step::Skip(8)],
                min_bytes: 8,
                memory: size_of::<u64>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 3,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_1: Shape = Shape {
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
                steps: &[Step::Skip(8)],
                min_bytes: 8,
                memory: size_of::<u64>(),
            },
        },
        Step::Skip(8),
        Step::Tags(&[]),
    ],
    min_bytes: 11,
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
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[Step::Skip(8)],
                min_bytes: 8,
                memory: size_of::<u64>(),
            },
        },
        Step::Skip(8),
        Step::Compact { nullable: true },
        Step::Tags(&[]),
    ],
    min_bytes: 12,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape {
    steps: &[
        Step::Skip(6),
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
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Skip(8),
                    Step::Compact { nullable: false },
                    Step::Tags(&[]),
                ],
                min_bytes: 11,
                memory: size_of::<messages::list_transactions_response::TransactionState>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 9,
    memory: size_of::<()>(),
};
