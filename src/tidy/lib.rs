//! Kalda: see src/ARCHITECTURE.md.
