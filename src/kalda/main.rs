//! The `kalda` command: reads arguments, and calls what the other crates do.

mod arguments;
mod configuration;
mod environment;
mod logging;
mod serve;
mod start;
mod storage;

use std::io::Write as _;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser as _;

use arguments::{Arguments, Command, by_script_name};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// One sentence for the person at the terminal; the process exits with 1.
type Failure = String;

fn main() -> ExitCode {
    let started = Instant::now();
    let arguments = match Arguments::try_parse_from(by_script_name(std::env::args_os())) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Kafka's tools fail with 1 where clap would with 2.
            let code = if error.use_stderr() {
                ExitCode::FAILURE
            } else {
                ExitCode::SUCCESS
            };
            return if error.print().is_ok() {
                code
            } else {
                ExitCode::FAILURE
            };
        }
    };
    let result = match arguments.command {
        Command::Start(start) => start::run(&start, started),
        Command::Container(container) => start::run_container(&container, started),
        Command::Storage(command) => storage::run(&command),
    };
    match result {
        Ok(code) => code,
        Err(sentence) => {
            // Nobody may be there to read it; the exit code still tells.
            drop(writeln!(std::io::stderr(), "{sentence}"));
            ExitCode::FAILURE
        }
    }
}
