//! GET /v1/me/sessions: where one is signed in.

use jiff::Timestamp;
use lambda::{App, Call, Handler, Method, Principal, Problem, Reply, Route};
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
    Route::new("list-sessions", Method::Get, "/v1/me/sessions", "Where one is signed in").member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<OwnSessions>, Problem> {
    let member = call.caller.member()?;
    let own = match &call.caller.principal {
        Principal::Member { session, .. } => session.as_str(),
        Principal::Machine { .. } => "",
    };
    let sessions = app.store().sessions(&call.caller.scope, member, app.now()).await?.into_iter().map(|session| session.value);
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
