//! What the preflight expects of DescribeCluster.
//!
//! Generated from `schema/apis/describe_cluster.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[Step::Skip(1), Step::Tags(&[])],
    min_bytes: 2,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_1: Shape = Shape {
    steps: &[Step::Skip(2), Step::Tags(&[])],
    min_bytes: 3,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_2: Shape = Shape {
    steps: &[Step::Skip(3), Step::Tags(&[])],
    min_bytes: 4,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape {
    steps: &[
        Step::Skip(6),
        Step::Compact { nullable: true },
        Step::Compact { nullable: false },
        Step::Skip(4),
        Step::Array {
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
                memory: size_of::<messages::describe_cluster_response::DescribeClusterBroker>(),
            },
        },
        Step::Skip(4),
        Step::Tags(&[]),
    ],
    min_bytes: 18,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_1: Shape = Shape {
    steps: &[
        Step::Skip(6),
        Step::Compact { nullable: true },
        Step::Skip(1),
        Step::Compact { nullable: false },
        Step::Skip(4),
        Step::Array {
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
                memory: size_of::<messages::describe_cluster_response::DescribeClusterBroker>(),
            },
        },
        Step::Skip(4),
        Step::Tags(&[]),
    ],
    min_bytes: 19,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_2: Shape = Shape {
    steps: &[
        Step::Skip(6),
        Step::Compact { nullable: true },
        Step::Skip(1),
        Step::Compact { nullable: false },
        Step::Skip(4),
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Skip(4),
                    Step::Compact { nullable: false },
                    Step::Skip(4),
                    Step::Compact { nullable: true },
                    Step::Skip(1),
                    Step::Tags(&[]),
                ],
                min_bytes: 12,
                memory: size_of::<messages::describe_cluster_response::DescribeClusterBroker>(),
            },
        },
        Step::Skip(4),
        Step::Tags(&[]),
    ],
    min_bytes: 19,
    memory: size_of::<()>(),
};
