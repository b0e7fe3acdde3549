//! GET /v1/me/sessions: where one is signed in.

use identity_model::sessions;
use jiff::Timestamp;
use lambda::{Call, Handler, Method, Principal, Problem, Reply, Route, Table::Query};
use serde::Serialize;

/// A stay on one device.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct OwnSession {
    session_id: String,
    /// Browser and system, where they are known: `Firefox on Linux`.
    #[serde(skip_serializing_if = "Option::is_none")]
    device: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    signed_in_at: Timestamp,
    /// To the hour.
    #[schema(value_type = String, format = DateTime)]
    used_at: Timestamp,
    /// Whether it is the one of this request.
    current: bool,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct OwnSessions {
    /// The newest sign-in first.
    items: Vec<OwnSession>,
}

pub(crate) fn handler() -> Handler {
    Route::new("list-sessions", Method::Get, "/v1/me/sessions", "List your sessions").member(handle).table(&[Query])
}

async fn handle(call: Call<()>) -> Result<Reply<OwnSessions>, Problem> {
    let member = call.caller.member()?;
    let own = match &call.caller.principal {
        Principal::Member { session, .. } => session.as_str(),
        Principal::Machine { .. } => "",
    };
    let sessions = sessions::sessions(&call.tenant, member).await?.into_iter().map(|session| session.value);
    let mut items: Vec<OwnSession> = sessions
        .map(|session| OwnSession {
            current: session.id == own,
            session_id: session.id,
            device: session.device.map(|device| device.0),
            signed_in_at: session.signed_in_at,
            used_at: session.used_at,
        })
        .collect();
    items.sort_by_key(|session| std::cmp::Reverse(session.signed_in_at));
    Ok(Reply::ok(OwnSessions { items }))
}
