//! Where a workspace is at home: its language and its time zone.

use crate::personal::NotPersonal;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A language that the platform speaks (BCP 47).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    #[default]
    En,
    De,
    Fr,
    It,
    Es,
    Hi,
}

/// A time zone by its name in the IANA database: `Europe/Berlin`.
///
/// Reading one checks the spelling only, since it is read with every request; [`Self::exists`] asks the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "Europe/Berlin", min_length = 1, max_length = 64, pattern = "^[A-Za-z0-9/_+-]+$")]
pub struct TimeZoneName(NotPersonal<String>);

/// The text is no name of a time zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a time zone of the IANA database, like Europe/Berlin")]
pub struct InvalidTimeZone;

impl TimeZoneName {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the database knows it, spelled like this.
    ///
    /// # Errors
    /// When it does not.
    pub fn exists(&self) -> Result<(), InvalidTimeZone> {
        let zone = TimeZone::get(&self.0).map_err(|_| InvalidTimeZone)?;
        if zone.iana_name() == Some(&self.0) { Ok(()) } else { Err(InvalidTimeZone) }
    }
}

impl Default for TimeZoneName {
    fn default() -> Self {
        Self("UTC".to_owned())
    }
}

impl FromStr for TimeZoneName {
    type Err = InvalidTimeZone;
    fn from_str(text: &str) -> Result<Self, InvalidTimeZone> {
        let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"/_+-".contains(&byte);
        if (1..=64).contains(&text.len()) && text.bytes().all(legal) { Ok(Self(text.to_owned())) } else { Err(InvalidTimeZone) }
    }
}

impl TryFrom<String> for TimeZoneName {
    type Error = InvalidTimeZone;
    fn try_from(text: String) -> Result<Self, InvalidTimeZone> {
        text.parse()
    }
}

impl From<TimeZoneName> for String {
    fn from(zone: TimeZoneName) -> Self {
        zone.0
    }
}

impl fmt::Display for TimeZoneName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_those_of_the_database() {
        let exists = |name: &str| name.parse::<TimeZoneName>().is_ok_and(|zone| zone.exists().is_ok());
        for good in ["UTC", "Europe/Berlin", "Asia/Kolkata", "America/Argentina/Buenos_Aires", "Etc/GMT+5"] {
            assert!(exists(good), "{good}");
        }
        for bad in ["", "Europe/Nowhere", "europe/berlin", "../etc/passwd", "Europe/Berlin#1", "CEST"] {
            assert!(!exists(bad), "{bad}");
        }
        assert!(TimeZoneName::default().exists().is_ok());
    }
}
