//! Kalda: see src/ARCHITECTURE.md.

pub mod settings;
