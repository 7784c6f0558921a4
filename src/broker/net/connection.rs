//! One client connection: read a frame, have it answered, write the answer, and again.

use super::frames::{FrameReader, ReadError};
use super::memory::RequestMemory;
use super::output;
use crate::call::Client;
use crate::dispatch::{self, Service};
use crate::reply::{Close, Outcome};
use crate::settings::NetworkSettings;
use kalda_protocol::frame::FrameLimits;
use socket2::SockRef;
use std::io;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tracing::{debug, error, info};

/// Why a connection ended.
#[derive(Debug, thiserror::Error)]
enum Ended {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Write(io::Error),
    #[error(transparent)]
    Close(Close),
}

/// Serve `socket` until the peer closes, breaks the protocol or `stop` becomes true between two requests.
pub(super) async fn run(
    mut socket: TcpStream,
    client: Client,
    service: Service,
    (limits, memory, stop): (
        NetworkSettings,
        Option<RequestMemory>,
        watch::Receiver<bool>,
    ),
) {
    let peer = client.address;
    if let Err(error) = prepare(&socket, &limits) {
        debug!(%peer, %error, "cannot set socket options");
        return;
    }
    let max_bytes = limits.max_request_bytes;
    let frames = FrameReader::new(FrameLimits { max_bytes }, limits.max_idle).within(memory);
    match converse(&mut socket, &client, &service, (frames, stop)).await {
        Ok(()) => {}
        Err(Ended::Close(reason @ Close::Encode(_))) => {
            error!(%peer, %reason, "closing connection")
        }
        Err(Ended::Close(reason)) => info!(%peer, %reason, "closing connection"),
        Err(Ended::Read(ReadError::Frame(reason))) => info!(%peer, %reason, "closing connection"),
        Err(reason @ (Ended::Read(_) | Ended::Write(_))) => {
            debug!(%peer, %reason, "connection ended")
        }
    }
}

fn prepare(socket: &TcpStream, limits: &NetworkSettings) -> io::Result<()> {
    socket.set_nodelay(true)?;
    let options = SockRef::from(socket);
    options.set_keepalive(true)?;
    if let Some(bytes) = limits.send_buffer_bytes {
        options.set_send_buffer_size(bytes)?;
    }
    if let Some(bytes) = limits.receive_buffer_bytes {
        options.set_recv_buffer_size(bytes)?;
    }
    Ok(())
}

async fn converse(
    socket: &mut TcpStream,
    client: &Client,
    service: &Service,
    (mut frames, mut stop): (FrameReader, watch::Receiver<bool>),
) -> Result<(), Ended> {
    loop {
        let frame = tokio::select! {
            frame = frames.next(socket) => frame?,
            _ = stop.wait_for(|stop| *stop) => return Ok(()),
        };
        let Some(frame) = frame else {
            return Ok(());
        };
        match dispatch::serve(service, client, frame).await {
            Outcome::Answer(segments) => {
                output::send(socket, segments).await.map_err(Ended::Write)?;
            }
            Outcome::Silent => {}
            Outcome::Close(reason) => return Err(Ended::Close(reason)),
        }
    }
}
