//! What the preflight expects of DescribeClientQuotas.
//!
//! Generated from `schema/apis/describe_client_quotas.schema`. Change that file and run
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
                    Step::Skip(1),
                    Step::Text { nullable: true },
                ],
                min_bytes: 5,
                memory: size_of::<messages::describe_client_quotas_request::ComponentData>(),
            },
        },
        Step::Skip(1),
    ],
    min_bytes: 5,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_1: Shape = Shape {
    steps: &[
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Skip(1),
                    Step::Compact { nullable: true },
                    Step::Tags(&[]),
                ],
                min_bytes: 4,
                memory: size_of::<messages::describe_client_quotas_request::ComponentData>(),
            },
        },
        Step::Skip(1),
        Step::Tags(&[]),
    ],
    min_bytes: 3,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape {
    steps: &[
        Step::Skip(6),
        Step::Text { nullable: true },
        Step::Array {
            compact: false,
            nullable: true,
            element: &Shape {
                steps: &[
                    Step::Array {
                        compact: false,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Text { nullable: false },
                                Step::Text { nullable: true },
                            ],
                            min_bytes: 4,
                            memory: size_of::<messages::describe_client_quotas_response::EntityData>(
                            ),
                        },
                    },
                    Step::Array {
                        compact: false,
                        nullable: false,
                        element: &Shape {
                            steps: &[Step::Text { nullable: false }, Step::Skip(8)],
                            min_bytes: 10,
                            memory: size_of::<messages::describe_client_quotas_response::ValueData>(
                            ),
                        },
                    },
                ],
                min_bytes: 8,
                memory: size_of::<messages::describe_client_quotas_response::EntryData>(),
            },
        },
    ],
    min_bytes: 12,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_1: Shape = Shape {
    steps: &[
        Step::Skip(6),
        Step::Compact { nullable: true },
        Step::Array {
            compact: true,
            nullable: true,
            element: &Shape {
                steps: &[
                    Step::Array {
                        compact: true,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Compact { nullable: false },
                                Step::Compact { nullable: true },
                                Step::Tags(&[]),
                            ],
                            min_bytes: 3,
                            memory: size_of::<messages::describe_client_quotas_response::EntityData>(
                            ),
                        },
                    },
                    Step::Array {
                        compact: true,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Compact { nullable: false },
                                Step::Skip(8),
                                Step::Tags(&[]),
                            ],
                            min_bytes: 10,
                            memory: size_of::<messages::describe_client_quotas_response::ValueData>(
                            ),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::describe_client_quotas_response::EntryData>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 9,
    memory: size_of::<()>(),
};
