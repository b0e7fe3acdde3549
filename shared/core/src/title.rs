//! Short texts that people give to things and to themselves.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// One line of 1 to 200 characters without control characters, trimmed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(
    value_type = String,
    min_length = 1,
    max_length = 200,
    pattern = r"^[^\u0000-\u001F\u007F-\u009F]*[^\s\u0000-\u001F\u007F-\u009F][^\u0000-\u001F\u007F-\u009F]*$",
    example = "Safety at work"
)]
pub struct Title(String);

/// The text is no title.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected one line of 1 to 200 characters")]
pub struct InvalidTitle;

impl Title {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The nearest title to any text: control characters and what could not be decoded become spaces, what is too long is cut,
    /// `fallback` if nothing is left.
    #[must_use]
    pub fn nearest(text: &str, fallback: &'static str) -> Self {
        let flat: String = text.chars().map(|c| if c.is_control() || c == char::REPLACEMENT_CHARACTER { ' ' } else { c }).collect();
        let short: String = flat.trim().chars().take(200).collect();
        Self(if short.is_empty() { fallback.to_owned() } else { short.trim_end().to_owned() })
    }
}

impl FromStr for Title {
    type Err = InvalidTitle;
    fn from_str(text: &str) -> Result<Self, InvalidTitle> {
        // As it was sent: what is described as too long is too long.
        let fits = text.chars().count() <= 200;
        let text = text.trim();
        if text.is_empty() || !fits || text.chars().any(char::is_control) {
            return Err(InvalidTitle);
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for Title {
    type Error = InvalidTitle;
    fn try_from(text: String) -> Result<Self, InvalidTitle> {
        text.parse()
    }
}

impl From<Title> for String {
    fn from(title: Title) -> Self {
        title.0
    }
}

impl fmt::Display for Title {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_one_line() {
        assert_eq!("  Hello 🦀 ".parse::<Title>().unwrap().as_str(), "Hello 🦀");
        for bad in ["", "  ", "a\nb", "a\u{0}b"] {
            assert!(bad.parse::<Title>().is_err());
        }
        assert!("ü".repeat(200).parse::<Title>().is_ok());
        assert!("ü".repeat(201).parse::<Title>().is_err());
        assert_eq!(Title::nearest("a\tb", "x").as_str(), "a b");
        assert_eq!(Title::nearest("J\u{fffd}rgen", "x").as_str(), "J rgen");
        assert_eq!(Title::nearest("\n", "Untitled").as_str(), "Untitled");
        assert!(Title::nearest(&"y ".repeat(300), "x").as_str().parse::<Title>().is_ok());
    }
}
