//! What the preflight expects of OffsetDelete.
//!
//! Generated from `schema/apis/offset_delete.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[
        Step::Text { nullable: false },
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Text { nullable: false },
                    Step::Array {
                        compact: false,
                        nullable: false,
                        element: &Shape {
                            steps: &[Step::Skip(4)],
                            min_bytes: 4,
                            memory: size_of::<
                                messages::offset_delete_request::OffsetDeleteRequestPartition,
                            >(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::offset_delete_request::OffsetDeleteRequestTopic>(),
            },
        },
    ],
    min_bytes: 6,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape {
    steps: &[
        Step::Skip(6),
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Text { nullable: false },
                    Step::Array {
                        compact: false,
                        nullable: false,
                        element: &Shape {
                            steps: &[Step::Skip(6)],
                            min_bytes: 6,
                            memory: size_of::<
                                messages::offset_delete_response::OffsetDeleteResponsePartition,
                            >(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::offset_delete_response::OffsetDeleteResponseTopic>(),
            },
        },
    ],
    min_bytes: 10,
    memory: size_of::<()>(),
};
