//! What the preflight expects of ReadShareGroupStateSummary.
//!
//! Generated from `schema/apis/read_share_group_state_summary.schema`. Change that file and run
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
                                messages::read_share_group_state_summary_request::PartitionData,
                            >(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 18,
                memory: size_of::<
                    messages::read_share_group_state_summary_request::ReadStateSummaryData,
                >(),
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
                                Step::Skip(16),
                                Step::Tags(&[]),
                            ],
                            min_bytes: 24,
                            memory: size_of::<
                                messages::read_share_group_state_summary_response::PartitionResult,
                            >(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 18,
                memory: size_of::<
                    messages::read_share_group_state_summary_response::ReadStateSummaryResult,
                >(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 2,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_1: Shape = Shape {
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
                                Step::Skip(20),
                                Step::Tags(&[]),
                            ],
                            min_bytes: 28,
                            memory: size_of::<
                                messages::read_share_group_state_summary_response::PartitionResult,
                            >(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 18,
                memory: size_of::<
                    messages::read_share_group_state_summary_response::ReadStateSummaryResult,
                >(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 2,
    memory: size_of::<()>(),
};
