//! What the preflight expects of AlterUserScramCredentials.
//!
//! Generated from `schema/apis/alter_user_scram_credentials.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::messages;
use crate::shape::{Shape, Step};

pub(crate) static REQUEST_0: Shape = Shape {
    steps: &[
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Skip(1),
                    Step::Tags(&[]),
                ],
                min_bytes: 3,
                memory: size_of::<
                    messages::alter_user_scram_credentials_request::ScramCredentialDeletion,
                >(),
            },
        },
        Step::Array {
            compact: true,
            nullable: false,
            element: &Shape {
                steps: &[
                    Step::Compact { nullable: false },
                    Step::Skip(5),
                    Step::Compact { nullable: false },
                    Step::Compact { nullable: false },
                    Step::Tags(&[]),
                ],
                min_bytes: 9,
                memory: size_of::<
                    messages::alter_user_scram_credentials_request::ScramCredentialUpsertion,
                >(),
            },
        },
        Step::Tags(&[]),
    ],
    min_bytes: 3,
    memory: size_of::<()>(),
};

pub(crate) static RESPONSE_0: Shape = Shape { steps: &[Step::Skip(4), Step::Array { compact: true, nullable: false, element: &Shape { steps: &[Step::Compact { nullable: false }, Step::Skip(2), Step::Compact { nullable: true }, Step::Tags(&[])], min_bytes: 5, memory: size_of::<messages::alter_user_scram_credentials_response::AlterUserScramCredentialsResult>() } }, Step::Tags(&[])], min_bytes: 6, memory: size_of::<()>() };
