//! One-time codes as people type and paste them.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The zeros of the digits that keyboards write: ASCII, Arabic, Persian, Devanagari, full-width. Nine more follow each.
const ZEROS: [char; 5] = ['0', '\u{660}', '\u{6F0}', '\u{966}', '\u{FF10}'];

/// What stands between digits and is no part of the code, besides white space.
const BETWEEN: [char; 8] = ['-', '\u{2010}', '\u{2011}', '\u{2013}', '\u{200B}', '\u{200E}', '\u{200F}', '\u{FEFF}'];

/// Six digits of an app, or eight of an e-mail, in ASCII. It never appears in a debug print.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, min_length = 6, max_length = 64, example = "12345678")]
pub struct OneTimeCode(String);

/// The text is no code: no provider need be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected the digits of the code, 6 from an app or 8 from an e-mail")]
pub struct InvalidCode;

/// The longest text that is looked at.
const LONGEST: usize = 64;

fn digit(character: char) -> Option<char> {
    let value = ZEROS.iter().find_map(|zero| u32::from(character).checked_sub(u32::from(*zero)).filter(|value| *value < 10))?;
    char::from_digit(value, 10)
}

/// Digits of an app's code (RFC 6238; the identity provider takes no other number).
const OF_AN_APP: usize = 6;

impl OneTimeCode {
    /// Whether an app can have shown it.
    #[must_use]
    pub fn is_of_app(&self) -> bool {
        self.0.len() == OF_AN_APP
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for OneTimeCode {
    type Err = InvalidCode;

    fn from_str(text: &str) -> Result<Self, InvalidCode> {
        let significant = text.chars().take(LONGEST + 1).filter(|character| !character.is_whitespace() && !BETWEEN.contains(character));
        let digits: String = significant.map(digit).collect::<Option<_>>().ok_or(InvalidCode)?;
        if matches!(digits.len(), 6 | 8) && text.chars().count() <= LONGEST { Ok(Self(digits)) } else { Err(InvalidCode) }
    }
}

impl TryFrom<String> for OneTimeCode {
    type Error = InvalidCode;

    fn try_from(text: String) -> Result<Self, InvalidCode> {
        text.parse()
    }
}

impl From<OneTimeCode> for String {
    fn from(code: OneTimeCode) -> Self {
        code.0
    }
}

impl fmt::Debug for OneTimeCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("OneTimeCode(secret)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_however_they_are_written() {
        for written in ["12345678", " 1234 5678\n", "1234-5678", "１２３４　５６７８", "१२३४५६७८", "١٢٣٤٥٦٧٨", "\u{200E}1234\u{a0}5678"]
        {
            assert_eq!(written.parse::<OneTimeCode>().map(String::from).as_deref(), Ok("12345678"), "{written}");
        }
        let of_app = |text: &str| text.parse::<OneTimeCode>().is_ok_and(|code| code.is_of_app());
        assert!(of_app("123 456") && !of_app("1234 5678"));
        assert_eq!("123 456".parse::<OneTimeCode>().map(String::from).as_deref(), Ok("123456"));
        for none in ["", " ", "\n", "1234567", "123456789", "1234567x", "½2345678", "²2345678"] {
            assert_eq!(none.parse::<OneTimeCode>(), Err(InvalidCode), "{none}");
        }
        assert!(format!("12345678{}", " ".repeat(57)).parse::<OneTimeCode>().is_err());
        assert_eq!(format!("{:?}", "123456".parse::<OneTimeCode>()), "Ok(OneTimeCode(secret))");
    }
}
