//! A link: a page elsewhere, opened beside the course.

use super::Kind;
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use trellis_core::personal::NotPersonal;

/// The address of a page elsewhere, over HTTP or HTTPS: ASCII as in RFC 3986, without user and password, which would tell readers another
/// host than the one that it leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(
    value_type = String,
    max_length = 2_000,
    pattern = r"^https?://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?([/?#][!-~]*)?$",
    example = "https://intranet.example.com/handbook"
)]
pub struct LinkAddress(String);

/// The text is no address of a page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected the address of a web page that starts with https:// or http://")]
pub struct InvalidAddress;

impl FromStr for LinkAddress {
    type Err = InvalidAddress;
    fn from_str(text: &str) -> Result<Self, InvalidAddress> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).ok_or(InvalidAddress)?;
        let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        let (host, port) = authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
        let is_host = |host: &str| {
            let bytes = host.as_bytes();
            let ends =
                bytes.first().zip(bytes.last()).is_some_and(|(first, last)| first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric());
            ends && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'))
        };
        let is_port = |port: &str| (1..=5).contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit());
        let fits = text.len() <= 2_000 && path.bytes().all(|byte| byte.is_ascii_graphic());
        if fits && is_host(host) && port.is_none_or(is_port) { Ok(Self(text.to_owned())) } else { Err(InvalidAddress) }
    }
}

impl TryFrom<String> for LinkAddress {
    type Error = InvalidAddress;
    fn try_from(text: String) -> Result<Self, InvalidAddress> {
        text.parse()
    }
}

impl From<LinkAddress> for String {
    fn from(address: LinkAddress) -> Self {
        address.0
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// Where it leads.
    #[schema(value_type = LinkAddress)]
    pub address: NotPersonal<LinkAddress>,
}

impl Kind for Link {
    fn lines(&self) -> Vec<String> {
        vec![format!("<{}>", self.address.0)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_elsewhere_are_linked_to() {
        for good in ["https://a.example", "http://intranet/wiki?x=1#y", "https://a-b.example:8443/%C3%A4", "https://a.example?x=@"] {
            assert_eq!(good.parse::<LinkAddress>().map(String::from).as_deref(), Ok(good));
        }
        for bad in [
            "",
            "a.example",
            "//a.example",
            "javascript:alert(1)",
            "ftp://a.example/",
            "https://",
            "https:///path",
            "https://bank.example@a.example/",
            "https://a.example:/",
            "https://a.example:123456/",
            "https://a.example/ b",
            "https://ä.example/",
            "https://-a.example",
            "HTTPS://a.example",
        ] {
            assert_eq!(bad.parse::<LinkAddress>(), Err(InvalidAddress), "{bad}");
        }
        assert!(format!("https://a.example/{}", "x".repeat(2_000)).parse::<LinkAddress>().is_err());
    }
}
