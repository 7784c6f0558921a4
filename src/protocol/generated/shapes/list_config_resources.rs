//! What the preflight expects of ListConfigResources.
//!
//! Generated from `schema/apis/list_config_resources.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[Step::Tags(&[])],
    min_bytes: 1,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_1: Shape = Shape {
    steps: &[
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[Step::Skip(1)],
                min_bytes: 1,
                memory: size_of::<u8>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 2,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape {
    steps: &[
        Step::Skip(6),
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[Step::Compact { nullable: false }, Step::Tags(&[])],
                min_bytes: 2,
                memory: size_of::<messages::list_config_resources_response::ConfigResource>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_1: Shape = Shape {
    steps: &[
        Step::Skip(6),
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Skip(1),
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::list_config_resources_response::ConfigResource>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};
