//! Requests over HTTP/1.1, with TLS or without: what the SDK's clients and our own send through.
//!
//! The SDK's own client can do more (HTTP/2, proxies, a profile's certificates), and every function would load that at its cold start.

use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        connection::{CaptureSmithyConnection, ConnectionMetadata},
        connector_metadata::ConnectorMetadata,
        dns::{DnsFuture, ResolveDns, ResolveDnsError},
        http::{HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector},
        orchestrator::{HttpRequest, HttpResponse},
        result::ConnectorError,
        runtime_components::RuntimeComponents,
    },
};
use aws_smithy_types::{body::SdkBody, retry::ErrorKind};
use http::{
    HeaderValue, Request, Uri,
    header::HOST,
    uri::{Authority, Scheme},
};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use std::{
    fmt,
    net::IpAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::TlsConnector;

/// Names, TCP and TLS together, where AWS answers.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

/// How long a connection may wait for its next request: what lies between may have forgotten it by then.
const IDLE: Duration = Duration::from_secs(90);

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// Where a request goes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Target {
    secure: bool,
    authority: Authority,
}

impl Target {
    /// Takes it out of a request, which then is as HTTP/1.1 wants it: a path and a host.
    fn of(request: &mut Request<SdkBody>) -> Result<Self, BoxError> {
        let uri = request.uri();
        let secure = match uri.scheme() {
            Some(scheme) if *scheme == Scheme::HTTPS => true,
            Some(scheme) if *scheme == Scheme::HTTP => false,
            _ => return Err("neither an http nor an https address".into()),
        };
        let authority = uri.authority().ok_or("an address without a host")?.clone();
        let path = uri.path_and_query().map_or_else(|| Uri::from_static("/"), |path| Uri::from(path.clone()));
        *request.uri_mut() = path;
        let target = Self { secure, authority };
        if !request.headers().contains_key(HOST) {
            let host = if target.authority.port().is_some_and(|port| port == target.usual_port()) {
                HeaderValue::from_str(target.authority.host())
            } else {
                HeaderValue::from_str(target.authority.as_str())
            };
            request.headers_mut().insert(HOST, host?);
        }
        Ok(target)
    }

    const fn usual_port(&self) -> u16 {
        if self.secure { 443 } else { 80 }
    }

    /// The host as a name or an address: without the brackets of IPv6.
    fn host(&self) -> &str {
        self.authority.host().trim_start_matches('[').trim_end_matches(']')
    }
}

/// An open connection.
struct Connection {
    target: Target,
    requests: SendRequest<SdkBody>,
    /// The SDK has seen an answer on it after which it wants another.
    poisoned: Arc<AtomicBool>,
    since: Instant,
}

impl Connection {
    fn is_usable(&self, now: Instant) -> bool {
        !self.requests.is_closed() && !self.poisoned.load(Relaxed) && now.duration_since(self.since) < IDLE
    }

    /// Lets the SDK poison it.
    fn shown_to(&self, capture: &CaptureSmithyConnection) {
        let poisoned = Arc::clone(&self.poisoned);
        capture.set_connection_retriever(move || {
            let poisoned = Arc::clone(&poisoned);
            Some(ConnectionMetadata::builder().proxied(false).poison_fn(move || poisoned.store(true, Relaxed)).build())
        });
    }
}

/// Resolves names as the machine does.
#[derive(Debug)]
struct Machine;

impl ResolveDns for Machine {
    fn resolve_dns<'a>(&'a self, name: &'a str) -> DnsFuture<'a> {
        DnsFuture::new(async move {
            let found = tokio::net::lookup_host((name, 0)).await.map_err(ResolveDnsError::new)?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

struct Shared {
    tls: Option<TlsConnector>,
    /// How long a connection may take to open.
    patience: Duration,
    names: Box<dyn ResolveDns>,
    kept: Mutex<Vec<Connection>>,
}

/// Sends requests and keeps connections for the next ones. Cheap to clone; clones share their connections.
#[derive(Clone)]
pub struct Connector(Arc<Shared>);

impl fmt::Debug for Connector {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Connector").field("tls", &self.0.tls.is_some()).finish_non_exhaustive()
    }
}

impl Connector {
    /// Without TLS only http addresses can be reached.
    pub(crate) fn new(tls: Option<TlsConnector>) -> Self {
        Self::resolving(tls, CONNECT_TIMEOUT, Machine)
    }

    /// The same with a resolver and a patience of its own.
    pub(crate) fn resolving(tls: Option<TlsConnector>, patience: Duration, names: impl ResolveDns + 'static) -> Self {
        Self(Arc::new(Shared { tls, patience, names: Box::new(names), kept: Mutex::default() }))
    }

    /// A connection to the target that waits for a request.
    fn kept(&self, target: &Target) -> Option<Connection> {
        let now = Instant::now();
        let mut kept = self.0.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|connection| connection.is_usable(now));
        // One whose last answer is still being read stays where it is.
        let ready = kept.iter().rposition(|connection| connection.target == *target && connection.requests.is_ready())?;
        Some(kept.swap_remove(ready))
    }

    fn keep(&self, connection: Connection) {
        let connection = Connection { since: Instant::now(), ..connection };
        self.0.kept.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
    }

    async fn open(&self, target: Target) -> Result<Connection, ConnectorError> {
        let opened = tokio::time::timeout(self.0.patience, self.stream(&target)).await;
        let stream = opened.map_err(|elapsed| ConnectorError::timeout(elapsed.into()))?.map_err(ConnectorError::io)?;
        let (requests, connection) = handshake(TokioIo::new(stream)).await.map_err(failed)?;
        // What goes wrong on it is told to the request that it concerns.
        tokio::spawn(async move { drop(connection.await) });
        Ok(Connection { target, requests, poisoned: Arc::default(), since: Instant::now() })
    }

    async fn stream(&self, target: &Target) -> Result<Box<dyn Stream>, BoxError> {
        let port = target.authority.port_u16().unwrap_or_else(|| target.usual_port());
        let addresses = match target.host().parse::<IpAddr>() {
            Ok(address) => vec![address],
            Err(_) => self.0.names.resolve_dns(target.host()).await?,
        };
        let stream = self.reached(&addresses, port).await?;
        stream.set_nodelay(true)?;
        if !target.secure {
            return Ok(Box::new(stream));
        }
        let tls = self.0.tls.as_ref().ok_or("this connector has no trusted roots")?;
        Ok(Box::new(tls.connect(ServerName::try_from(target.host().to_owned())?, stream).await?))
    }

    /// The first address that answers: one that does not leaves time for the others, and for TLS.
    async fn reached(&self, addresses: &[IpAddr], port: u16) -> Result<TcpStream, BoxError> {
        let share = self.0.patience / u32::try_from(addresses.len() + 1).unwrap_or(u32::MAX);
        let mut last: BoxError = "the name has no address".into();
        for address in addresses {
            match tokio::time::timeout(share, TcpStream::connect((*address, port))).await {
                Ok(Ok(stream)) => return Ok(stream),
                Ok(Err(error)) => last = error.into(),
                Err(elapsed) => last = elapsed.into(),
            }
        }
        Err(last)
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, ConnectorError> {
        let mut request = request.try_into_http1x().map_err(|error| ConnectorError::user(error.into()))?;
        let target = Target::of(&mut request).map_err(ConnectorError::user)?;
        let capture = request.extensions_mut().remove::<CaptureSmithyConnection>();
        loop {
            let (mut connection, is_new) = match self.kept(&target) {
                Some(connection) => (connection, false),
                None => (self.open(target.clone()).await?, true),
            };
            if let Some(capture) = &capture {
                connection.shown_to(capture);
            }
            match connection.requests.try_send_request(request).await {
                Ok(response) => {
                    self.keep(connection);
                    let response = response.map(SdkBody::from_body_1_x);
                    return HttpResponse::try_from(response).map_err(|error| ConnectorError::other(error.into(), None));
                }
                // The other side has closed it while it was idle, and nothing has been sent.
                Err(mut error) => match error.take_message() {
                    Some(unsent) if !is_new => request = unsent,
                    _ => return Err(failed(error.into_error())),
                },
            }
        }
    }
}

/// Whether it is worth another attempt.
fn failed(error: hyper::Error) -> ConnectorError {
    let is_io = std::error::Error::source(&error).is_some_and(|cause| cause.is::<std::io::Error>());
    if error.is_timeout() {
        ConnectorError::timeout(error.into())
    } else if error.is_user() {
        ConnectorError::user(error.into())
    } else if error.is_closed() || error.is_canceled() || is_io {
        ConnectorError::io(error.into())
    } else {
        let kind = error.is_incomplete_message().then_some(ErrorKind::TransientError);
        ConnectorError::other(error.into(), kind)
    }
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let connector = self.clone();
        HttpConnectorFuture::new(async move { connector.send(request).await })
    }
}

impl HttpClient for Connector {
    /// The timeouts are the connector's own; the SDK limits each attempt besides.
    fn http_connector(&self, _settings: &HttpConnectorSettings, _components: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }

    fn connector_metadata(&self) -> Option<ConnectorMetadata> {
        Some(ConnectorMetadata::new("hyper", Some("1.x".into())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_smithy_types::byte_stream::ByteStream;
    use std::sync::atomic::AtomicUsize;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    /// A server that closes each connection after so many answers, and how many connections it has seen.
    async fn server(answers: usize) -> (String, Arc<AtomicUsize>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, seen) = (listener.local_addr().unwrap(), Arc::new(AtomicUsize::new(0)));
        let count = Arc::clone(&seen);
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                count.fetch_add(1, Relaxed);
                tokio::spawn(async move {
                    for _ in 0..answers {
                        let mut head = Vec::new();
                        while !head.ends_with(b"\r\n\r\n") {
                            head.push(stream.read_u8().await.unwrap());
                        }
                        assert!(String::from_utf8(head).unwrap().contains(&format!("host: {address}\r\n")));
                        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\ndone").await.unwrap();
                    }
                });
            }
        });
        (format!("http://{address}/a?b=c"), seen)
    }

    fn request(address: &str) -> HttpRequest {
        let mut request = HttpRequest::new(SdkBody::empty());
        request.set_uri(address).unwrap();
        request
    }

    async fn fetched(connector: &Connector, request: HttpRequest) -> Vec<u8> {
        let response = connector.call(request).await.unwrap();
        ByteStream::new(response.into_body()).collect().await.unwrap().to_vec()
    }

    #[tokio::test]
    async fn a_connection_is_used_again_until_one_of_the_sides_has_enough_of_it() {
        let (connector, (address, seen)) = (Connector::new(None), server(3).await);
        for connections in [1, 1, 1, 2, 2, 2, 3] {
            assert_eq!(fetched(&connector, request(&address)).await, b"done");
            assert_eq!(seen.load(Relaxed), connections);
        }
        let (mut poisonous, capture) = (request(&address), CaptureSmithyConnection::new());
        poisonous.add_extension(capture.clone());
        fetched(&connector, poisonous).await;
        assert_eq!(seen.load(Relaxed), 3);
        capture.get().unwrap().poison();
        fetched(&connector, request(&address)).await;
        assert_eq!(seen.load(Relaxed), 4);
    }

    #[tokio::test]
    async fn requests_at_the_same_time_have_a_connection_each() {
        let (connector, (address, seen)) = (Connector::new(None), server(9).await);
        let both = tokio::join!(fetched(&connector, request(&address)), fetched(&connector, request(&address)));
        assert_eq!((both.0.len(), both.1.len(), seen.load(Relaxed)), (4, 4, 2));
    }

    #[tokio::test]
    async fn what_cannot_be_reached_is_an_error_worth_another_attempt() {
        let connector = Connector::new(None);
        assert!(connector.call(request("http://127.0.0.1:1/")).await.unwrap_err().is_io());
        assert!(connector.call(request("https://127.0.0.1:1/")).await.is_err());
        assert!(connector.call(request("ftp://127.0.0.1/")).await.unwrap_err().is_user());
    }
}
