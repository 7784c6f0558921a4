//! What the preflight expects of FetchSnapshot.
//!
//! Generated from `schema/apis/fetch_snapshot.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step, Tag};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[
        Step::Skip(8),
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
                                Step::Skip(20),
                                Step::Tags(&[]),
                                Step::Skip(8),
                                Step::Tags(&[]),
                            ],
                            min_bytes: 30,
                            memory: size_of::<messages::fetch_snapshot_request::PartitionSnapshot>(
                            ),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::fetch_snapshot_request::TopicSnapshot>(),
            },
        },
        Step::Tags(&[Tag {
            tag: 0,
            shape: &Shape {
                steps: &[Step::Compact { nullable: true }],
                min_bytes: 1,
                memory: size_of::<()>(),
            },
        }]),
    ],
    min_bytes: 10,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_1: Shape = Shape {
    steps: &[
        Step::Skip(8),
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
                                Step::Skip(20),
                                Step::Tags(&[]),
                                Step::Skip(8),
                                Step::Tags(&[Tag {
                                    tag: 0,
                                    shape: &Shape {
                                        steps: &[Step::Skip(16)],
                                        min_bytes: 16,
                                        memory: size_of::<()>(),
                                    },
                                }]),
                            ],
                            min_bytes: 30,
                            memory: size_of::<messages::fetch_snapshot_request::PartitionSnapshot>(
                            ),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::fetch_snapshot_request::TopicSnapshot>(),
            },
        },
        Step::Tags(&[Tag {
            tag: 0,
            shape: &Shape {
                steps: &[Step::Compact { nullable: true }],
                min_bytes: 1,
                memory: size_of::<()>(),
            },
        }]),
    ],
    min_bytes: 10,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape {
    steps: &[
        Step::Skip(6),
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
                                Step::Skip(18),
                                Step::Tags(&[]),
                                Step::Skip(16),
                                Step::Compact { nullable: false },
                                Step::Tags(&[Tag {
                                    tag: 0,
                                    shape: &Shape {
                                        steps: &[Step::Skip(8), Step::Tags(&[])],
                                        min_bytes: 9,
                                        memory: size_of::<()>(),
                                    },
                                }]),
                            ],
                            min_bytes: 37,
                            memory: size_of::<messages::fetch_snapshot_response::PartitionSnapshot>(
                            ),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::fetch_snapshot_response::TopicSnapshot>(),
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
                    Step::Array {
                        compact: true,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Skip(18),
                                Step::Tags(&[]),
                                Step::Skip(16),
                                Step::Compact { nullable: false },
                                Step::Tags(&[Tag {
                                    tag: 0,
                                    shape: &Shape {
                                        steps: &[Step::Skip(8), Step::Tags(&[])],
                                        min_bytes: 9,
                                        memory: size_of::<()>(),
                                    },
                                }]),
                            ],
                            min_bytes: 37,
                            memory: size_of::<messages::fetch_snapshot_response::PartitionSnapshot>(
                            ),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::fetch_snapshot_response::TopicSnapshot>(),
            },
        },
        Step::Tags(&[Tag {
            tag: 0,
            shape: &Shape {
                steps: &[Step::Array {
                    compact: true,
                    nullable: false,
                    element: &Shape {
                        steps: &[
                            Step::Skip(4),
                            Step::Compact { nullable: false },
                            Step::Skip(2),
                            Step::Tags(&[]),
                        ],
                        min_bytes: 8,
                        memory: size_of::<messages::fetch_snapshot_response::NodeEndpoint>(),
                    },
                }],
                min_bytes: 1,
                memory: size_of::<()>(),
            },
        }]),
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};
