//! What the preflight expects of OffsetForLeaderEpoch.
//!
//! Generated from `schema/apis/offset_for_leader_epoch.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_2: Shape = Shape {
    steps: &[Step::Array {
        compact: false,
        nullable: false,
        element: &Shape {
            steps: &[
                Step::Text { nullable: false },
                Step::Array {
                    compact: false,
                    nullable: false,
                    element: &Shape {
                        steps: &[Step::Skip(12)],
                        min_bytes: 12,
                        memory: size_of::<
                            messages::offset_for_leader_epoch_request::OffsetForLeaderPartition,
                        >(),
                    },
                },
            ],
            min_bytes: 6,
            memory: size_of::<messages::offset_for_leader_epoch_request::OffsetForLeaderTopic>(),
        },
    }],
    min_bytes: 4,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_3: Shape = Shape {
    steps: &[
        Step::Skip(4),
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Text { nullable: false },
                    Step::Array {
                        compact: false,
                        nullable: false,
                        element: &Shape {
                            steps: &[Step::Skip(12)],
                            min_bytes: 12,
                            memory: size_of::<
                                messages::offset_for_leader_epoch_request::OffsetForLeaderPartition,
                            >(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::offset_for_leader_epoch_request::OffsetForLeaderTopic>(
                ),
            },
        },
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_4: Shape = Shape {
    steps: &[
        Step::Skip(4),
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Array {
                        compact: true,
                        nullable: false,
                        element: &Shape {
                            steps: &[Step::Skip(12), Step::Tags(&[])],
                            min_bytes: 13,
                            memory: size_of::<
                                messages::offset_for_leader_epoch_request::OffsetForLeaderPartition,
                            >(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::offset_for_leader_epoch_request::OffsetForLeaderTopic>(
                ),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 6,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_2: Shape = Shape {
    steps: &[
        Step::Skip(4),
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Text { nullable: false },
                    Step::Array {
                        compact: false,
                        nullable: false,
                        element: &Shape {
                            steps: &[Step::Skip(18)],
                            min_bytes: 18,
                            memory: size_of::<
                                messages::offset_for_leader_epoch_response::EpochEndOffset,
                            >(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<
                    messages::offset_for_leader_epoch_response::OffsetForLeaderTopicResult,
                >(),
            },
        },
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_4: Shape = Shape {
    steps: &[
        Step::Skip(4),
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Array {
                        compact: true,
                        nullable: false,
                        element: &Shape {
                            steps: &[Step::Skip(18), Step::Tags(&[])],
                            min_bytes: 19,
                            memory: size_of::<
                                messages::offset_for_leader_epoch_response::EpochEndOffset,
                            >(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<
                    messages::offset_for_leader_epoch_response::OffsetForLeaderTopicResult,
                >(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 6,
    memory: size_of::<()>(),
};
