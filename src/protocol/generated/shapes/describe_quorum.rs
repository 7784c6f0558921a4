//! What the preflight expects of DescribeQuorum.
//!
//! Generated from `schema/apis/describe_quorum.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[
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
                            steps: &[Step::Skip(4), Step::Tags(&[])],
                            min_bytes: 5,
                            memory: size_of::<messages::describe_quorum_request::PartitionData>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::describe_quorum_request::TopicData>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 2,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape {
    steps: &[
        Step::Skip(2),
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
                                Step::Skip(22),
                                Step::Array {
                                    compact: true,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(12), Step::Tags(&[])],
                                        min_bytes: 13,
                                        memory: size_of::<
                                            messages::describe_quorum_response::ReplicaState,
                                        >(),
                                    },
                                },
                                Step::Array {
                                    compact: true,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(12), Step::Tags(&[])],
                                        min_bytes: 13,
                                        memory: size_of::<
                                            messages::describe_quorum_response::ReplicaState,
                                        >(),
                                    },
                                },
                                Step::Tags(&[]),
                            ],
                            min_bytes: 25,
                            memory: size_of::<messages::describe_quorum_response::PartitionData>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::describe_quorum_response::TopicData>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 4,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_1: Shape = Shape {
    steps: &[
        Step::Skip(2),
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
                                Step::Skip(22),
                                Step::Array {
                                    compact: true,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(28), Step::Tags(&[])],
                                        min_bytes: 29,
                                        memory: size_of::<
                                            messages::describe_quorum_response::ReplicaState,
                                        >(),
                                    },
                                },
                                Step::Array {
                                    compact: true,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(28), Step::Tags(&[])],
                                        min_bytes: 29,
                                        memory: size_of::<
                                            messages::describe_quorum_response::ReplicaState,
                                        >(),
                                    },
                                },
                                Step::Tags(&[]),
                            ],
                            min_bytes: 25,
                            memory: size_of::<messages::describe_quorum_response::PartitionData>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::describe_quorum_response::TopicData>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 4,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_2: Shape = Shape {
    steps: &[
        Step::Skip(2),
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
                                Step::Skip(6),
                                Step::Compact { nullable: true },
                                Step::Skip(16),
                                Step::Array {
                                    compact: true,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(44), Step::Tags(&[])],
                                        min_bytes: 45,
                                        memory: size_of::<
                                            messages::describe_quorum_response::ReplicaState,
                                        >(),
                                    },
                                },
                                Step::Array {
                                    compact: true,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(44), Step::Tags(&[])],
                                        min_bytes: 45,
                                        memory: size_of::<
                                            messages::describe_quorum_response::ReplicaState,
                                        >(),
                                    },
                                },
                                Step::Tags(&[]),
                            ],
                            min_bytes: 26,
                            memory: size_of::<messages::describe_quorum_response::PartitionData>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::describe_quorum_response::TopicData>(),
            },
        },
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
                                Step::Compact { nullable: false },
                                Step::Compact { nullable: false },
                                Step::Skip(2),
                                Step::Tags(&[]),
                            ],
                            min_bytes: 5,
                            memory: size_of::<messages::describe_quorum_response::Listener>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 6,
                memory: size_of::<messages::describe_quorum_response::Node>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 6,
    memory: size_of::<()>(),
};
