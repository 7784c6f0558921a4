//! What the preflight expects of Vote.
//!
//! Generated from `schema/apis/vote.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step, Tag};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[
        Step::Compact { nullable: true },
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
                            steps: &[Step::Skip(24), Step::Tags(&[])],
                            min_bytes: 25,
                            memory: size_of::<messages::vote_request::PartitionData>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::vote_request::TopicData>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 3,
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
                            steps: &[Step::Skip(56), Step::Tags(&[])],
                            min_bytes: 57,
                            memory: size_of::<messages::vote_request::PartitionData>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::vote_request::TopicData>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 7,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_2: Shape = Shape {
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
                            steps: &[Step::Skip(57), Step::Tags(&[])],
                            min_bytes: 58,
                            memory: size_of::<messages::vote_request::PartitionData>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::vote_request::TopicData>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 7,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape {
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
                            steps: &[Step::Skip(15), Step::Tags(&[])],
                            min_bytes: 16,
                            memory: size_of::<messages::vote_response::PartitionData>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::vote_response::TopicData>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 4,
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
                            steps: &[Step::Skip(15), Step::Tags(&[])],
                            min_bytes: 16,
                            memory: size_of::<messages::vote_response::PartitionData>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::vote_response::TopicData>(),
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
                        memory: size_of::<messages::vote_response::NodeEndpoint>(),
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
