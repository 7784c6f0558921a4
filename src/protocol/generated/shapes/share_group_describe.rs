//! What the preflight expects of ShareGroupDescribe.
//!
//! Generated from `schema/apis/share_group_describe.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_1: Shape = Shape {
    steps: &[
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[Step::Compact { nullable: false }],
                min_bytes: 1,
                memory: size_of::<messages::StrBytes>(),
            },
        },
        Step::Skip(1),
        Step::Tags(&[]),
    ],
    min_bytes: 3,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_1: Shape = Shape { steps: &[Step::Skip(4), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(2), Step::Compact { nullable: true }, Step::Compact { nullable: false }, Step::Compact { nullable: false }, Step::Skip(8), Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Compact { nullable: true }, Step::Skip(4), Step::Compact { nullable: false }, Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }], min_bytes: 1, memory: size_of::<messages::StrBytes>() } }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(16), Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(4)], min_bytes: 4, memory: size_of::<u32>() } }, Step::Tags(&[])], min_bytes: 19, memory: size_of::<messages::share_group_describe_response::TopicPartitions>() } }, Step::Tags(&[]), Step::Tags(&[])], min_bytes: 12, memory: size_of::<messages::share_group_describe_response::Member>() } }, Step::Skip(4), Step::Tags(&[])], min_bytes: 20, memory: size_of::<messages::share_group_describe_response::DescribedGroup>() } }, Step::Tags(&[])], min_bytes: 6, memory: size_of::<()>() };
