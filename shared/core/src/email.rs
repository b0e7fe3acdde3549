//! E-mail addresses as people type them, compared as mail systems do in practice.

use crate::{host, personal::NotPersonal};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A normalised address: trimmed, lower case, one `@`, a dotted domain in its DNS form, at most 254 characters (RFC 5321 §4.5.3.1).
///
/// `max@müller.example` and `max@xn--mller-kva.example` are one address. What stands before the `@` is ASCII: mail to anything else
/// needs SMTPUTF8 (RFC 6531) all the way, which Amazon SES does not offer, and a code that cannot be sent lets nobody in.
///
/// The local part is folded to lower case: no mail system in use tells `Ann@` from `ann@`, and people type both.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, format = Email, example = "learner@acme.example", max_length = 254)]
pub struct EmailAddress(String);

/// What stands for an address where none may stand: a digest under the cell's key, from which nobody else can tell the address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AddressDigest(NotPersonal<String>);

impl AddressDigest {
    #[must_use]
    pub const fn new(digest: String) -> Self {
        Self(digest)
    }
}

impl fmt::Display for AddressDigest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The text is not an e-mail address that we can write to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidEmail {
    #[error("expected an e-mail address like name@example.com")]
    Form,
    #[error(
        "we cannot send e-mail to an address with letters such as ü before the @; ask for one with the letters a to z there (after the @, any letters are fine)"
    )]
    Local,
}

impl EmailAddress {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What follows the `@`.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.split_once('@').map_or("", |(_, domain)| domain)
    }

    /// The address with its domain as people read it: `max@müller.example`.
    #[must_use]
    pub fn as_read(&self) -> String {
        self.0.split_once('@').map_or_else(String::new, |(local, domain)| format!("{local}@{}", host::as_read(domain)))
    }
}

impl FromStr for EmailAddress {
    type Err = InvalidEmail;
    fn from_str(text: &str) -> Result<Self, InvalidEmail> {
        let (local, domain) = text.trim().split_once('@').ok_or(InvalidEmail::Form)?;
        // Nothing is folded into ASCII here: the sign of kelvin is a K to look at, and would lead to another's address.
        if local.chars().any(|character| !character.is_ascii() && character.is_alphanumeric()) {
            return Err(InvalidEmail::Local);
        }
        let local = local.to_ascii_lowercase();
        let atom = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-.".contains(&byte);
        let local_is_fine = (1..=64).contains(&local.len())
            && local.bytes().all(atom)
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..");
        let domain = host::in_dns_form(domain).filter(|domain| local.len() + 1 + domain.len() <= 254);
        match domain {
            Some(domain) if local_is_fine => Ok(Self(format!("{local}@{domain}"))),
            _ => Err(InvalidEmail::Form),
        }
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = InvalidEmail;
    fn try_from(text: String) -> Result<Self, InvalidEmail> {
        text.parse()
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// An address in a debug print would be personal data in a log: only its domain is shown.
impl fmt::Debug for EmailAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "…@{}", self.0.split_once('@').map_or("", |(_, domain)| domain))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_folded_and_checked() {
        assert_eq!(" Ann.Lee+x@ACME.example ".parse::<EmailAddress>().unwrap().as_str(), "ann.lee+x@acme.example");
        for bad in [
            "",
            "ann",
            "@acme.example",
            "ann@",
            "ann@acme",
            "a b@acme.example",
            "ann@@acme.example",
            "ann@-a.example",
            ".ann@acme.example",
            "ann@acme..example",
            "ann\n@acme.example",
        ] {
            assert!(bad.parse::<EmailAddress>().is_err(), "{bad}");
        }
        for (typed, kept) in [
            ("Max@Müller.example", "max@xn--mller-kva.example"),
            ("max@mu\u{308}ller.example", "max@xn--mller-kva.example"),
            ("max@xn--mller-kva.example", "max@xn--mller-kva.example"),
        ] {
            let address: EmailAddress = typed.parse().unwrap();
            assert_eq!((address.as_str(), address.as_read().as_str()), (kept, "max@müller.example"));
        }
        assert_eq!("jürgen@müller.example".parse::<EmailAddress>(), Err(InvalidEmail::Local));
        assert_eq!("\u{212a}im@acme.example".parse::<EmailAddress>(), Err(InvalidEmail::Local));
        assert_eq!("a\u{fffd}b@acme.example".parse::<EmailAddress>(), Err(InvalidEmail::Form));
        let long = format!("a@{}.example", vec!["ü".repeat(50); 5].join("."));
        assert_eq!(long.parse::<EmailAddress>(), Err(InvalidEmail::Form));
        assert_eq!(format!("{:?}", "ann@acme.example".parse::<EmailAddress>().unwrap()), "…@acme.example");
    }
}
