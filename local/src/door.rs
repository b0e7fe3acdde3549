//! Whom the local ports answer: programs on this machine and the stack's own pages, but no page of elsewhere that this machine's browser
//! shows. Nobody signs in there, so a request's Host and Origin are all that tells them apart.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::uri::Authority;
use http::{HeaderMap, StatusCode, Uri, header};

/// The origins of the stack's own pages.
#[derive(Debug, Clone)]
pub(crate) struct Door {
    own: Arc<[String]>,
}

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Stranger {
    /// A page whose host name leads to this machine since it was loaded (DNS rebinding) names that host.
    #[error("the local stack answers at localhost and at 127.0.0.1 only")]
    Host,
    #[error("the local stack answers no pages of other origins")]
    Origin,
}

impl Door {
    pub(crate) fn new(own: Vec<String>) -> Self {
        Self { own: own.into() }
    }

    /// Whether a program, or a page of the stack, may be asking.
    pub(crate) fn admits(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), Stranger> {
        let host = Self::admits_navigation(uri, headers)?;
        let Some(origin) = headers.get(header::ORIGIN) else { return Ok(()) };
        let origin = origin.to_str().map_err(|_| Stranger::Origin)?;
        let same = origin.strip_prefix("http://").is_some_and(|origin| origin.eq_ignore_ascii_case(host.as_str()));
        if same || self.own.iter().any(|own| own == origin) { Ok(()) } else { Err(Stranger::Origin) }
    }

    /// The same for pages to which others send browsers, with a form as well.
    pub(crate) fn admits_navigation(uri: &Uri, headers: &HeaderMap) -> Result<Authority, Stranger> {
        let header = headers.get(header::HOST).and_then(|host| host.to_str().ok()).and_then(|host| host.parse().ok());
        header.or_else(|| uri.authority().cloned()).filter(|host| is_this_machine(host.host())).ok_or(Stranger::Host)
    }
}

fn is_this_machine(host: &str) -> bool {
    let name = host.trim_end_matches('.').to_ascii_lowercase();
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    name == "localhost" || name.ends_with(".localhost") || address.is_ok_and(|address| address.is_loopback())
}

/// Lets through what [`Door::admits`].
pub(crate) async fn guard(State(door): State<Door>, request: Request, next: Next) -> Response {
    match door.admits(request.uri(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(stranger) => (StatusCode::FORBIDDEN, format!("{stranger}\n")).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(host: Option<&str>, origin: Option<&str>) -> Result<(), Stranger> {
        let mut headers = HeaderMap::new();
        for (name, value) in [(header::HOST, host), (header::ORIGIN, origin)] {
            headers.extend(value.map(|value| (name, value.parse().unwrap())));
        }
        Door::new(vec!["http://localhost:3000".to_owned()]).admits(&Uri::from_static("/"), &headers)
    }

    #[test]
    fn programs_and_own_pages_are_answered() {
        for host in ["localhost:3001", "127.0.0.1:3001", "127.0.0.1", "[::1]:3001", "LOCALHOST:3001", "bucket.localhost:3001", "localhost."]
        {
            assert_eq!(asked(Some(host), None), Ok(()), "{host}");
        }
        assert_eq!(asked(Some("127.0.0.1:3001"), Some("http://localhost:3000")), Ok(()));
        assert_eq!(asked(Some("localhost:3001"), Some("http://localhost:3001")), Ok(()));
    }

    #[test]
    fn pages_of_elsewhere_are_not() {
        for host in ["rebound.example:3001", "localhost.example", "127.0.0.1.example:3001", "10.0.0.7:3001", "0.0.0.0:3001", "mylocalhost"]
        {
            assert_eq!(asked(Some(host), None), Err(Stranger::Host), "{host}");
        }
        assert_eq!(asked(None, None), Err(Stranger::Host));
        for origin in ["https://evil.example", "null", "http://localhost:9999", "https://localhost:3000", "http://localhost:3000.example"] {
            assert_eq!(asked(Some("localhost:3001"), Some(origin)), Err(Stranger::Origin), "{origin}");
        }
    }
}
