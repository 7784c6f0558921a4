//! What the preflight expects of DescribeAcls.
//!
//! Generated from `schema/apis/describe_acls.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_1: Shape = Shape {
    steps: &[
        Step::Skip(1),
        Step::Text { nullable: true },
        Step::Skip(1),
        Step::Text { nullable: true },
        Step::Text { nullable: true },
        Step::Skip(2),
    ],
    min_bytes: 10,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_2: Shape = Shape {
    steps: &[
        Step::Skip(1),
        Step::Compact { nullable: true },
        Step::Skip(1),
        Step::Compact { nullable: true },
        Step::Compact { nullable: true },
        Step::Skip(2),
        Step::Tags(&[]),
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_1: Shape = Shape {
    steps: &[
        Step::Skip(6),
        Step::Text { nullable: true },
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Skip(1),
                    Step::Text { nullable: false },
                    Step::Skip(1),
                    Step::Array {
                        compact: false,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Text { nullable: false },
                                Step::Text { nullable: false },
                                Step::Skip(2),
                            ],
                            min_bytes: 6,
                            memory: size_of::<messages::describe_acls_response::AclDescription>(),
                        },
                    },
                ],
                min_bytes: 8,
                memory: size_of::<messages::describe_acls_response::DescribeAclsResource>(),
            },
        },
    ],
    min_bytes: 12,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_2: Shape = Shape {
    steps: &[
        Step::Skip(6),
        Step::Compact { nullable: true },
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Skip(1),
                    Step::Compact { nullable: false },
                    Step::Skip(1),
                    Step::Array {
                        compact: true,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Compact { nullable: false },
                                Step::Compact { nullable: false },
                                Step::Skip(2),
                                Step::Tags(&[]),
                            ],
                            min_bytes: 5,
                            memory: size_of::<messages::describe_acls_response::AclDescription>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 5,
                memory: size_of::<messages::describe_acls_response::DescribeAclsResource>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 9,
    memory: size_of::<()>(),
};
