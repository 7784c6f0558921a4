//! Running a node until it is told to stop.

use std::process::ExitCode;
use std::time::Instant;

use kalda_config::NodeConfig;

use crate::Failure;

/// Runs the node.
pub(crate) fn run(_config: NodeConfig, _started: Instant) -> Result<ExitCode, Failure> {
    Err("this build cannot run a node: it only formats and lists log directories".to_owned())
}
