//! What the preflight expects of WriteTxnMarkers.
//!
//! Generated from `schema/apis/write_txn_markers.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_1: Shape = Shape {
    steps: &[
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Skip(11),
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
                            memory: size_of::<
                                messages::write_txn_markers_request::WritableTxnMarkerTopic,
                            >(),
                        },
                    },
                    Step::Skip(4),
                    Step::Tags(&[]),
                ],
                min_bytes: 17,
                memory: size_of::<messages::write_txn_markers_request::WritableTxnMarker>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 2,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_2: Shape = Shape {
    steps: &[
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Skip(11),
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
                            memory: size_of::<
                                messages::write_txn_markers_request::WritableTxnMarkerTopic,
                            >(),
                        },
                    },
                    Step::Skip(5),
                    Step::Tags(&[]),
                ],
                min_bytes: 18,
                memory: size_of::<messages::write_txn_markers_request::WritableTxnMarker>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 2,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_1: Shape = Shape { steps: &[Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(8), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(6), Step::Tags(&[])], min_bytes: 7, memory: size_of::<messages::write_txn_markers_response::WritableTxnMarkerPartitionResult>() } }, Step::Tags(&[])], min_bytes: 3, memory: size_of::<messages::write_txn_markers_response::WritableTxnMarkerTopicResult>() } }, Step::Tags(&[])], min_bytes: 10, memory: size_of::<messages::write_txn_markers_response::WritableTxnMarkerResult>() } }, Step::Tags(&[])], min_bytes: 2, memory: size_of::<()>() };
