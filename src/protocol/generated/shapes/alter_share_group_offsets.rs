//! What the preflight expects of AlterShareGroupOffsets.
//!
//! Generated from `schema/apis/alter_share_group_offsets.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape { steps: &[Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(12), Step::Tags(&[])], min_bytes: 13, memory: size_of::<messages::alter_share_group_offsets_request::AlterShareGroupOffsetsRequestPartition>() } }, Step::Tags(&[])], min_bytes: 3, memory: size_of::<messages::alter_share_group_offsets_request::AlterShareGroupOffsetsRequestTopic>() } }, Step::Tags(&[])], min_bytes: 3, memory: size_of::<()>() };

pub(crate) static RESPONSE_0: Shape = Shape { steps: &[Step::Skip(6), Step::Compact { nullable: true }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Skip(16), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(6), Step::Compact { nullable: true }, Step::Tags(&[])], min_bytes: 8, memory: size_of::<messages::alter_share_group_offsets_response::AlterShareGroupOffsetsResponsePartition>() } }, Step::Tags(&[])], min_bytes: 19, memory: size_of::<messages::alter_share_group_offsets_response::AlterShareGroupOffsetsResponseTopic>() } }, Step::Tags(&[])], min_bytes: 9, memory: size_of::<()>() };
