//! What the preflight expects of DescribeConfigs.
//!
//! Generated from `schema/apis/describe_configs.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_1: Shape = Shape {
    steps: &[
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Skip(1),
                    Step::Text { nullable: false },
                    Step::Array {
                        compact: false,
                        nullable: true,
                        element: &Shape {
                            steps: &[Step::Text { nullable: false }],
                            min_bytes: 2,
                            memory: size_of::<messages::StrBytes>(),
                        },
                    },
                ],
                min_bytes: 7,
                memory: size_of::<messages::describe_configs_request::DescribeConfigsResource>(),
            },
        },
        Step::Skip(1),
    ],
    min_bytes: 5,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_3: Shape = Shape {
    steps: &[
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Skip(1),
                    Step::Text { nullable: false },
                    Step::Array {
                        compact: false,
                        nullable: true,
                        element: &Shape {
                            steps: &[Step::Text { nullable: false }],
                            min_bytes: 2,
                            memory: size_of::<messages::StrBytes>(),
                        },
                    },
                ],
                min_bytes: 7,
                memory: size_of::<messages::describe_configs_request::DescribeConfigsResource>(),
            },
        },
        Step::Skip(2),
    ],
    min_bytes: 6,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_4: Shape = Shape {
    steps: &[
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Skip(1),
                    Step::Compact { nullable: false },
                    Step::Array {
                        compact: true,
                        nullable: true,
                        element: &Shape {
                            steps: &[Step::Compact { nullable: false }],
                            min_bytes: 1,
                            memory: size_of::<messages::StrBytes>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 4,
                memory: size_of::<messages::describe_configs_request::DescribeConfigsResource>(),
            },
        },
        Step::Skip(2),
        Step::Tags(&[]),
    ],
    min_bytes: 4,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_1: Shape = Shape { steps: &[Step::Skip(4), Step::Array { compact: false, nullable: false, element: &Shape { steps: &[Step::Skip(2), Step::Text { nullable: true }, Step::Skip(1), Step::Text { nullable: false }, Step::Array { compact: false, nullable: false, element: &Shape { steps: &[Step::Text { nullable: false }, Step::Text { nullable: true }, Step::Skip(3), Step::Array { compact: false, nullable: false, element: &Shape { steps: &[Step::Text { nullable: false }, Step::Text { nullable: true }, Step::Skip(1)], min_bytes: 5, memory: size_of::<messages::describe_configs_response::DescribeConfigsSynonym>() } }], min_bytes: 11, memory: size_of::<messages::describe_configs_response::DescribeConfigsResourceResult>() } }], min_bytes: 11, memory: size_of::<messages::describe_configs_response::DescribeConfigsResult>() } }], min_bytes: 8, memory: size_of::<()>() };

pub(crate) static RESPONSE_3: Shape = Shape { steps: &[Step::Skip(4), Step::Array { compact: false, nullable: false, element: &Shape { steps: &[Step::Skip(2), Step::Text { nullable: true }, Step::Skip(1), Step::Text { nullable: false }, Step::Array { compact: false, nullable: false, element: &Shape { steps: &[Step::Text { nullable: false }, Step::Text { nullable: true }, Step::Skip(3), Step::Array { compact: false, nullable: false, element: &Shape { steps: &[Step::Text { nullable: false }, Step::Text { nullable: true }, Step::Skip(1)], min_bytes: 5, memory: size_of::<messages::describe_configs_response::DescribeConfigsSynonym>() } }, Step::Skip(1), Step::Text { nullable: true }], min_bytes: 14, memory: size_of::<messages::describe_configs_response::DescribeConfigsResourceResult>() } }], min_bytes: 11, memory: size_of::<messages::describe_configs_response::DescribeConfigsResult>() } }], min_bytes: 8, memory: size_of::<()>() };

pub(crate) static RESPONSE_4: Shape = Shape { steps: &[Step::Skip(4), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(2), Step::Compact { nullable: true }, Step::Skip(1), Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Compact { nullable: true }, Step::Skip(3), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Compact { nullable: true }, Step::Skip(1), Step::Tags(&[])], min_bytes: 4, memory: size_of::<messages::describe_configs_response::DescribeConfigsSynonym>() } }, Step::Skip(1), Step::Compact { nullable: true }, Step::Tags(&[])], min_bytes: 9, memory: size_of::<messages::describe_configs_response::DescribeConfigsResourceResult>() } }, Step::Tags(&[])], min_bytes: 7, memory: size_of::<messages::describe_configs_response::DescribeConfigsResult>() } }, Step::Tags(&[])], min_bytes: 6, memory: size_of::<()>() };
