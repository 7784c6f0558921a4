//! What the preflight expects of StreamsGroupHeartbeat.
//!
//! Generated from `schema/apis/streams_group_heartbeat.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape { steps: &[Step::Compact { nullable: false }, Step::Compact { nullable: false }, Step::Skip(8), Step::Compact { nullable: true }, Step::Compact { nullable: true }, Step::Skip(4), Step::Nullable(&Shape { steps: &[Step::Skip(4), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }], min_bytes: 1, memory: size_of::<messages::StrBytes>() } }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }], min_bytes: 1, memory: size_of::<messages::StrBytes>() } }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Skip(6), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Compact { nullable: false }, Step::Tags(&[])], min_bytes: 3, memory: size_of::<messages::streams_group_heartbeat_request::KeyValue>() } }, Step::Tags(&[])], min_bytes: 9, memory: size_of::<messages::streams_group_heartbeat_request::TopicInfo>() } }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }], min_bytes: 1, memory: size_of::<messages::StrBytes>() } }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Skip(6), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Compact { nullable: false }, Step::Tags(&[])], min_bytes: 3, memory: size_of::<messages::streams_group_heartbeat_request::KeyValue>() } }, Step::Tags(&[])], min_bytes: 9, memory: size_of::<messages::streams_group_heartbeat_request::TopicInfo>() } }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(2)], min_bytes: 2, memory: size_of::<u16>() } }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(2)], min_bytes: 2, memory: size_of::<u16>() } }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(2)], min_bytes: 2, memory: size_of::<u16>() } }, Step::Tags(&[])], min_bytes: 4, memory: size_of::<messages::streams_group_heartbeat_request::CopartitionGroup>() } }, Step::Tags(&[])], min_bytes: 8, memory: size_of::<messages::streams_group_heartbeat_request::Subtopology>() } }, Step::Tags(&[])], min_bytes: 6, memory: size_of::<()>() }), Step::Array { compact: true, nullable: true, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(4)], min_bytes: 4, memory: size_of::<u32>() } }, Step::Tags(&[])], min_bytes: 3, memory: size_of::<messages::streams_group_heartbeat_request::TaskIds>() } }, Step::Array { compact: true, nullable: true, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(4)], min_bytes: 4, memory: size_of::<u32>() } }, Step::Tags(&[])], min_bytes: 3, memory: size_of::<messages::streams_group_heartbeat_request::TaskIds>() } }, Step::Array { compact: true, nullable: true, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(4)], min_bytes: 4, memory: size_of::<u32>() } }, Step::Tags(&[])], min_bytes: 3, memory: size_of::<messages::streams_group_heartbeat_request::TaskIds>() } }, Step::Compact { nullable: true }, Step::Nullable(&Shape { steps: &[Step::Compact { nullable: false }, Step::Skip(2), Step::Tags(&[])], min_bytes: 4, memory: size_of::<()>() }), Step::Array { compact: true, nullable: true, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Compact { nullable: false }, Step::Tags(&[])], min_bytes: 3, memory: size_of::<messages::streams_group_heartbeat_request::KeyValue>() } }, Step::Array { compact: true, nullable: true, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Skip(12), Step::Tags(&[])], min_bytes: 14, memory: size_of::<messages::streams_group_heartbeat_request::TaskOffset>() } }, Step::Array { compact: true, nullable: true, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Skip(12), Step::Tags(&[])], min_bytes: 14, memory: size_of::<messages::streams_group_heartbeat_request::TaskOffset>() } }, Step::Skip(1), Step::Tags(&[])], min_bytes: 27, memory: size_of::<()>() };

pub(crate) static RESPONSE_0: Shape = Shape {
    steps: &[
        Step::Skip(6),
        Step::Compact { nullable: true },
        Step::Compact { nullable: false },
        Step::Skip(16),
        Step::Array {
            compact: true,
            nullable: true,
            element: &Shape {
                steps: &[
                    Step::Skip(1),
                    Step::Compact { nullable: false },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::streams_group_heartbeat_response::Status>(),
            },
        },
        Step::Array {
            compact: true,
            nullable: true,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
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
                min_bytes: 3,
                memory: size_of::<messages::streams_group_heartbeat_response::TaskIds>(),
            },
        },
        Step::Array {
            compact: true,
            nullable: true,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
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
                min_bytes: 3,
                memory: size_of::<messages::streams_group_heartbeat_response::TaskIds>(),
            },
        },
        Step::Array {
            compact: true,
            nullable: true,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
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
                min_bytes: 3,
                memory: size_of::<messages::streams_group_heartbeat_response::TaskIds>(),
            },
        },
        Step::Skip(4),
        Step::Array {
            compact: true,
            nullable: true,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Skip(2),
                    Step::Tags(&[]),
                    Step::Array {
                        compact: true,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Compact { nullable: false },
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
                            min_bytes: 3,
                            memory: size_of::<
                                messages::streams_group_heartbeat_response::TopicPartition,
                            >(),
                        },
                    },
                    Step::Array {
                        compact: true,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Compact { nullable: false },
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
                            min_bytes: 3,
                            memory: size_of::<
                                messages::streams_group_heartbeat_response::TopicPartition,
                            >(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 7,
                memory: size_of::<messages::streams_group_heartbeat_response::EndpointToPartitions>(
                ),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 34,
    memory: size_of::<()>(),
};
