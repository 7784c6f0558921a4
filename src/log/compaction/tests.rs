//! Each rule of compaction, on small logs.

mod bench;
mod crash;
mod interference;
mod property;
mod rules;
mod segments;
mod transactions;
