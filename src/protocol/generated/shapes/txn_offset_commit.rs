//! What the preflight expects of TxnOffsetCommit.
//!
//! Generated from `schema/apis/txn_offset_commit.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape { steps: &[Step::Text { nullable: false }, Step::Text { nullable: false }, Step::Skip(10), Step::Array { compact: false, nullable: false, element: &Shape { steps: &[Step::Text { nullable: false }, Step::Array { compact: false, nullable: false, element: &Shape { steps: &[Step::Skip(12), Step::Text { nullable: true }], min_bytes: 14, memory: size_of::<messages::txn_offset_commit_request::TxnOffsetCommitRequestPartition>() } }], min_bytes: 6, memory: size_of::<messages::txn_offset_commit_request::TxnOffsetCommitRequestTopic>() } }], min_bytes: 18, memory: size_of::<()>() };

pub(crate) static REQUEST_2: Shape = Shape { steps: &[Step::Text { nullable: false }, Step::Text { nullable: false }, Step::Skip(10), Step::Array { compact: false, nullable: false, element: &Shape { steps: &[Step::Text { nullable: false }, Step::Array { compact: false, nullable: false, element: &Shape { steps: &[Step::Skip(16), Step::Text { nullable: true }], min_bytes: 18, memory: size_of::<messages::txn_offset_commit_request::TxnOffsetCommitRequestPartition>() } }], min_bytes: 6, memory: size_of::<messages::txn_offset_commit_request::TxnOffsetCommitRequestTopic>() } }], min_bytes: 18, memory: size_of::<()>() };

pub(crate) static REQUEST_3: Shape = Shape { steps: &[Step::Compact { nullable: false }, Step::Compact { nullable: false }, Step::Skip(14), Step::Compact { nullable: false }, Step::Compact { nullable: true }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(16), Step::Compact { nullable: true }, Step::Tags(&[])], min_bytes: 18, memory: size_of::<messages::txn_offset_commit_request::TxnOffsetCommitRequestPartition>() } }, Step::Tags(&[])], min_bytes: 3, memory: size_of::<messages::txn_offset_commit_request::TxnOffsetCommitRequestTopic>() } }, Step::Tags(&[])], min_bytes: 20, memory: size_of::<()>() };

pub(crate) static RESPONSE_0: Shape = Shape { steps: &[Step::Skip(4), Step::Array { compact: false, nullable: false, element: &Shape { steps: &[Step::Text { nullable: false }, Step::Array { compact: false, nullable: false, element: &Shape { steps: &[Step::Skip(6)], min_bytes: 6, memory: size_of::<messages::txn_offset_commit_response::TxnOffsetCommitResponsePartition>() } }], min_bytes: 6, memory: size_of::<messages::txn_offset_commit_response::TxnOffsetCommitResponseTopic>() } }], min_bytes: 8, memory: size_of::<()>() };

pub(crate) static RESPONSE_3: Shape = Shape { steps: &[Step::Skip(4), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(6), Step::Tags(&[])], min_bytes: 7, memory: size_of::<messages::txn_offset_commit_response::TxnOffsetCommitResponsePartition>() } }, Step::Tags(&[])], min_bytes: 3, memory: size_of::<messages::txn_offset_commit_response::TxnOffsetCommitResponseTopic>() } }, Step::Tags(&[])], min_bytes: 6, memory: size_of::<()>() };
