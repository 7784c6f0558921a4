//! Limits over listeners, addresses and changes.

use super::*;
use std::net::Ipv4Addr;
use std::time::Duration;
use tokio::time::timeout;

const UNLIMITED: usize = i32::MAX as usize;
const NEAR: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const FAR: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1));

fn connections(max: usize, max_per_ip: usize) -> ConnectionSettings {
    ConnectionSettings {
        max,
        max_per_ip,
        per_ip_overrides: BTreeMap::from([(FAR, 0)]),
        max_creation_rate: UNLIMITED,
        max_queued_bytes: None,
    }
}

fn network(max_connections: usize) -> NetworkSettings {
    NetworkSettings {
        max_request_bytes: 1024,
        max_idle: None,
        send_buffer_bytes: None,
        receive_buffer_bytes: None,
        backlog: 50,
        max_connections,
        max_creation_rate: UNLIMITED,
    }
}

async fn open(limits: &ConnectionLimits, address: IpAddr) -> Option<Slot> {
    let room = timeout(Duration::from_millis(20), limits.wait_for_room())
        .await
        .ok()?;
    limits.admit(room, address)
}

#[tokio::test]
async fn an_address_gets_no_more_than_its_share() {
    let network = network(10);
    let role = RoleLimits::new(&connections(10, 1), [("A", &network)].into_iter());
    let limits = role.of("A").unwrap();
    let first = open(&limits, NEAR).await;
    assert!(first.is_some());
    assert!(open(&limits, NEAR).await.is_none());
    assert!(open(&limits, FAR).await.is_none());
    drop(first);
    assert!(open(&limits, NEAR).await.is_some());
    assert!(role.shared.addresses.lock().open.is_empty());
    assert!(role.of("B").is_none());
}

#[tokio::test]
async fn listeners_share_the_roles_connections_and_have_their_own_limit() {
    let (one, ten) = (network(1), network(10));
    let role = RoleLimits::new(
        &connections(2, UNLIMITED),
        [("A", &one), ("B", &ten)].into_iter(),
    );
    let (small, large) = (role.of("A").unwrap(), role.of("B").unwrap());
    let first = open(&small, NEAR).await;
    assert!(first.is_some() && open(&small, NEAR).await.is_none());
    let second = open(&large, NEAR).await;
    assert!(second.is_some() && open(&large, NEAR).await.is_none());
    drop(first);
    assert!(open(&large, NEAR).await.is_some());
}

#[tokio::test]
async fn new_limits_hold_at_once_for_new_connections() {
    let ten = network(10);
    let role = RoleLimits::new(&connections(1, UNLIMITED), [("A", &ten)].into_iter());
    let limits = role.of("A").unwrap();
    let first = open(&limits, NEAR).await.unwrap();
    assert!(open(&limits, NEAR).await.is_none());
    role.update(&connections(5, 2), [("A", &ten)].into_iter());
    let second = open(&limits, NEAR).await.unwrap();
    assert!(
        open(&limits, NEAR).await.is_none(),
        "the address has its two"
    );
    let two = network(2);
    role.update(&connections(5, UNLIMITED), [("A", &two)].into_iter());
    assert!(
        open(&limits, NEAR).await.is_none(),
        "the listener has its two"
    );
    drop((first, second));
    assert!(open(&limits, NEAR).await.is_some());
}
