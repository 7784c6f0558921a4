//! What the preflight expects of AssignReplicasToDirs.
//!
//! Generated from `schema/apis/assign_replicas_to_dirs.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape { steps: &[Step::Skip(12), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(16), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(16), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(4), Step::Tags(&[])], min_bytes: 5, memory: size_of::<messages::assign_replicas_to_dirs_request::PartitionData>() } }, Step::Tags(&[])], min_bytes: 18, memory: size_of::<messages::assign_replicas_to_dirs_request::TopicData>() } }, Step::Tags(&[])], min_bytes: 18, memory: size_of::<messages::assign_replicas_to_dirs_request::DirectoryData>() } }, Step::Tags(&[])], min_bytes: 14, memory: size_of::<()>() };

pub(crate) static RESPONSE_0: Shape = Shape { steps: &[Step::Skip(6), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(16), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(16), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(6), Step::Tags(&[])], min_bytes: 7, memory: size_of::<messages::assign_replicas_to_dirs_response::PartitionData>() } }, Step::Tags(&[])], min_bytes: 18, memory: size_of::<messages::assign_replicas_to_dirs_response::TopicData>() } }, Step::Tags(&[])], min_bytes: 18, memory: size_of::<messages::assign_replicas_to_dirs_response::DirectoryData>() } }, Step::Tags(&[])], min_bytes: 8, memory: size_of::<()>() };
