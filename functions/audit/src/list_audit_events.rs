//! GET /v1/admin/audit-events: who did what, newest first.

use domain::{api_scope::ApiScope, ids::ActId, personal::Personal};
use jiff::{Timestamp, civil::Date};
use lambda::{App, Audience, Call, Handler, Listing, Method, Problem, Reply, Request, Route};
use serde::Serialize;
use serde_json::Value;
use store::{
    Record,
    audit::{Act, Actor, Acts},
};

/// One act.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct AuditEvent {
    audit_event_id: ActId,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    actor: Actor,
    /// Like `member.updated`.
    action: String,
    /// Like `member/01JZ8Q4N7E5T9V3W2XKBYMCD6F`.
    target: String,
    /// The network address from which it was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    source: Option<Personal<String>>,
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

impl From<Record<Act>> for AuditEvent {
    fn from(record: Record<Act>) -> Self {
        let Act { id, actor, action, target, source, request_id, before, after } = record.value;
        Self { audit_event_id: id, at: record.created_at, actor, action, target, source, request_id, before, after }
    }
}

pub(crate) fn handler() -> Handler {
    Route::new("list-audit-events", Method::Get, "/v1/admin/audit-events", "Administrative and security acts, newest first")
        .audience(Audience::Auditor)
        .scope(ApiScope::AuditRead)
        .paged()
        .reversible()
        .query("month", "The month in UTC, like 2026-11: this one if left out. Not used with `target`.")
        .query("target", "Only acts on this, like member/01JZ8Q4N7E5T9V3W2XKBYMCD6F, in any month.")
        .query("action", "Only acts of this kind, like member.updated.")
        .query("actor", "Only acts by this member, API client or handler: its id.")
        .member(handle)
}

fn wanted(request: &Request<()>) -> Result<Acts, Problem> {
    let month = request.query("month").map(|text| format!("{text}-01").parse::<Date>()).transpose();
    let month = month.map_err(|_| Problem::malformed("query.month", "expected a month like 2026-11"))?;
    let text = |name: &str| request.query(name).map(str::to_owned);
    Ok(Acts { month, target: text("target"), action: text("action"), actor: text("actor") })
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<Listing<AuditEvent>>, Problem> {
    let wanted = wanted(&call.request)?;
    let listed = app.store().acts(&call.caller.scope, &wanted, &call.request.page()?, app.now()).await?;
    Ok(Reply::ok(Listing { items: listed.items.into_iter().map(AuditEvent::from).collect(), next: listed.next }))
}
