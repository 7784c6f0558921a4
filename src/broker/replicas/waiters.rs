//! Fetches that wait for more data.
//!
//! One waiting Fetch is one `Notify`, registered with each of its partitions. An append wakes what is registered with its
//! partition and nothing else; an append to a partition that nobody waits for costs one uncontended lock.

use parking_lot::Mutex;
use std::sync::Arc;
use tokio::sync::Notify;

/// Who waits for a partition.
#[derive(Debug, Default)]
pub(crate) struct Waiters {
    waiting: Mutex<Vec<Arc<Notify>>>,
}

/// A registration; dropping it ends it.
pub(crate) struct Waiting<'a> {
    waiters: &'a Waiters,
    notify: Arc<Notify>,
}

impl Waiters {
    /// Have `notify` woken by every change from now on.
    pub(crate) fn register(&self, notify: &Arc<Notify>) -> Waiting<'_> {
        self.waiting.lock().push(Arc::clone(notify));
        Waiting {
            waiters: self,
            notify: Arc::clone(notify),
        }
    }

    /// Wake everyone: data arrived, or the partition went away.
    pub(crate) fn wake(&self) {
        for notify in &*self.waiting.lock() {
            notify.notify_one();
        }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let mut waiting = self.waiters.waiting.lock();
        if let Some(index) = waiting
            .iter()
            .position(|notify| Arc::ptr_eq(notify, &self.notify))
        {
            waiting.swap_remove(index);
        }
        if waiting.is_empty() {
            *waiting = Vec::new();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_waiter_is_woken_and_leaves_nothing_behind() {
        let waiters = Waiters::default();
        let (near, far) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let registration = waiters.register(&near);
        let other = waiters.register(&far);
        waiters.wake();
        near.notified().await;
        far.notified().await;
        drop(registration);
        assert_eq!(waiters.waiting.lock().len(), 1);
        drop(other);
        assert_eq!(waiters.waiting.lock().capacity(), 0);
    }
}
