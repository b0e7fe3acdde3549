//! The audit log: every administrative and security act, stored with what it changed.
//!
//! | access | how |
//! |---|---|
//! | record an act | put `W#<ws>#AUDIT#<yyyy-mm>` / `<id>`, in the transaction of the act |
//! | the acts of a month, newest first | query that partition backwards |
//! | the acts on one thing, newest first | query index 1, `W#<ws>#AUDITED#<digest of the target>` / `<id>`, backwards |
//! | the acts of somebody in a month | query index 2, `W#<ws>#ACTED#<yyyy-mm>#<digest of the actor>` / `<id>`, backwards |
//! | the acts of a kind in a month | query index 3, `W#<ws>#ACTION#<yyyy-mm>#<digest of the action>` / `<id>`, backwards |
//!
//! Nothing changes or deletes an entry.

use crate::{Entity, Filter, Index, Key, List, Listed, Page, Place, Record, TableError, Tenant, WorkspaceScope, Write, digest, keys};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use trellis_core::{
    ids::{ActId, ApiClientId, MemberId},
    personal::{Network, NotPersonal, Personal, hide, marked},
};

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
        #[schema(value_type = String)]
        id: NotPersonal<String>,
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
    pub action: NotPersonal<String>,
    /// `<thing>/<id>`: `member/01JZ…`.
    pub target: NotPersonal<String>,
    /// The network address from which the request came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Personal<String, Network>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<NotPersonal<String>>,
    /// What was different before; of personal data only that it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<NotPersonal<Value>>,
    /// What is different now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<NotPersonal<Value>>,
}

impl Entity for Act {
    const NAME: &'static str = "Act";
}

/// The fields of something, in which personal data is marked.
fn fields<T: Serialize>(value: &T) -> Map<String, Value> {
    match marked(value) {
        Ok(Value::Object(fields)) => fields,
        Ok(Value::Null) | Err(_) => Map::new(),
        Ok(other) => Map::from_iter([("value".to_owned(), other)]),
    }
}

/// What the log says of fields: that there is personal data, but not which.
fn told(fields: Map<String, Value>) -> Option<Value> {
    let mut told = Value::Object(fields);
    hide(&mut told);
    Some(told).filter(|told| *told != Value::Object(Map::new()))
}

impl Act {
    #[must_use]
    pub fn new(actor: Actor, action: &str, target: impl Into<String>, now: Timestamp) -> Self {
        let (action, target) = (action.to_owned(), target.into());
        Self { id: ActId::made(now), actor, action, target, source: None, request_id: None, before: None, after: None }
    }

    /// Who has acted, named as a target would be.
    #[must_use]
    pub fn by(&self) -> Option<String> {
        match &self.actor {
            Actor::Member { id } => Some(format!("member/{id}")),
            Actor::Machine { id } => Some(format!("api_client/{id}")),
            Actor::Platform { .. } | Actor::Anonymous => None,
        }
    }

    /// The same act on another thing: where its id is known only later.
    #[must_use]
    pub fn on(self, target: impl Into<String>) -> Self {
        Self { target: target.into(), ..self }
    }

    /// Tells what was there and what is there now: the fields that differ. Personal data and whatever is not serialized stay out.
    #[must_use]
    pub fn change<T: Serialize, U: Serialize>(mut self, before: &T, after: &U) -> Self {
        let (mut before, mut after) = (fields(before), fields(after));
        let was = before.clone();
        before.retain(|name, value| after.get(name) != Some(value));
        after.retain(|name, value| was.get(name) != Some(value));
        (self.before, self.after) = (told(before), told(after));
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

impl Tenant {
    /// The write that records an act; it belongs in the transaction of the act.
    ///
    /// # Errors
    /// When the act cannot be stored: a defect.
    pub fn recorded(&self, act: &Act) -> Result<Write, TableError> {
        let (month, sort) = (month_of(act.id.made_at()), act.id.to_string());
        let place = Place::from(entry(self.scope(), &month, act.id))
            .listed(acts_on(self.scope(), &act.target), sort.clone())
            .listed_in(Index::Second, acts_by(self.scope(), &month, &act.actor.id()), sort.clone())
            .listed_in(Index::Third, acts_of_kind(self.scope(), &month, &act.action), sort);
        Record::new(act.clone(), self.now()).write(place, self.now())
    }

    /// Records an act that changes nothing in the table.
    ///
    /// # Errors
    /// When the table cannot be written: then the act must not happen either.
    pub async fn record(&self, act: &Act) -> Result<(), TableError> {
        self.write(self.recorded(act)?).await
    }

    /// Acts, newest first; those of one target from any time, others of one month.
    ///
    /// # Errors
    /// [`TableError::BadCursor`], or when the table cannot be read.
    pub async fn acts(&self, wanted: &Acts, page: &Page) -> Result<Listed<Record<Act>>, TableError> {
        let month = wanted.month.map_or_else(|| month_of(self.now()), |date| date.strftime("%Y-%m").to_string());
        let Acts { target, actor, action, .. } = wanted;
        // The narrowest partition; the rest is left out while it is read.
        let (name, index, partition) = match (target, actor, action) {
            (Some(target), ..) => ("acts-on", Some(Index::First), acts_on(self.scope(), target)),
            (None, Some(actor), _) => ("acts-by", Some(Index::Second), acts_by(self.scope(), &month, actor)),
            (None, None, Some(action)) => ("acts-of-kind", Some(Index::Third), acts_of_kind(self.scope(), &month, action)),
            (None, None, None) => ("acts", None, keys::ACTS.partition_of(self.scope(), &month)),
        };
        let filter = [("actor.id", actor, Some(Index::Second)), ("action", action, Some(Index::Third))];
        let filter = filter.into_iter().filter(|(_, _, own)| *own != index);
        let list = List {
            name,
            index,
            partition,
            prefix: None,
            consistent: false,
            backwards: true,
            filter: filter.filter_map(|(path, value, _)| Some(Filter::Equals(path, value.clone()?))).collect(),
            key_of: |scope, sort| {
                let id: ActId = sort.parse().ok()?;
                Some(entry(scope, &month_of(id.made_at()), id))
            },
        };
        self.listed(list, page).await
    }
}

fn entry(scope: &WorkspaceScope, month: &str, act: ActId) -> Key {
    keys::ACTS.item_of(scope, month, act)
}

fn acts_on(scope: &WorkspaceScope, target: &str) -> String {
    keys::ACTS_ON.partition_of(scope, digest(target))
}

fn acts_by(scope: &WorkspaceScope, month: &str, actor: &str) -> String {
    keys::ACTS_BY.partition_of(scope, format_args!("{month}#{}", digest(actor)))
}

fn acts_of_kind(scope: &WorkspaceScope, month: &str, action: &str) -> String {
    keys::ACTS_OF_KIND.partition_of(scope, format_args!("{month}#{}", digest(action)))
}

/// `yyyy-mm` in UTC.
fn month_of(time: Timestamp) -> String {
    time.to_zoned(TimeZone::UTC).strftime("%Y-%m").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use trellis_core::personal::Name;

    #[derive(Serialize)]
    struct Thing {
        name: Personal<&'static str, Name>,
        state: &'static str,
        size: u8,
    }

    fn act() -> Act {
        Act::new(Actor::Anonymous, "thing.changed", "thing/1", Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn a_change_tells_what_differs_and_nobodys_name() {
        let before = Thing { name: Personal::new("Ann"), state: "open", size: 1 };
        let after = Thing { name: Personal::new("Eve"), state: "closed", size: 1 };
        let told = act().change(&before, &after);
        assert_eq!(told.before, Some(json!({ "name": "(personal)", "state": "open" })));
        assert_eq!(told.after, Some(json!({ "name": "(personal)", "state": "closed" })));
        let told = act().made(&after);
        assert_eq!((told.before, told.after), (None, Some(json!({ "name": "(personal)", "state": "closed", "size": 1 }))));
        assert_eq!(act().removed(&before).after, None);
    }
}
