//! Validated identifiers. None of them can hold the key separator `#`, white space or a path character.

use crate::personal::NotPersonal;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
pub use ulid::Ulid;
use utoipa::openapi::{
    ObjectBuilder, RefOr,
    schema::{Schema, Type},
};

/// Why a text is not an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidId(pub &'static str);

/// The schema of a text of this form.
#[must_use]
pub fn string_schema(pattern: &str, example: &str) -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern)).examples([example]).into()
}

/// A validated identifier of an area: a ULID in its canonical spelling.
#[macro_export]
macro_rules! ulid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name($crate::ids::Ulid);

        impl $name {
            /// A new identifier: 48 bits of time, 80 bits of randomness. The time is the machine's: it puts things in the order in which
            /// they were made, and nobody reads it.
            #[must_use]
            pub fn random() -> Self {
                Self($crate::ids::Ulid::generate())
            }

            /// The 16 bytes of the ULID, for packed storage.
            #[must_use]
            pub const fn to_bytes(self) -> [u8; 16] {
                self.0.to_bytes()
            }

            /// The reverse of [`Self::to_bytes`]; every value is an identifier.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self($crate::ids::Ulid::from_bytes(bytes))
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::ids::InvalidId;
            /// Only the canonical spelling is taken, so that one thing has one key.
            fn from_str(text: &str) -> Result<Self, $crate::ids::InvalidId> {
                $crate::ids::Ulid::from_string(text)
                    .ok()
                    .filter(|id| id.to_string() == text)
                    .map(Self)
                    .ok_or($crate::ids::InvalidId("expected a ULID: 26 characters of 0-9 and A-Z without I, L, O, U"))
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::ids::InvalidId;
            fn try_from(text: String) -> Result<Self, $crate::ids::InvalidId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.0, formatter)
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.0, formatter)
            }
        }

        impl ::utoipa::PartialSchema for $name {
            fn schema() -> ::utoipa::openapi::RefOr<::utoipa::openapi::Schema> {
                $crate::ids::string_schema("^[0-7][0-9A-HJKMNP-TV-Z]{25}$", "01JZ8Q4N7E5T9V3W2XKBYMCD6F")
            }
        }
        impl ::utoipa::ToSchema for $name {}
    };
}

ulid_id!(
    /// A person in one workspace. Also the person's username at the identity provider.
    MemberId
);
ulid_id!(
    /// A domain event; consumers are idempotent by it.
    EventId
);
ulid_id!(
    /// A program that calls the API with credentials of its own.
    ApiClientId
);
ulid_id!(
    /// An entry of the audit log.
    ActId
);

/// The time in the id of an act is the time of the act: the log is kept by month, and shown in this order.
impl ActId {
    /// The id of an act of this moment.
    #[must_use]
    pub fn made(now: Timestamp) -> Self {
        Self(Ulid::from_datetime(now.into()))
    }

    /// When it was made, to the millisecond.
    #[must_use]
    pub fn made_at(self) -> Timestamp {
        i64::try_from(self.0.timestamp_ms()).ok().and_then(|time| Timestamp::from_millisecond(time).ok()).unwrap_or_default()
    }
}

/// A tenant: 3 to 40 characters of `a-z`, `0-9` and `-`, beginning with a letter, not ending with `-`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WorkspaceId(NotPersonal<String>);

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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_id_is_spelled_one_way_only() {
        let id = MemberId::random();
        assert_eq!(id.to_string().parse(), Ok(id));
        assert!(id.to_string().to_lowercase().parse::<MemberId>().is_err());
    }

    #[test]
    fn an_act_has_its_time_in_its_id() {
        let then: Timestamp = "2026-07-20T09:30:00.125Z".parse().unwrap();
        let (id, other) = (ActId::made(then), ActId::made(then));
        assert_eq!(id.made_at(), then);
        assert_ne!(id, other);
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
            ].into_iter().flatten() {
                prop_assert!(parsed.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
                prop_assert_eq!(parsed, text.clone());
            }
        }
    }
}
