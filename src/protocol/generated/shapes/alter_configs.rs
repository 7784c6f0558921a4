//! What the preflight expects of AlterConfigs.
//!
//! Generated from `schema/apis/alter_configs.schema`. Change that file and run
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
                    Step::Skip(1),
                    Step::Text { nullable: false },
                    Step::Array {
                        compact: false,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Text { nullable: false },
                                Step::Text { nullable: true },
                            ],
                            min_bytes: 4,
                            memory: size_of::<messages::alter_configs_request::AlterableConfig>(),
                        },
                    },
                ],
                min_bytes: 7,
                memory: size_of::<messages::alter_configs_request::AlterConfigsResource>(),
            },
        },
        Step::Skip(1),
    ],
    min_bytes: 5,
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
                    Step::Compact { nullable: false },
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
                            memory: size_of::<messages::alter_configs_request::AlterableConfig>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 4,
                memory: size_of::<messages::alter_configs_request::AlterConfigsResource>(),
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
                    Step::Skip(1),
                    Step::Text { nullable: false },
                ],
                min_bytes: 7,
                memory: size_of::<messages::alter_configs_response::AlterConfigsResourceResponse>(),
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
                    Step::Skip(1),
                    Step::Compact { nullable: false },
                    Step::Tags(&[]),
                ],
                min_bytes: 6,
                memory: size_of::<messages::alter_configs_response::AlterConfigsResourceResponse>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 6,
    memory: size_of::<()>(),
};
