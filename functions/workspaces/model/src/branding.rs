//! Colours of a workspace, and the text that can be read on them.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A colour as `#rrggbb`, kept in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, pattern = "^#[0-9A-Fa-f]{6}$", example = "#1f4e79")]
pub struct Colour([u8; 3]);

/// The text is no colour.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a colour like #1f4e79")]
pub struct InvalidColour;

impl Colour {
    pub const WHITE: Self = Self([0xff; 3]);
    pub const BLACK: Self = Self([0; 3]);

    /// WCAG 2.2, relative luminance.
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// WCAG 2.2, contrast ratio: 1 to 21.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// White or black, whichever reads better on it. One of them always has the 4.5:1 that WCAG asks of text.
    #[must_use]
    pub fn text(self) -> Self {
        if self.contrast(Self::WHITE) >= self.contrast(Self::BLACK) { Self::WHITE } else { Self::BLACK }
    }
}

/// What makes a workspace's pages its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Branding {
    /// Behind headings and buttons.
    pub primary: Colour,
    /// For what stands out.
    pub accent: Colour,
}

impl Default for Branding {
    fn default() -> Self {
        Self { primary: Colour([0x1f, 0x4e, 0x79]), accent: Colour([0xb4, 0x53, 0x09]) }
    }
}

impl FromStr for Colour {
    type Err = InvalidColour;
    fn from_str(text: &str) -> Result<Self, InvalidColour> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let value = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).ok_or(InvalidColour)?;
        let [_, red, green, blue] = value.to_be_bytes();
        Ok(Self([red, green, blue]))
    }
}

impl TryFrom<String> for Colour {
    type Error = InvalidColour;
    fn try_from(text: String) -> Result<Self, InvalidColour> {
        text.parse()
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> Self {
        colour.to_string()
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(formatter, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn colours_are_spelled_one_way() {
        assert_eq!("#1F4E79".parse::<Colour>().unwrap().to_string(), "#1f4e79");
        for bad in ["", "1f4e79", "#1f4e7", "#1f4e799", "#1f4e7g", "red", "#+f4e79", "#ééé"] {
            assert!(bad.parse::<Colour>().is_err(), "{bad}");
        }
        assert!((Colour::WHITE.contrast(Colour::BLACK) - 21.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn text_can_be_read_on_every_colour(parts: [u8; 3]) {
            let colour = Colour(parts);
            prop_assert!(colour.contrast(colour.text()) >= 4.5);
            prop_assert_eq!(colour.to_string().parse(), Ok(colour));
        }
    }
}
