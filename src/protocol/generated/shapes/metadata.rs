//! What the preflight expects of Metadata.
//!
//! Generated from `schema/apis/metadata.schema`. Change that file and run
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
            memory: size_of::<messages::metadata_request::MetadataRequestTopic>(),
        },
    }],
    min_bytes: 4,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_1: Shape = Shape {
    steps: &[Step::Array {
        compact: false,
        nullable: true,
        element: &Shape {
            steps: &[Step::Text { nullable: false }],
            min_bytes: 2,
            memory: size_of::<messages::metadata_request::MetadataRequestTopic>(),
        },
    }],
    min_bytes: 4,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_4: Shape = Shape {
    steps: &[
        Step::Array {
            compact: false,
            nullable: true,
            element: &Shape {
                steps: &[Step::Text { nullable: false }],
                min_bytes: 2,
                memory: size_of::<messages::metadata_request::MetadataRequestTopic>(),
            },
        },
        Step::Skip(1),
    ],
    min_bytes: 5,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_8: Shape = Shape {
    steps: &[
        Step::Array {
            compact: false,
            nullable: true,
            element: &Shape {
                steps: &[Step::Text { nullable: false }],
                min_bytes: 2,
                memory: size_of::<messages::metadata_request::MetadataRequestTopic>(),
            },
        },
        Step::Skip(3),
    ],
    min_bytes: 7,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_9: Shape = Shape {
    steps: &[
        Step::Array {
            compact: true,
            nullable: true,
            element: &Shape {
                steps: &[Step::Compact { nullable: false }, Step::Tags(&[])],
                min_bytes: 2,
                memory: size_of::<messages::metadata_request::MetadataRequestTopic>(),
            },
        },
        Step::Skip(3),
        Step::Tags(&[]),
    ],
    min_bytes: 5,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_10: Shape = Shape {
    steps: &[
        Step::Array {
            compact: true,
            nullable: true,
            element: &Shape {
                steps: &[
                    Step::Skip(16),
                    Step::Compact { nullable: true },
                    Step::Tags(&[]),
                ],
                min_bytes: 18,
                memory: size_of::<messages::metadata_request::MetadataRequestTopic>(),
            },
        },
        Step::Skip(3),
        Step::Tags(&[]),
    ],
    min_bytes: 5,
    memory: size_of::<()>(),
};

pub(crate) static REQUEST_11: Shape = Shape {
    steps: &[
        Step::Array {
            compact: true,
            nullable: true,
            element: &Shape {
                steps: &[
                    Step::Skip(16),
                    Step::Compact { nullable: true },
                    Step::Tags(&[]),
                ],
                min_bytes: 18,
                memory: size_of::<messages::metadata_request::MetadataRequestTopic>(),
            },
        },
        Step::Skip(2),
        Step::Tags(&[]),
    ],
    min_bytes: 4,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape {
    steps: &[
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[Step::Skip(4), Step::Text { nullable: false }, Step::Skip(4)],
                min_bytes: 10,
                memory: size_of::<messages::metadata_response::MetadataResponseBroker>(),
            },
        },
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Skip(2),
                    Step::Text { nullable: false },
                    Step::Array {
                        compact: false,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Skip(10),
                                Step::Array {
                                    compact: false,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(4)],
                                        min_bytes: 4,
                                        memory: size_of::<u32>(),
                                    },
                                },
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
                            min_bytes: 18,
                            memory: size_of::<messages::metadata_response::MetadataResponsePartition>(
                            ),
                        },
                    },
                ],
                min_bytes: 8,
                memory: size_of::<messages::metadata_response::MetadataResponseTopic>(),
            },
        },
    ],
    min_bytes: 8,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_1: Shape = Shape {
    steps: &[
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Skip(4),
                    Step::Text { nullable: false },
                    Step::Skip(4),
                    Step::Text { nullable: true },
                ],
                min_bytes: 12,
                memory: size_of::<messages::metadata_response::MetadataResponseBroker>(),
            },
        },
        Step::Skip(4),
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Skip(2),
                    Step::Text { nullable: false },
                    Step::Skip(1),
                    Step::Array {
                        compact: false,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Skip(10),
                                Step::Array {
                                    compact: false,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(4)],
                                        min_bytes: 4,
                                        memory: size_of::<u32>(),
                                    },
                                },
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
                            min_bytes: 18,
                            memory: size_of::<messages::metadata_response::MetadataResponsePartition>(
                            ),
                        },
                    },
                ],
                min_bytes: 9,
                memory: size_of::<messages::metadata_response::MetadataResponseTopic>(),
            },
        },
    ],
    min_bytes: 12,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_2: Shape = Shape {
    steps: &[
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Skip(4),
                    Step::Text { nullable: false },
                    Step::Skip(4),
                    Step::Text { nullable: true },
                ],
                min_bytes: 12,
                memory: size_of::<messages::metadata_response::MetadataResponseBroker>(),
            },
        },
        Step::Text { nullable: true },
        Step::Skip(4),
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Skip(2),
                    Step::Text { nullable: false },
                    Step::Skip(1),
                    Step::Array {
                        compact: false,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Skip(10),
                                Step::Array {
                                    compact: false,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(4)],
                                        min_bytes: 4,
                                        memory: size_of::<u32>(),
                                    },
                                },
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
                            min_bytes: 18,
                            memory: size_of::<messages::metadata_response::MetadataResponsePartition>(
                            ),
                        },
                    },
                ],
                min_bytes: 9,
                memory: size_of::<messages::metadata_response::MetadataResponseTopic>(),
            },
        },
    ],
    min_bytes: 14,
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
                    Step::Skip(4),
                    Step::Text { nullable: false },
                    Step::Skip(4),
                    Step::Text { nullable: true },
                ],
                min_bytes: 12,
                memory: size_of::<messages::metadata_response::MetadataResponseBroker>(),
            },
        },
        Step::Text { nullable: true },
        Step::Skip(4),
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Skip(2),
                    Step::Text { nullable: false },
                    Step::Skip(1),
                    Step::Array {
                        compact: false,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Skip(10),
                                Step::Array {
                                    compact: false,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(4)],
                                        min_bytes: 4,
                                        memory: size_of::<u32>(),
                                    },
                                },
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
                            min_bytes: 18,
                            memory: size_of::<messages::metadata_response::MetadataResponsePartition>(
                            ),
                        },
                    },
                ],
                min_bytes: 9,
                memory: size_of::<messages::metadata_response::MetadataResponseTopic>(),
            },
        },
    ],
    min_bytes: 18,
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
                    Step::Skip(4),
                    Step::Text { nullable: false },
                    Step::Skip(4),
                    Step::Text { nullable: true },
                ],
                min_bytes: 12,
                memory: size_of::<messages::metadata_response::MetadataResponseBroker>(),
            },
        },
        Step::Text { nullable: true },
        Step::Skip(4),
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Skip(2),
                    Step::Text { nullable: false },
                    Step::Skip(1),
                    Step::Array {
                        compact: false,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Skip(10),
                                Step::Array {
                                    compact: false,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(4)],
                                        min_bytes: 4,
                                        memory: size_of::<u32>(),
                                    },
                                },
                                Step::Array {
                                    compact: false,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(4)],
                                        min_bytes: 4,
                                        memory: size_of::<u32>(),
                                    },
                                },
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
                            min_bytes: 22,
                            memory: size_of::<messages::metadata_response::MetadataResponsePartition>(
                            ),
                        },
                    },
                ],
                min_bytes: 9,
                memory: size_of::<messages::metadata_response::MetadataResponseTopic>(),
            },
        },
    ],
    min_bytes: 18,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_7: Shape = Shape {
    steps: &[
        Step::Skip(4),
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Skip(4),
                    Step::Text { nullable: false },
                    Step::Skip(4),
                    Step::Text { nullable: true },
                ],
                min_bytes: 12,
                memory: size_of::<messages::metadata_response::MetadataResponseBroker>(),
            },
        },
        Step::Text { nullable: true },
        Step::Skip(4),
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Skip(2),
                    Step::Text { nullable: false },
                    Step::Skip(1),
                    Step::Array {
                        compact: false,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Skip(14),
                                Step::Array {
                                    compact: false,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(4)],
                                        min_bytes: 4,
                                        memory: size_of::<u32>(),
                                    },
                                },
                                Step::Array {
                                    compact: false,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(4)],
                                        min_bytes: 4,
                                        memory: size_of::<u32>(),
                                    },
                                },
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
                            min_bytes: 26,
                            memory: size_of::<messages::metadata_response::MetadataResponsePartition>(
                            ),
                        },
                    },
                ],
                min_bytes: 9,
                memory: size_of::<messages::metadata_response::MetadataResponseTopic>(),
            },
        },
    ],
    min_bytes: 18,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_8: Shape = Shape {
    steps: &[
        Step::Skip(4),
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Skip(4),
                    Step::Text { nullable: false },
                    Step::Skip(4),
                    Step::Text { nullable: true },
                ],
                min_bytes: 12,
                memory: size_of::<messages::metadata_response::MetadataResponseBroker>(),
            },
        },
        Step::Text { nullable: true },
        Step::Skip(4),
        Step::Array {
            compact: false,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Skip(2),
                    Step::Text { nullable: false },
                    Step::Skip(1),
                    Step::Array {
                        compact: false,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Skip(14),
                                Step::Array {
                                    compact: false,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(4)],
                                        min_bytes: 4,
                                        memory: size_of::<u32>(),
                                    },
                                },
                                Step::Array {
                                    compact: false,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(4)],
                                        min_bytes: 4,
                                        memory: size_of::<u32>(),
                                    },
                                },
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
                            min_bytes: 26,
                            memory: size_of::<messages::metadata_response::MetadataResponsePartition>(
                            ),
                        },
                    },
                    Step::Skip(4),
                ],
                min_bytes: 13,
                memory: size_of::<messages::metadata_response::MetadataResponseTopic>(),
            },
        },
        Step::Skip(4),
    ],
    min_bytes: 22,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_9: Shape = Shape {
    steps: &[
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
                memory: size_of::<messages::metadata_response::MetadataResponseBroker>(),
            },
        },
        Step::Compact { nullable: true },
        Step::Skip(4),
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Skip(2),
                    Step::Compact { nullable: false },
                    Step::Skip(1),
                    Step::Array {
                        compact: true,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Skip(14),
                                Step::Array {
                                    compact: true,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(4)],
                                        min_bytes: 4,
                                        memory: size_of::<u32>(),
                                    },
                                },
                                Step::Array {
                                    compact: true,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(4)],
                                        min_bytes: 4,
                                        memory: size_of::<u32>(),
                                    },
                                },
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
                            memory: size_of::<messages::metadata_response::MetadataResponsePartition>(
                            ),
                        },
                    },
                    Step::Skip(4),
                    Step::Tags(&[]),
                ],
                min_bytes: 10,
                memory: size_of::<messages::metadata_response::MetadataResponseTopic>(),
            },
        },
        Step::Skip(4),
        Step::Tags(&[]),
    ],
    min_bytes: 16,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_10: Shape = Shape {
    steps: &[
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
                memory: size_of::<messages::metadata_response::MetadataResponseBroker>(),
            },
        },
        Step::Compact { nullable: true },
        Step::Skip(4),
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Skip(2),
                    Step::Compact { nullable: false },
                    Step::Skip(17),
                    Step::Array {
                        compact: true,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Skip(14),
                                Step::Array {
                                    compact: true,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(4)],
                                        min_bytes: 4,
                                        memory: size_of::<u32>(),
                                    },
                                },
                                Step::Array {
                                    compact: true,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(4)],
                                        min_bytes: 4,
                                        memory: size_of::<u32>(),
                                    },
                                },
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
                            memory: size_of::<messages::metadata_response::MetadataResponsePartition>(
                            ),
                        },
                    },
                    Step::Skip(4),
                    Step::Tags(&[]),
                ],
                min_bytes: 26,
                memory: size_of::<messages::metadata_response::MetadataResponseTopic>(),
            },
        },
        Step::Skip(4),
        Step::Tags(&[]),
    ],
    min_bytes: 16,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_11: Shape = Shape {
    steps: &[
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
                memory: size_of::<messages::metadata_response::MetadataResponseBroker>(),
            },
        },
        Step::Compact { nullable: true },
        Step::Skip(4),
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Skip(2),
                    Step::Compact { nullable: false },
                    Step::Skip(17),
                    Step::Array {
                        compact: true,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Skip(14),
                                Step::Array {
                                    compact: true,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(4)],
                                        min_bytes: 4,
                                        memory: size_of::<u32>(),
                                    },
                                },
                                Step::Array {
                                    compact: true,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(4)],
                                        min_bytes: 4,
                                        memory: size_of::<u32>(),
                                    },
                                },
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
                            memory: size_of::<messages::metadata_response::MetadataResponsePartition>(
                            ),
                        },
                    },
                    Step::Skip(4),
                    Step::Tags(&[]),
                ],
                min_bytes: 26,
                memory: size_of::<messages::metadata_response::MetadataResponseTopic>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 12,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_12: Shape = Shape {
    steps: &[
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
                memory: size_of::<messages::metadata_response::MetadataResponseBroker>(),
            },
        },
        Step::Compact { nullable: true },
        Step::Skip(4),
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Skip(2),
                    Step::Compact { nullable: true },
                    Step::Skip(17),
                    Step::Array {
                        compact: true,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Skip(14),
                                Step::Array {
                                    compact: true,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(4)],
                                        min_bytes: 4,
                                        memory: size_of::<u32>(),
                                    },
                                },
                                Step::Array {
                                    compact: true,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(4)],
                                        min_bytes: 4,
                                        memory: size_of::<u32>(),
                                    },
                                },
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
                            memory: size_of::<messages::metadata_response::MetadataResponsePartition>(
                            ),
                        },
                    },
                    Step::Skip(4),
                    Step::Tags(&[]),
                ],
                min_bytes: 26,
                memory: size_of::<messages::metadata_response::MetadataResponseTopic>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 12,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_13: Shape = Shape {
    steps: &[
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
                memory: size_of::<messages::metadata_response::MetadataResponseBroker>(),
            },
        },
        Step::Compact { nullable: true },
        Step::Skip(4),
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Skip(2),
                    Step::Compact { nullable: true },
                    Step::Skip(17),
                    Step::Array {
                        compact: true,
                        nullable: false,
                        element: &Shape {
                            steps: &[
                                Step::Skip(14),
                                Step::Array {
                                    compact: true,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(4)],
                                        min_bytes: 4,
                                        memory: size_of::<u32>(),
                                    },
                                },
                                Step::Array {
                                    compact: true,
                                    nullable: false,
                                    element: &Shape {
                                        steps: &[Step::Skip(4)],
                                        min_bytes: 4,
                                        memory: size_of::<u32>(),
                                    },
                                },
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
                            memory: size_of::<messages::metadata_response::MetadataResponsePartition>(
                            ),
                        },
                    },
                    Step::Skip(4),
                    Step::Tags(&[]),
                ],
                min_bytes: 26,
                memory: size_of::<messages::metadata_response::MetadataResponseTopic>(),
            },
        },
        Step::Skip(2),
        Step::Tags(&[]),
    ],
    min_bytes: 14,
    memory: size_of::<()>(),
};
