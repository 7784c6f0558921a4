//! Formatting log directories.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kalda_config::NodeConfig;
use kalda_disk::{Disk, replace_file};
use kalda_metadata::features::METADATA_VERSION;
use kalda_protocol::uuid_text;
use kalda_quorum::checkpoint::{write_bootstrap_checkpoint, write_voters_checkpoint};
use uuid::Uuid;

use super::bootstrap::FirstRecords;
use super::directories::{Directories, DirectoryError};
use super::features::{FeatureError, FirstLevels, Release, parse_feature};
use super::meta_properties::{FILE_NAME, MetaProperties};
use super::voters::{FirstVoter, parse_voters, to_record};
use crate::settings::NodeSettings;

/// How the controllers of the new cluster are named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum FirstVoters {
    /// By `controller.quorum.voters`; or nowhere, on a node that is a broker alone.
    #[default]
    InConfiguration,
    /// This node alone: `--standalone`.
    Standalone,
    /// By `--initial-controllers`.
    Named(String),
    /// Not yet: `--no-initial-controllers`.
    None,
}

/// What a person asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormatRequest {
    /// `--cluster-id`
    pub cluster_id: String,
    /// `--ignore-formatted`
    pub ignore_formatted: bool,
    /// `--release-version`
    pub release_version: Option<String>,
    /// `--feature`, each `name=level`
    pub features: Vec<String>,
    /// `--standalone`, `--initial-controllers` or `--no-initial-controllers`
    pub voters: FirstVoters,
}

/// Why directories were not formatted.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// The request contradicts itself or the configuration.
    #[error("{0}")]
    Refused(String),
    /// The levels of features do not fit.
    #[error(transparent)]
    Feature(#[from] FeatureError),
    /// A directory belongs to someone else.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// A file could not be written.
    #[error("Error while writing meta.properties file {dir}: {error}")]
    Write {
        /// The directory that was being formatted.
        dir: PathBuf,
        /// What the system said.
        error: io::Error,
    },
}

fn refuse<T>(sentence: impl Into<String>) -> Result<T, FormatError> {
    Err(FormatError::Refused(sentence.into()))
}

/// Time and chance, which the caller has.
pub struct Formatting<'a> {
    /// Where the directories are.
    pub disk: Arc<dyn Disk>,
    /// Milliseconds since the epoch.
    pub now_ms: i64,
    /// A source of random ids.
    pub random_id: &'a mut dyn FnMut() -> Uuid,
    /// Is given each line for the person who asked.
    pub say: &'a mut dyn FnMut(&str),
}

/// A new id that may be given to a cluster or directory: not a reserved one, and none that looks like an option.
pub fn new_id(random_id: &mut dyn FnMut() -> Uuid) -> Uuid {
    loop {
        let id = random_id();
        if uuid_text::is_assignable(&id) {
            return id;
        }
    }
}

/// What is decided before anything is written.
struct Plan {
    node: NodeSettings,
    cluster_id: String,
    levels: FirstLevels,
    voters: Option<BTreeMap<i32, FirstVoter>>,
    records: FirstRecords,
    listener: String,
}

impl Formatting<'_> {
    /// Formats every directory of the node that is not formatted yet.
    ///
    /// # Errors
    /// One sentence; directories that were already written stay formatted, and a second run completes the others.
    pub fn run(&mut self, config: &NodeConfig, request: &FormatRequest) -> Result<(), FormatError> {
        let plan = self.plan(config, request)?;
        let dirs = plan.node.all_dirs();
        let present = Directories::load(&*self.disk, &dirs);
        present.verify(Some(&plan.cluster_id), Some(plan.node.node_id))?;
        if let Some(dir) = present
            .formatted
            .keys()
            .next()
            .filter(|_| !request.ignore_formatted)
        {
            return refuse(format!(
                "Log directory {} is already formatted. Use --ignore-formatted to ignore this directory and format \
                 the others.",
                dir.display()
            ));
        }
        for dir in present.broken.keys() {
            let dir = dir.display();
            (self.say)(&format!(
                "I/O error trying to read log directory {dir}. Ignoring..."
            ));
        }
        if present.empty.is_empty() {
            if present.formatted.is_empty() {
                return refuse("No available log directories to format.");
            }
            (self.say)("All of the log directories are already formatted.");
            return Ok(());
        }
        (self.say)(&format!("Bootstrap metadata: {}", plan.records.shown));
        self.write_all(&plan, &present)
    }

    fn plan(&mut self, config: &NodeConfig, request: &FormatRequest) -> Result<Plan, FormatError> {
        let settings = |error: kalda_config::InvalidValue| FormatError::Refused(error.to_string());
        let node = NodeSettings::read(config).map_err(settings)?;
        let release = match &request.release_version {
            Some(text) => Some(Release::parse(text, false)?),
            None => None,
        };
        let features: BTreeMap<_, _> = request
            .features
            .iter()
            .map(|text| parse_feature(text))
            .collect::<Result<_, _>>()?;
        let is_static = !config
            .values()
            .list("controller.quorum.voters")
            .map_err(settings)?
            .is_empty();
        let voters = self.voters(config, &node, request, is_static)?;
        if request.cluster_id.is_empty() {
            return refuse("You must specify the cluster id.");
        }
        let names = &config.listeners().controller_names;
        let levels = FirstLevels::choose(release, &features, !is_static)?;
        Ok(Plan {
            node,
            cluster_id: request.cluster_id.clone(),
            records: FirstRecords::new(&levels).map_err(FormatError::Refused)?,
            levels,
            voters,
            listener: names.first().cloned().unwrap_or_default(),
        })
    }

    fn voters(
        &mut self,
        config: &NodeConfig,
        node: &NodeSettings,
        request: &FormatRequest,
        is_static: bool,
    ) -> Result<Option<BTreeMap<i32, FirstVoter>>, FormatError> {
        match &request.voters {
            FirstVoters::Standalone | FirstVoters::Named(_) if is_static => refuse(
                "You cannot specify controller.quorum.voters and format the node with --initial-controllers or \
                 --standalone. If you want to use dynamic quorum, please remove controller.quorum.voters and specify \
                 controller.quorum.bootstrap.servers instead.",
            ),
            FirstVoters::Named(text) => parse_voters(text).map(Some).map_err(FormatError::Refused),
            FirstVoters::Standalone => self.standalone(config, node).map(Some),
            FirstVoters::InConfiguration if node.is_controller() && !is_static => refuse(
                "Because controller.quorum.voters is not set on this controller, you must specify one of the following: \
                 --standalone, --initial-controllers, or --no-initial-controllers.",
            ),
            FirstVoters::InConfiguration | FirstVoters::None => Ok(None),
        }
    }

    /// This node as the only voter, at the address that its first controller listener advertises.
    fn standalone(
        &mut self,
        config: &NodeConfig,
        node: &NodeSettings,
    ) -> Result<BTreeMap<i32, FirstVoter>, FormatError> {
        if !node.is_controller() {
            return refuse("You can only use --standalone on a controller.");
        }
        let Some(endpoint) = config.listeners().advertised_controller.first() else {
            return refuse("No controller listeners found.");
        };
        let voter = FirstVoter {
            node_id: node.node_id,
            host: endpoint
                .host
                .clone()
                .unwrap_or_else(|| "localhost".to_owned()),
            port: endpoint.port,
            directory_id: new_id(self.random_id),
        };
        Ok(BTreeMap::from([(node.node_id, voter)]))
    }

    fn write_all(&mut self, plan: &Plan, present: &Directories) -> Result<(), FormatError> {
        let mut ids: BTreeSet<_> = present
            .formatted
            .values()
            .filter_map(|meta| meta.directory_id)
            .collect();
        for dir in &present.empty {
            let kind = DirectoryKind::of(dir, plan);
            let directory_id = match &kind {
                DirectoryKind::Voter(voter) => voter.directory_id,
                DirectoryKind::Logs | DirectoryKind::StaticMetadata | DirectoryKind::Observer => {
                    loop {
                        let id = new_id(self.random_id);
                        if !ids.contains(&id) {
                            break id;
                        }
                    }
                }
            };
            ids.insert(directory_id);
            (self.say)(&format!(
                "Formatting {} {} with {METADATA_VERSION} {}.",
                kind.name(),
                dir.display(),
                plan.levels.release.name()
            ));
            self.write(dir, plan, &kind, directory_id)
                .map_err(|error| FormatError::Write {
                    dir: dir.clone(),
                    error,
                })?;
        }
        Ok(())
    }

    /// `meta.properties` comes last: a directory is formatted when it has that file, so a crash before leaves one that
    /// can be formatted again.
    fn write(
        &self,
        dir: &Path,
        plan: &Plan,
        kind: &DirectoryKind<'_>,
        directory_id: Uuid,
    ) -> io::Result<()> {
        self.disk.create_dir_all(dir)?;
        let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty());
        self.disk.sync_dir(parent.unwrap_or(Path::new(".")))?;
        write_bootstrap_checkpoint(&*self.disk, dir, &plan.records.encoded, self.now_ms)?;
        if let Some(voters) = kind
            .has_first_snapshot()
            .then_some(plan.voters.as_ref())
            .flatten()
        {
            let voters = to_record(voters, &plan.listener);
            let kraft_version = plan.levels.kraft_version();
            write_voters_checkpoint(
                Arc::clone(&self.disk),
                dir,
                &voters,
                kraft_version,
                self.now_ms,
            )?;
        }
        let meta = MetaProperties {
            version: 1,
            cluster_id: Some(plan.cluster_id.clone()),
            node_id: Some(plan.node.node_id),
            directory_id: Some(directory_id),
        };
        replace_file(
            &*self.disk,
            &dir.join(FILE_NAME),
            &meta.to_bytes(self.now_ms),
        )
    }
}

/// What a directory will hold.
enum DirectoryKind<'a> {
    Logs,
    StaticMetadata,
    Observer,
    Voter(&'a FirstVoter),
}

impl<'a> DirectoryKind<'a> {
    fn of(dir: &Path, plan: &'a Plan) -> Self {
        match &plan.voters {
            _ if dir != plan.node.metadata_log_dir => Self::Logs,
            None => Self::StaticMetadata,
            Some(voters) => match voters.get(&plan.node.node_id) {
                Some(voter) => Self::Voter(voter),
                None => Self::Observer,
            },
        }
    }

    /// As Kafka's tool names it.
    fn name(&self) -> &'static str {
        match self {
            Self::Logs => "data directory",
            Self::StaticMetadata => "metadata directory",
            Self::Observer => "dynamic metadata directory",
            Self::Voter(_) => "dynamic metadata voter directory",
        }
    }

    fn has_first_snapshot(&self) -> bool {
        match self {
            Self::Logs | Self::StaticMetadata => false,
            Self::Observer | Self::Voter(_) => true,
        }
    }
}

#[cfg(test)]
#[path = "format_tests.rs"]
mod tests;
