//! Passwords, as far as a rule can judge them. Only those who also have an authenticator app use one.

use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt, str::FromStr};

/// NIST SP 800-63B §3.1.1.2 asks for 8 where a second factor follows; the user pool's policy says the same as this.
pub const SHORTEST: usize = 12;

/// Cognito's own limit.
const LONGEST: usize = 256;

/// Ends of lines that are no control characters: Cognito's pattern for passwords, `[\S]+.*[\S]+`, is one line.
const LINE_ENDS: [char; 2] = ['\u{2028}', '\u{2029}'];

/// Fewer different characters than this are a pattern, not a password.
const FEWEST_DIFFERENT: usize = 5;

/// A password that the identity provider will take. It never appears in a debug print.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, format = Password, min_length = 12, max_length = 256)]
pub struct Password(String);

/// Why a text cannot be a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct WeakPassword(&'static str);

impl Password {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Password {
    type Err = WeakPassword;
    fn from_str(text: &str) -> Result<Self, WeakPassword> {
        let characters = text.chars().count();
        if characters < SHORTEST {
            return Err(WeakPassword("a password needs at least 12 characters; several words are easy to remember"));
        }
        if characters > LONGEST {
            return Err(WeakPassword("a password can have at most 256 characters"));
        }
        if text.trim() != text || text.chars().any(|character| character.is_control() || LINE_ENDS.contains(&character)) {
            return Err(WeakPassword("a password cannot begin or end with a space or contain line breaks or control characters"));
        }
        if text.chars().collect::<BTreeSet<_>>().len() < FEWEST_DIFFERENT {
            return Err(WeakPassword("this password repeats too few characters"));
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for Password {
    type Error = WeakPassword;
    fn try_from(text: String) -> Result<Self, WeakPassword> {
        text.parse()
    }
}

impl From<Password> for String {
    fn from(password: Password) -> Self {
        password.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Password(secret)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts_and_patterns_do_not() {
        for good in ["correct horse battery", "äöüßéàñçøåœæ", "Tr0ub4dor&3xyz"] {
            assert!(good.parse::<Password>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "short",
            "elevenchars",
            "aaaaaaaaaaaaaaaa",
            "abcabcabcabcabc",
            " leading spaces in",
            "with\na line break",
            "with\u{2028}a line break",
        ] {
            assert!(bad.parse::<Password>().is_err(), "{bad}");
        }
        assert!("x".repeat(257).parse::<Password>().is_err());
        assert_eq!(format!("{:?}", "correct horse battery".parse::<Password>().unwrap()), "Password(secret)");
    }
}
