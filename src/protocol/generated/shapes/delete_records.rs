//! What the preflight expects of DeleteRecords.
//!
//! Generated from `schema/apis/delete_records.schema`. Change that file and run
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
                    Step::Array {
                        compact: false,
                        nullable: false,
                        element: &Shape {
                            steps: &[Step::Skip(12)],
                            min_bytes: 12,
                            memory: size_of::<
                                messages::delete_records_request::DeleteRecordsPartition,
                            >(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::delete_records_request::DeleteRecordsTopic>(),
            },
        },
        Step::Skip(4),
    ],
    min_bytes: 8,
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
                            steps: &[Step::Skip(12), Step::Tags(&[])],
                            min_bytes: 13,
                            memory: size_of::<
                                messages::delete_records_request::DeleteRecordsPartition,
                            >(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::delete_records_request::DeleteRecordsTopic>(),
            },
        },
        Step::Skip(4),
        Step::Tags(&[]),
    ],
    min_bytes: 6,
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
                            steps: &[Step::Skip(14)],
                            min_bytes: 14,
                            memory: size_of::<
                                messages::delete_records_response::DeleteRecordsPartitionResult,
                            >(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::delete_records_response::DeleteRecordsTopicResult>(),
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
                    Step::Array {
                        compact: true,
                        nullable: false,
                        element: &Shape {
                            steps: &[Step::Skip(14), Step::Tags(&[])],
                            min_bytes: 15,
                            memory: size_of::<
                                messages::delete_records_response::DeleteRecordsPartitionResult,
                            >(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::delete_records_response::DeleteRecordsTopicResult>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 6,
    memory: size_of::<()>(),
};
