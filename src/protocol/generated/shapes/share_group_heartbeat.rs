//! What the preflight expects of ShareGroupHeartbeat.
//!
//! Generated from `schema/apis/share_group_heartbeat.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_1: Shape = Shape {
    steps: &[
        Step::Compact { nullable: false },
        Step::Compact { nullable: false },
        Step::Skip(4),
        Step::Compact { nullable: true },
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
    min_bytes: 9,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_1: Shape = Shape {
    steps: &[
        Step::Skip(6),
        Step::Compact { nullable: true },
        Step::Compact { nullable: true },
        Step::Skip(8),
        Step::Nullable(&Shape {
            steps: &[
                Step::Array {
                    compact: true,
                    nullable: false,
                    element: &Shape {
                        steps: &[
                            Step::Skip(16),
                            Step::Array {
                                compact: true,
                                nullable: false,
                                element: &Shape {
                                    steps: &[Step::Skip(4)],
                                    min_bytes: 4,
                                    memory: size_of::<u32>(),
                                },
                            },
                            Step::Tags(&[]),
                        ],
                        min_bytes: 18,
                        memory: size_of::<messages::share_group_heartbeat_response::TopicPartitions>(
                        ),
                    },
                },
                Step::Tags(&[]),
            ],
            min_bytes: 2,
            memory: size_of::<()>(),
        }),
        Step::Tags(&[]),
    ],
    min_bytes: 18,
    memory: size_of::<()>(),
};
