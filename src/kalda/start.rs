//! `kalda start` and `kalda container`.

use std::process::ExitCode;
use std::time::Instant;

use kalda_broker::storage::{FormatRequest, format_here, is_new_here, new_cluster_id};
use kalda_config::{NodeConfig, Notice, Properties};

use crate::Failure;
use crate::arguments::{Container, Start};
use crate::configuration;
use crate::environment::{DEFAULT_CLUSTER_ID, Environment};
use crate::logging;
use crate::serve;

/// A node for this machine alone: what `kalda start` runs without a file.
const EMBEDDED: [(&str, &str); 7] = [
    ("process.roles", "broker,controller"),
    ("node.id", "1"),
    ("controller.quorum.voters", "1@localhost:9093"),
    ("controller.listener.names", "CONTROLLER"),
    (
        "listeners",
        "PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093",
    ),
    ("log.dirs", "kalda-data"),
    // The only node has to hold the groups' topic alone; Kafka's default is three replicas.
    ("offsets.topic.replication.factor", "1"),
];

/// The settings of a container that is told nothing, as those of Apache Kafka's image.
const CONTAINER: &[u8] = include_bytes!("../../docker/server.properties");

/// Runs a node with a file, or the embedded one.
pub(crate) fn run(start: &Start, started: Instant) -> Result<ExitCode, Failure> {
    logging::begin(&start.logging)?;
    let (mut properties, from) = match &start.file {
        Some(file) => (
            configuration::read_properties(file)?,
            file.display().to_string(),
        ),
        None => (
            Properties::from_iter(EMBEDDED),
            "the embedded configuration".to_owned(),
        ),
    };
    for argument in &start.overrides {
        properties.set_override(argument);
    }
    let (config, notices) = configuration::load(&properties, &from)?;
    tell(&notices);
    // A file names directories that somebody chose: an unformatted one may be a disk that is not mounted.
    if start.file.is_none() && is_new_here(&config).map_err(|error| error.to_string())? {
        format(&config, new_cluster_id())?;
    }
    serve::run(config, started)
}

/// Runs a node as the entry of a container.
pub(crate) fn run_container(container: &Container, started: Instant) -> Result<ExitCode, Failure> {
    logging::begin(&container.logging)?;
    let mounted = match container.mounted.exists() {
        true => Some(configuration::read_properties(&container.mounted)?),
        false => None,
    };
    let own = Properties::parse(CONTAINER).map_err(|error| error.to_string())?;
    let environment = Environment::read(std::env::vars());
    let properties = environment.over(mounted, own);
    let (config, notices) = configuration::load(&properties, "the container's settings")?;
    tell(&notices);
    // With an id, directories of another cluster are refused, and new ones beside old ones are formatted.
    let is_new = is_new_here(&config).map_err(|error| error.to_string())?;
    match environment.cluster_id {
        Some(cluster_id) => format(&config, cluster_id)?,
        None if is_new => format(&config, DEFAULT_CLUSTER_ID.to_owned())?,
        None => {}
    }
    serve::run(config, started)
}

fn format(config: &NodeConfig, cluster_id: String) -> Result<(), Failure> {
    let request = FormatRequest {
        cluster_id,
        ignore_formatted: true,
        ..FormatRequest::default()
    };
    // The records of a new cluster are for whoever debugs one; the directory is for everybody.
    let mut say = |line: &str| match line.starts_with("Bootstrap metadata") {
        true => tracing::debug!("{line}"),
        false => tracing::info!("{line}"),
    };
    format_here(config, &request, &mut say).map_err(|error| error.to_string())
}

/// Says, once at start, which keys have no effect.
fn tell(notices: &[Notice]) {
    for notice in notices {
        match notice {
            Notice::Unknown {
                key,
                nearest: Some(nearest),
            } => {
                tracing::warn!(
                    "{key} is not a key of Kafka and has no effect; did you mean {nearest}?"
                );
            }
            Notice::Unknown { key, nearest: None } => {
                tracing::warn!("{key} is not a key of Kafka and has no effect");
            }
            Notice::Ignored { keys } => {
                tracing::info!("these keys have no effect in Kalda: {}", keys.join(", "));
            }
            Notice::Warning(sentence) => tracing::warn!("{sentence}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use kalda_broker::settings::Settings;
    use kalda_config::{NodeConfig, Properties};

    use super::EMBEDDED;

    #[test]
    fn a_node_on_its_own_can_hold_the_topic_of_groups() {
        let (config, _) = NodeConfig::load(&Properties::from_iter(EMBEDDED)).unwrap();
        let topics = Settings::read(&config).unwrap().topics;
        assert_eq!(topics.offsets.replication_factor, 1);
    }
}
