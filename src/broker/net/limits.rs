//! How many connections are kept, and how often a new one begins.

use super::memory::RequestMemory;
use super::rate::Rate;
use crate::settings::{ConnectionSettings, NetworkSettings};
use parking_lot::Mutex;
use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Limits over all listeners of one role. Those of the controller are apart, as in Kafka, so that clients cannot keep a
/// broker from its controller.
#[derive(Debug)]
pub(crate) struct RoleLimits {
    slots: Arc<Semaphore>,
    rate: Rate,
    per_ip: usize,
    per_ip_overrides: BTreeMap<IpAddr, usize>,
    open: Mutex<HashMap<IpAddr, usize>>,
    memory: Option<RequestMemory>,
}

/// Limits of one listener, within those of its role.
#[derive(Debug)]
pub(crate) struct ConnectionLimits {
    role: Arc<RoleLimits>,
    slots: Arc<Semaphore>,
    rate: Rate,
}

/// Room for one connection, on the listener and in the role.
pub(super) type Room = (OwnedSemaphorePermit, OwnedSemaphorePermit);

/// The right to keep one connection open. Dropping it frees the slot.
#[derive(Debug)]
pub(super) struct Slot {
    limits: Arc<RoleLimits>,
    address: IpAddr,
    _room: Room,
}

fn slots(max: usize) -> Arc<Semaphore> {
    Arc::new(Semaphore::new(max.min(Semaphore::MAX_PERMITS)))
}

impl RoleLimits {
    /// `max.connections`, `max.connection.creation.rate`, `max.connections.per.ip`, `max.connections.per.ip.overrides`
    /// and `queued.max.request.bytes`.
    pub(crate) fn new(
        settings: &ConnectionSettings,
        largest_request_bytes: usize,
    ) -> Arc<RoleLimits> {
        Arc::new(RoleLimits {
            slots: slots(settings.max),
            rate: Rate::new(settings.max_creation_rate),
            per_ip: settings.max_per_ip,
            per_ip_overrides: settings.per_ip_overrides.clone(),
            open: Mutex::new(HashMap::new()),
            memory: settings
                .max_queued_bytes
                .map(|bytes| RequestMemory::new(bytes, largest_request_bytes)),
        })
    }
}

impl ConnectionLimits {
    /// The listener's own `max.connections` and `max.connection.creation.rate`.
    pub(crate) fn new(role: &Arc<RoleLimits>, network: &NetworkSettings) -> Arc<ConnectionLimits> {
        Arc::new(ConnectionLimits {
            role: Arc::clone(role),
            slots: slots(network.max_connections),
            rate: Rate::new(network.max_creation_rate),
        })
    }

    /// The memory of requests in progress.
    pub(super) fn memory(&self) -> Option<RequestMemory> {
        self.role.memory.clone()
    }

    /// Wait until one more connection may begin. It was accepted already, so it counts among those that are open.
    pub(super) async fn wait_for_turn(&self) {
        self.rate.wait().await;
        self.role.rate.wait().await;
    }

    /// Wait until there is room for one more: Kafka stops accepting meanwhile.
    pub(super) async fn wait_for_room(&self) -> Option<Room> {
        let of_listener = Arc::clone(&self.slots).acquire_owned().await.ok()?;
        let of_role = Arc::clone(&self.role.slots).acquire_owned().await.ok()?;
        Some((of_listener, of_role))
    }

    /// Take a slot for `address`; `None` when that address has all it may have.
    pub(super) fn admit(&self, room: Room, address: IpAddr) -> Option<Slot> {
        let role = &self.role;
        let allowed = role
            .per_ip_overrides
            .get(&address)
            .copied()
            .unwrap_or(role.per_ip);
        let mut open = role.open.lock();
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
            limits: Arc::clone(role),
            address,
            _room: room,
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
    use std::time::Duration;
    use tokio::time::timeout;

    const UNLIMITED: usize = i32::MAX as usize;

    fn connections(max: usize, max_per_ip: usize) -> ConnectionSettings {
        let far = IpAddr::from(Ipv4Addr::new(10, 0, 0, 1));
        ConnectionSettings {
            max,
            max_per_ip,
            per_ip_overrides: BTreeMap::from([(far, 0)]),
            max_creation_rate: UNLIMITED,
            max_queued_bytes: None,
        }
    }

    fn listener(role: &Arc<RoleLimits>, max_connections: usize) -> Arc<ConnectionLimits> {
        let network = NetworkSettings {
            max_request_bytes: 1024,
            max_idle: None,
            send_buffer_bytes: None,
            receive_buffer_bytes: None,
            backlog: 50,
            max_connections,
            max_creation_rate: UNLIMITED,
        };
        ConnectionLimits::new(role, &network)
    }

    #[tokio::test]
    async fn an_address_gets_no_more_than_its_share() {
        let near = IpAddr::from(Ipv4Addr::LOCALHOST);
        let far = IpAddr::from(Ipv4Addr::new(10, 0, 0, 1));
        let role = RoleLimits::new(&connections(10, 1), 1024);
        let limits = listener(&role, 10);
        let admit = async |address| {
            let room = limits.wait_for_room().await.unwrap();
            limits.admit(room, address)
        };
        let first = admit(near).await;
        assert!(first.is_some());
        assert!(admit(near).await.is_none());
        assert!(admit(far).await.is_none());
        drop(first);
        assert!(admit(near).await.is_some());
        assert!(role.open.lock().is_empty());
    }

    #[tokio::test]
    async fn listeners_share_the_roles_connections_and_have_their_own_limit() {
        let near = IpAddr::from(Ipv4Addr::LOCALHOST);
        let role = RoleLimits::new(&connections(2, UNLIMITED), 1024);
        let (small, large) = (listener(&role, 1), listener(&role, 10));
        let no_room = async |limits: &Arc<ConnectionLimits>| {
            timeout(Duration::from_millis(20), limits.wait_for_room())
                .await
                .is_err()
        };
        let first = small
            .admit(small.wait_for_room().await.unwrap(), near)
            .unwrap();
        assert!(no_room(&small).await);
        let second = large
            .admit(large.wait_for_room().await.unwrap(), near)
            .unwrap();
        assert!(no_room(&large).await);
        drop(first);
        assert!(!no_room(&large).await);
        drop(second);
    }
}
