//! Listening sockets.

use super::connection;
use super::limits::{ConnectionLimits, Room};
use crate::call::Client;
use crate::dispatch::Service;
use crate::settings::NetworkSettings;
use socket2::{Domain, Protocol, Socket, Type};
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener as StdListener, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tracing::{debug, warn};

/// Pause after `accept` fails for want of file descriptors, so that the loop does not spin.
const ACCEPT_RETRY: Duration = Duration::from_millis(100);

/// How long a stopping listener waits for requests in progress.
const STOP_GRACE: Duration = Duration::from_secs(1);

/// A socket that is bound and listening, but not yet served.
#[derive(Debug)]
pub(crate) struct Bound {
    socket: StdListener,
    /// Name of the listener, such as `PLAINTEXT`.
    pub(crate) name: Arc<str>,
    /// The address bound, with the real port where 0 was asked for.
    pub(crate) address: SocketAddr,
}

/// Bind the listener `name` to `host:port`. An empty host or `0.0.0.0` means every interface; port 0 lets the system choose.
pub(crate) fn bind(name: &str, host: &str, port: u16, backlog: i32) -> io::Result<Bound> {
    let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for address in addresses(host, port)? {
        match bind_one(name, address, backlog) {
            Ok(bound) => return Ok(bound),
            Err(error) => last = error,
        }
    }
    Err(last)
}

fn addresses(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    if host.is_empty() {
        return Ok(vec![
            SocketAddr::from(([0_u16; 8], port)),
            SocketAddr::from(([0, 0, 0, 0], port)),
        ]);
    }
    let mut found: Vec<SocketAddr> = (host, port).to_socket_addrs()?.collect();
    // Java prefers IPv4 for names that have both.
    found.sort_by_key(SocketAddr::is_ipv6);
    Ok(found)
}

fn bind_one(name: &str, address: SocketAddr, backlog: i32) -> io::Result<Bound> {
    let socket = Socket::new(
        Domain::for_address(address),
        Type::STREAM,
        Some(Protocol::TCP),
    )?;
    if address.is_ipv6() && address.ip().is_unspecified() {
        socket.set_only_v6(false)?;
    }
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(backlog)?;
    let socket = StdListener::from(socket);
    let address = socket.local_addr()?;
    let name = Arc::from(name);
    Ok(Bound {
        socket,
        name,
        address,
    })
}

/// Accept and serve connections until `stop` becomes true, then wait for their requests in progress.
pub(crate) async fn serve(
    bound: Bound,
    service: Service,
    limits: (Arc<ConnectionLimits>, NetworkSettings),
    stop: watch::Receiver<bool>,
) -> io::Result<()> {
    let listener = TcpListener::from_std(bound.socket)?;
    let (connections, network) = limits;
    let mut running = JoinSet::new();
    let mut stopping = stop.clone();
    loop {
        let accepted = tokio::select! {
            biased;
            _ = stopping.wait_for(|stop| *stop) => break,
            Some(_) = running.join_next() => continue,
            accepted = accept(&listener, &connections) => accepted,
        };
        let Some((socket, peer, room)) = accepted else {
            continue;
        };
        let Some(slot) = connections.admit(room, peer.ip()) else {
            debug!(%peer, "closing a connection: too many connections from this address");
            continue;
        };
        let service = service.clone();
        let stop = stop.clone();
        let listener = Arc::clone(&bound.name);
        let client = Client {
            address: peer,
            host: host_text(peer.ip()).into(),
            listener,
        };
        let network = network.clone();
        let limits = Arc::clone(&connections);
        running.spawn(async move {
            limits.wait_for_turn().await;
            connection::run(socket, client, service, (network, limits.memory(), stop)).await;
            drop(slot);
        });
    }
    drop(listener);
    // Requests in progress are answered, unless they wait for something that may not come.
    let finished = async { while running.join_next().await.is_some() {} };
    if timeout(STOP_GRACE, finished).await.is_err() {
        debug!("closing connections whose requests are still waiting");
    }
    Ok(())
}

/// An address as Kafka shows it to users: after a slash, and every part of a long one spelled out.
fn host_text(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => format!("/{address}"),
        IpAddr::V6(address) => {
            let parts = address.segments().map(|part| format!("{part:x}"));
            format!("/{}", parts.join(":"))
        }
    }
}

type Accepted = (tokio::net::TcpStream, SocketAddr, Room);

async fn accept(listener: &TcpListener, limits: &ConnectionLimits) -> Option<Accepted> {
    let room = limits.wait_for_room().await;
    match listener.accept().await {
        Ok((socket, peer)) => Some((socket, peer, room)),
        Err(error) => {
            warn!(%error, "cannot accept a connection");
            tokio::time::sleep(ACCEPT_RETRY).await;
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_is_refused_and_port_zero_is_chosen() {
        let first = bind("PLAINTEXT", "127.0.0.1", 0, 50).unwrap();
        assert_ne!(first.address.port(), 0);
        let error = bind("PLAINTEXT", "127.0.0.1", first.address.port(), 50).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AddrInUse);
    }

    #[test]
    fn addresses_are_shown_as_kafka_shows_them() {
        let cases = [
            ("10.0.0.7", "/10.0.0.7"),
            ("::ffff:10.0.0.7", "/10.0.0.7"),
            ("::1", "/0:0:0:0:0:0:0:1"),
            ("fe80::a:0", "/fe80:0:0:0:0:0:a:0"),
        ];
        for (address, shown) in cases {
            assert_eq!(host_text(address.parse().unwrap()), shown);
        }
    }

    #[test]
    fn an_empty_host_takes_ipv4_connections_too() {
        let bound = bind("PLAINTEXT", "", 0, 50).unwrap();
        std::net::TcpStream::connect(("127.0.0.1", bound.address.port())).unwrap();
    }
}
