//! What the preflight expects of DescribeTopicPartitions.
//!
//! Generated from `schema/apis/describe_topic_partitions.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[Step::Compact { nullable: false }, Step::Tags(&[])],
                min_bytes: 2,
                memory: size_of::<messages::describe_topic_partitions_request::TopicRequest>(),
            },
        },
        Step::Skip(4),
        Step::Nullable(&Shape {
            steps: &[
                Step::Compact { nullable: false },
                Step::Skip(4),
                Step::Tags(&[]),
            ],
            min_bytes: 6,
            memory: size_of::<()>(),
        }),
        Step::Tags(&[]),
    ],
    min_bytes: 7,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape { steps: &[Step::Skip(4), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(2), Step::Compact { nullable: true }, Step::Skip(17), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(14), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(4)], min_bytes: 4, memory: size_of::<u32>() } }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(4)], min_bytes: 4, memory: size_of::<u32>() } }, Step::Array { compact: true, nullable: true, element: &Shape { steps: &[Step::Skip(4)], min_bytes: 4, memory: size_of::<u32>() } }, Step::Array { compact: true, nullable: true, element: &Shape { steps: &[Step::Skip(4)], min_bytes: 4, memory: size_of::<u32>() } }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(4)], min_bytes: 4, memory: size_of::<u32>() } }, Step::Tags(&[])], min_bytes: 20, memory: size_of::<messages::describe_topic_partitions_response::DescribeTopicPartitionsResponsePartition>() } }, Step::Skip(4), Step::Tags(&[])], min_bytes: 26, memory: size_of::<messages::describe_topic_partitions_response::DescribeTopicPartitionsResponseTopic>() } }, Step::Nullable(&Shape { steps: &[Step::Compact { nullable: false }, Step::Skip(4), Step::Tags(&[])], min_bytes: 6, memory: size_of::<()>() }), Step::Tags(&[])], min_bytes: 7, memory: size_of::<()>() };
