//! Formatting log directories, telling what is in them, and opening them when a node starts: the files and sentences
//! of `kafka-storage`.
//!
//! The command line only reads arguments; every decision is here.

mod bootstrap;
mod directories;
mod features;
mod format;
mod here;
mod listing;
mod meta_properties;
mod opening;
mod voters;

pub use directories::{Directories, DirectoryError};
pub use features::{FeatureError, Release, feature_dependencies, version_mapping};
pub use format::{FirstVoters, FormatError, FormatRequest, Formatting, new_id};
pub use here::{format_here, is_new_here, list_here, new_cluster_id};
pub use listing::{Listing, list_directories};
pub use meta_properties::MetaProperties;
pub use opening::{NodeDirectories, OpenError, open_directories};
pub use voters::{FirstVoter, parse_voters};
