//! What the preflight expects of ListPartitionReassignments.
//!
//! Generated from `schema/apis/list_partition_reassignments.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape { steps: &[Step::Skip(4), Step::Array { compact: true, nullable: true, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(4)], min_bytes: 4, memory: size_of::<u32>() } }, Step::Tags(&[])], min_bytes: 3, memory: size_of::<messages::list_partition_reassignments_request::ListPartitionReassignmentsTopics>() } }, Step::Tags(&[])], min_bytes: 6, memory: size_of::<()>() };

pub(crate) static RESPONSE_0: Shape = Shape { steps: &[Step::Skip(6), Step::Compact { nullable: true }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(4), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(4)], min_bytes: 4, memory: size_of::<u32>() } }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(4)], min_bytes: 4, memory: size_of::<u32>() } }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(4)], min_bytes: 4, memory: size_of::<u32>() } }, Step::Tags(&[])], min_bytes: 8, memory: size_of::<messages::list_partition_reassignments_response::OngoingPartitionReassignment>() } }, Step::Tags(&[])], min_bytes: 3, memory: size_of::<messages::list_partition_reassignments_response::OngoingTopicReassignment>() } }, Step::Tags(&[])], min_bytes: 9, memory: size_of::<()>() };
