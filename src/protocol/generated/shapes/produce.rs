//! What the preflight expects of Produce.
//!
//! Generated from `schema/apis/produce.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step, Tag};

pub(crate) static REQUEST_3: Shape = Shape {
    steps: &[
        Step::Text { nullable: true },
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
                            steps: &[Step::Skip(4), Step::Bytes { nullable: true }],
                            min_bytes: 8,
                            memory: size_of::<messages::produce_request::PartitionProduceData>(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::produce_request::TopicProduceData>(),
            },
        },
    ],
    min_bytes: 12,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_9: Shape = Shape {
    steps: &[
        Step::Compact { nullable: true },
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
                                Step::Skip(4),
                                Step::Compact { nullable: true },
                                Step::Tags(&[]),
                            ],
                            min_bytes: 6,
                            memory: size_of::<messages::produce_request::PartitionProduceData>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::produce_request::TopicProduceData>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 9,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_13: Shape = Shape {
    steps: &[
        Step::Compact { nullable: true },
        Step::Skip(6),
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
                                Step::Compact { nullable: true },
                                Step::Tags(&[]),
                            ],
                            min_bytes: 6,
                            memory: size_of::<messages::produce_request::PartitionProduceData>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 18,
                memory: size_of::<messages::produce_request::TopicProduceData>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 9,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_3: Shape = Shape {
    steps: &[
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
                            steps: &[Step::Skip(22)],
                            min_bytes: 22,
                            memory: size_of::<messages::produce_response::PartitionProduceResponse>(
                            ),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::produce_response::TopicProduceResponse>(),
            },
        },
        Step::Skip(4),
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_5: Shape = Shape {
    steps: &[
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
                            steps: &[Step::Skip(30)],
                            min_bytes: 30,
                            memory: size_of::<messages::produce_response::PartitionProduceResponse>(
                            ),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::produce_response::TopicProduceResponse>(),
            },
        },
        Step::Skip(4),
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_8: Shape = Shape {
    steps: &[
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
                            steps: &[
                                Step::Skip(30),
                                Step::Array {
                                    compact: false,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(4), Step::Text { nullable: true }],
                                        min_bytes: 6,
                                        memory: size_of::<
                                            messages::produce_response::BatchIndexAndErrorMessage,
                                        >(),
                                    },
                                },
                                Step::Text { nullable: true },
                            ],
                            min_bytes: 36,
                            memory: size_of::<messages::produce_response::PartitionProduceResponse>(
                            ),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::produce_response::TopicProduceResponse>(),
            },
        },
        Step::Skip(4),
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_9: Shape = Shape {
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
                            steps: &[
                                Step::Skip(30),
                                Step::Array {
                                    compact: true,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[
                                            Step::Skip(4),
                                            Step::Compact { nullable: true },
                                            Step::Tags(&[]),
                                        ],
                                        min_bytes: 6,
                                        memory: size_of::<
                                            messages::produce_response::BatchIndexAndErrorMessage,
                                        >(),
                                    },
                                },
                                Step::Compact { nullable: true },
                                Step::Tags(&[]),
                            ],
                            min_bytes: 33,
                            memory: size_of::<messages::produce_response::PartitionProduceResponse>(
                            ),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::produce_response::TopicProduceResponse>(),
            },
        },
        Step::Skip(4),
        Step::Tags(&[]),
    ],
    min_bytes: 6,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_10: Shape = Shape {
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
                            steps: &[
                                Step::Skip(30),
                                Step::Array {
                                    compact: true,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[
                                            Step::Skip(4),
                                            Step::Compact { nullable: true },
                                            Step::Tags(&[]),
                                        ],
                                        min_bytes: 6,
                                        memory: size_of::<
                                            messages::produce_response::BatchIndexAndErrorMessage,
                                        >(),
                                    },
                                },
                                Step::Compact { nullable: true },
                                Step::Tags(&[Tag {
                                    tag: 0,
                                    shape: &Shape {
                                        steps: &[Step::Skip(8), Step::Tags(&[])],
                                        min_bytes: 9,
                                        memory: size_of::<()>(),
                                    },
                                }]),
                            ],
                            min_bytes: 33,
                            memory: size_of::<messages::produce_response::PartitionProduceResponse>(
                            ),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::produce_response::TopicProduceResponse>(),
            },
        },
        Step::Skip(4),
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
                            Step::Skip(4),
                            Step::Compact { nullable: true },
                            Step::Tags(&[]),
                        ],
                        min_bytes: 11,
                        memory: size_of::<messages::produce_response::NodeEndpoint>(),
                    },
                }],
                min_bytes: 1,
                memory: size_of::<()>(),
            },
        }]),
    ],
    min_bytes: 6,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_13: Shape = Shape {
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
                            steps: &[
                                Step::Skip(30),
                                Step::Array {
                                    compact: true,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[
                                            Step::Skip(4),
                                            Step::Compact { nullable: true },
                                            Step::Tags(&[]),
                                        ],
                                        min_bytes: 6,
                                        memory: size_of::<
                                            messages::produce_response::BatchIndexAndErrorMessage,
                                        >(),
                                    },
                                },
                                Step::Compact { nullable: true },
                                Step::Tags(&[Tag {
                                    tag: 0,
                                    shape: &Shape {
                                        steps: &[Step::Skip(8), Step::Tags(&[])],
                                        min_bytes: 9,
                                        memory: size_of::<()>(),
                                    },
                                }]),
                            ],
                            min_bytes: 33,
                            memory: size_of::<messages::produce_response::PartitionProduceResponse>(
                            ),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 18,
                memory: size_of::<messages::produce_response::TopicProduceResponse>(),
            },
        },
        Step::Skip(4),
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
                            Step::Skip(4),
                            Step::Compact { nullable: true },
                            Step::Tags(&[]),
                        ],
                        min_bytes: 11,
                        memory: size_of::<messages::produce_response::NodeEndpoint>(),
                    },
                }],
                min_bytes: 1,
                memory: size_of::<()>(),
            },
        }]),
    ],
    min_bytes: 6,
    memory: size_of::<()>(),
};
