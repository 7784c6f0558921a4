//! What the preflight expects of AddPartitionsToTxn.
//!
//! Generated from `schema/apis/add_partitions_to_txn.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[
        Step::Text { nullable: false },
        Step::Skip(10),
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
                memory: size_of::<messages::add_partitions_to_txn_request::AddPartitionsToTxnTopic>(
                ),
            },
        },
    ],
    min_bytes: 16,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_3: Shape = Shape {
    steps: &[
        Step::Compact { nullable: false },
        Step::Skip(10),
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
                memory: size_of::<messages::add_partitions_to_txn_request::AddPartitionsToTxnTopic>(
                ),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 13,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_4: Shape = Shape {
    steps: &[
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Skip(11),
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
                                messages::add_partitions_to_txn_request::AddPartitionsToTxnTopic,
                            >(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 14,
                memory: size_of::<
                    messages::add_partitions_to_txn_request::AddPartitionsToTxnTransaction,
                >(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 2,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape { steps: &[Step::Skip(4), Step::Array { compact: false, nullable: false, element: &Shape { steps: &[Step::Text { nullable: false }, Step::Array { compact: false, nullable: false, element: &Shape { steps: &[Step::Skip(6)], min_bytes: 6, memory: size_of::<messages::add_partitions_to_txn_response::AddPartitionsToTxnPartitionResult>() } }], min_bytes: 6, memory: size_of::<messages::add_partitions_to_txn_response::AddPartitionsToTxnTopicResult>() } }], min_bytes: 8, memory: size_of::<()>() };

pub(crate) static RESPONSE_3: Shape = Shape { steps: &[Step::Skip(4), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(6), Step::Tags(&[])], min_bytes: 7, memory: size_of::<messages::add_partitions_to_txn_response::AddPartitionsToTxnPartitionResult>() } }, Step::Tags(&[])], min_bytes: 3, memory: size_of::<messages::add_partitions_to_txn_response::AddPartitionsToTxnTopicResult>() } }, Step::Tags(&[])], min_bytes: 6, memory: size_of::<()>() };

pub(crate) static RESPONSE_4: Shape = Shape { steps: &[Step::Skip(6), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(6), Step::Tags(&[])], min_bytes: 7, memory: size_of::<messages::add_partitions_to_txn_response::AddPartitionsToTxnPartitionResult>() } }, Step::Tags(&[])], min_bytes: 3, memory: size_of::<messages::add_partitions_to_txn_response::AddPartitionsToTxnTopicResult>() } }, Step::Tags(&[])], min_bytes: 3, memory: size_of::<messages::add_partitions_to_txn_response::AddPartitionsToTxnResult>() } }, Step::Tags(&[])], min_bytes: 8, memory: size_of::<()>() };
