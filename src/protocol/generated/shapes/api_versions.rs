//! What the preflight expects of ApiVersions.
//!
//! Generated from `schema/apis/api_versions.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step, Tag};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[],
    min_bytes: 1,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_3: Shape = Shape {
    steps: &[
        Step::Compact { nullable: false },
        Step::Compact { nullable: false },
        Step::Tags(&[]),
    ],
    min_bytes: 3,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape {
    steps: &[
        Step::Skip(2),
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[Step::Skip(6)],
                min_bytes: 6,
                memory: size_of::<messages::api_versions_response::ApiVersion>(),
            },
        },
    ],
    min_bytes: 6,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_1: Shape = Shape {
    steps: &[
        Step::Skip(2),
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[Step::Skip(6)],
                min_bytes: 6,
                memory: size_of::<messages::api_versions_response::ApiVersion>(),
            },
        },
        Step::Skip(4),
    ],
    min_bytes: 10,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_3: Shape = Shape {
    steps: &[
        Step::Skip(2),
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[Step::Skip(6), Step::Tags(&[])],
                min_bytes: 7,
                memory: size_of::<messages::api_versions_response::ApiVersion>(),
            },
        },
        Step::Skip(4),
        Step::Tags(&[
            Tag {
                tag: 0,
                shape: &Shape {
                    steps: &[Step::Array {
                        compact: true,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Compact { nullable: false },
                                Step::Skip(4),
                                Step::Tags(&[]),
                            ],
                            min_bytes: 6,
                            memory: size_of::<messages::api_versions_response::SupportedFeatureKey>(
                            ),
                        },
                    }],
                    min_bytes: 1,
                    memory: size_of::<()>(),
                },
            },
            Tag {
                tag: 1,
                shape: &Shape {
                    steps: &[Step::Skip(8)],
                    min_bytes: 8,
                    memory: size_of::<()>(),
                },
            },
            Tag {
                tag: 2,
                shape: &Shape {
                    steps: &[Step::Array {
                        compact: true,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Compact { nullable: false },
                                Step::Skip(4),
                                Step::Tags(&[]),
                            ],
                            min_bytes: 6,
                            memory: size_of::<messages::api_versions_response::FinalizedFeatureKey>(
                            ),
                        },
                    }],
                    min_bytes: 1,
                    memory: size_of::<()>(),
                },
            },
            Tag {
                tag: 3,
                shape: &Shape {
                    steps: &[Step::Skip(1)],
                    min_bytes: 1,
                    memory: size_of::<()>(),
                },
            },
        ]),
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};
