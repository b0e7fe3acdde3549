//! Decimal numbers, exactly: as authors write them, and as people type them.

use serde::{Deserialize, Serialize};
use std::str::FromStr;
use utoipa::openapi::{ObjectBuilder, RefOr, schema::Schema, schema::Type};

/// Digits after the point that are calculated with.
const PLACES: u32 = 10;
/// Digits before the point.
const WHOLE: usize = 15;

/// A number times 10^-10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Value(i128);

impl Value {
    /// Plain digits with a point, up to 15 before and 10 after it.
    fn plain(text: &str) -> Option<Self> {
        let (is_negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() && part.is_empty() || !all_digits(whole) || !all_digits(part) {
            return None;
        }
        let (whole, part) = (whole.trim_start_matches('0'), part.trim_end_matches('0'));
        if whole.len() > WHOLE || part.len() > PLACES as usize {
            return None;
        }
        let number: i128 = format!("{whole}{part:0<10}").parse().ok()?;
        Some(Self(if is_negative { -number } else { number }))
    }

    /// A number as somebody types it: comma or point, spaces and apostrophes between digits, a sign, an exponent. Where both comma and point
    /// stand, the last is the decimal one; one that stands several times groups digits.
    #[must_use]
    pub fn typed(text: &str) -> Option<Self> {
        let is_group = |letter: char| letter.is_whitespace() || matches!(letter, '\'' | '’' | '_');
        let text: String =
            text.trim().chars().filter(|letter| !is_group(*letter)).map(|letter| if letter == '−' { '-' } else { letter }).collect();
        let text = text.strip_prefix('+').unwrap_or(&text);
        let (digits, exponent) = match text.split_once(['e', 'E']) {
            Some((digits, exponent)) => (digits, exponent.strip_prefix('+').unwrap_or(exponent).parse::<i32>().ok()?),
            None => (text, 0),
        };
        let decimal = match (digits.rfind(','), digits.rfind('.')) {
            (Some(comma), Some(point)) => Some(comma.max(point)),
            (Some(at), None) | (None, Some(at)) if digits.matches([',', '.']).count() == 1 => Some(at),
            _ => None,
        };
        let mut plain = String::with_capacity(digits.len());
        for (at, letter) in digits.char_indices() {
            match letter {
                ',' | '.' if Some(at) == decimal => plain.push('.'),
                ',' | '.' => {}
                letter => plain.push(letter),
            }
        }
        Self::plain(&plain)?.shifted(exponent)
    }

    fn shifted(self, exponent: i32) -> Option<Self> {
        let factor = 10_i128.checked_pow(exponent.unsigned_abs())?;
        match exponent {
            0.. => self.0.checked_mul(factor).map(Self),
            _ if self.0 % factor == 0 => Some(Self(self.0 / factor)),
            _ => None,
        }
    }

    /// Whether this times a factor lies within a tolerance of another; never where that is too large to be calculated.
    #[must_use]
    pub fn is_within(self, factor: Self, tolerance: Self, of: Self) -> bool {
        let one = 10_i128.pow(PLACES);
        let product = self.0.checked_mul(factor.0);
        let expected = of.0.checked_mul(one);
        let allowed = tolerance.0.checked_mul(one);
        match (product, expected, allowed) {
            (Some(product), Some(expected), Some(allowed)) => product.abs_diff(expected) <= allowed.unsigned_abs(),
            _ => false,
        }
    }

    #[must_use]
    pub const fn one() -> Self {
        Self(10_i128.pow(PLACES))
    }

    /// Half of the way between two, and how far they are from it.
    #[must_use]
    pub fn middle(self, other: Self) -> Option<(Self, Self)> {
        let sum = self.0 + other.0;
        (sum % 2 == 0).then(|| (Self(sum / 2), Self((other.0 - sum / 2).abs())))
    }

    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }

    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }

    /// As it is written, if it has no more digits than an author may write.
    #[must_use]
    pub fn written(self) -> Option<Decimal> {
        let one = 10_u128.pow(PLACES);
        let (whole, part) = (self.0.unsigned_abs() / one, self.0.unsigned_abs() % one);
        let sign = if self.0 < 0 { "-" } else { "" };
        let text = if part == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part:010}").trim_end_matches('0').to_owned() };
        text.parse().ok()
    }
}

/// A number as an author writes it: digits with a point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Decimal(String);

/// The text is no such number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a decimal number such as -3.75, with at most 15 digits before and 10 after the point")]
pub struct InvalidDecimal;

impl Decimal {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    #[must_use]
    pub fn value(&self) -> Value {
        // Checked when it was read.
        Value::plain(&self.0).unwrap_or(Value(0))
    }
}

impl Default for Decimal {
    fn default() -> Self {
        Self("0".to_owned())
    }
}

impl FromStr for Decimal {
    type Err = InvalidDecimal;
    fn from_str(text: &str) -> Result<Self, InvalidDecimal> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, part) = digits.split_once('.').map_or((digits, None), |(whole, part)| (whole, Some(part)));
        let fits = (1..=WHOLE).contains(&whole.len()) && part.is_none_or(|part| (1..=PLACES as usize).contains(&part.len()));
        if fits && Value::plain(text).is_some() { Ok(Self(text.to_owned())) } else { Err(InvalidDecimal) }
    }
}

impl TryFrom<String> for Decimal {
    type Error = InvalidDecimal;
    fn try_from(text: String) -> Result<Self, InvalidDecimal> {
        text.parse()
    }
}

impl From<Decimal> for String {
    fn from(decimal: Decimal) -> Self {
        decimal.0
    }
}

impl utoipa::PartialSchema for Decimal {
    fn schema() -> RefOr<Schema> {
        let text = ObjectBuilder::new().schema_type(Type::String).description(Some("A number as it is written: digits with a point."));
        text.max_length(Some(27)).pattern(Some("^-?[0-9]{1,15}(\\.[0-9]{1,10})?$")).examples(["9.81"]).into()
    }
}
impl utoipa::ToSchema for Decimal {}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> Option<String> {
        Some(Value::typed(text)?.written()?.into())
    }

    #[test]
    fn numbers_are_read_as_they_are_typed() {
        for (typed, value) in [
            ("3,5", "3.5"),
            ("3.5", "3.5"),
            (" +1 234,50 ", "1234.5"),
            ("1.234,5", "1234.5"),
            ("1,234.5", "1234.5"),
            ("1,234,567", "1234567"),
            ("1'000", "1000"),
            ("−0,0", "0"),
            (".5", "0.5"),
            ("5.", "5"),
            ("1.5e3", "1500"),
            ("15E-1", "1.5"),
        ] {
            assert_eq!(written(typed).as_deref(), Some(value), "{typed}");
        }
        for bad in ["", "-", ".", "five", "1e99", "1e-11", "--1", "1234567890123456", "0.12345678901", "1e", "3 5 kg"] {
            assert_eq!(written(bad), None, "{bad}");
        }
    }

    #[test]
    fn tolerance_is_exact() {
        let of = |text: &str| text.parse::<Decimal>().unwrap().value();
        assert!(of("0.3").is_within(Value::one(), of("0.1"), of("0.2")), "which floats get wrong");
        assert!(!of("0.3000000001").is_within(Value::one(), of("0.1"), of("0.2")));
        assert!(of("1500").is_within(of("0.001"), of("0"), of("1.5")), "grams for kilograms");
        assert!(!of("999999999999999").is_within(of("999999999999999"), of("1"), of("1")), "more than can be calculated");
    }
}
