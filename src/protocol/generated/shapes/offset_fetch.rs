//! What the preflight expects of OffsetFetch.
//!
//! Generated from `schema/apis/offset_fetch.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_1: Shape = Shape {
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
                            memory: size_of::<u32>(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::offset_fetch_request::OffsetFetchRequestTopic>(),
            },
        },
    ],
    min_bytes: 6,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_2: Shape = Shape {
    steps: &[
        Step::Text { nullable: false },
        Step::Array {
            compact: false,
            nullable: true,
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
                memory: size_of::<messages::offset_fetch_request::OffsetFetchRequestTopic>(),
            },
        },
    ],
    min_bytes: 6,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_6: Shape = Shape {
    steps: &[
        Step::Compact { nullable: false },
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
                memory: size_of::<messages::offset_fetch_request::OffsetFetchRequestTopic>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 3,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_7: Shape = Shape {
    steps: &[
        Step::Compact { nullable: false },
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
                memory: size_of::<messages::offset_fetch_request::OffsetFetchRequestTopic>(),
            },
        },
        Step::Skip(1),
        Step::Tags(&[]),
    ],
    min_bytes: 4,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_8: Shape = Shape {
    steps: &[
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
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
                            memory: size_of::<
                                messages::offset_fetch_request::OffsetFetchRequestTopics,
                            >(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::offset_fetch_request::OffsetFetchRequestGroup>(),
            },
        },
        Step::Skip(1),
        Step::Tags(&[]),
    ],
    min_bytes: 3,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_9: Shape = Shape {
    steps: &[
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Compact { nullable: true },
                    Step::Skip(4),
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
                            memory: size_of::<
                                messages::offset_fetch_request::OffsetFetchRequestTopics,
                            >(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 8,
                memory: size_of::<messages::offset_fetch_request::OffsetFetchRequestGroup>(),
            },
        },
        Step::Skip(1),
        Step::Tags(&[]),
    ],
    min_bytes: 3,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_10: Shape = Shape {
    steps: &[
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Compact { nullable: true },
                    Step::Skip(4),
                    Step::Array {
                        compact: true,
                        nullable: true,
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
                            memory: size_of::<
                                messages::offset_fetch_request::OffsetFetchRequestTopics,
                            >(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 8,
                memory: size_of::<messages::offset_fetch_request::OffsetFetchRequestGroup>(),
            },
        },
        Step::Skip(1),
        Step::Tags(&[]),
    ],
    min_bytes: 3,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_1: Shape = Shape {
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
                        steps: &[Step::Skip(12), Step::Text { nullable: true }, Step::Skip(2)],
                        min_bytes: 16,
                        memory: size_of::<
                            messages::offset_fetch_response::OffsetFetchResponsePartition,
                        >(),
                    },
                },
            ],
            min_bytes: 6,
            memory: size_of::<messages::offset_fetch_response::OffsetFetchResponseTopic>(),
        },
    }],
    min_bytes: 4,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_2: Shape = Shape {
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
                            steps: &[Step::Skip(12), Step::Text { nullable: true }, Step::Skip(2)],
                            min_bytes: 16,
                            memory: size_of::<
                                messages::offset_fetch_response::OffsetFetchResponsePartition,
                            >(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::offset_fetch_response::OffsetFetchResponseTopic>(),
            },
        },
        Step::Skip(2),
    ],
    min_bytes: 6,
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
                            steps: &[Step::Skip(12), Step::Text { nullable: true }, Step::Skip(2)],
                            min_bytes: 16,
                            memory: size_of::<
                                messages::offset_fetch_response::OffsetFetchResponsePartition,
                            >(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::offset_fetch_response::OffsetFetchResponseTopic>(),
            },
        },
        Step::Skip(2),
    ],
    min_bytes: 10,
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
                            steps: &[Step::Skip(16), Step::Text { nullable: true }, Step::Skip(2)],
                            min_bytes: 20,
                            memory: size_of::<
                                messages::offset_fetch_response::OffsetFetchResponsePartition,
                            >(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::offset_fetch_response::OffsetFetchResponseTopic>(),
            },
        },
        Step::Skip(2),
    ],
    min_bytes: 10,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_6: Shape = Shape {
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
                            steps: &[
                                Step::Skip(16),
                                Step::Compact { nullable: true },
                                Step::Skip(2),
                                Step::Tags(&[]),
                            ],
                            min_bytes: 20,
                            memory: size_of::<
                                messages::offset_fetch_response::OffsetFetchResponsePartition,
                            >(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::offset_fetch_response::OffsetFetchResponseTopic>(),
            },
        },
        Step::Skip(2),
        Step::Tags(&[]),
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_8: Shape = Shape { steps: &[Step::Skip(4), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(16), Step::Compact { nullable: true }, Step::Skip(2), Step::Tags(&[])], min_bytes: 20, memory: size_of::<messages::offset_fetch_response::OffsetFetchResponsePartitions>() } }, Step::Tags(&[])], min_bytes: 3, memory: size_of::<messages::offset_fetch_response::OffsetFetchResponseTopics>() } }, Step::Skip(2), Step::Tags(&[])], min_bytes: 5, memory: size_of::<messages::offset_fetch_response::OffsetFetchResponseGroup>() } }, Step::Tags(&[])], min_bytes: 6, memory: size_of::<()>() };

pub(crate) static RESPONSE_10: Shape = Shape { steps: &[Step::Skip(4), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(16), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(16), Step::Compact { nullable: true }, Step::Skip(2), Step::Tags(&[])], min_bytes: 20, memory: size_of::<messages::offset_fetch_response::OffsetFetchResponsePartitions>() } }, Step::Tags(&[])], min_bytes: 18, memory: size_of::<messages::offset_fetch_response::OffsetFetchResponseTopics>() } }, Step::Skip(2), Step::Tags(&[])], min_bytes: 5, memory: size_of::<messages::offset_fetch_response::OffsetFetchResponseGroup>() } }, Step::Tags(&[])], min_bytes: 6, memory: size_of::<()>() };
