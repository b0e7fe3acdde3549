//! Scopes: what a program may do with the API.

use serde::{Deserialize, Serialize};

/// A scope. Each opens the routes that name it, and no others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
pub enum ApiScope {
    #[serde(rename = "people.read")]
    PeopleRead,
    #[serde(rename = "people.write")]
    PeopleWrite,
    #[serde(rename = "courses.read")]
    CoursesRead,
    #[serde(rename = "courses.write")]
    CoursesWrite,
    #[serde(rename = "audit.read")]
    AuditRead,
}

/// The resource server that owns the scopes at the identity provider; in tokens each is spelled `trellis/<name>`.
const RESOURCE_SERVER: &str = "trellis";

impl ApiScope {
    pub const ALL: [Self; 5] = [Self::PeopleRead, Self::PeopleWrite, Self::CoursesRead, Self::CoursesWrite, Self::AuditRead];

    /// The spelling in requests and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::PeopleRead => "people.read",
            Self::PeopleWrite => "people.write",
            Self::CoursesRead => "courses.read",
            Self::CoursesWrite => "courses.write",
            Self::AuditRead => "audit.read",
        }
    }

    /// The reverse of [`Self::name`].
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }

    /// The spelling in tokens and at the identity provider.
    #[must_use]
    pub fn in_tokens(self) -> String {
        format!("{RESOURCE_SERVER}/{}", self.name())
    }

    /// The reverse of [`Self::in_tokens`].
    #[must_use]
    pub fn from_token(text: &str) -> Option<Self> {
        let (server, name) = text.split_once('/')?;
        (server == RESOURCE_SERVER).then(|| Self::from_name(name))?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_spelled_one_way_in_each_place() {
        for scope in ApiScope::ALL {
            assert_eq!(serde_json::to_value(scope).unwrap(), scope.name());
            assert_eq!(ApiScope::from_name(scope.name()), Some(scope));
            assert_eq!(ApiScope::from_token(&scope.in_tokens()), Some(scope));
            assert_eq!(ApiScope::from_token(scope.name()), None);
            assert_eq!(ApiScope::from_token(&format!("other/{}", scope.name())), None);
        }
    }
}
