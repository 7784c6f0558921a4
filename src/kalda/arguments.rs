//! The arguments of `kalda`, and of the Kafka scripts under whose names it can be called.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};

/// A Kafka broker and controller in one program.
#[derive(Debug, Parser)]
#[command(name = "kalda", version, about, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run a node. Without FILE: a broker and controller for this machine alone, on localhost:9092.
    Start(Start),
    /// Run a node in a container: as Apache Kafka's image, with settings from KAFKA_* environment variables.
    Container(Container),
    /// Format log directories, and look at them.
    #[command(subcommand)]
    Storage(Storage),
}

/// `kalda start`
#[derive(Debug, Args)]
pub(crate) struct Start {
    /// The configuration, as Kafka's server.properties.
    pub(crate) file: Option<PathBuf>,
    /// A key that wins over the one in the file.
    #[arg(long = "override", value_name = "KEY=VALUE")]
    pub(crate) overrides: Vec<String>,
    #[command(flatten)]
    pub(crate) logging: Logging,
}

/// `kalda container`
#[derive(Debug, Args)]
pub(crate) struct Container {
    /// A configuration file that is used, if it is there, below the environment variables.
    #[arg(
        long,
        value_name = "FILE",
        default_value = "/mnt/shared/config/server.properties"
    )]
    pub(crate) mounted: PathBuf,
    #[command(flatten)]
    pub(crate) logging: Logging,
}

/// How log lines are written.
#[derive(Debug, Args)]
pub(crate) struct Logging {
    /// How log lines are written to standard error.
    #[arg(long, value_enum, default_value_t = LogFormat::Text)]
    pub(crate) log_format: LogFormat,
    /// Which log lines are written: a level, or levels by target, such as info,kalda_broker=debug.
    #[arg(
        long,
        value_name = "LEVELS",
        default_value = "info",
        env = "KALDA_LOG_LEVEL"
    )]
    pub(crate) log_level: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people.
    Text,
    /// One JSON object on each line.
    Json,
}

/// `kalda storage`
#[derive(Debug, Subcommand)]
pub(crate) enum Storage {
    /// Print a random id, fit for a cluster.
    RandomUuid,
    /// Format the log directories of a node.
    Format(Box<Format>),
    /// Tell what is in the log directories of a node.
    Info {
        /// The configuration file of the node.
        #[arg(long, short = 'c')]
        config: PathBuf,
    },
    /// Print the level of each feature in a release.
    VersionMapping {
        /// The release; the newest stable one if there is none.
        #[arg(long, short = 'r')]
        release_version: Option<String>,
    },
    /// Print what levels of features need of each other.
    FeatureDependencies {
        /// A level, as NAME=LEVEL.
        #[arg(long, short = 'f', value_name = "NAME=LEVEL", required = true)]
        feature: Vec<String>,
    },
}

/// `kalda storage format`
#[derive(Debug, Args)]
pub(crate) struct Format {
    /// The configuration file of the node.
    #[arg(long, short = 'c')]
    pub(crate) config: PathBuf,
    /// The id of the cluster, the same on each of its nodes.
    #[arg(long, short = 't')]
    pub(crate) cluster_id: String,
    /// Leave directories alone that are already formatted, and format the others.
    #[arg(long, short = 'g')]
    pub(crate) ignore_formatted: bool,
    /// The release whose feature levels the cluster starts with.
    #[arg(long, short = 'r')]
    pub(crate) release_version: Option<String>,
    /// The level of one feature.
    #[arg(long, short = 'f', value_name = "NAME=LEVEL")]
    pub(crate) feature: Vec<String>,
    /// A SCRAM credential. Refused: this release has no SASL.
    #[arg(long, short = 'S')]
    pub(crate) add_scram: Vec<String>,
    /// Make this controller the only voter of a dynamic quorum.
    #[arg(long, short = 's', group = "voters")]
    pub(crate) standalone: bool,
    /// The first voters of a dynamic quorum, as ID@HOST:PORT:DIRECTORY entries.
    #[arg(long, short = 'I', group = "voters")]
    pub(crate) initial_controllers: Option<String>,
    /// Name no voters of the dynamic quorum.
    #[arg(long, short = 'N', group = "voters")]
    pub(crate) no_initial_controllers: bool,
}

/// The arguments as if `kalda` had been called, when the program was called by the name of a Kafka script.
pub(crate) fn by_script_name(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<_> = arguments.into_iter().collect();
    let name = arguments
        .first()
        .and_then(|first| Path::new(first).file_stem())
        .map(ToOwned::to_owned);
    let command = match name.as_deref().and_then(|name| name.to_str()) {
        Some("kafka-server-start") => "start",
        Some("kafka-storage") => "storage",
        _ => return arguments,
    };
    arguments.insert(1, command.into());
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Command, clap::Error> {
        let arguments = by_script_name(arguments.iter().map(OsString::from));
        Arguments::try_parse_from(arguments).map(|arguments| arguments.command)
    }

    #[test]
    fn a_scripts_name_chooses_the_command() {
        let start = parse(&[
            "/opt/bin/kafka-server-start.sh",
            "s.properties",
            "--override",
            "a=b",
        ])
        .unwrap();
        assert!(matches!(start, Command::Start(Start { file: Some(_), .. })));
        let storage = parse(&["kafka-storage.sh", "random-uuid"]).unwrap();
        assert!(matches!(storage, Command::Storage(Storage::RandomUuid)));
        assert!(matches!(
            parse(&["kalda", "start"]).unwrap(),
            Command::Start(Start { file: None, .. })
        ));
    }

    #[test]
    fn flags_are_kafka_storages() {
        let long = [
            "kalda",
            "storage",
            "format",
            "--config",
            "f",
            "--cluster-id",
            "x",
            "--standalone",
        ];
        let short = [
            "kalda", "storage", "format", "-c", "f", "-t", "x", "-s", "-g", "-r", "4.2", "-f",
            "a=1",
        ];
        for arguments in [&long[..], &short[..]] {
            assert!(matches!(
                parse(arguments).unwrap(),
                Command::Storage(Storage::Format(_))
            ));
        }
        assert!(parse(&["kalda", "storage", "format", "-c", "f"]).is_err());
        assert!(
            parse(&[
                "kalda", "storage", "format", "-c", "f", "-t", "x", "-s", "-N"
            ])
            .is_err()
        );
        assert!(parse(&["kalda", "storage", "feature-dependencies"]).is_err());
    }

    #[test]
    fn the_definition_is_sound() {
        use clap::CommandFactory as _;
        Arguments::command().debug_assert();
    }
}
