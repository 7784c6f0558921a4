//! Log lines on standard error.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;

use crate::Failure;
use crate::arguments::{LogFormat, Logging};

/// Begins to write log lines: time, level, target, message.
pub(crate) fn begin(logging: &Logging) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(&logging.log_level)
        .map_err(|error| format!("--log-level {}: {error}", logging.log_level))?;
    // When nobody reads standard error any more, a complaint about that on standard error would end the node.
    let builder = fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .log_internal_errors(false);
    let begun = match logging.log_format {
        LogFormat::Text => builder
            .with_ansi(std::io::stderr().is_terminal())
            .try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    begun.map_err(|error| format!("logging cannot begin: {error}"))
}
