//! How much memory all requests that are read and not yet answered may take together: `queued.max.request.bytes`.
//!
//! There is no such limit by default, as in Kafka: a request holds its memory from its first byte, so a few clients that
//! never finish theirs could keep everybody else out.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Memory is counted in pieces of this size, so that a counter of 32 bits reaches far enough.
const PIECE_BYTES: usize = 1024;

/// One pool for all connections of a node.
#[derive(Debug, Clone)]
pub(crate) struct RequestMemory {
    pieces: Arc<Semaphore>,
    total: usize,
}

impl RequestMemory {
    /// A pool of `limit_bytes`, which always has room for the largest request that is allowed.
    pub(crate) fn new(limit_bytes: usize, largest_request_bytes: usize) -> Self {
        let total = pieces(limit_bytes.max(largest_request_bytes)).min(Semaphore::MAX_PERMITS);
        Self {
            pieces: Arc::new(Semaphore::new(total)),
            total,
        }
    }

    /// Waits until there is room for a request of `bytes`, and holds it until the permit is dropped.
    pub(super) async fn hold(&self, bytes: usize) -> Option<OwnedSemaphorePermit> {
        let wanted = u32::try_from(pieces(bytes).min(self.total)).unwrap_or(u32::MAX);
        Arc::clone(&self.pieces)
            .acquire_many_owned(wanted)
            .await
            .ok()
    }
}

fn pieces(bytes: usize) -> usize {
    bytes.div_ceil(PIECE_BYTES)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    #[tokio::test]
    async fn a_request_waits_until_others_are_answered() {
        let memory = RequestMemory::new(10 << 10, 1);
        let first = memory.hold(8 << 10).await;
        assert!(first.is_some());
        assert!(memory.hold(2 << 10).await.is_some());
        let third = timeout(Duration::from_millis(20), memory.hold(4 << 10)).await;
        assert!(third.is_err(), "there was room although there is none");
        drop(first);
        assert!(memory.hold(4 << 10).await.is_some());
    }

    #[tokio::test]
    async fn the_largest_request_always_fits_alone() {
        let memory = RequestMemory::new(1, 1 << 20);
        assert!(memory.hold(1 << 20).await.is_some());
    }
}
