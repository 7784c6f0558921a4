//! What the preflight expects of ElectLeaders.
//!
//! Generated from `schema/apis/elect_leaders.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[
        Step::Array {
            compact: false,
            nullable: true,
            element: &Shape {
                steps: &[
                    Step::Text { nullable: false },
                    Step::Array {
                        compact: false,
                        nullable: false,
                        element: &Shape {
                            steps: &[Step::Skip(4)],
                            min_bytes: 4,
                            memory: size_of::<u32>(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::elect_leaders_request::TopicPartitions>(),
            },
        },
        Step::Skip(4),
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_1: Shape = Shape {
    steps: &[
        Step::Skip(1),
        Step::Array {
            compact: false,
            nullable: true,
            element: &Shape {
                steps: &[
                    Step::Text { nullable: false },
                    Step::Array {
                        compact: false,
                        nullable: false,
                        element: &Shape {
                            steps: &[Step::Skip(4)],
                            min_bytes: 4,
                            memory: size_of::<u32>(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::elect_leaders_request::TopicPartitions>(),
            },
        },
        Step::Skip(4),
    ],
    min_bytes: 9,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_2: Shape = Shape {
    steps: &[
        Step::Skip(1),
        Step::Array {
            compact: true,
            nullable: true,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Array {
                        compact: true,
                        nullable: false,
                        element: &Shape {
                            steps: &[Step::Skip(4)],
                            min_bytes: 4,
                            memory: size_of::<u32>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::elect_leaders_request::TopicPartitions>(),
            },
        },
        Step::Skip(4),
        Step::Tags(&[]),
    ],
    min_bytes: 7,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape {
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
                            steps: &[Step::Skip(6), Step::Text { nullable: true }],
                            min_bytes: 8,
                            memory: size_of::<messages::elect_leaders_response::PartitionResult>(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::elect_leaders_response::ReplicaElectionResult>(),
            },
        },
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_1: Shape = Shape {
    steps: &[
        Step::Skip(6),
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
                            steps: &[Step::Skip(6), Step::Text { nullable: true }],
                            min_bytes: 8,
                            memory: size_of::<messages::elect_leaders_response::PartitionResult>(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::elect_leaders_response::ReplicaElectionResult>(),
            },
        },
    ],
    min_bytes: 10,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_2: Shape = Shape {
    steps: &[
        Step::Skip(6),
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
                            steps: &[
                                Step::Skip(6),
                                Step::Compact { nullable: true },
                                Step::Tags(&[]),
                            ],
                            min_bytes: 8,
                            memory: size_of::<messages::elect_leaders_response::PartitionResult>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::elect_leaders_response::ReplicaElectionResult>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};
