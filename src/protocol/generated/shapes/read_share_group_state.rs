//! What the preflight expects of ReadShareGroupState.
//!
//! Generated from `schema/apis/read_share_group_state.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[
        Step::Compact { nullable: false },
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Skip(16),
                    Step::Array {
                        compact: true,
                        nullable: false,
                        element: &Shape {
                            steps: &[Step::Skip(8), Step::Tags(&[])],
                            min_bytes: 9,
                            memory: size_of::<
                                messages::read_share_group_state_request::PartitionData,
                            >(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 18,
                memory: size_of::<messages::read_share_group_state_request::ReadStateData>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 3,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape {
    steps: &[
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Skip(16),
                    Step::Array {
                        compact: true,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Skip(6),
                                Step::Compact { nullable: true },
                                Step::Skip(12),
                                Step::Array {
                                    compact: true,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(19), Step::Tags(&[])],
                                        min_bytes: 20,
                                        memory: size_of::<
                                            messages::read_share_group_state_response::StateBatch,
                                        >(),
                                    },
                                },
                                Step::Tags(&[]),
                            ],
                            min_bytes: 21,
                            memory: size_of::<
                                messages::read_share_group_state_response::PartitionResult,
                            >(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 18,
                memory: size_of::<messages::read_share_group_state_response::ReadStateResult>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 2,
    memory: size_of::<()>(),
};
