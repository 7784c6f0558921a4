//! What the preflight expects of BeginQuorumEpoch.
//!
//! Generated from `schema/apis/begin_quorum_epoch.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step, Tag};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[
        Step::Text { nullable: true },
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
                            memory: size_of::<messages::begin_quorum_epoch_request::PartitionData>(
                            ),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::begin_quorum_epoch_request::TopicData>(),
            },
        },
    ],
    min_bytes: 6,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_1: Shape = Shape {
    steps: &[
        Step::Compact { nullable: true },
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
                            steps: &[Step::Skip(28), Step::Tags(&[])],
                            min_bytes: 29,
                            memory: size_of::<messages::begin_quorum_epoch_request::PartitionData>(
                            ),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::begin_quorum_epoch_request::TopicData>(),
            },
        },
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
                memory: size_of::<messages::begin_quorum_epoch_request::LeaderEndpoint>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 8,
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
                    Step::Array {
                        compact: false,
                        nullable: false,
                        element: &Shape {
                            steps: &[Step::Skip(14)],
                            min_bytes: 14,
                            memory: size_of::<messages::begin_quorum_epoch_response::PartitionData>(
                            ),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::begin_quorum_epoch_response::TopicData>(),
            },
        },
    ],
    min_bytes: 6,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_1: Shape = Shape {
    steps: &[
        Step::Skip(2),
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
                            steps: &[Step::Skip(14), Step::Tags(&[])],
                            min_bytes: 15,
                            memory: size_of::<messages::begin_quorum_epoch_response::PartitionData>(
                            ),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::begin_quorum_epoch_response::TopicData>(),
            },
        },
        Step::Tags(&[Tag {
            tag: 0,
            shape: &Shape {
                steps: &[Step::Array {
                    compact: true,
                    nullable: false,
                    element: &Shape {
                        steps: &[
                            Step::Skip(4),
                            Step::Compact { nullable: false },
                            Step::Skip(2),
                            Step::Tags(&[]),
                        ],
                        min_bytes: 8,
                        memory: size_of::<messages::begin_quorum_epoch_response::NodeEndpoint>(),
                    },
                }],
                min_bytes: 1,
                memory: size_of::<()>(),
            },
        }]),
    ],
    min_bytes: 4,
    memory: size_of::<()>(),
};
