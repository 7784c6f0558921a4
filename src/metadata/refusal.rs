//! An answer that says no.

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::messages::StrBytes;

/// Why something was refused: an answer to a client, not a failure of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The error code of the response.
    pub code: ErrorCode,
    /// The error message of the response, if the code does not say it all.
    pub message: Option<String>,
}

impl Refusal {
    /// A refusal with a reason of its own.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: Some(message.into()),
        }
    }

    /// A refusal with the sentence that belongs to the code.
    #[must_use]
    pub fn plain(code: ErrorCode) -> Self {
        Self::new(code, code.message())
    }

    /// A refusal without a sentence.
    #[must_use]
    pub const fn silent(code: ErrorCode) -> Self {
        Self {
            code,
            message: None,
        }
    }

    /// The message as responses hold it.
    #[must_use]
    pub fn text(self) -> Option<StrBytes> {
        self.message.map(StrBytes::from_string)
    }
}
