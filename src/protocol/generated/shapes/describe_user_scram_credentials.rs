//! What the preflight expects of DescribeUserScramCredentials.
//!
//! Generated from `schema/apis/describe_user_scram_credentials.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[
        Step::Array {
            compact: true,
            nullable: true,
            element: &Shape {
                steps: &[Step::Compact { nullable: false }, Step::Tags(&[])],
                min_bytes: 2,
                memory: size_of::<messages::describe_user_scram_credentials_request::UserName>(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 2,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape { steps: &[Step::Skip(6), Step::Compact { nullable: true }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Skip(2), Step::Compact { nullable: true }, Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Skip(5), Step::Tags(&[])], min_bytes: 6, memory: size_of::<messages::describe_user_scram_credentials_response::CredentialInfo>() } }, Step::Tags(&[])], min_bytes: 6, memory: size_of::<messages::describe_user_scram_credentials_response::DescribeUserScramCredentialsResult>() } }, Step::Tags(&[])], min_bytes: 9, memory: size_of::<()>() };
