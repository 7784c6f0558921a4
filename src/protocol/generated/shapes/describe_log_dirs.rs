//! What the preflight expects of DescribeLogDirs.
//!
//! Generated from `schema/apis/describe_log_dirs.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_1: Shape = Shape {
    steps: &[Step::Array {
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
            memory: size_of::<messages::describe_log_dirs_request::DescribableLogDirTopic>(),
        },
    }],
    min_bytes: 4,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_2: Shape = Shape {
    steps: &[
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
                memory: size_of::<messages::describe_log_dirs_request::DescribableLogDirTopic>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 2,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_1: Shape = Shape { steps: &[Step::Skip(4), Step::Array { compact: false, nullable: false, element: &Shape { steps: &[Step::Skip(2), Step::Text { nullable: false }, Step::Array { compact: false, nullable: false, element: &Shape { steps: &[Step::Text { nullable: false }, Step::Array { compact: false, nullable: false, element: &Shape { steps: &[Step::Skip(21)], min_bytes: 21, memory: size_of::<messages::describe_log_dirs_response::DescribeLogDirsPartition>() } }], min_bytes: 6, memory: size_of::<messages::describe_log_dirs_response::DescribeLogDirsTopic>() } }], min_bytes: 8, memory: size_of::<messages::describe_log_dirs_response::DescribeLogDirsResult>() } }], min_bytes: 8, memory: size_of::<()>() };

pub(crate) static RESPONSE_2: Shape = Shape { steps: &[Step::Skip(4), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(2), Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(21), Step::Tags(&[])], min_bytes: 22, memory: size_of::<messages::describe_log_dirs_response::DescribeLogDirsPartition>() } }, Step::Tags(&[])], min_bytes: 3, memory: size_of::<messages::describe_log_dirs_response::DescribeLogDirsTopic>() } }, Step::Tags(&[])], min_bytes: 5, memory: size_of::<messages::describe_log_dirs_response::DescribeLogDirsResult>() } }, Step::Tags(&[])], min_bytes: 6, memory: size_of::<()>() };

pub(crate) static RESPONSE_3: Shape = Shape { steps: &[Step::Skip(6), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(2), Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(21), Step::Tags(&[])], min_bytes: 22, memory: size_of::<messages::describe_log_dirs_response::DescribeLogDirsPartition>() } }, Step::Tags(&[])], min_bytes: 3, memory: size_of::<messages::describe_log_dirs_response::DescribeLogDirsTopic>() } }, Step::Tags(&[])], min_bytes: 5, memory: size_of::<messages::describe_log_dirs_response::DescribeLogDirsResult>() } }, Step::Tags(&[])], min_bytes: 8, memory: size_of::<()>() };

pub(crate) static RESPONSE_4: Shape = Shape { steps: &[Step::Skip(6), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(2), Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(21), Step::Tags(&[])], min_bytes: 22, memory: size_of::<messages::describe_log_dirs_response::DescribeLogDirsPartition>() } }, Step::Tags(&[])], min_bytes: 3, memory: size_of::<messages::describe_log_dirs_response::DescribeLogDirsTopic>() } }, Step::Skip(16), Step::Tags(&[])], min_bytes: 21, memory: size_of::<messages::describe_log_dirs_response::DescribeLogDirsResult>() } }, Step::Tags(&[])], min_bytes: 8, memory: size_of::<()>() };

pub(crate) static RESPONSE_5: Shape = Shape { steps: &[Step::Skip(6), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(2), Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(21), Step::Tags(&[])], min_bytes: 22, memory: size_of::<messages::describe_log_dirs_response::DescribeLogDirsPartition>() } }, Step::Tags(&[])], min_bytes: 3, memory: size_of::<messages::describe_log_dirs_response::DescribeLogDirsTopic>() } }, Step::Skip(17), Step::Tags(&[])], min_bytes: 22, memory: size_of::<messages::describe_log_dirs_response::DescribeLogDirsResult>() } }, Step::Tags(&[])], min_bytes: 8, memory: size_of::<()>() };
