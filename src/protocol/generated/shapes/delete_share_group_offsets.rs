//! What the preflight expects of DeleteShareGroupOffsets.
//!
//! Generated from `schema/apis/delete_share_group_offsets.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape { steps: &[Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Tags(&[])], min_bytes: 2, memory: size_of::<messages::delete_share_group_offsets_request::DeleteShareGroupOffsetsRequestTopic>() } }, Step::Tags(&[])], min_bytes: 3, memory: size_of::<()>() };

pub(crate) static RESPONSE_0: Shape = Shape { steps: &[Step::Skip(6), Step::Compact { nullable: true }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Skip(18), Step::Compact { nullable: true }, Step::Tags(&[])], min_bytes: 21, memory: size_of::<messages::delete_share_group_offsets_response::DeleteShareGroupOffsetsResponseTopic>() } }, Step::Tags(&[])], min_bytes: 9, memory: size_of::<()>() };
