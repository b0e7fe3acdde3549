//! POST /v1/admin/api-clients/{api_client_id}/secrets: a new secret, beside the old one for a while.

use crate::api_client::{self, ShownClient};
use domain::event::Event;
use jiff::{SignedDuration, Timestamp};
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};
use serde::{Deserialize, Serialize};
use store::{Record, api_clients::ApiClient, api_clients::ApiClientState};

const USUAL_OVERLAP: u32 = 24 * 3600;
const LONGEST_OVERLAP: u32 = 7 * 24 * 3600;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Rotation {
    /// For how many seconds the old secret works beside the new one: at most a week, a day if left out.
    overlap_seconds: Option<u32>,
}

/// The only time that the secret is shown.
#[derive(Serialize, utoipa::ToSchema)]
struct SecretMade {
    api_client: ShownClient,
    client_secret: String,
}

pub(crate) fn handler() -> Handler {
    let path = "/v1/admin/api-clients/{api_client_id}/secrets";
    Route::new("rotate-api-client-secret", Method::Post, path, "Give a program a new secret")
        .audience(Audience::Administrator)
        .succeeds_with(&[201])
        .member(handle)
}

/// When the old secret ends: in whole seconds, as schedules have them.
fn end(overlap: Option<u32>, now: Timestamp) -> Result<Timestamp, Problem> {
    let overlap = overlap.unwrap_or(USUAL_OVERLAP);
    if overlap > LONGEST_OVERLAP {
        return Err(Problem::rule("overlap_seconds", format!("expected 0 to {LONGEST_OVERLAP}")));
    }
    let end = now.checked_add(SignedDuration::from_secs(i64::from(overlap))).map_err(Problem::internal)?;
    Timestamp::from_second(end.as_second()).map_err(Problem::internal)
}

/// A program has at most two secrets at a time.
fn may_rotate(client: &ApiClient, now: Timestamp) -> Result<(), Problem> {
    if client.state == ApiClientState::Revoked {
        return Err(Problem::conflict("revoked", "The client is revoked. Create another."));
    }
    match client.former_secret_ends_at.filter(|end| *end > now) {
        Some(end) => Err(Problem::conflict("two-secrets", format!("Two secrets work already; the older one until {end}."))),
        None => Ok(()),
    }
}

async fn handle(app: App, call: Call<Rotation>) -> Result<Reply<SecretMade>, Problem> {
    let now = app.now();
    let mut client = api_client::wanted(&app, &call).await?;
    let end = end(call.request.body.overlap_seconds, now)?;
    may_rotate(&client.value, now)?;
    let (scope, id, client_id) = (&call.caller.scope, client.value.id, client.value.client_id.clone());
    if end > now {
        // Before the secret: if this did not work, the old one would work for ever. Without a rotation it does nothing.
        let message = app.seal_event(scope, Event::ApiClientSecretEnded { api_client_id: id }).map_err(Problem::internal)?;
        app.schedules()?.once(&format!("api-client-secret-{id}-{}", end.as_second()), end, &message).await?;
    }
    let provider = app.identity_provider()?;
    let client_secret = provider.add_machine_secret(&client_id, client.value.former_secret_ends_at.is_some()).await?;
    let before = client.value.clone();
    (client.value.secret_made_at, client.value.former_secret_ends_at) = (now, Some(end));
    let act = call.act("api_client.secret_rotated", api_client::target(id)).change(&before, &client.value);
    app.store().update_api_client(scope, &client, &act, now).await?;
    if end <= now {
        provider.keep_newest_machine_secret(&client_id).await?;
    }
    let client = Record { version: client.version + 1, ..client };
    Ok(Reply::created(SecretMade { api_client: ShownClient::new(client, now), client_secret }))
}
