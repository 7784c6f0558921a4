//! Kalda: see src/ARCHITECTURE.md.

pub mod controller;
pub mod settings;
pub mod storage;
