//! What the preflight expects of ListOffsets.
//!
//! Generated from `schema/apis/list_offsets.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_1: Shape = Shape {
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
                            steps: &[Step::Skip(12)],
                            min_bytes: 12,
                            memory: size_of::<messages::list_offsets_request::ListOffsetsPartition>(
                            ),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::list_offsets_request::ListOffsetsTopic>(),
            },
        },
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_2: Shape = Shape {
    steps: &[
        Step::Skip(5),
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
                            steps: &[Step::Skip(12)],
                            min_bytes: 12,
                            memory: size_of::<messages::list_offsets_request::ListOffsetsPartition>(
                            ),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::list_offsets_request::ListOffsetsTopic>(),
            },
        },
    ],
    min_bytes: 9,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_4: Shape = Shape {
    steps: &[
        Step::Skip(5),
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
                            memory: size_of::<messages::list_offsets_request::ListOffsetsPartition>(
                            ),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::list_offsets_request::ListOffsetsTopic>(),
            },
        },
    ],
    min_bytes: 9,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_6: Shape = Shape {
    steps: &[
        Step::Skip(5),
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
                            steps: &[Step::Skip(16), Step::Tags(&[])],
                            min_bytes: 17,
                            memory: size_of::<messages::list_offsets_request::ListOffsetsPartition>(
                            ),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::list_offsets_request::ListOffsetsTopic>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 7,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_10: Shape = Shape {
    steps: &[
        Step::Skip(5),
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
                            steps: &[Step::Skip(16), Step::Tags(&[])],
                            min_bytes: 17,
                            memory: size_of::<messages::list_offsets_request::ListOffsetsPartition>(
                            ),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::list_offsets_request::ListOffsetsTopic>(),
            },
        },
        Step::Skip(4),
        Step::Tags(&[]),
    ],
    min_bytes: 11,
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
                        steps: &[Step::Skip(22)],
                        min_bytes: 22,
                        memory: size_of::<
                            messages::list_offsets_response::ListOffsetsPartitionResponse,
                        >(),
                    },
                },
            ],
            min_bytes: 6,
            memory: size_of::<messages::list_offsets_response::ListOffsetsTopicResponse>(),
        },
    }],
    min_bytes: 4,
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
                    Step::Array {
                        compact: false,
                        nullable: false,
                        element: &Shape {
                            steps: &[Step::Skip(22)],
                            min_bytes: 22,
                            memory: size_of::<
                                messages::list_offsets_response::ListOffsetsPartitionResponse,
                            >(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::list_offsets_response::ListOffsetsTopicResponse>(),
            },
        },
    ],
    min_bytes: 8,
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
                            steps: &[Step::Skip(26)],
                            min_bytes: 26,
                            memory: size_of::<
                                messages::list_offsets_response::ListOffsetsPartitionResponse,
                            >(),
                        },
                    },
                ],
                min_bytes: 6,
                memory: size_of::<messages::list_offsets_response::ListOffsetsTopicResponse>(),
            },
        },
    ],
    min_bytes: 8,
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
                            steps: &[Step::Skip(26), Step::Tags(&[])],
                            min_bytes: 27,
                            memory: size_of::<
                                messages::list_offsets_response::ListOffsetsPartitionResponse,
                            >(),
                        },
                    },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::list_offsets_response::ListOffsetsTopicResponse>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 6,
    memory: size_of::<()>(),
};
