//! The loopback ports.

use std::net::{Ipv4Addr, SocketAddr};

use axum::Router;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::start_error::StartError;

/// The ports, bound and not yet answering.
pub(super) struct Ports {
    pub(super) api: TcpListener,
    pub(super) url: String,
    /// The same for browsers: cookies and the ways back from other sites belong to one name.
    pub(super) page_url: String,
    pub(super) aws: TcpListener,
    pub(super) aws_url: String,
    pub(super) packages: TcpListener,
    /// With a star for the name of each package: browsers take every name below `localhost` for this machine (RFC 6761, section 6.3).
    pub(super) packages_origin: String,
}

impl Ports {
    /// Binds all on 127.0.0.1; 0 is any free port.
    pub(super) async fn bind(port: u16, aws_port: u16, packages_port: u16) -> Result<Self, StartError> {
        let (api, url, port) = bind(port, "--port or TRELLIS_PORT").await?;
        let (aws, aws_url, _) = bind(aws_port, "--aws-port or TRELLIS_AWS_PORT").await?;
        let (packages, _, packages_port) = bind(packages_port, "--packages-port or TRELLIS_PACKAGES_PORT").await?;
        let packages_origin = format!("http://*.localhost:{packages_port}");
        Ok(Self { api, url, page_url: format!("http://localhost:{port}"), aws, aws_url, packages, packages_origin })
    }
}

async fn bind(port: u16, option: &'static str) -> Result<(TcpListener, String, u16), StartError> {
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::AddrInUse => StartError::PortInUse { port, option },
        _ => StartError::Port { port, option, reason: error.to_string() },
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, format!("http://{address}"), address.port()))
}

/// Serves until `stop`, then ends the requests under way.
pub(super) async fn serve(listener: TcpListener, router: Router, stop: CancellationToken) {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    if let Err(error) = axum::serve(listener, service).with_graceful_shutdown(stop.cancelled_owned()).await {
        tracing::error!(%error, "a port stopped answering");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_port_in_use_is_a_sentence() {
        let (_listener, _, port) = bind(0, "--port").await.unwrap();
        let error = Ports::bind(port, 0, 0).await.err().unwrap();
        let expected = format!("Port {port} is in use; stop what listens there, or choose another with --port or TRELLIS_PORT.");
        assert_eq!(error.to_string(), expected);
    }
}
