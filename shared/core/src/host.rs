//! Names of hosts and of mail domains.

use crate::personal::NotPersonal;
use idna::{
    AsciiDenyList,
    uts46::{DnsLength, Hyphens, Uts46},
};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A dotted name in lower case, ASCII as in the DNS (RFC 1123 §2.1): `learn.acme.example`. No address, no port, no final dot.
///
/// A name in other letters is kept in the form that the DNS has for it (UTS 46): `müller.example` is `xn--mller-kva.example`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "learn.acme.example", max_length = 253, pattern = r"^([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$")]
pub struct HostName(NotPersonal<String>);

/// The text is no name of a host.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a name like learn.acme.example: letters, digits and hyphens between dots")]
pub struct InvalidHost;

/// A dotted name as the DNS has it: small ASCII letters, labels of 1 to 63, 253 in all; `None` for what cannot be one.
pub(crate) fn in_dns_form(name: &str) -> Option<String> {
    let uts46 = Uts46::new();
    let name = uts46.to_ascii(name.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Verify).ok()?;
    name.contains('.').then(|| name.into_owned())
}

/// A name as people read it. What would look like another name, or is none, stays as it is.
pub(crate) fn as_read(name: &str) -> String {
    let (read, result) = Uts46::new().to_unicode(name.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast);
    if result.is_ok() { read.into_owned() } else { name.to_owned() }
}

impl HostName {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host of an HTTP `Host` header, whose port does not matter here (RFC 9110 §7.2).
    #[must_use]
    pub fn of_header(text: &str) -> Option<Self> {
        let host = match text.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
            _ => text,
        };
        host.parse().ok()
    }
}

impl FromStr for HostName {
    type Err = InvalidHost;
    fn from_str(text: &str) -> Result<Self, InvalidHost> {
        // Compared, stored and shown in the form of the DNS: two names that look alike stay two names that look different.
        let name = in_dns_form(text).ok_or(InvalidHost)?;
        let begins_with_letter = |top: &str| top.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic());
        let top_is_a_name = name.rsplit('.').next().is_some_and(|top| top.len() > 1 && begins_with_letter(top));
        if top_is_a_name { Ok(Self(name)) } else { Err(InvalidHost) }
    }
}

impl TryFrom<String> for HostName {
    type Error = InvalidHost;
    fn try_from(text: String) -> Result<Self, InvalidHost> {
        text.parse()
    }
}

impl From<HostName> for String {
    fn from(host: HostName) -> Self {
        host.0
    }
}

impl fmt::Display for HostName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_and_dotted() {
        assert_eq!("Learn.ACME.example".parse::<HostName>().unwrap().as_str(), "learn.acme.example");
        let long = format!("{}.example", "a".repeat(64));
        for bad in [
            "",
            "acme",
            "acme.",
            ".acme.example",
            "a b.example",
            "xn--a.example",
            "127.0.0.1",
            "１２７.0.0.1",
            "a#b.example",
            "a..b",
            "-a.example",
            &long,
        ] {
            assert!(bad.parse::<HostName>().is_err(), "{bad}");
        }
        for (typed, kept) in [
            ("Müller.example", "xn--mller-kva.example"),
            ("mu\u{308}ller.example", "xn--mller-kva.example"),
            ("xn--mller-kva.example", "xn--mller-kva.example"),
            ("straße.example", "xn--strae-oqa.example"),
            ("ｌｅａｒｎ。ａｃｍｅ.example", "learn.acme.example"),
            ("उदाहरण.example", "xn--p1b6ci4b4b3a.example"),
            // Cyrillic а: no other spelling of acme.example.
            ("\u{430}cme.example", "xn--cme-5cd.example"),
        ] {
            assert_eq!(typed.parse::<HostName>().unwrap().as_str(), kept, "{typed}");
        }
        assert_eq!(HostName::of_header("learn.acme.example:443").unwrap().as_str(), "learn.acme.example");
        assert_eq!(HostName::of_header("localhost:3000"), None);
        assert_eq!(HostName::of_header("learn.acme.example:x"), None);
    }
}
