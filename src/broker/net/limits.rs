//! How many connections a listener keeps, and how long.

use parking_lot::Mutex;
use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Limits over all connections of a listener.
#[derive(Debug)]
pub(crate) struct ConnectionLimits {
    slots: Arc<Semaphore>,
    per_ip: usize,
    per_ip_overrides: BTreeMap<IpAddr, usize>,
    open: Mutex<HashMap<IpAddr, usize>>,
}

/// The right to keep one connection open. Dropping it frees the slot.
#[derive(Debug)]
pub(super) struct Slot {
    limits: Arc<ConnectionLimits>,
    address: IpAddr,
    _permit: OwnedSemaphorePermit,
}

impl ConnectionLimits {
    /// `max.connections`, `max.connections.per.ip` and `max.connections.per.ip.overrides`.
    pub(crate) fn new(
        max: usize,
        per_ip: usize,
        per_ip_overrides: BTreeMap<IpAddr, usize>,
    ) -> ConnectionLimits {
        ConnectionLimits {
            slots: Arc::new(Semaphore::new(max.min(Semaphore::MAX_PERMITS))),
            per_ip,
            per_ip_overrides,
            open: Mutex::new(HashMap::new()),
        }
    }

    /// Wait until `max.connections` leaves room for one more: Kafka stops accepting meanwhile.
    pub(super) async fn wait_for_room(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.slots).acquire_owned().await.ok()
    }

    /// Take a slot for `address`; `None` when that address has all it may have.
    pub(super) fn admit(
        self: &Arc<Self>,
        permit: OwnedSemaphorePermit,
        address: IpAddr,
    ) -> Option<Slot> {
        let allowed = self
            .per_ip_overrides
            .get(&address)
            .copied()
            .unwrap_or(self.per_ip);
        let mut open = self.open.lock();
        let count = open.entry(address).or_default();
        if *count >= allowed {
            if *count == 0 {
                open.remove(&address);
            }
            return None;
        }
        *count += 1;
        drop(open);
        Some(Slot {
            limits: Arc::clone(self),
            address,
            _permit: permit,
        })
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut open = self.limits.open.lock();
        if let Some(count) = open.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    #[tokio::test]
    async fn an_address_gets_no_more_than_its_share() {
        let near = IpAddr::from(Ipv4Addr::LOCALHOST);
        let far = IpAddr::from(Ipv4Addr::new(10, 0, 0, 1));
        let limits = Arc::new(ConnectionLimits::new(10, 1, BTreeMap::from([(far, 0)])));
        let admit = async |address| {
            let permit = limits.wait_for_room().await.unwrap();
            limits.admit(permit, address)
        };
        let first = admit(near).await;
        assert!(first.is_some());
        assert!(admit(near).await.is_none());
        assert!(admit(far).await.is_none());
        drop(first);
        assert!(admit(near).await.is_some());
        assert!(limits.open.lock().is_empty());
    }
}
