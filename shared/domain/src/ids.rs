//! Validated identifiers. None of them can hold the key separator `#`, white space or a path character.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use ulid::Ulid;
use utoipa::openapi::{ObjectBuilder, RefOr, schema::Schema, schema::Type};

/// Why a text is not an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidId(pub &'static str);

fn string_schema(pattern: &str, example: &str) -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern)).examples([example]).into()
}

macro_rules! ulid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Ulid);

        impl $name {
            /// A new identifier: 48 bits of time, 80 bits of randomness.
            #[must_use]
            pub fn random() -> Self {
                Self(Ulid::generate())
            }

            /// When it was made, to the millisecond.
            #[must_use]
            pub fn made_at(self) -> Timestamp {
                i64::try_from(self.0.timestamp_ms()).ok().and_then(|time| Timestamp::from_millisecond(time).ok()).unwrap_or_default()
            }

            /// The 16 bytes of the ULID, for packed storage.
            #[must_use]
            pub const fn to_bytes(self) -> [u8; 16] {
                self.0.to_bytes()
            }

            /// The reverse of [`Self::to_bytes`]; every value is an identifier.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Ulid::from_bytes(bytes))
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            /// Only the canonical spelling is taken, so that one thing has one key.
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Ulid::from_string(text)
                    .ok()
                    .filter(|id| id.to_string() == text)
                    .map(Self)
                    .ok_or(InvalidId("expected a ULID: 26 characters of 0-9 and A-Z without I, L, O, U"))
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                string_schema("^[0-7][0-9A-HJKMNP-TV-Z]{25}$", "01JZ8Q4N7E5T9V3W2XKBYMCD6F")
            }
        }
        impl utoipa::ToSchema for $name {}
    };
}

ulid_id!(
    /// A person in one workspace. Also the person's username at the identity provider.
    MemberId
);
ulid_id!(
    /// A course of one workspace.
    CourseId
);
ulid_id!(
    /// One import of a course archive.
    ImportId
);
ulid_id!(
    /// A domain event; consumers are idempotent by it.
    EventId
);
ulid_id!(
    /// A sign-in that has been started and not finished.
    SignInId
);
ulid_id!(
    /// A link by which a member sets up password and authenticator app; a newer one takes its place.
    EnrolmentId
);
ulid_id!(
    /// A program that calls the API with credentials of its own.
    ApiClientId
);
ulid_id!(
    /// A customer's own identity provider.
    IdentityProviderId
);
ulid_id!(
    /// A group of members.
    GroupId
);
ulid_id!(
    /// A support agent's leave to look at a workspace.
    SupportGrantId
);
ulid_id!(
    /// An entry of the audit log.
    ActId
);

/// A tenant: 3 to 40 characters of `a-z`, `0-9` and `-`, beginning with a letter, not ending with `-`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WorkspaceId(String);

impl WorkspaceId {
    /// The workspace of those who run the platform. Nobody else can have it.
    #[must_use]
    pub fn platform() -> Self {
        Self("platform".to_owned())
    }

    #[must_use]
    pub fn is_platform(&self) -> bool {
        self.0 == "platform"
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for WorkspaceId {
    type Err = InvalidId;
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let bytes = text.as_bytes();
        let legal = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-';
        let well_formed = (3..=40).contains(&bytes.len())
            && bytes.iter().all(legal)
            && bytes.first().is_some_and(u8::is_ascii_lowercase)
            && bytes.last() != Some(&b'-');
        if well_formed {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidId("expected 3 to 40 characters of a-z, 0-9 and -, beginning with a letter and not ending with -"))
        }
    }
}

impl TryFrom<String> for WorkspaceId {
    type Error = InvalidId;
    fn try_from(text: String) -> Result<Self, InvalidId> {
        text.parse()
    }
}

impl From<WorkspaceId> for String {
    fn from(id: WorkspaceId) -> Self {
        id.0
    }
}

impl fmt::Display for WorkspaceId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for WorkspaceId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl utoipa::PartialSchema for WorkspaceId {
    fn schema() -> RefOr<Schema> {
        string_schema("^[a-z][a-z0-9-]{1,38}[a-z0-9]$", "acme")
    }
}
impl utoipa::ToSchema for WorkspaceId {}

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
    fn an_id_is_spelled_one_way_only() {
        let id = MemberId::random();
        assert_eq!(id.to_string().parse(), Ok(id));
        assert!(id.to_string().to_lowercase().parse::<MemberId>().is_err());
        assert!("l017".parse::<LessonId>().is_err());
        assert!("l+17".parse::<LessonId>().is_err());
        assert!("l5000".parse::<LessonId>().is_err());
        assert_eq!("l17".parse::<LessonId>().map(LessonId::number), Ok(17));
    }

    #[test]
    fn a_workspace_is_a_plain_name() {
        for good in ["acme", "acme-corp", "a2c", "x".repeat(40).as_str()] {
            assert!(good.parse::<WorkspaceId>().is_ok(), "{good}");
        }
        let long = "x".repeat(41);
        for bad in ["", "ac", "Acme", "acme#1", "acme-", "-acme", "1acme", "ac me", "acmé", "аcme", "acme/..", &long] {
            assert!(bad.parse::<WorkspaceId>().is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_id_holds_a_separator(text in ".{0,60}") {
            for parsed in [
                text.parse::<WorkspaceId>().map(|id| id.to_string()),
                text.parse::<MemberId>().map(|id| id.to_string()),
                text.parse::<LessonId>().map(|id| id.to_string()),
            ].into_iter().flatten() {
                prop_assert!(parsed.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
                prop_assert_eq!(parsed, text.clone());
            }
        }
    }
}
