//! What the preflight expects of OffsetCommit.
//!
//! Generated from `schema/apis/offset_commit.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_2: Shape = Shape {
    steps: &[
        Step::Text { nullable: false },
        Step::Skip(4),
        Step::Text { nullable: false },
        Step::Skip(8),
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
                            steps: &[Step::Skip(12), Step::Text { nullable: true }],
                            min_bytes: 14,
                            memory: size_of::<
                                messages::offset_commit_request::OffsetCommitRequestPartition,
                            >(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::offset_commit_request::OffsetCommitRequestTopic>(),
            },
        },
    ],
    min_bytes: 20,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_5: Shape = Shape {
    steps: &[
        Step::Text { nullable: false },
        Step::Skip(4),
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
                            steps: &[Step::Skip(12), Step::Text { nullable: true }],
                            min_bytes: 14,
                            memory: size_of::<
                                messages::offset_commit_request::OffsetCommitRequestPartition,
                            >(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::offset_commit_request::OffsetCommitRequestTopic>(),
            },
        },
    ],
    min_bytes: 12,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_6: Shape = Shape {
    steps: &[
        Step::Text { nullable: false },
        Step::Skip(4),
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
                            steps: &[Step::Skip(16), Step::Text { nullable: true }],
                            min_bytes: 18,
                            memory: size_of::<
                                messages::offset_commit_request::OffsetCommitRequestPartition,
                            >(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::offset_commit_request::OffsetCommitRequestTopic>(),
            },
        },
    ],
    min_bytes: 12,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_7: Shape = Shape {
    steps: &[
        Step::Text { nullable: false },
        Step::Skip(4),
        Step::Text { nullable: false },
        Step::Text { nullable: true },
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
                            steps: &[Step::Skip(16), Step::Text { nullable: true }],
                            min_bytes: 18,
                            memory: size_of::<
                                messages::offset_commit_request::OffsetCommitRequestPartition,
                            >(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::offset_commit_request::OffsetCommitRequestTopic>(),
            },
        },
    ],
    min_bytes: 14,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_8: Shape = Shape {
    steps: &[
        Step::Compact { nullable: false },
        Step::Skip(4),
        Step::Compact { nullable: false },
        Step::Compact { nullable: true },
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
                            steps: &[
                                Step::Skip(16),
                                Step::Compact { nullable: true },
                                Step::Tags(&[]),
                            ],
                            min_bytes: 18,
                            memory: size_of::<
                                messages::offset_commit_request::OffsetCommitRequestPartition,
                            >(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::offset_commit_request::OffsetCommitRequestTopic>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 9,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_10: Shape = Shape {
    steps: &[
        Step::Compact { nullable: false },
        Step::Skip(4),
        Step::Compact { nullable: false },
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
                                Step::Skip(16),
                                Step::Compact { nullable: true },
                                Step::Tags(&[]),
                            ],
                            min_bytes: 18,
                            memory: size_of::<
                                messages::offset_commit_request::OffsetCommitRequestPartition,
                            >(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 18,
                memory: size_of::<messages::offset_commit_request::OffsetCommitRequestTopic>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 9,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_2: Shape = Shape {
    steps: &[Step::Array {
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
                            messages::offset_commit_response::OffsetCommitResponsePartition,
                        >(),
                    },
                },
            ],
            min_bytes: 6,
            memory: size_of::<messages::offset_commit_response::OffsetCommitResponseTopic>(),
        },
    }],
    min_bytes: 4,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_3: Shape = Shape {
    steps: &[
        Step::Skip(4),
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
                                messages::offset_commit_response::OffsetCommitResponsePartition,
                            >(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::offset_commit_response::OffsetCommitResponseTopic>(),
            },
        },
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_8: Shape = Shape {
    steps: &[
        Step::Skip(4),
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
                            steps: &[Step::Skip(6), Step::Tags(&[])],
                            min_bytes: 7,
                            memory: size_of::<
                                messages::offset_commit_response::OffsetCommitResponsePartition,
                            >(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::offset_commit_response::OffsetCommitResponseTopic>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 6,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_10: Shape = Shape {
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
                            steps: &[Step::Skip(6), Step::Tags(&[])],
                            min_bytes: 7,
                            memory: size_of::<
                                messages::offset_commit_response::OffsetCommitResponsePartition,
                            >(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 18,
                memory: size_of::<messages::offset_commit_response::OffsetCommitResponseTopic>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 6,
    memory: size_of::<()>(),
};
