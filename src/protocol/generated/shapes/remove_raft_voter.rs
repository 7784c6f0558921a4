//! What the preflight expects of RemoveRaftVoter.
//!
//! Generated from `schema/apis/remove_raft_voter.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[
        Step::Compact { nullable: true },
        Step::Skip(20),
        Step::Tags(&[]),
    ],
    min_bytes: 22,
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
