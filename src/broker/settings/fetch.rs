//! Settings of serving fetches.

use kalda_config::{InvalidValue, Values};

use super::count;

/// Limits of fetches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchSettings {
    /// `fetch.max.bytes`
    pub max_bytes: usize,
    /// `max.incremental.fetch.session.cache.slots`
    pub session_slots: usize,
}

impl FetchSettings {
    pub(super) fn read(values: &Values) -> Result<Self, InvalidValue> {
        Ok(Self {
            max_bytes: count(values, "fetch.max.bytes")?,
            session_slots: count(values, "max.incremental.fetch.session.cache.slots")?,
        })
    }
}
