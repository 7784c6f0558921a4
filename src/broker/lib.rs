//! Kalda: see src/ARCHITECTURE.md.

pub mod settings;
pub mod storage;
