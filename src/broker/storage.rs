//! Formatting log directories and telling what is in them: what `kafka-storage` does, with the same files and sentences.
//!
//! The command line only reads arguments; every decision is here.

mod bootstrap;
mod directories;
mod features;
mod format;
mod listing;
mod meta_properties;
mod metadata_version;
mod voters;

pub use directories::{Directories, DirectoryError};
pub use features::{FeatureError, Release, feature_dependencies, version_mapping};
pub use format::{FirstVoters, FormatError, FormatRequest, Formatting, new_id};
pub use listing::{Listing, list_directories};
pub use meta_properties::MetaProperties;
pub use voters::{FirstVoter, parse_voters};
