//! What the preflight expects of CreateTopics.
//!
//! Generated from `schema/apis/create_topics.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step, Tag};

pub(crate) static REQUEST_2: Shape = Shape {
    steps: &[
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Text { nullable: false },
                    Step::Skip(6),
                    Step::Array {
                        compact: false,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Skip(4),
                                Step::Array {
                                    compact: false,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(4)],
                                        min_bytes: 4,
                                        memory: size_of::<u32>(),
                                    },
                                },
                            ],
                            min_bytes: 8,
                            memory: size_of::<
                                messages::create_topics_request::CreatableReplicaAssignment,
                            >(),
                        },
                    },
                    Step::Array {
                        compact: false,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Text { nullable: false },
                                Step::Text { nullable: true },
                            ],
                            min_bytes: 4,
                            memory: size_of::<messages::create_topics_request::CreatableTopicConfig>(
                            ),
                        },
                    },
                ],
                min_bytes: 16,
                memory: size_of::<messages::create_topics_request::CreatableTopic>(),
            },
        },
        Step::Skip(5),
    ],
    min_bytes: 9,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_5: Shape = Shape {
    steps: &[
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Skip(6),
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
                                        steps: &[Step::Skip(4)],
                                        min_bytes: 4,
                                        memory: size_of::<u32>(),
                                    },
                                },
                                Step::Tags(&[]),
                            ],
                            min_bytes: 6,
                            memory: size_of::<
                                messages::create_topics_request::CreatableReplicaAssignment,
                            >(),
                        },
                    },
                    Step::Array {
                        compact: true,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Compact { nullable: false },
                                Step::Compact { nullable: true },
                                Step::Tags(&[]),
                            ],
                            min_bytes: 3,
                            memory: size_of::<messages::create_topics_request::CreatableTopicConfig>(
                            ),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 10,
                memory: size_of::<messages::create_topics_request::CreatableTopic>(),
            },
        },
        Step::Skip(5),
        Step::Tags(&[]),
    ],
    min_bytes: 7,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_2: Shape = Shape {
    steps: &[
        Step::Skip(4),
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Text { nullable: false },
                    Step::Skip(2),
                    Step::Text { nullable: true },
                ],
                min_bytes: 6,
                memory: size_of::<messages::create_topics_response::CreatableTopicResult>(),
            },
        },
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_5: Shape = Shape {
    steps: &[
        Step::Skip(4),
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Skip(2),
                    Step::Compact { nullable: true },
                    Step::Skip(6),
                    Step::Array {
                        compact: true,
                        nullable: true,
                        element: &Shape {
                            steps: &[
                                Step::Compact { nullable: false },
                                Step::Compact { nullable: true },
                                Step::Skip(3),
                                Step::Tags(&[]),
                            ],
                            min_bytes: 6,
                            memory: size_of::<
                                messages::create_topics_response::CreatableTopicConfigs,
                            >(),
                        },
                    },
                    Step::Tags(&[Tag {
                        tag: 0,
                        shape: &Shape {
                            steps: &[Step::Skip(2)],
                            min_bytes: 2,
                            memory: size_of::<()>(),
                        },
                    }]),
                ],
                min_bytes: 12,
                memory: size_of::<messages::create_topics_response::CreatableTopicResult>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 6,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_7: Shape = Shape {
    steps: &[
        Step::Skip(4),
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Skip(18),
                    Step::Compact { nullable: true },
                    Step::Skip(6),
                    Step::Array {
                        compact: true,
                        nullable: true,
                        element: &Shape {
                            steps: &[
                                Step::Compact { nullable: false },
                                Step::Compact { nullable: true },
                                Step::Skip(3),
                                Step::Tags(&[]),
                            ],
                            min_bytes: 6,
                            memory: size_of::<
                                messages::create_topics_response::CreatableTopicConfigs,
                            >(),
                        },
                    },
                    Step::Tags(&[Tag {
                        tag: 0,
                        shape: &Shape {
                            steps: &[Step::Skip(2)],
                            min_bytes: 2,
                            memory: size_of::<()>(),
                        },
                    }]),
                ],
                min_bytes: 28,
                memory: size_of::<messages::create_topics_response::CreatableTopicResult>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 6,
    memory: size_of::<()>(),
};
