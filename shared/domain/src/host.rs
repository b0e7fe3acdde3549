//! Names of hosts and of mail domains.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A dotted name in lower case, ASCII as in the DNS (RFC 1123 §2.1): `learn.acme.example`. No address, no port, no final dot.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "learn.acme.example", max_length = 253)]
pub struct HostName(String);

/// The text is no name of a host.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a name like learn.acme.example: letters, digits and hyphens between dots; other scripts in their xn-- form")]
pub struct InvalidHost;

/// Whether a text between dots is one that the DNS takes.
pub(crate) fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
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
        // What looks like another script's letters is refused, not folded: two names must never look alike to us and differ in the DNS.
        let name = text.to_ascii_lowercase();
        let top_is_a_name = name.rsplit('.').next().is_some_and(|top| top.len() > 1 && !top.bytes().all(|byte| byte.is_ascii_digit()));
        if name.len() <= 253 && name.contains('.') && top_is_a_name && name.split('.').all(is_label) {
            Ok(Self(name))
        } else {
            Err(InvalidHost)
        }
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
        for bad in
            ["", "acme", "acme.", ".acme.example", "a b.example", "аcme.example", "127.0.0.1", "a#b.example", "a..b", "-a.example", &long]
        {
            assert!(bad.parse::<HostName>().is_err(), "{bad}");
        }
        assert_eq!(HostName::of_header("learn.acme.example:443").unwrap().as_str(), "learn.acme.example");
        assert_eq!(HostName::of_header("localhost:3000"), None);
        assert_eq!(HostName::of_header("learn.acme.example:x"), None);
    }
}
