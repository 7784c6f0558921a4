//! Groups of the classic protocol: whole effects of requests and time.

mod changing;
mod expected;
mod fixture;
mod joining;
mod limits;
mod loading;
mod offsets;
mod sessions;
mod static_members;
mod syncing;
mod walk;
