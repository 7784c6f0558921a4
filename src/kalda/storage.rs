//! `kalda storage`.

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use kalda_broker::storage::{
    FirstVoters, FormatRequest, feature_dependencies, format_here, list_here, new_cluster_id,
    version_mapping,
};
use kalda_config::NodeConfig;

use crate::Failure;
use crate::arguments::{Format, Storage};
use crate::configuration;

/// Runs one of the commands.
pub(crate) fn run(command: &Storage) -> Result<ExitCode, Failure> {
    let lines = match command {
        Storage::RandomUuid => vec![new_cluster_id()],
        Storage::Format(arguments) => return format(arguments),
        Storage::Info { config } => {
            let listing = list_here(&load(config)?).map_err(|error| error.to_string())?;
            print(&listing.lines)?;
            return Ok(if listing.has_problems {
                ExitCode::FAILURE
            } else {
                ExitCode::SUCCESS
            });
        }
        Storage::VersionMapping { release_version } => {
            version_mapping(release_version.as_deref()).map_err(|error| error.to_string())?
        }
        Storage::FeatureDependencies { feature } => {
            feature_dependencies(feature).map_err(|error| error.to_string())?
        }
    };
    print(&lines)?;
    Ok(ExitCode::SUCCESS)
}

fn format(arguments: &Format) -> Result<ExitCode, Failure> {
    if !arguments.add_scram.is_empty() {
        return Err(
            "--add-scram is refused: this release has no SASL, so nobody could use the credential."
                .to_owned(),
        );
    }
    let config = load(&arguments.config)?;
    let voters = match &arguments.initial_controllers {
        Some(text) => FirstVoters::Named(text.clone()),
        None if arguments.standalone => FirstVoters::Standalone,
        None if arguments.no_initial_controllers => FirstVoters::None,
        None => FirstVoters::InConfiguration,
    };
    let request = FormatRequest {
        cluster_id: arguments.cluster_id.clone(),
        ignore_formatted: arguments.ignore_formatted,
        release_version: arguments.release_version.clone(),
        features: arguments.feature.clone(),
        voters,
    };
    let mut printed = Ok(());
    let mut say = |line: &str| {
        if printed.is_ok() {
            printed = print(&[line.to_owned()]);
        }
    };
    format_here(&config, &request, &mut say).map_err(|error| error.to_string())?;
    printed?;
    Ok(ExitCode::SUCCESS)
}

fn load(file: &Path) -> Result<NodeConfig, Failure> {
    let properties = configuration::read_properties(file)?;
    let (config, _) = configuration::load(&properties, &file.display().to_string())?;
    Ok(config)
}

fn print(lines: &[String]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    for line in lines {
        writeln!(out, "{line}")
            .map_err(|error| format!("standard output cannot be written: {error}"))?;
    }
    Ok(())
}
