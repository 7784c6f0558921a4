//! What the preflight expects of WriteShareGroupState.
//!
//! Generated from `schema/apis/write_share_group_state.schema`. Change that file and run
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
                            steps: &[
                                Step::Skip(20),
                                Step::Array {
                                    compact: true,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(19), Step::Tags(&[])],
                                        min_bytes: 20,
                                        memory: size_of::<
                                            messages::write_share_group_state_request::StateBatch,
                                        >(),
                                    },
                                },
                                Step::Tags(&[]),
                            ],
                            min_bytes: 22,
                            memory: size_of::<
                                messages::write_share_group_state_request::PartitionData,
                            >(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 18,
                memory: size_of::<messages::write_share_group_state_request::WriteStateData>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 3,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_1: Shape = Shape {
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
                            steps: &[
                                Step::Skip(24),
                                Step::Array {
                                    compact: true,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(19), Step::Tags(&[])],
                                        min_bytes: 20,
                                        memory: size_of::<
                                            messages::write_share_group_state_request::StateBatch,
                                        >(),
                                    },
                                },
                                Step::Tags(&[]),
                            ],
                            min_bytes: 26,
                            memory: size_of::<
                                messages::write_share_group_state_request::PartitionData,
                            >(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 18,
                memory: size_of::<messages::write_share_group_state_request::WriteStateData>(),
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
                                Step::Tags(&[]),
                            ],
                            min_bytes: 8,
                            memory: size_of::<
                                messages::write_share_group_state_response::PartitionResult,
                            >(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 18,
                memory: size_of::<messages::write_share_group_state_response::WriteStateResult>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 2,
    memory: size_of::<()>(),
};
