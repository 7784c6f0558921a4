//! What the preflight expects of AddRaftVoter.
//!
//! Generated from `schema/apis/add_raft_voter.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[
        Step::Compact { nullable: true },
        Step::Skip(24),
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Compact { nullable: false },
                    Step::Skip(2),
                    Step::Tags(&[]),
                ],
                min_bytes: 5,
                memory: size_of::<messages::add_raft_voter_request::Listener>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 27,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_1: Shape = Shape {
    steps: &[
        Step::Compact { nullable: true },
        Step::Skip(24),
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Compact { nullable: false },
                    Step::Skip(2),
                    Step::Tags(&[]),
                ],
                min_bytes: 5,
                memory: size_of::<messages::add_raft_voter_request::Listener>(),
            },
        },
        Step::Skip(1),
        Step::Tags(&[]),
    ],
    min_bytes: 28,
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
