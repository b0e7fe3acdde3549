//! POST /v1/admin/api-clients/{api_client_id}/secrets: a new secret, beside the old one for a while.

use crate::{
    api_client::{self, ShownClient},
    cognito::IdentityProvider,
    needs::{SCHEDULE_QUEUE_ARN, SCHEDULE_ROLE_ARN, USER_POOL, USER_POOL_ID},
};
use identity_model::{
    api_clients::{self, ApiClient, ApiClientState},
    event::IdentityEvent,
};
use jiff::{SignedDuration, Timestamp};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{GetItem, PutItem},
    services::{PASS_SCHEDULE_ROLE, Schedules},
};
use serde::{Deserialize, Serialize};

const USUAL_OVERLAP: u32 = 24 * 3600;

trellis_core::number!(
    /// For how many seconds the old secret works beside the new one: at most a week.
    Overlap(u32), 0..=7 * 24 * 3600
);

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Rotation {
    /// A day if left out.
    overlap_seconds: Option<Overlap>,
}

/// The only time that the secret is shown.
#[derive(Serialize, utoipa::ToSchema)]
struct SecretMade {
    api_client: ShownClient,
    client_secret: String,
}

pub(crate) fn handler() -> Handler {
    let path = "/v1/admin/api-clients/{api_client_id}/secrets";
    Route::new("rotate-api-client-secret", Method::Post, path, "Rotate an API client's secret")
        .audience(Audience::Administrator)
        .succeeds_with(&[201])
        .member(handle)
        .table(&[GetItem, PutItem])
        .may(
            &["cognito-idp:AddUserPoolClientSecret", "cognito-idp:DeleteUserPoolClientSecret", "cognito-idp:ListUserPoolClientSecrets"],
            &[USER_POOL],
        )
        .may(
            &["scheduler:CreateSchedule"],
            &["!Sub 'arn:${AWS::Partition}:scheduler:${AWS::Region}:${AWS::AccountId}:schedule/default/api-client-secret-*'"],
        )
        .granted([PASS_SCHEDULE_ROLE])
        .settings(&[USER_POOL_ID, SCHEDULE_QUEUE_ARN, SCHEDULE_ROLE_ARN])
        .example(r#"{"overlap_seconds": 86400}"#)
}

/// When the old secret ends: in whole seconds, as schedules have them.
fn end(overlap: Option<Overlap>, now: Timestamp) -> Result<Timestamp, Problem> {
    let overlap = overlap.map_or(USUAL_OVERLAP, Overlap::get);
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

async fn handle(call: Call<Rotation>) -> Result<Reply<SecretMade>, Problem> {
    let now = call.app.now();
    let mut client = api_client::wanted(&call).await?;
    let end = end(call.request.body.overlap_seconds, now)?;
    may_rotate(&client.value, now)?;
    let (scope, id, client_id) = (&call.caller.scope, client.value.id, client.value.client_id.clone());
    if end > now {
        // Before the secret: if this did not work, the old one would work for ever. Without a rotation it does nothing.
        let message = call.app.seal_event(scope, &IdentityEvent::ApiClientSecretEnded { api_client_id: id }).map_err(Problem::internal)?;
        call.app.service::<Schedules>()?.once(&format!("api-client-secret-{id}-{}", end.as_second()), end, &message).await?;
    }
    let provider = call.app.service::<IdentityProvider>()?;
    let client_secret = provider.add_machine_secret(&client_id, client.value.former_secret_ends_at.is_some()).await?;
    let before = client.value.clone();
    (client.value.secret_made_at, client.value.former_secret_ends_at) = (now, Some(end));
    let act = call.act("api_client.secret_rotated", api_client::target(id)).change(&before, &client.value);
    let client = api_clients::update_api_client(&call.tenant, client, &act).await?;
    if end <= now {
        provider.keep_newest_machine_secret(&client_id).await?;
    }
    Ok(Reply::created(SecretMade { api_client: ShownClient::new(client, now), client_secret }))
}
