//! What the preflight expects of ShareFetch.
//!
//! Generated from `schema/apis/share_fetch.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_1: Shape = Shape {
    steps: &[
        Step::Compact { nullable: true },
        Step::Compact { nullable: true },
        Step::Skip(24),
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
                                                    steps: &[Step::Skip(1)],
                                                    min_bytes: 1,
                                                    memory: size_of::<u8>(),
                                                },
                                            },
                                            Step::Tags(&[]),
                                        ],
                                        min_bytes: 18,
                                        memory: size_of::<
                                            messages::share_fetch_request::AcknowledgementBatch,
                                        >(),
                                    },
                                },
                                Step::Tags(&[]),
                            ],
                            min_bytes: 6,
                            memory: size_of::<messages::share_fetch_request::FetchPartition>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 18,
                memory: size_of::<messages::share_fetch_request::FetchTopic>(),
            },
        },
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
                memory: size_of::<messages::share_fetch_request::ForgottenTopic>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 29,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_2: Shape = Shape {
    steps: &[
        Step::Compact { nullable: true },
        Step::Compact { nullable: true },
        Step::Skip(26),
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
                                                    steps: &[Step::Skip(1)],
                                                    min_bytes: 1,
                                                    memory: size_of::<u8>(),
                                                },
                                            },
                                            Step::Tags(&[]),
                                        ],
                                        min_bytes: 18,
                                        memory: size_of::<
                                            messages::share_fetch_request::AcknowledgementBatch,
                                        >(),
                                    },
                                },
                                Step::Tags(&[]),
                            ],
                            min_bytes: 6,
                            memory: size_of::<messages::share_fetch_request::FetchPartition>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 18,
                memory: size_of::<messages::share_fetch_request::FetchTopic>(),
            },
        },
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
                memory: size_of::<messages::share_fetch_request::ForgottenTopic>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 31,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_1: Shape = Shape {
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
                                Step::Skip(2),
                                Step::Compact { nullable: true },
                                Step::Skip(8),
                                Step::Tags(&[]),
                                Step::Compact { nullable: false },
                                Step::Array {
                                    compact: true,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(18), Step::Tags(&[])],
                                        min_bytes: 19,
                                        memory: size_of::<
                                            messages::share_fetch_response::AcquiredRecords,
                                        >(),
                                    },
                                },
                                Step::Tags(&[]),
                            ],
                            min_bytes: 22,
                            memory: size_of::<messages::share_fetch_response::PartitionData>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 18,
                memory: size_of::<messages::share_fetch_response::ShareFetchableTopicResponse>(),
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
                memory: size_of::<messages::share_fetch_response::NodeEndpoint>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 14,
    memory: size_of::<()>(),
};
