//! What the preflight expects of Fetch.
//!
//! Generated from `schema/apis/fetch.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step, Tag};

pub(crate) static REQUEST_4: Shape = Shape {
    steps: &[
        Step::Skip(17),
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
                            steps: &[Step::Skip(16)],
                            min_bytes: 16,
                            memory: size_of::<messages::fetch_request::FetchPartition>(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::fetch_request::FetchTopic>(),
            },
        },
    ],
    min_bytes: 21,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_5: Shape = Shape {
    steps: &[
        Step::Skip(17),
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
                            steps: &[Step::Skip(24)],
                            min_bytes: 24,
                            memory: size_of::<messages::fetch_request::FetchPartition>(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::fetch_request::FetchTopic>(),
            },
        },
    ],
    min_bytes: 21,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_7: Shape = Shape {
    steps: &[
        Step::Skip(25),
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
                            steps: &[Step::Skip(24)],
                            min_bytes: 24,
                            memory: size_of::<messages::fetch_request::FetchPartition>(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::fetch_request::FetchTopic>(),
            },
        },
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
                            memory: size_of::<u32>(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::fetch_request::ForgottenTopic>(),
            },
        },
    ],
    min_bytes: 33,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_9: Shape = Shape {
    steps: &[
        Step::Skip(25),
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
                            steps: &[Step::Skip(28)],
                            min_bytes: 28,
                            memory: size_of::<messages::fetch_request::FetchPartition>(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::fetch_request::FetchTopic>(),
            },
        },
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
                            memory: size_of::<u32>(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::fetch_request::ForgottenTopic>(),
            },
        },
    ],
    min_bytes: 33,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_11: Shape = Shape {
    steps: &[
        Step::Skip(25),
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
                            steps: &[Step::Skip(28)],
                            min_bytes: 28,
                            memory: size_of::<messages::fetch_request::FetchPartition>(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::fetch_request::FetchTopic>(),
            },
        },
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
                            memory: size_of::<u32>(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::fetch_request::ForgottenTopic>(),
            },
        },
        Step::Text { nullable: false },
    ],
    min_bytes: 35,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_12: Shape = Shape {
    steps: &[
        Step::Skip(25),
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
                            steps: &[Step::Skip(32), Step::Tags(&[])],
                            min_bytes: 33,
                            memory: size_of::<messages::fetch_request::FetchPartition>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::fetch_request::FetchTopic>(),
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
                memory: size_of::<messages::fetch_request::ForgottenTopic>(),
            },
        },
        Step::Compact { nullable: false },
        Step::Tags(&[Tag {
            tag: 0,
            shape: &Shape {
                steps: &[Step::Compact { nullable: true }],
                min_bytes: 1,
                memory: size_of::<()>(),
            },
        }]),
    ],
    min_bytes: 29,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_13: Shape = Shape {
    steps: &[
        Step::Skip(25),
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
                            steps: &[Step::Skip(32), Step::Tags(&[])],
                            min_bytes: 33,
                            memory: size_of::<messages::fetch_request::FetchPartition>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 18,
                memory: size_of::<messages::fetch_request::FetchTopic>(),
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
                memory: size_of::<messages::fetch_request::ForgottenTopic>(),
            },
        },
        Step::Compact { nullable: false },
        Step::Tags(&[Tag {
            tag: 0,
            shape: &Shape {
                steps: &[Step::Compact { nullable: true }],
                min_bytes: 1,
                memory: size_of::<()>(),
            },
        }]),
    ],
    min_bytes: 29,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_15: Shape = Shape {
    steps: &[
        Step::Skip(21),
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
                            steps: &[Step::Skip(32), Step::Tags(&[])],
                            min_bytes: 33,
                            memory: size_of::<messages::fetch_request::FetchPartition>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 18,
                memory: size_of::<messages::fetch_request::FetchTopic>(),
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
                memory: size_of::<messages::fetch_request::ForgottenTopic>(),
            },
        },
        Step::Compact { nullable: false },
        Step::Tags(&[
            Tag {
                tag: 0,
                shape: &Shape {
                    steps: &[Step::Compact { nullable: true }],
                    min_bytes: 1,
                    memory: size_of::<()>(),
                },
            },
            Tag {
                tag: 1,
                shape: &Shape {
                    steps: &[Step::Skip(12), Step::Tags(&[])],
                    min_bytes: 13,
                    memory: size_of::<()>(),
                },
            },
        ]),
    ],
    min_bytes: 25,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_17: Shape = Shape {
    steps: &[
        Step::Skip(21),
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
                                Step::Skip(32),
                                Step::Tags(&[Tag {
                                    tag: 0,
                                    shape: &Shape {
                                        steps: &[Step::Skip(16)],
                                        min_bytes: 16,
                                        memory: size_of::<()>(),
                                    },
                                }]),
                            ],
                            min_bytes: 33,
                            memory: size_of::<messages::fetch_request::FetchPartition>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 18,
                memory: size_of::<messages::fetch_request::FetchTopic>(),
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
                memory: size_of::<messages::fetch_request::ForgottenTopic>(),
            },
        },
        Step::Compact { nullable: false },
        Step::Tags(&[
            Tag {
                tag: 0,
                shape: &Shape {
                    steps: &[Step::Compact { nullable: true }],
                    min_bytes: 1,
                    memory: size_of::<()>(),
                },
            },
            Tag {
                tag: 1,
                shape: &Shape {
                    steps: &[Step::Skip(12), Step::Tags(&[])],
                    min_bytes: 13,
                    memory: size_of::<()>(),
                },
            },
        ]),
    ],
    min_bytes: 25,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_18: Shape = Shape {
    steps: &[
        Step::Skip(21),
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
                                Step::Skip(32),
                                Step::Tags(&[
                                    Tag {
                                        tag: 0,
                                        shape: &Shape {
                                            steps: &[Step::Skip(16)],
                                            min_bytes: 16,
                                            memory: size_of::<()>(),
                                        },
                                    },
                                    Tag {
                                        tag: 1,
                                        shape: &Shape {
                                            steps: &[Step::Skip(8)],
                                            min_bytes: 8,
                                            memory: size_of::<()>(),
                                        },
                                    },
                                ]),
                            ],
                            min_bytes: 33,
                            memory: size_of::<messages::fetch_request::FetchPartition>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 18,
                memory: size_of::<messages::fetch_request::FetchTopic>(),
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
                memory: size_of::<messages::fetch_request::ForgottenTopic>(),
            },
        },
        Step::Compact { nullable: false },
        Step::Tags(&[
            Tag {
                tag: 0,
                shape: &Shape {
                    steps: &[Step::Compact { nullable: true }],
                    min_bytes: 1,
                    memory: size_of::<()>(),
                },
            },
            Tag {
                tag: 1,
                shape: &Shape {
                    steps: &[Step::Skip(12), Step::Tags(&[])],
                    min_bytes: 13,
                    memory: size_of::<()>(),
                },
            },
        ]),
    ],
    min_bytes: 25,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_4: Shape = Shape {
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
                            steps: &[
                                Step::Skip(22),
                                Step::Array {
                                    compact: false,
                                    nullable: true,
                                    element: &Shape {
                                        steps: &[Step::Skip(16)],
                                        min_bytes: 16,
                                        memory: size_of::<
                                            messages::fetch_response::AbortedTransaction,
                                        >(),
                                    },
                                },
                                Step::Bytes { nullable: true },
                            ],
                            min_bytes: 30,
                            memory: size_of::<messages::fetch_response::PartitionData>(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::fetch_response::FetchableTopicResponse>(),
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
                                    nullable: true,
                                    element: &Shape {
                                        steps: &[Step::Skip(16)],
                                        min_bytes: 16,
                                        memory: size_of::<
                                            messages::fetch_response::AbortedTransaction,
                                        >(),
                                    },
                                },
                                Step::Bytes { nullable: true },
                            ],
                            min_bytes: 38,
                            memory: size_of::<messages::fetch_response::PartitionData>(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::fetch_response::FetchableTopicResponse>(),
            },
        },
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_7: Shape = Shape {
    steps: &[
        Step::Skip(10),
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
                                    nullable: true,
                                    element: &Shape {
                                        steps: &[Step::Skip(16)],
                                        min_bytes: 16,
                                        memory: size_of::<
                                            messages::fetch_response::AbortedTransaction,
                                        >(),
                                    },
                                },
                                Step::Bytes { nullable: true },
                            ],
                            min_bytes: 38,
                            memory: size_of::<messages::fetch_response::PartitionData>(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::fetch_response::FetchableTopicResponse>(),
            },
        },
    ],
    min_bytes: 14,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_11: Shape = Shape {
    steps: &[
        Step::Skip(10),
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
                                    nullable: true,
                                    element: &Shape {
                                        steps: &[Step::Skip(16)],
                                        min_bytes: 16,
                                        memory: size_of::<
                                            messages::fetch_response::AbortedTransaction,
                                        >(),
                                    },
                                },
                                Step::Skip(4),
                                Step::Bytes { nullable: true },
                            ],
                            min_bytes: 42,
                            memory: size_of::<messages::fetch_response::PartitionData>(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::fetch_response::FetchableTopicResponse>(),
            },
        },
    ],
    min_bytes: 14,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_12: Shape = Shape {
    steps: &[
        Step::Skip(10),
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
                                    nullable: true,
                                    element: &Shape {
                                        steps: &[Step::Skip(16), Step::Tags(&[])],
                                        min_bytes: 17,
                                        memory: size_of::<
                                            messages::fetch_response::AbortedTransaction,
                                        >(),
                                    },
                                },
                                Step::Skip(4),
                                Step::Compact { nullable: true },
                                Step::Tags(&[
                                    Tag {
                                        tag: 0,
                                        shape: &Shape {
                                            steps: &[Step::Skip(12), Step::Tags(&[])],
                                            min_bytes: 13,
                                            memory: size_of::<()>(),
                                        },
                                    },
                                    Tag {
                                        tag: 1,
                                        shape: &Shape {
                                            steps: &[Step::Skip(8), Step::Tags(&[])],
                                            min_bytes: 9,
                                            memory: size_of::<()>(),
                                        },
                                    },
                                    Tag {
                                        tag: 2,
                                        shape: &Shape {
                                            steps: &[Step::Skip(12), Step::Tags(&[])],
                                            min_bytes: 13,
                                            memory: size_of::<()>(),
                                        },
                                    },
                                ]),
                            ],
                            min_bytes: 37,
                            memory: size_of::<messages::fetch_response::PartitionData>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::fetch_response::FetchableTopicResponse>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 12,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_13: Shape = Shape {
    steps: &[
        Step::Skip(10),
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
                                    nullable: true,
                                    element: &Shape {
                                        steps: &[Step::Skip(16), Step::Tags(&[])],
                                        min_bytes: 17,
                                        memory: size_of::<
                                            messages::fetch_response::AbortedTransaction,
                                        >(),
                                    },
                                },
                                Step::Skip(4),
                                Step::Compact { nullable: true },
                                Step::Tags(&[
                                    Tag {
                                        tag: 0,
                                        shape: &Shape {
                                            steps: &[Step::Skip(12), Step::Tags(&[])],
                                            min_bytes: 13,
                                            memory: size_of::<()>(),
                                        },
                                    },
                                    Tag {
                                        tag: 1,
                                        shape: &Shape {
                                            steps: &[Step::Skip(8), Step::Tags(&[])],
                                            min_bytes: 9,
                                            memory: size_of::<()>(),
                                        },
                                    },
                                    Tag {
                                        tag: 2,
                                        shape: &Shape {
                                            steps: &[Step::Skip(12), Step::Tags(&[])],
                                            min_bytes: 13,
                                            memory: size_of::<()>(),
                                        },
                                    },
                                ]),
                            ],
                            min_bytes: 37,
                            memory: size_of::<messages::fetch_response::PartitionData>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 18,
                memory: size_of::<messages::fetch_response::FetchableTopicResponse>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 12,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_16: Shape = Shape {
    steps: &[
        Step::Skip(10),
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
                                    nullable: true,
                                    element: &Shape {
                                        steps: &[Step::Skip(16), Step::Tags(&[])],
                                        min_bytes: 17,
                                        memory: size_of::<
                                            messages::fetch_response::AbortedTransaction,
                                        >(),
                                    },
                                },
                                Step::Skip(4),
                                Step::Compact { nullable: true },
                                Step::Tags(&[
                                    Tag {
                                        tag: 0,
                                        shape: &Shape {
                                            steps: &[Step::Skip(12), Step::Tags(&[])],
                                            min_bytes: 13,
                                            memory: size_of::<()>(),
                                        },
                                    },
                                    Tag {
                                        tag: 1,
                                        shape: &Shape {
                                            steps: &[Step::Skip(8), Step::Tags(&[])],
                                            min_bytes: 9,
                                            memory: size_of::<()>(),
                                        },
                                    },
                                    Tag {
                                        tag: 2,
                                        shape: &Shape {
                                            steps: &[Step::Skip(12), Step::Tags(&[])],
                                            min_bytes: 13,
                                            memory: size_of::<()>(),
                                        },
                                    },
                                ]),
                            ],
                            min_bytes: 37,
                            memory: size_of::<messages::fetch_response::PartitionData>(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 18,
                memory: size_of::<messages::fetch_response::FetchableTopicResponse>(),
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
                            Step::Skip(4),
                            Step::Compact { nullable: true },
                            Step::Tags(&[]),
                        ],
                        min_bytes: 11,
                        memory: size_of::<messages::fetch_response::NodeEndpoint>(),
                    },
                }],
                min_bytes: 1,
                memory: size_of::<()>(),
            },
        }]),
    ],
    min_bytes: 12,
    memory: size_of::<()>(),
};
