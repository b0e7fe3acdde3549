//! A month of the calendar.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use std::fmt;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

/// A month, spelled `2026-11`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month(
    /// Its first day.
    Date,
);

impl Month {
    /// The month of a moment, in UTC.
    #[must_use]
    pub fn of(at: Timestamp) -> Self {
        Self(at.to_zoned(TimeZone::UTC).date().first_of_month())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

impl TryFrom<String> for Month {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten();
        let first = match text.split_once('-') {
            Some((year, month)) if year.len() == 4 && month.len() == 2 => {
                digits(year).zip(digits(month)).and_then(|(year, month)| Date::new(year, i8::try_from(month).ok()?, 1).ok())
            }
            _ => None,
        };
        first.map(Self).ok_or("expected a month such as 2026-11")
    }
}

impl PartialSchema for Month {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[0-9]{4}-(0[1-9]|1[0-2])$")).build().into()
    }
}

impl ToSchema for Month {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_four_digits_and_two() {
        for text in ["2026-11", "2024-02", "0000-01", "9999-12"] {
            assert_eq!(Month::try_from(text.to_owned()).map(String::from), Ok(text.to_owned()));
        }
        for text in ["", "2026", "2026-1", "2026-13", "2026-00", "+026-01", "2026-11-01", "٢٠٢٦-11", "-026-11"] {
            assert!(Month::try_from(text.to_owned()).is_err(), "{text}");
        }
    }

    #[test]
    fn a_month_ends_with_its_last_second_in_utc() {
        let month = |text: &str| Month::of(text.parse().expect("a time")).to_string();
        assert_eq!((month("2024-02-29T23:59:59Z"), month("2024-03-01T00:00:00Z")), ("2024-02".to_owned(), "2024-03".to_owned()));
    }
}
