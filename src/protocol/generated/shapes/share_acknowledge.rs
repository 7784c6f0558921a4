//! What the preflight expects of ShareAcknowledge.
//!
//! Generated from `schema/apis/share_acknowledge.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_1: Shape = Shape { steps: &[Step::Compact { nullable: true }, Step::Compact { nullable: true }, Step::Skip(4), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(16), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(4), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(16), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(1)], min_bytes: 1, memory: size_of::<u8>() } }, Step::Tags(&[])], min_bytes: 18, memory: size_of::<messages::share_acknowledge_request::AcknowledgementBatch>() } }, Step::Tags(&[])], min_bytes: 6, memory: size_of::<messages::share_acknowledge_request::AcknowledgePartition>() } }, Step::Tags(&[])], min_bytes: 18, memory: size_of::<messages::share_acknowledge_request::AcknowledgeTopic>() } }, Step::Tags(&[])], min_bytes: 8, memory: size_of::<()>() };

pub(crate) static REQUEST_2: Shape = Shape { steps: &[Step::Compact { nullable: true }, Step::Compact { nullable: true }, Step::Skip(5), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(16), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(4), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(16), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(1)], min_bytes: 1, memory: size_of::<u8>() } }, Step::Tags(&[])], min_bytes: 18, memory: size_of::<messages::share_acknowledge_request::AcknowledgementBatch>() } }, Step::Tags(&[])], min_bytes: 6, memory: size_of::<messages::share_acknowledge_request::AcknowledgePartition>() } }, Step::Tags(&[])], min_bytes: 18, memory: size_of::<messages::share_acknowledge_request::AcknowledgeTopic>() } }, Step::Tags(&[])], min_bytes: 9, memory: size_of::<()>() };

pub(crate) static RESPONSE_1: Shape = Shape {
    steps: &[
        Step::Skip(6),
        Step::Compact { nullable: true },
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
                            steps: &[
                                Step::Skip(6),
                                Step::Compact { nullable: true },
                                Step::Skip(8),
                                Step::Tags(&[]),
                                Step::Tags(&[]),
                            ],
                            min_bytes: 17,
                            memory: size_of::<messages::share_acknowledge_response::PartitionData>(
                            ),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 18,
                memory: size_of::<
                    messages::share_acknowledge_response::ShareAcknowledgeTopicResponse,
                >(),
            },
        },
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Skip(4),
                    Step::Compact { nullable: false },
                    Step::Skip(4),
                    Step::Compact { nullable: true },
                    Step::Tags(&[]),
                ],
                min_bytes: 11,
                memory: size_of::<messages::share_acknowledge_response::NodeEndpoint>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 10,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_2: Shape = Shape {
    steps: &[
        Step::Skip(6),
        Step::Compact { nullable: true },
        Step::Skip(4),
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
                            steps: &[
                                Step::Skip(6),
                                Step::Compact { nullable: true },
                                Step::Skip(8),
                                Step::Tags(&[]),
                                Step::Tags(&[]),
                            ],
                            min_bytes: 17,
                            memory: size_of::<messages::share_acknowledge_response::PartitionData>(
                            ),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 18,
                memory: size_of::<
                    messages::share_acknowledge_response::ShareAcknowledgeTopicResponse,
                >(),
            },
        },
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Skip(4),
                    Step::Compact { nullable: false },
                    Step::Skip(4),
                    Step::Compact { nullable: true },
                    Step::Tags(&[]),
                ],
                min_bytes: 11,
                memory: size_of::<messages::share_acknowledge_response::NodeEndpoint>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 14,
    memory: size_of::<()>(),
};
