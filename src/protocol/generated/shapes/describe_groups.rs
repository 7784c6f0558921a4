//! What the preflight expects of DescribeGroups.
//!
//! Generated from `schema/apis/describe_groups.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[Step::Array {
        compact: false,
        nullable: false,
        element: &Shape {
            steps: &[Step::Text { nullable: false }],
            min_bytes: 2,
            memory: size_of::<messages::StrBytes>(),
        },
    }],
    min_bytes: 4,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_3: Shape = Shape {
    steps: &[
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[Step::Text { nullable: false }],
                min_bytes: 2,
                memory: size_of::<messages::StrBytes>(),
            },
        },
        Step::Skip(1),
    ],
    min_bytes: 5,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_5: Shape = Shape {
    steps: &[
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[Step::Compact { nullable: false }],
                min_bytes: 1,
                memory: size_of::<messages::StrBytes>(),
            },
        },
        Step::Skip(1),
        Step::Tags(&[]),
    ],
    min_bytes: 3,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape {
    steps: &[Step::Array {
        compact: false,
        nullable: false,
        element: &Shape {
            steps: &[
                Step::Skip(2),
                Step::Text { nullable: false },
                Step::Text { nullable: false },
                Step::Text { nullable: false },
                Step::Text { nullable: false },
                Step::Array {
                    compact: false,
                    nullable: false,
                    element: &Shape {
                        steps: &[
                            Step::Text { nullable: false },
                            Step::Text { nullable: false },
                            Step::Text { nullable: false },
                            Step::Bytes { nullable: false },
                            Step::Bytes { nullable: false },
                        ],
                        min_bytes: 14,
                        memory: size_of::<messages::describe_groups_response::DescribedGroupMember>(
                        ),
                    },
                },
            ],
            min_bytes: 14,
            memory: size_of::<messages::describe_groups_response::DescribedGroup>(),
        },
    }],
    min_bytes: 4,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_1: Shape = Shape {
    steps: &[
        Step::Skip(4),
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Skip(2),
                    Step::Text { nullable: false },
                    Step::Text { nullable: false },
                    Step::Text { nullable: false },
                    Step::Text { nullable: false },
                    Step::Array {
                        compact: false,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Text { nullable: false },
                                Step::Text { nullable: false },
                                Step::Text { nullable: false },
                                Step::Bytes { nullable: false },
                                Step::Bytes { nullable: false },
                            ],
                            min_bytes: 14,
                            memory: size_of::<
                                messages::describe_groups_response::DescribedGroupMember,
                            >(),
                        },
                    },
                ],
                min_bytes: 14,
                memory: size_of::<messages::describe_groups_response::DescribedGroup>(),
            },
        },
    ],
    min_bytes: 8,
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
                    Step::Skip(2),
                    Step::Text { nullable: false },
                    Step::Text { nullable: false },
                    Step::Text { nullable: false },
                    Step::Text { nullable: false },
                    Step::Array {
                        compact: false,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Text { nullable: false },
                                Step::Text { nullable: false },
                                Step::Text { nullable: false },
                                Step::Bytes { nullable: false },
                                Step::Bytes { nullable: false },
                            ],
                            min_bytes: 14,
                            memory: size_of::<
                                messages::describe_groups_response::DescribedGroupMember,
                            >(),
                        },
                    },
                    Step::Skip(4),
                ],
                min_bytes: 18,
                memory: size_of::<messages::describe_groups_response::DescribedGroup>(),
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
                    Step::Skip(2),
                    Step::Text { nullable: false },
                    Step::Text { nullable: false },
                    Step::Text { nullable: false },
                    Step::Text { nullable: false },
                    Step::Array {
                        compact: false,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Text { nullable: false },
                                Step::Text { nullable: true },
                                Step::Text { nullable: false },
                                Step::Text { nullable: false },
                                Step::Bytes { nullable: false },
                                Step::Bytes { nullable: false },
                            ],
                            min_bytes: 16,
                            memory: size_of::<
                                messages::describe_groups_response::DescribedGroupMember,
                            >(),
                        },
                    },
                    Step::Skip(4),
                ],
                min_bytes: 18,
                memory: size_of::<messages::describe_groups_response::DescribedGroup>(),
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
                    Step::Skip(2),
                    Step::Compact { nullable: false },
                    Step::Compact { nullable: false },
                    Step::Compact { nullable: false },
                    Step::Compact { nullable: false },
                    Step::Array {
                        compact: true,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Compact { nullable: false },
                                Step::Compact { nullable: true },
                                Step::Compact { nullable: false },
                                Step::Compact { nullable: false },
                                Step::Compact { nullable: false },
                                Step::Compact { nullable: false },
                                Step::Tags(&[]),
                            ],
                            min_bytes: 7,
                            memory: size_of::<
                                messages::describe_groups_response::DescribedGroupMember,
                            >(),
                        },
                    },
                    Step::Skip(4),
                    Step::Tags(&[]),
                ],
                min_bytes: 12,
                memory: size_of::<messages::describe_groups_response::DescribedGroup>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 6,
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
                    Step::Skip(2),
                    Step::Compact { nullable: true },
                    Step::Compact { nullable: false },
                    Step::Compact { nullable: false },
                    Step::Compact { nullable: false },
                    Step::Compact { nullable: false },
                    Step::Array {
                        compact: true,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Compact { nullable: false },
                                Step::Compact { nullable: true },
                                Step::Compact { nullable: false },
                                Step::Compact { nullable: false },
                                Step::Compact { nullable: false },
                                Step::Compact { nullable: false },
                                Step::Tags(&[]),
                            ],
                            min_bytes: 7,
                            memory: size_of::<
                                messages::describe_groups_response::DescribedGroupMember,
                            >(),
                        },
                    },
                    Step::Skip(4),
                    Step::Tags(&[]),
                ],
                min_bytes: 13,
                memory: size_of::<messages::describe_groups_response::DescribedGroup>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 6,
    memory: size_of::<()>(),
};
