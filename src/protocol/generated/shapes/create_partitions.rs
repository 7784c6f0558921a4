//! What the preflight expects of CreatePartitions.
//!
//! Generated from `schema/apis/create_partitions.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Text { nullable: false },
                    Step::Skip(4),
                    Step::Array {
                        compact: false,
                        nullable: true,
                        element: &Shape {
                            steps: &[Step::Array {
                                compact: false,
                                nullable: false,
                                element: &Shape {
                                    steps: &[Step::Skip(4)],
                                    min_bytes: 4,
                                    memory: size_of::<u32>(),
                                },
                            }],
                            min_bytes: 4,
                            memory: size_of::<
                                messages::create_partitions_request::CreatePartitionsAssignment,
                            >(),
                        },
                    },
                ],
                min_bytes: 10,
                memory: size_of::<messages::create_partitions_request::CreatePartitionsTopic>(),
            },
        },
        Step::Skip(5),
    ],
    min_bytes: 9,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_2: Shape = Shape {
    steps: &[
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Skip(4),
                    Step::Array {
                        compact: true,
                        nullable: true,
                        element: &Shape {
                            steps: &[
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
                            min_bytes: 2,
                            memory: size_of::<
                                messages::create_partitions_request::CreatePartitionsAssignment,
                            >(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 7,
                memory: size_of::<messages::create_partitions_request::CreatePartitionsTopic>(),
            },
        },
        Step::Skip(5),
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
                    Step::Skip(2),
                    Step::Text { nullable: true },
                ],
                min_bytes: 6,
                memory: size_of::<messages::create_partitions_response::CreatePartitionsTopicResult>(
                ),
            },
        },
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_2: Shape = Shape {
    steps: &[
        Step::Skip(4),
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Skip(2),
                    Step::Compact { nullable: true },
                    Step::Tags(&[]),
                ],
                min_bytes: 5,
                memory: size_of::<messages::create_partitions_response::CreatePartitionsTopicResult>(
                ),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 6,
    memory: size_of::<()>(),
};
