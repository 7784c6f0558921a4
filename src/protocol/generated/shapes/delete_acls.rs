//! What the preflight expects of DeleteAcls.
//!
//! Generated from `schema/apis/delete_acls.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_1: Shape = Shape {
    steps: &[Step::Array {
        compact: false,
        nullable: false,
        element: &Shape {
            steps: &[
                Step::Skip(1),
                Step::Text { nullable: true },
                Step::Skip(1),
                Step::Text { nullable: true },
                Step::Text { nullable: true },
                Step::Skip(2),
            ],
            min_bytes: 10,
            memory: size_of::<messages::delete_acls_request::DeleteAclsFilter>(),
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
                    Step::Skip(1),
                    Step::Compact { nullable: true },
                    Step::Skip(1),
                    Step::Compact { nullable: true },
                    Step::Compact { nullable: true },
                    Step::Skip(2),
                    Step::Tags(&[]),
                ],
                min_bytes: 8,
                memory: size_of::<messages::delete_acls_request::DeleteAclsFilter>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 2,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_1: Shape = Shape {
    steps: &[
        Step::Skip(4),
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Skip(2),
                    Step::Text { nullable: true },
                    Step::Array {
                        compact: false,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Skip(2),
                                Step::Text { nullable: true },
                                Step::Skip(1),
                                Step::Text { nullable: false },
                                Step::Skip(1),
                                Step::Text { nullable: false },
                                Step::Text { nullable: false },
                                Step::Skip(2),
                            ],
                            min_bytes: 14,
                            memory: size_of::<messages::delete_acls_response::DeleteAclsMatchingAcl>(
                            ),
                        },
                    },
                ],
                min_bytes: 8,
                memory: size_of::<messages::delete_acls_response::DeleteAclsFilterResult>(),
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
                    Step::Skip(2),
                    Step::Compact { nullable: true },
                    Step::Array {
                        compact: true,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Skip(2),
                                Step::Compact { nullable: true },
                                Step::Skip(1),
                                Step::Compact { nullable: false },
                                Step::Skip(1),
                                Step::Compact { nullable: false },
                                Step::Compact { nullable: false },
                                Step::Skip(2),
                                Step::Tags(&[]),
                            ],
                            min_bytes: 11,
                            memory: size_of::<messages::delete_acls_response::DeleteAclsMatchingAcl>(
                            ),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 5,
                memory: size_of::<messages::delete_acls_response::DeleteAclsFilterResult>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 6,
    memory: size_of::<()>(),
};
