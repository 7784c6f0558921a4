//! What the preflight expects of JoinGroup.
//!
//! Generated from `schema/apis/join_group.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[
        Step::Text { nullable: false },
        Step::Skip(4),
        Step::Text { nullable: false },
        Step::Text { nullable: false },
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Text { nullable: false },
                    Step::Bytes { nullable: false },
                ],
                min_bytes: 6,
                memory: size_of::<messages::join_group_request::JoinGroupRequestProtocol>(),
            },
        },
    ],
    min_bytes: 14,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_1: Shape = Shape {
    steps: &[
        Step::Text { nullable: false },
        Step::Skip(8),
        Step::Text { nullable: false },
        Step::Text { nullable: false },
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Text { nullable: false },
                    Step::Bytes { nullable: false },
                ],
                min_bytes: 6,
                memory: size_of::<messages::join_group_request::JoinGroupRequestProtocol>(),
            },
        },
    ],
    min_bytes: 18,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_5: Shape = Shape {
    steps: &[
        Step::Text { nullable: false },
        Step::Skip(8),
        Step::Text { nullable: false },
        Step::Text { nullable: true },
        Step::Text { nullable: false },
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Text { nullable: false },
                    Step::Bytes { nullable: false },
                ],
                min_bytes: 6,
                memory: size_of::<messages::join_group_request::JoinGroupRequestProtocol>(),
            },
        },
    ],
    min_bytes: 20,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_6: Shape = Shape {
    steps: &[
        Step::Compact { nullable: false },
        Step::Skip(8),
        Step::Compact { nullable: false },
        Step::Compact { nullable: true },
        Step::Compact { nullable: false },
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Compact { nullable: false },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::join_group_request::JoinGroupRequestProtocol>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 14,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_8: Shape = Shape {
    steps: &[
        Step::Compact { nullable: false },
        Step::Skip(8),
        Step::Compact { nullable: false },
        Step::Compact { nullable: true },
        Step::Compact { nullable: false },
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Compact { nullable: false },
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<messages::join_group_request::JoinGroupRequestProtocol>(),
            },
        },
        Step::Compact { nullable: true },
        Step::Tags(&[]),
    ],
    min_bytes: 15,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape {
    steps: &[
        Step::Skip(6),
        Step::Text { nullable: false },
        Step::Text { nullable: false },
        Step::Text { nullable: false },
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Text { nullable: false },
                    Step::Bytes { nullable: false },
                ],
                min_bytes: 6,
                memory: size_of::<messages::join_group_response::JoinGroupResponseMember>(),
            },
        },
    ],
    min_bytes: 16,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_2: Shape = Shape {
    steps: &[
        Step::Skip(10),
        Step::Text { nullable: false },
        Step::Text { nullable: false },
        Step::Text { nullable: false },
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Text { nullable: false },
                    Step::Bytes { nullable: false },
                ],
                min_bytes: 6,
                memory: size_of::<messages::join_group_response::JoinGroupResponseMember>(),
            },
        },
    ],
    min_bytes: 20,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_5: Shape = Shape {
    steps: &[
        Step::Skip(10),
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
                    Step::Bytes { nullable: false },
                ],
                min_bytes: 8,
                memory: size_of::<messages::join_group_response::JoinGroupResponseMember>(),
            },
        },
    ],
    min_bytes: 20,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_6: Shape = Shape {
    steps: &[
        Step::Skip(10),
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
                    Step::Tags(&[]),
                ],
                min_bytes: 4,
                memory: size_of::<messages::join_group_response::JoinGroupResponseMember>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 15,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_7: Shape = Shape {
    steps: &[
        Step::Skip(10),
        Step::Compact { nullable: true },
        Step::Compact { nullable: true },
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
                    Step::Tags(&[]),
                ],
                min_bytes: 4,
                memory: size_of::<messages::join_group_response::JoinGroupResponseMember>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 16,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_9: Shape = Shape {
    steps: &[
        Step::Skip(10),
        Step::Compact { nullable: true },
        Step::Compact { nullable: true },
        Step::Compact { nullable: false },
        Step::Skip(1),
        Step::Compact { nullable: false },
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Compact { nullable: true },
                    Step::Compact { nullable: false },
                    Step::Tags(&[]),
                ],
                min_bytes: 4,
                memory: size_of::<messages::join_group_response::JoinGroupResponseMember>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 17,
    memory: size_of::<()>(),
};
