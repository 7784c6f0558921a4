//! What the preflight expects of AlterReplicaLogDirs.
//!
//! Generated from `schema/apis/alter_replica_log_dirs.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_1: Shape = Shape {
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
                        memory: size_of::<
                            messages::alter_replica_log_dirs_request::AlterReplicaLogDirTopic,
                        >(),
                    },
                },
            ],
            min_bytes: 6,
            memory: size_of::<messages::alter_replica_log_dirs_request::AlterReplicaLogDir>(),
        },
    }],
    min_bytes: 4,
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
                                        steps: &[Step::Skip(4)],
                                        min_bytes: 4,
                                        memory: size_of::<u32>(),
                                    },
                                },
                                Step::Tags(&[]),
                            ],
                            min_bytes: 3,
                            memory: size_of::<
                                messages::alter_replica_log_dirs_request::AlterReplicaLogDirTopic,
                            >(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::alter_replica_log_dirs_request::AlterReplicaLogDir>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 2,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_1: Shape = Shape { steps: &[Step::Skip(4), Step::Array { compact: false, nullable: false, element: &Shape { steps: &[Step::Text { nullable: false }, Step::Array { compact: false, nullable: false, element: &Shape { steps: &[Step::Skip(6)], min_bytes: 6, memory: size_of::<messages::alter_replica_log_dirs_response::AlterReplicaLogDirPartitionResult>() } }], min_bytes: 6, memory: size_of::<messages::alter_replica_log_dirs_response::AlterReplicaLogDirTopicResult>() } }], min_bytes: 8, memory: size_of::<()>() };

pub(crate) static RESPONSE_2: Shape = Shape { steps: &[Step::Skip(4), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(6), Step::Tags(&[])], min_bytes: 7, memory: size_of::<messages::alter_replica_log_dirs_response::AlterReplicaLogDirPartitionResult>() } }, Step::Tags(&[])], min_bytes: 3, memory: size_of::<messages::alter_replica_log_dirs_response::AlterReplicaLogDirTopicResult>() } }, Step::Tags(&[])], min_bytes: 6, memory: size_of::<()>() };
