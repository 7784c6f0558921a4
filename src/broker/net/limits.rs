//! How many connections are kept, and how often a new one begins.

use super::memory::RequestMemory;
use super::rate::Rate;
use super::slots::{Place, Slots};
use crate::settings::{ConnectionSettings, NetworkSettings};
use parking_lot::Mutex;
use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::Arc;

/// Limits over all listeners of one role, and those of each of them. The controller's are apart from the broker's, as in
/// Kafka, so that clients cannot keep a broker from its controller.
#[derive(Debug)]
pub(crate) struct RoleLimits {
    shared: Arc<Shared>,
    listeners: BTreeMap<String, Arc<ConnectionLimits>>,
}

/// What the listeners of a role share.
#[derive(Debug)]
struct Shared {
    slots: Arc<Slots>,
    rate: Rate,
    addresses: Mutex<Addresses>,
    memory: Option<RequestMemory>,
}

/// How many connections each address may have, and has.
#[derive(Debug)]
struct Addresses {
    max: usize,
    overrides: BTreeMap<IpAddr, usize>,
    open: HashMap<IpAddr, usize>,
}

/// Limits of one listener, within those of its role.
#[derive(Debug)]
pub(crate) struct ConnectionLimits {
    shared: Arc<Shared>,
    slots: Arc<Slots>,
    rate: Rate,
}

/// Room for one connection, on the listener and in the role.
pub(super) type Room = (Place, Place);

/// The right to keep one connection open. Dropping it frees the slot.
#[derive(Debug)]
pub(super) struct Slot {
    shared: Arc<Shared>,
    address: IpAddr,
    _room: Room,
}

impl RoleLimits {
    /// `max.connections`, `max.connection.creation.rate`, `max.connections.per.ip`, `max.connections.per.ip.overrides`
    /// and `queued.max.request.bytes`; the first two also for each of `listeners`, by name.
    pub(crate) fn new<'a>(
        settings: &ConnectionSettings,
        listeners: impl Iterator<Item = (&'a str, &'a NetworkSettings)> + Clone,
    ) -> RoleLimits {
        let largest = listeners
            .clone()
            .map(|(_, network)| network.max_request_bytes)
            .max();
        let memory = settings.max_queued_bytes;
        let shared = Arc::new(Shared {
            slots: Slots::new(settings.max),
            rate: Rate::new(settings.max_creation_rate),
            addresses: Mutex::new(Addresses {
                max: settings.max_per_ip,
                overrides: settings.per_ip_overrides.clone(),
                open: HashMap::new(),
            }),
            memory: memory.map(|bytes| RequestMemory::new(bytes, largest.unwrap_or_default())),
        });
        let limits = |(name, network): (&str, &NetworkSettings)| {
            let limits = ConnectionLimits {
                shared: Arc::clone(&shared),
                slots: Slots::new(network.max_connections),
                rate: Rate::new(network.max_creation_rate),
            };
            (name.to_owned(), Arc::new(limits))
        };
        let listeners = listeners.map(limits).collect();
        RoleLimits { shared, listeners }
    }

    /// The limits of a listener, if the role has it.
    pub(crate) fn of(&self, listener: &str) -> Option<Arc<ConnectionLimits>> {
        self.listeners.get(listener).cloned()
    }

    /// Other limits from now on. Connections that are open stay open.
    pub(crate) fn update<'a>(
        &self,
        settings: &ConnectionSettings,
        listeners: impl Iterator<Item = (&'a str, &'a NetworkSettings)>,
    ) {
        self.shared.slots.set_max(settings.max);
        self.shared.rate.set(settings.max_creation_rate);
        {
            let mut addresses = self.shared.addresses.lock();
            addresses.max = settings.max_per_ip;
            addresses.overrides = settings.per_ip_overrides.clone();
        }
        for (name, network) in listeners {
            if let Some(limits) = self.listeners.get(name) {
                limits.slots.set_max(network.max_connections);
                limits.rate.set(network.max_creation_rate);
            }
        }
    }
}

impl ConnectionLimits {
    /// The memory of requests in progress.
    pub(super) fn memory(&self) -> Option<RequestMemory> {
        self.shared.memory.clone()
    }

    /// Wait until one more connection may begin. It was accepted already, so it counts among those that are open.
    pub(super) async fn wait_for_turn(&self) {
        self.rate.wait().await;
        self.shared.rate.wait().await;
    }

    /// Wait until there is room for one more: Kafka stops accepting meanwhile.
    pub(super) async fn wait_for_room(&self) -> Room {
        let of_listener = Arc::clone(&self.slots).take().await;
        let of_role = Arc::clone(&self.shared.slots).take().await;
        (of_listener, of_role)
    }

    /// Take a slot for `address`; `None` when that address has all it may have.
    pub(super) fn admit(&self, room: Room, address: IpAddr) -> Option<Slot> {
        let mut addresses = self.shared.addresses.lock();
        let allowed = addresses
            .overrides
            .get(&address)
            .copied()
            .unwrap_or(addresses.max);
        let open = addresses.open.get(&address).copied().unwrap_or(0);
        if open >= allowed {
            return None;
        }
        addresses.open.insert(address, open + 1);
        drop(addresses);
        Some(Slot {
            shared: Arc::clone(&self.shared),
            address,
            _room: room,
        })
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut addresses = self.shared.addresses.lock();
        if let Some(count) = addresses.open.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                addresses.open.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
#[path = "limits_tests.rs"]
mod tests;
