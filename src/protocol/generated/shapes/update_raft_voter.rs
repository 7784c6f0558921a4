//! What the preflight expects of UpdateRaftVoter.
//!
//! Generated from `schema/apis/update_raft_voter.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step, Tag};

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
                memory: size_of::<messages::update_raft_voter_request::Listener>(),
            },
        },
        Step::Skip(4),
        Step::Tags(&[]),
        Step::Tags(&[]),
    ],
    min_bytes: 32,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape {
    steps: &[
        Step::Skip(6),
        Step::Tags(&[Tag {
            tag: 0,
            shape: &Shape {
                steps: &[
                    Step::Skip(8),
                    Step::Compact { nullable: false },
                    Step::Skip(4),
                    Step::Tags(&[]),
                ],
                min_bytes: 14,
                memory: size_of::<()>(),
            },
        }]),
    ],
    min_bytes: 7,
    memory: size_of::<()>(),
};
