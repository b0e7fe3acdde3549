//! The audit log: every administrative and security act, stored with what it changed.
//!
//! | access | how |
//! |---|---|
//! | record an act | put `W#<ws>#AUDIT#<yyyy-mm>` / `<id>`, in the transaction of the act |
//! | the acts of a month, newest first | query that partition backwards |
//! | the acts on one thing, newest first | query index 1, `W#<ws>#AUDITED#<digest of the target>` / `<id>`, backwards |
//!
//! Nothing changes or deletes an entry.

use crate::{
    Listed, Page, Store, StoreError,
    cursor::List,
    entity::{Entity, Place, Record},
    keys,
    members::digest,
    query::Filter,
    table::Write,
};
use domain::{
    ids::{ActId, ApiClientId, MemberId},
    personal::{Personal, hidden},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tenancy::WorkspaceScope;

/// Who has acted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    Member {
        id: MemberId,
    },
    Machine {
        id: ApiClientId,
    },
    /// The platform itself or somebody who runs it: the name of a handler.
    Platform {
        id: String,
    },
    /// Somebody who has not signed in.
    Anonymous,
}

impl Actor {
    /// The id by which a log is searched.
    #[must_use]
    pub fn id(&self) -> String {
        match self {
            Self::Member { id } => id.to_string(),
            Self::Machine { id } => id.to_string(),
            Self::Platform { id } => id.clone(),
            Self::Anonymous => String::new(),
        }
    }
}

/// One act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    pub id: ActId,
    pub actor: Actor,
    /// `<thing>.<what was done>`: `member.updated`.
    pub action: String,
    /// `<thing>/<id>`: `member/01JZ…`.
    pub target: String,
    /// The network address from which the request came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Personal<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// What was different before; of personal data only that it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// What is different now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
}

impl Entity for Act {
    const NAME: &'static str = "Act";
}

/// The fields of something, once with personal data and once without.
fn fields<T: Serialize>(value: &T) -> (Map<String, Value>, Map<String, Value>) {
    let object = |value: Result<Value, serde_json::Error>| match value {
        Ok(Value::Object(fields)) => fields,
        Ok(Value::Null) | Err(_) => Map::new(),
        Ok(other) => Map::from_iter([("value".to_owned(), other)]),
    };
    (object(serde_json::to_value(value)), object(hidden(|| serde_json::to_value(value))))
}

impl Act {
    #[must_use]
    pub fn new(actor: Actor, action: &str, target: impl Into<String>) -> Self {
        let (action, target) = (action.to_owned(), target.into());
        Self { id: ActId::random(), actor, action, target, source: None, request_id: None, before: None, after: None }
    }

    /// The same act on another thing: where its id is known only later.
    #[must_use]
    pub fn on(self, target: impl Into<String>) -> Self {
        Self { target: target.into(), ..self }
    }

    /// Tells what was there and what is there now: the fields that differ. Personal data and whatever is not serialized stay out.
    #[must_use]
    pub fn change<T: Serialize, U: Serialize>(mut self, before: &T, after: &U) -> Self {
        let ((before, mut hidden_before), (after, mut hidden_after)) = (fields(before), fields(after));
        hidden_before.retain(|name, _| before.get(name) != after.get(name));
        hidden_after.retain(|name, _| before.get(name) != after.get(name));
        let told = |fields: Map<String, Value>| (!fields.is_empty()).then_some(Value::Object(fields));
        (self.before, self.after) = (told(hidden_before), told(hidden_after));
        self
    }

    /// Tells what is there now, where nothing was.
    #[must_use]
    pub fn made<T: Serialize>(self, after: &T) -> Self {
        self.change(&(), after)
    }

    /// Tells what was there, where nothing is now.
    #[must_use]
    pub fn removed<T: Serialize>(self, before: &T) -> Self {
        self.change(before, &())
    }
}

/// Which acts are wanted.
#[derive(Debug, Clone, Default)]
pub struct Acts {
    /// The first day of the month; not needed for one target.
    pub month: Option<Date>,
    pub target: Option<String>,
    pub action: Option<String>,
    /// The id of a member, a machine or a handler.
    pub actor: Option<String>,
}

impl Store {
    /// The write that records an act; it belongs in the transaction of the act.
    pub(crate) fn recorded(&self, scope: &WorkspaceScope, act: &Act, now: Timestamp) -> Result<Write, StoreError> {
        let place = Place::from(keys::act(scope, &month_of(act.id.made_at()), act.id));
        let place = place.listed(keys::acts_on(scope, &digest(&act.target)), act.id.to_string());
        Record::new(act.clone(), now).write(place, now)
    }

    /// Records an act that changes nothing in the table.
    ///
    /// # Errors
    /// When the table cannot be written: then the act must not happen either.
    pub async fn record(&self, scope: &WorkspaceScope, act: &Act, now: Timestamp) -> Result<(), StoreError> {
        self.table.write(scope, self.recorded(scope, act, now)?).await
    }

    /// Acts, newest first; those of one target from any time, others of one month.
    ///
    /// # Errors
    /// [`StoreError::BadCursor`], or when the table cannot be read.
    pub async fn acts(
        &self,
        scope: &WorkspaceScope,
        wanted: &Acts,
        page: &Page,
        now: Timestamp,
    ) -> Result<Listed<Record<Act>>, StoreError> {
        let month = wanted.month.map_or_else(|| month_of(now), |date| date.strftime("%Y-%m").to_string());
        let filter = [("action", &wanted.action), ("actor.id", &wanted.actor)];
        let filter = filter.into_iter().filter_map(|(path, value)| Some(Filter::Equals(path, value.clone()?))).collect();
        let list = match &wanted.target {
            Some(target) => List {
                name: "acts-on",
                index: Some("gsi1"),
                partition: keys::acts_on(scope, &digest(target)),
                prefix: None,
                backwards: true,
                filter,
                key_of: |scope, sort| {
                    let id: ActId = sort.parse().ok()?;
                    Some(keys::act(scope, &month_of(id.made_at()), id))
                },
            },
            None => List {
                name: "acts",
                index: None,
                partition: keys::acts(scope, &month),
                prefix: None,
                backwards: true,
                filter,
                key_of: |_, _| None,
            },
        };
        self.listed(scope, list, page).await
    }
}

/// `yyyy-mm` in UTC.
fn month_of(time: Timestamp) -> String {
    time.to_zoned(TimeZone::UTC).strftime("%Y-%m").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[derive(Serialize)]
    struct Thing {
        name: Personal<&'static str>,
        state: &'static str,
        size: u8,
    }

    fn act() -> Act {
        Act::new(Actor::Anonymous, "thing.changed", "thing/1")
    }

    #[test]
    fn a_change_tells_what_differs_and_nobodys_name() {
        let before = Thing { name: Personal("Ann"), state: "open", size: 1 };
        let after = Thing { name: Personal("Eve"), state: "closed", size: 1 };
        let told = act().change(&before, &after);
        assert_eq!(told.before, Some(json!({ "name": "(personal)", "state": "open" })));
        assert_eq!(told.after, Some(json!({ "name": "(personal)", "state": "closed" })));
        let told = act().made(&after);
        assert_eq!((told.before, told.after), (None, Some(json!({ "name": "(personal)", "state": "closed", "size": 1 }))));
        assert_eq!(act().removed(&before).after, None);
    }
}
