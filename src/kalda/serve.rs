//! Running a node until it is told to stop.

use std::process::ExitCode;
use std::time::Instant;

use kalda_broker::node::{Failure as NodeFailure, Node};
use kalda_config::NodeConfig;
use tokio::runtime::Builder;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tracing::{error, info, warn};

use crate::Failure;

/// How the wait for something to happen ended.
enum Event {
    Signal,
    Failed(NodeFailure),
}

/// Runs the node: until SIGTERM or SIGINT, which stop it properly, or until it cannot go on. A second signal ends the
/// process at once.
pub(crate) fn run(config: NodeConfig, started: Instant) -> Result<ExitCode, Failure> {
    let runtime = Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("the runtime cannot be started: {error}"))?;
    let code = runtime.block_on(serve(config, started))?;
    // Whatever still runs is background work that a stopped node does not need.
    runtime.shutdown_background();
    Ok(code)
}

async fn serve(config: NodeConfig, started: Instant) -> Result<ExitCode, Failure> {
    let no_signals = |error: std::io::Error| format!("signals cannot be handled: {error}");
    let mut terminate = signal(SignalKind::terminate()).map_err(no_signals)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(no_signals)?;
    let starting = Node::start(config);
    let mut node = tokio::select! {
        node = starting => node.map_err(|error| error.to_string())?,
        () = either(&mut terminate, &mut interrupt) => return Ok(ExitCode::SUCCESS),
    };
    let listening = node.listening().iter();
    let listening: Vec<String> = listening
        .map(|it| format!("{}://{}", it.name, it.address))
        .collect();
    let ms = started.elapsed().as_secs_f64() * 1000.0;
    info!("ready on {} after {ms:.1} ms", listening.join(", "));
    let event = tokio::select! {
        () = either(&mut terminate, &mut interrupt) => Event::Signal,
        failure = node.failed() => Event::Failed(failure),
    };
    if let Event::Failed(NodeFailure(sentence)) = &event {
        error!("stopping: {sentence}");
    }
    tokio::select! {
        () = node.shutdown() => {}
        () = either(&mut terminate, &mut interrupt) => {
            warn!("a second signal: exiting at once");
            std::process::exit(1);
        }
    }
    Ok(match event {
        Event::Signal => ExitCode::SUCCESS,
        Event::Failed(_) => ExitCode::FAILURE,
    })
}

async fn either(terminate: &mut Signal, interrupt: &mut Signal) {
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}
