//! Identifiers of this area.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use trellis_core::{
    bounded::{OutOfBounds, check_number, number_schema},
    ids::{InvalidId, string_schema},
    ulid_id,
};
use utoipa::openapi::{RefOr, Schema};

ulid_id!(
    /// A course of one workspace.
    CourseId
);
ulid_id!(
    /// One import of a course archive.
    ImportId
);

ulid_id!(
    /// An archive that is made of a course.
    ExportId
);

ulid_id!(
    /// A path through several courses.
    PathId
);

ulid_id!(
    /// Courses of the global catalogue that operators put together.
    CollectionId
);

ulid_id!(
    /// A thing to do on a checklist.
    ItemId
);

/// The number of a version of a course: 1 is the first that was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u64")]
pub struct VersionNumber(u32);

impl VersionNumber {
    pub const FIRST: Self = Self(1);

    /// That of the version after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl Default for VersionNumber {
    fn default() -> Self {
        Self::FIRST
    }
}

impl TryFrom<u64> for VersionNumber {
    type Error = OutOfBounds;
    fn try_from(number: u64) -> Result<Self, OutOfBounds> {
        check_number(number, &(1..=u64::from(u32::MAX)))?;
        Ok(u32::try_from(number).map_or(Self::FIRST, Self))
    }
}

impl FromStr for VersionNumber {
    type Err = InvalidId;
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        text.parse::<u64>()
            .ok()
            .and_then(|number| Self::try_from(number).ok())
            .filter(|number| number.to_string() == text)
            .ok_or(InvalidId("expected the number of a version"))
    }
}

impl fmt::Display for VersionNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0)
    }
}

impl utoipa::PartialSchema for VersionNumber {
    fn schema() -> RefOr<Schema> {
        number_schema(&(1..=u64::from(u32::MAX)), "The number of a version of a course: 1 is the first that was published.")
    }
}
impl utoipa::ToSchema for VersionNumber {}

/// A lesson within its course: a number that the course gives once and never again, spelled `l17`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LessonId(u16);

impl LessonId {
    /// Largest number; bounds the size of a [`crate::lesson_set::LessonSet`] to 625 bytes.
    pub const MAX: u16 = 4_999;

    /// `None` past [`Self::MAX`].
    #[must_use]
    pub const fn new(number: u16) -> Option<Self> {
        if number <= Self::MAX { Some(Self(number)) } else { None }
    }

    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }
}

impl FromStr for LessonId {
    type Err = InvalidId;
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        text.strip_prefix('l')
            .filter(|digits| !digits.starts_with('+'))
            .and_then(|digits| digits.parse().ok())
            .and_then(Self::new)
            .filter(|id| id.to_string() == text)
            .ok_or(InvalidId("expected a lesson id like l17"))
    }
}

impl TryFrom<String> for LessonId {
    type Error = InvalidId;
    fn try_from(text: String) -> Result<Self, InvalidId> {
        text.parse()
    }
}

impl From<LessonId> for String {
    fn from(id: LessonId) -> Self {
        id.to_string()
    }
}

impl fmt::Display for LessonId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "l{}", self.0)
    }
}

impl fmt::Debug for LessonId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl utoipa::PartialSchema for LessonId {
    fn schema() -> RefOr<Schema> {
        string_schema("^l(0|[1-9][0-9]{0,3})$", "l17")
    }
}
impl utoipa::ToSchema for LessonId {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_lesson_id_is_spelled_one_way_only() {
        assert!("l017".parse::<LessonId>().is_err());
        assert!("l+17".parse::<LessonId>().is_err());
        assert!("l5000".parse::<LessonId>().is_err());
        assert_eq!("l17".parse::<LessonId>().map(LessonId::number), Ok(17));
    }

    proptest! {
        #[test]
        fn no_lesson_id_holds_a_separator(text in ".{0,60}") {
            if let Ok(parsed) = text.parse::<LessonId>().map(|id| id.to_string()) {
                prop_assert!(parsed.bytes().all(|byte| byte.is_ascii_alphanumeric()));
                prop_assert_eq!(parsed, text);
            }
        }
    }
}
