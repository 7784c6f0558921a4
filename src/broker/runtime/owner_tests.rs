//! One shard over a disk that fails on command.
