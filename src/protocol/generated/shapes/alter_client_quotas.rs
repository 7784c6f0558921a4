//! What the preflight expects of AlterClientQuotas.
//!
//! Generated from `schema/apis/alter_client_quotas.schema`. Change that file and run
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
                    Step::Array {
                        compact: false,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Text { nullable: false },
                                Step::Text { nullable: true },
                            ],
                            min_bytes: 4,
                            memory: size_of::<messages::alter_client_quotas_request::EntityData>(),
                        },
                    },
                    Step::Array {
                        compact: false,
                        nullable: false,
                        element: &Shape {
                            steps: &[Step::Text { nullable: false }, Step::Skip(9)],
                            min_bytes: 11,
                            memory: size_of::<messages::alter_client_quotas_request::OpData>(),
                        },
                    },
                ],
                min_bytes: 8,
                memory: size_of::<messages::alter_client_quotas_request::EntryData>(),
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
                            memory: size_of::<messages::alter_client_quotas_request::EntityData>(),
                        },
                    },
                    Step::Array {
                        compact: true,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Compact { nullable: false },
                                Step::Skip(9),
                                Step::Tags(&[]),
                            ],
                            min_bytes: 11,
                            memory: size_of::<messages::alter_client_quotas_request::OpData>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::alter_client_quotas_request::EntryData>(),
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
                                Step::Text { nullable: false },
                                Step::Text { nullable: true },
                            ],
                            min_bytes: 4,
                            memory: size_of::<messages::alter_client_quotas_response::EntityData>(),
                        },
                    },
                ],
                min_bytes: 8,
                memory: size_of::<messages::alter_client_quotas_response::EntryData>(),
            },
        },
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_1: Shape = Shape {
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
                                Step::Compact { nullable: false },
                                Step::Compact { nullable: true },
                                Step::Tags(&[]),
                            ],
                            min_bytes: 3,
                            memory: size_of::<messages::alter_client_quotas_response::EntityData>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 5,
                memory: size_of::<messages::alter_client_quotas_response::EntryData>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 6,
    memory: size_of::<()>(),
};
