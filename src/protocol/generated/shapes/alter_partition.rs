//! What the preflight expects of AlterPartition.
//!
//! Generated from `schema/apis/alter_partition.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_2: Shape = Shape {
    steps: &[
        Step::Skip(12),
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
                                Step::Skip(8),
                                Step::Array {
                                    compact: true,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(4)],
                                        min_bytes: 4,
                                        memory: size_of::<u32>(),
                                    },
                                },
                                Step::Skip(5),
                                Step::Tags(&[]),
                            ],
                            min_bytes: 15,
                            memory: size_of::<messages::alter_partition_request::PartitionData>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 18,
                memory: size_of::<messages::alter_partition_request::TopicData>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 14,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_3: Shape = Shape {
    steps: &[
        Step::Skip(12),
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
                                Step::Skip(8),
                                Step::Array {
                                    compact: true,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(12), Step::Tags(&[])],
                                        min_bytes: 13,
                                        memory: size_of::<
                                            messages::alter_partition_request::BrokerState,
                                        >(),
                                    },
                                },
                                Step::Skip(5),
                                Step::Tags(&[]),
                            ],
                            min_bytes: 15,
                            memory: size_of::<messages::alter_partition_request::PartitionData>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 18,
                memory: size_of::<messages::alter_partition_request::TopicData>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 14,
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
                    Step::Skip(16),
                    Step::Array {
                        compact: true,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Skip(14),
                                Step::Array {
                                    compact: true,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(4)],
                                        min_bytes: 4,
                                        memory: size_of::<u32>(),
                                    },
                                },
                                Step::Skip(5),
                                Step::Tags(&[]),
                            ],
                            min_bytes: 21,
                            memory: size_of::<messages::alter_partition_response::PartitionData>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 18,
                memory: size_of::<messages::alter_partition_response::TopicData>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};
