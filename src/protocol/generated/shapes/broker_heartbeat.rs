//! What the preflight expects of BrokerHeartbeat.
//!
//! Generated from `schema/apis/broker_heartbeat.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::shape::{Shape, Step, Tag};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[Step::Skip(22), Step::Tags(&[])],
    min_bytes: 23,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_1: Shape = Shape {
    steps: &[
        Step::Skip(22),
        Step::Tags(&[Tag {
            tag: 0,
            shape: &Shape {
                steps: &[Step::Array {
                    compact: true,
                    nullable: false,
                    element: &Shape {
                        steps: &[Step::Skip(16)],
                        min_bytes: 16,
                        memory: size_of::<uuid::Uuid>(),
                    },
                }],
                min_bytes: 1,
                memory: size_of::<()>(),
            },
        }]),
    ],
    min_bytes: 23,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_2: Shape = Shape {
    steps: &[
        Step::Skip(22),
        Step::Tags(&[
            Tag {
                tag: 0,
                shape: &Shape {
                    steps: &[Step::Array {
                        compact: true,
                        nullable: false,
                        element: &Shape {
                            steps: &[Step::Skip(16)],
                            min_bytes: 16,
                            memory: size_of::<uuid::Uuid>(),
                        },
                    }],
                    min_bytes: 1,
                    memory: size_of::<()>(),
                },
            },
            Tag {
                tag: 1,
                shape: &Shape {
                    steps: &[Step::Array {
                        compact: true,
                        nullable: true,
                        element: &Shape {
                            steps: &[Step::Skip(16)],
                            min_bytes: 16,
                            memory: size_of::<uuid::Uuid>(),
                        },
                    }],
                    min_bytes: 1,
                    memory: size_of::<()>(),
                },
            },
        ]),
    ],
    min_bytes: 23,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape {
    steps: &[Step::Skip(9), Step::Tags(&[])],
    min_bytes: 10,
    memory: size_of::<()>(),
};
