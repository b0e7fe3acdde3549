//! Addresses that customers give us, fetched with care: https, public addresses only, small, soon over, no redirects.

use crate::{
    Connector, Service, sdk,
    settings::{SettingMissing, Settings},
};
use aws_config::SdkConfig;
use aws_smithy_runtime_api::client::{
    dns::{DnsFuture, ResolveDns, ResolveDnsError},
    http::HttpConnector,
    orchestrator::HttpRequest,
};
use aws_smithy_types::{body::SdkBody, byte_stream::ByteStream};
use http::Uri;
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    time::Duration,
};

/// A document larger than this is not one that we want.
const LIMIT: usize = 1024 * 1024;
const TIMEOUT: Duration = Duration::from_secs(5);

/// Why a document was not fetched: the customer's doing, and for the customer to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WebError {
    #[error("expected an https address without user name, port or fragment")]
    Address,
    #[error("the address leads into a private network")]
    Private,
    #[error("nothing answered there within five seconds")]
    Unreachable,
    #[error("what answered there was not a document of at most 1 MB")]
    NoDocument,
}

/// The web, as far as customers may send us there.
#[derive(Debug)]
pub struct Web {
    connector: Connector,
    /// The local stack's providers are on this machine.
    anywhere: bool,
}

/// Whether an address is one of the public internet (IANA's special-purpose registries). A name is checked when it is resolved, and the
/// connection goes to the very address that was checked.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => address.to_ipv4_mapped().map_or_else(|| is_public_v6(address), is_public_v4),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    let shared = first == 100 && second & 0xC0 == 64;
    let assigned = first == 192 && second == 0 && third == 0;
    let benchmark = first == 198 && second & 0xFE == 18;
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || shared
        || assigned
        || benchmark
        || first == 0
        || first >= 224)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    // Global unicast without documentation, and without the ways that lead to IPv4 (6to4, Teredo).
    first & 0xE000 == 0x2000 && first != 0x2002 && !(first == 0x2001 && (second == 0x0DB8 || second < 0x0200))
}

/// Resolves names to public addresses only.
#[derive(Debug, Clone, Copy)]
struct PublicOnly {
    anywhere: bool,
}

impl ResolveDns for PublicOnly {
    fn resolve_dns<'a>(&'a self, name: &'a str) -> DnsFuture<'a> {
        let anywhere = self.anywhere;
        DnsFuture::new(async move {
            let found = tokio::net::lookup_host((name, 0)).await.map_err(ResolveDnsError::new)?;
            let addresses: Vec<IpAddr> = found.map(|address| address.ip()).collect();
            // One private address among them is enough: which one is taken is not ours to choose.
            if addresses.is_empty() || !anywhere && !addresses.iter().copied().all(is_public) {
                return Err(ResolveDnsError::new(WebError::Private));
            }
            Ok(addresses)
        })
    }
}

impl Service for Web {
    fn new(_config: &SdkConfig, settings: &Settings) -> Result<Self, SettingMissing> {
        let anywhere = settings.get("PRIVATE_ADDRESSES") == Some("allowed");
        let connector = if anywhere {
            Connector::new(None)
        } else {
            let roots = rustls_native_certs::load_native_certs();
            for error in &roots.errors {
                tracing::error!(%error, "trusted roots cannot be read");
            }
            let tls = sdk::trusting(roots.certs).ok_or(SettingMissing("PRIVATE_ADDRESSES"))?;
            Connector::resolving(Some(tls), TIMEOUT, PublicOnly { anywhere })
        };
        Ok(Self { connector, anywhere })
    }
}

impl Web {
    /// Whether an address may be fetched at all, before it is.
    ///
    /// # Errors
    /// [`WebError::Address`] or [`WebError::Private`].
    pub fn check(&self, address: &str) -> Result<Uri, WebError> {
        let uri: Uri = address.parse().map_err(|_| WebError::Address)?;
        let authority = uri.authority().ok_or(WebError::Address)?;
        if self.anywhere && uri.scheme_str() == Some("http") {
            return Ok(uri);
        }
        let plain = uri.scheme_str() == Some("https") && authority.port().is_none() && !authority.as_str().contains('@');
        if !plain || address.contains('#') {
            return Err(WebError::Address);
        }
        let host = authority.host().trim_start_matches('[').trim_end_matches(']');
        match host.parse::<IpAddr>() {
            Ok(address) if !self.anywhere && !is_public(address) => Err(WebError::Private),
            // A name without a dot, or one for private use (RFC 6761, RFC 6762), is nobody's on the internet.
            Err(_) if !self.anywhere && (!host.contains('.') || host.ends_with(".local") || host.ends_with(".localhost")) => {
                Err(WebError::Private)
            }
            _ => Ok(uri),
        }
    }

    /// The document at an address.
    ///
    /// # Errors
    /// See [`WebError`].
    pub async fn fetch(&self, address: &str) -> Result<Vec<u8>, WebError> {
        self.check(address)?;
        tokio::time::timeout(TIMEOUT, self.get(address)).await.unwrap_or(Err(WebError::Unreachable))
    }

    async fn get(&self, address: &str) -> Result<Vec<u8>, WebError> {
        let mut request = HttpRequest::new(SdkBody::empty());
        request.set_uri(address).map_err(|_| WebError::Address)?;
        let response = self.connector.call(request).await.map_err(|error| {
            tracing::info!(error = %aws_smithy_types::error::display::DisplayErrorContext(&error), "a customer's address did not answer");
            WebError::Unreachable
        })?;
        let announced = response.headers().get("content-length").and_then(|length| length.parse::<usize>().ok());
        if response.status().as_u16() != 200 || announced.is_some_and(|length| length > LIMIT) {
            return Err(WebError::NoDocument);
        }
        let mut stream = ByteStream::new(response.into_body());
        let mut document = Vec::new();
        while let Some(chunk) = stream.next().await {
            document.extend_from_slice(&chunk.map_err(|_| WebError::NoDocument)?);
            if document.len() > LIMIT {
                return Err(WebError::NoDocument);
            }
        }
        Ok(document)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn web(variables: &[(&str, &str)]) -> Web {
        let settings = Settings::with(variables);
        Web::new(&sdk::config(&settings).unwrap(), &settings).unwrap()
    }

    #[test]
    fn only_public_addresses_are_public() {
        for public in ["8.8.8.8", "99.255.255.255", "172.32.0.1", "2606:4700::1111", "2001:4860:4860::8888", "::ffff:8.8.8.8"] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for private in [
            "127.0.0.1",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "192.0.0.8",
            "198.18.0.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2002:7f00:1::",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
    }

    #[tokio::test]
    async fn what_is_not_plainly_public_is_not_fetched() {
        let web = web(&[]);
        for bad in ["http://idp.example/", "ftp://idp.example/", "idp.example", "https://user@idp.example/", "https://idp.example:22/", ""]
        {
            assert_eq!(web.fetch(bad).await, Err(WebError::Address), "{bad}");
        }
        for private in
            ["https://127.0.0.1/", "https://169.254.169.254/latest", "https://[::1]/", "https://localhost/", "https://printer.local/"]
        {
            assert_eq!(web.fetch(private).await, Err(WebError::Private), "{private}");
        }
        // A name that resolves to this machine gets no further than its resolution.
        assert!(PublicOnly { anywhere: false }.resolve_dns("localhost").await.is_err());
        assert!(web.check("https://idp.example/realms/acme").is_ok());
    }
}
