//! GET /v1/admin/audit-events: who did what, newest first.

use crate::names::{Names, names};
use jiff::{Timestamp, civil::Date};
use lambda::{
    Audience, Call, Handler, Listing, Method, Principal, Problem, Reply, Request, Route,
    Table::{BatchGetItem, Query, QueryIndex},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;
use table::{
    Record,
    audit::{Act, Actor, Acts},
};
use trellis_core::{
    api_scope::ApiScope,
    bounded::Letters,
    ids::ActId,
    personal::{self, Network, Personal},
};

/// One act.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct AuditEvent {
    audit_event_id: ActId,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    actor: Actor,
    /// What the member or the API client is called now. Left out once they are gone, and for API clients that may not read people.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    actor_name: Option<Personal<String, personal::Name>>,
    /// Like `member.updated`.
    action: String,
    /// Like `member/01JZ8Q4N7E5T9V3W2XKBYMCD6F`.
    target: String,
    /// What it is called now; as for `actor_name`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    target_name: Option<Personal<String, personal::Name>>,
    /// The network address from which it was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    source: Option<Personal<String, Network>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
    /// The fields that were different before; personal data shows only that it was changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    before: Option<Value>,
    /// The same fields as they are since.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    after: Option<Value>,
}

impl AuditEvent {
    fn new(record: Record<Act>, names: &Names) -> Self {
        let (actor_name, target_name) =
            (record.value.by().and_then(|by| names.get(&by)).cloned(), names.get(&record.value.target).cloned());
        let Act { id, actor, action, target, source, request_id, before, after } = record.value;
        Self {
            audit_event_id: id,
            at: record.created_at,
            actor,
            actor_name,
            action,
            target,
            target_name,
            source,
            request_id,
            before,
            after,
        }
    }
}

trellis_core::text!(
    /// What an event is about.
    Target, 1..=300, Letters::Visible
);
trellis_core::text!(
    /// The name of an action, or the id of an actor.
    Name, 1..=100, Letters::Visible
);

/// A month of the calendar.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "String")]
#[schema(value_type = String, pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$", max_length = 7, example = "2026-11")]
struct Month(Date);

impl Month {
    const fn first_day(self) -> Date {
        self.0
    }
}

impl TryFrom<String> for Month {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let digits =
            text.len() == 7 && text.bytes().enumerate().all(|(at, byte)| if at == 4 { byte == b'-' } else { byte.is_ascii_digit() });
        let first_day = Some(format!("{text}-01")).filter(|_| digits).and_then(|date| date.parse().ok());
        first_day.map(Self).ok_or("expected a month like 2026-11")
    }
}

pub(crate) fn handler() -> Handler {
    Route::new("list-audit-events", Method::Get, "/v1/admin/audit-events", "List audit events, newest first")
        .audience(Audience::Auditor)
        .scope(ApiScope::AuditRead)
        .paged()
        .reversible()
        .query_of::<Month>("month", "The month in UTC, like 2026-11: this one if left out. Not used with `target`.")
        .query_of::<Target>("target", "Only acts on this, like member/01JZ8Q4N7E5T9V3W2XKBYMCD6F, in any month.")
        .query_of::<Name>("action", "Only acts of this kind, like member.updated.")
        .query_of::<Name>("actor", "Only acts by this member, API client or handler: its id.")
        .member(handle)
        .table(&[BatchGetItem, Query, QueryIndex])
}

fn wanted(request: &Request<()>) -> Result<Acts, Problem> {
    let name = |name: &str| Ok::<_, Problem>(request.query_of::<Name>(name)?.map(String::from));
    let month = request.query_of::<Month>("month")?.map(Month::first_day);
    let target = request.query_of::<Target>("target")?.map(String::from);
    Ok(Acts { month, target, action: name("action")?, actor: name("actor")? })
}

/// What the page tells of, as far as the caller may know what it is called: people who see the log do, and programs need a scope.
fn named(call: &Call<()>, acts: &[Record<Act>]) -> BTreeSet<String> {
    let people = matches!(call.caller.principal, Principal::Member { .. }) || call.caller.holds(Some(ApiScope::PeopleRead));
    let things = acts.iter().flat_map(|act| act.value.by().into_iter().chain([act.value.target.clone()]));
    things.filter(|thing| people || !thing.starts_with("member/")).collect()
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<AuditEvent>>, Problem> {
    let wanted = wanted(&call.request)?;
    let listed = call.tenant.acts(&wanted, &call.page()?).await?;
    let names = names(&call.tenant, named(&call, &listed.items)).await?;
    let items = listed.items.into_iter().map(|act| AuditEvent::new(act, &names)).collect();
    Ok(Reply::ok(Listing { items, next: listed.next }))
}
