//! What the preflight expects of BrokerRegistration.
//!
//! Generated from `schema/apis/broker_registration.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[
        Step::Skip(4),
        Step::Compact { nullable: false },
        Step::Skip(16),
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Compact { nullable: false },
                    Step::Skip(4),
                    Step::Tags(&[]),
                ],
                min_bytes: 7,
                memory: size_of::<messages::broker_registration_request::Listener>(),
            },
        },
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Skip(4),
                    Step::Tags(&[]),
                ],
                min_bytes: 6,
                memory: size_of::<messages::broker_registration_request::Feature>(),
            },
        },
        Step::Compact { nullable: true },
        Step::Tags(&[]),
    ],
    min_bytes: 25,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_1: Shape = Shape {
    steps: &[
        Step::Skip(4),
        Step::Compact { nullable: false },
        Step::Skip(16),
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Compact { nullable: false },
                    Step::Skip(4),
                    Step::Tags(&[]),
                ],
                min_bytes: 7,
                memory: size_of::<messages::broker_registration_request::Listener>(),
            },
        },
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Skip(4),
                    Step::Tags(&[]),
                ],
                min_bytes: 6,
                memory: size_of::<messages::broker_registration_request::Feature>(),
            },
        },
        Step::Compact { nullable: true },
        Step::Skip(1),
        Step::Tags(&[]),
    ],
    min_bytes: 26,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_2: Shape = Shape {
    steps: &[
        Step::Skip(4),
        Step::Compact { nullable: false },
        Step::Skip(16),
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Compact { nullable: false },
                    Step::Skip(4),
                    Step::Tags(&[]),
                ],
                min_bytes: 7,
                memory: size_of::<messages::broker_registration_request::Listener>(),
            },
        },
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Skip(4),
                    Step::Tags(&[]),
                ],
                min_bytes: 6,
                memory: size_of::<messages::broker_registration_request::Feature>(),
            },
        },
        Step::Compact { nullable: true },
        Step::Skip(1),
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[Step::Skip(16)],
                min_bytes: 16,
                memory: size_of::<uuid::Uuid>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 27,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_3: Shape = Shape {
    steps: &[
        Step::Skip(4),
        Step::Compact { nullable: false },
        Step::Skip(16),
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Compact { nullable: false },
                    Step::Skip(4),
                    Step::Tags(&[]),
                ],
                min_bytes: 7,
                memory: size_of::<messages::broker_registration_request::Listener>(),
            },
        },
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Skip(4),
                    Step::Tags(&[]),
                ],
                min_bytes: 6,
                memory: size_of::<messages::broker_registration_request::Feature>(),
            },
        },
        Step::Compact { nullable: true },
        Step::Skip(1),
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[Step::Skip(16)],
                min_bytes: 16,
                memory: size_of::<uuid::Uuid>(),
            },
        },
        Step::Skip(8),
        Step::Tags(&[]),
    ],
    min_bytes: 35,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape {
    steps: &[Step::Skip(14), Step::Tags(&[])],
    min_bytes: 15,
    memory: size_of::<()>(),
};
