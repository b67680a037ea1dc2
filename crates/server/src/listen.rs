//! Listening, and stopping without cutting requests off.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::str::FromStr;
use std::time::Duration;

use axum::Router;
use thiserror::Error;
use tokio::net::TcpListener;

/// How long open requests may go on after the server was told to stop.
const GRACE: Duration = Duration::from_secs(5);

/// An address of this machine that no other machine can reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListenAddress(SocketAddr);

/// Why the server cannot listen.
#[derive(Debug, Error)]
pub enum ListenError {
    /// No address.
    #[error("{0:?} is not an address such as 127.0.0.1:8787")]
    Unreadable(String),
    /// An address that others can reach.
    #[error(
        "{0} can be reached from other machines, and passwords would travel in the clear: listen on 127.0.0.1 or [::1], behind a reverse proxy that speaks HTTPS"
    )]
    NotLoopback(SocketAddr),
    /// The address is taken, or not of this machine.
    #[error("{address} cannot be listened on: {error}")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        error: io::Error,
    },
}

impl ListenAddress {
    /// Opens it.
    pub async fn bind(self) -> Result<TcpListener, ListenError> {
        let Self(address) = self;
        let listener = TcpListener::bind(address).await;
        listener.map_err(|error| ListenError::Bind { address, error })
    }
}

impl FromStr for ListenAddress {
    type Err = ListenError;

    fn from_str(text: &str) -> Result<Self, ListenError> {
        let local = text
            .strip_prefix("localhost:")
            .and_then(|port| Some(SocketAddr::from((Ipv4Addr::LOCALHOST, port.parse().ok()?))));
        let address = local
            .or_else(|| text.parse().ok())
            .ok_or_else(|| ListenError::Unreadable(text.to_owned()))?;
        if address.ip().to_canonical().is_loopback() {
            Ok(Self(address))
        } else {
            Err(ListenError::NotLoopback(address))
        }
    }
}

/// Serves until `stop` is ready; then no new request is taken, and open ones have five seconds.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let (stopping, mut stopped) = tokio::sync::watch::channel(false);
    let server = axum::serve(listener, app).with_graceful_shutdown(async move {
        stop.await;
        // Nobody listens any more only where the server has ended already.
        let _ = stopping.send(true);
    });
    let grace = async {
        if stopped.wait_for(|stopping| *stopping).await.is_err() {
            return std::future::pending().await;
        }
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        ended = server => ended,
        () = grace => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_can_be_listened_on() {
        let read = |text: &str| text.parse::<ListenAddress>();
        for good in [
            "127.0.0.1:8787",
            "localhost:0",
            "[::1]:80",
            "[::ffff:127.0.0.1]:80",
        ] {
            assert!(read(good).is_ok(), "{good}");
        }
        for open in ["0.0.0.0:80", "192.168.1.2:8787", "[::]:80"] {
            assert!(
                matches!(read(open), Err(ListenError::NotLoopback(_))),
                "{open}"
            );
        }
        for bad in ["", "8787", "example.org:80", "127.0.0.1"] {
            assert!(
                matches!(read(bad), Err(ListenError::Unreadable(_))),
                "{bad}"
            );
        }
    }
}
