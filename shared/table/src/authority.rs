//! What a caller's right to change access rests on, and how it is checked in the transaction of every change.
//!
//! The gateway remembers for minutes whom it has let in, so a caller may have lost since what let them in. A store that acts on an
//! [`Authority`] adds a check of each of its items to every transaction, and makes a transaction of every single write.
//!
//! | access | how |
//! |---|---|
//! | a member's right | member, session, workspace |
//! | an API client's right | client, workspace |

use crate::{Item, Key, Operation, Table, TableError, keys, table::Clause};
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use std::collections::BTreeSet;
use tenancy::WorkspaceScope;
use trellis_core::{
    api_scope::ApiScope,
    ids::{ApiClientId, MemberId},
    role::Role,
};

/// The state, as it is stored, of a workspace in which something may be done.
pub const OPEN_WORKSPACE: &str = "open";
/// That of a member who may do something.
pub const ACTIVE_MEMBER: &str = "active";
/// That of a program that may do something.
pub const ACTIVE_CLIENT: &str = "active";

/// What a caller has lost since the gateway let them in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lost {
    /// They are not let in at all any more.
    Entry,
    /// They are let in, but may not do this any more.
    Permission,
}

/// What an attribute must be like.
#[derive(Debug, Clone)]
enum Must {
    Be(AttributeValue),
    /// A list with this among its elements.
    Hold(String),
    /// A time that has not come yet.
    BeAfter(Timestamp),
}

/// Whole seconds: written like this, a time of the same second with a fraction sorts before it, so that nobody gains a moment.
fn second(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

impl Must {
    fn value(&self) -> AttributeValue {
        match self {
            Self::Be(value) => value.clone(),
            Self::Hold(element) => AttributeValue::S(element.clone()),
            Self::BeAfter(time) => AttributeValue::S(second(*time)),
        }
    }

    fn expression(&self, name: &str, value: &str) -> String {
        match self {
            Self::Be(_) => format!("{name} = {value}"),
            Self::Hold(_) => format!("contains({name}, {value})"),
            Self::BeAfter(_) => format!("{name} > {value}"),
        }
    }

    /// The same as the expression, of an item that has been read.
    fn holds(&self, found: &AttributeValue) -> bool {
        match self {
            Self::Be(expected) => found == expected,
            Self::Hold(element) => found.as_l().is_ok_and(|list| list.iter().any(|one| one.as_s() == Ok(element))),
            Self::BeAfter(time) => found.as_s().is_ok_and(|found| *found > second(*time)),
        }
    }
}

#[derive(Debug, Clone)]
struct Requirement {
    attribute: &'static str,
    must: Must,
    otherwise: Lost,
}

/// An item on which the right rests.
#[derive(Debug, Clone)]
pub(crate) struct Basis {
    pub(crate) key: Key,
    requirements: Vec<Requirement>,
}

impl Basis {
    const fn new(key: Key) -> Self {
        Self { key, requirements: Vec::new() }
    }

    fn requires(mut self, attribute: &'static str, must: Must, otherwise: Lost) -> Self {
        self.requirements.push(Requirement { attribute, must, otherwise });
        self
    }

    /// The condition under which the right exists.
    pub(crate) fn clause(&self) -> Clause {
        let mut clause = Clause::default();
        for (number, Requirement { attribute, must, .. }) in self.requirements.iter().enumerate() {
            let (name, value) = (format!("#basis_{attribute}"), format!(":basis_{number}"));
            clause.require(must.expression(&name, &value));
            clause.names.insert(name, (*attribute).to_owned());
            clause.values.insert(value, must.value());
        }
        clause
    }

    fn lost(&self, item: Option<&Item>) -> Option<Lost> {
        let missing = |requirement: &&Requirement| {
            let found = item.and_then(|item| item.get(requirement.attribute));
            !found.is_some_and(|found| requirement.must.holds(found))
        };
        self.requirements.iter().filter(missing).map(|requirement| requirement.otherwise).min()
    }
}

/// The right of one caller to change access, as long as the items on which it rests say so.
#[derive(Debug, Clone)]
pub struct Authority {
    /// The caller's workspace.
    pub(crate) scope: WorkspaceScope,
    pub(crate) bases: Vec<Basis>,
}

fn text(value: &str) -> Must {
    Must::Be(AttributeValue::S(value.to_owned()))
}

fn open_workspace(scope: &WorkspaceScope) -> Basis {
    Basis::new(keys::WORKSPACE.key(scope)).requires("state", text(OPEN_WORKSPACE), Lost::Entry)
}

impl Authority {
    /// That of a member who acts by these roles and, as an administrator of regions, for these.
    #[must_use]
    pub fn of_member(
        scope: WorkspaceScope,
        id: MemberId,
        session: &str,
        roles: &BTreeSet<Role>,
        regions: &[String],
        now: Timestamp,
    ) -> Self {
        let mut member = Basis::new(keys::PROFILE.key_of(&scope, id)).requires("state", text(ACTIVE_MEMBER), Lost::Entry);
        for role in roles {
            member = member.requires("roles", Must::Hold(role.name().to_owned()), Lost::Permission);
        }
        for region in regions {
            member = member.requires("regions", Must::Hold(region.clone()), Lost::Permission);
        }
        if roles.contains(&Role::Support) {
            member = member.requires("support_until", Must::BeAfter(now), Lost::Entry);
        }
        let live = Must::Be(AttributeValue::Bool(false));
        let session = Basis::new(keys::SESSIONS.item_of(&scope, id, session)).requires("revoked", live, Lost::Entry);
        Self { bases: vec![member, session, open_workspace(&scope)], scope }
    }

    /// That of an API client that acts by a scope.
    #[must_use]
    pub fn of_client(scope: WorkspaceScope, id: ApiClientId, by: Option<ApiScope>) -> Self {
        let active = text(ACTIVE_CLIENT);
        let mut client = Basis::new(keys::API_CLIENT.key_of(&scope, id)).requires("state", active, Lost::Entry);
        if let Some(by) = by {
            client = client.requires("scopes", Must::Hold(by.name().to_owned()), Lost::Permission);
        }
        Self { bases: vec![client, open_workspace(&scope)], scope }
    }

    fn lost(&self, items: &[Item]) -> Option<Lost> {
        let text = |item: &Item, name: &str| item.get(name).and_then(|value| value.as_s().ok()).cloned();
        let is = |item: &&Item, key: &Key| text(item, "pk").as_ref() == Some(&key.pk) && text(item, "sk").as_ref() == Some(&key.sk);
        self.bases.iter().filter_map(|basis| basis.lost(items.iter().find(|item| is(item, &basis.key)))).min()
    }
}

impl Operation {
    /// Whether an authority holds now: for what is done outside of the table, which no transaction takes back. Reads one unit for each of
    /// its items.
    ///
    /// # Errors
    /// [`TableError::Lost`] if it does not, or when the table cannot be read.
    pub async fn confirm(&self, authority: &Authority) -> Result<(), TableError> {
        self.table.confirm(authority).await
    }
}

impl Table {
    pub(crate) async fn confirm(&self, authority: &Authority) -> Result<(), TableError> {
        let keys = authority.bases.iter().map(|basis| basis.key.clone()).collect();
        match authority.lost(&self.batch_get(&authority.scope, keys, None, true).await?) {
            None => Ok(()),
            Some(lost) => Err(TableError::Lost(lost)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenancy::doors;

    fn member(state: &str, roles: &[&str], until: &str) -> Item {
        let list = roles.iter().map(|role| AttributeValue::S((*role).to_owned())).collect();
        Item::from([
            ("state".to_owned(), AttributeValue::S(state.to_owned())),
            ("roles".to_owned(), AttributeValue::L(list)),
            ("support_until".to_owned(), AttributeValue::S(until.to_owned())),
        ])
    }

    #[test]
    fn entry_is_graver_than_permission_and_a_missing_item_is_both() {
        let scope = doors::registered("acme".parse().unwrap());
        let now: Timestamp = "2026-11-28T09:00:00.5Z".parse().unwrap();
        let roles = [Role::Admin, Role::Support].into();
        let authority = Authority::of_member(scope, MemberId::random(), "session", &roles, &[], now);
        let basis = &authority.bases[0];
        let later = "2026-11-28T09:00:01Z";
        assert_eq!(basis.lost(Some(&member("active", &["admin", "learner", "support"], later))), None);
        assert_eq!(basis.lost(Some(&member("active", &["learner", "support"], later))), Some(Lost::Permission));
        assert_eq!(basis.lost(Some(&member("deactivated", &["learner"], later))), Some(Lost::Entry));
        for over in ["2026-11-28T09:00:00.7Z", "2026-11-28T09:00:00Z", "2026-11-28T08:59:59.9Z", "2026-11-27T10:00:00Z"] {
            assert_eq!(basis.lost(Some(&member("active", &["admin", "support"], over))), Some(Lost::Entry), "{over}");
        }
        assert_eq!(basis.lost(None), Some(Lost::Entry));
        assert_eq!(authority.lost(&[]), Some(Lost::Entry));
        let clause = basis.clause();
        assert_eq!(
            clause.text.as_deref(),
            Some(
                "#basis_state = :basis_0 AND contains(#basis_roles, :basis_1) AND contains(#basis_roles, :basis_2) \
                 AND #basis_support_until > :basis_3"
            )
        );
        assert_eq!((clause.names.len(), clause.values.len()), (3, 4));
    }
}
