//! POST /v1/auth/workspaces: e-mails to an address where it can sign in, and tells nobody else whether it can.
//!
//! Nothing is looked up here: the request is counted by the digest of the address and handed to the queue, so an address that is known
//! and one that is not have the same answer in the same time and cost the same.

use crate::knock::{LINKS_PER_ADDRESS, PER_ADDRESS, PER_PAIR, PER_SOURCE, network, too_early};
use identity_model::{directory, event::IdentityEvent, sessions};
use lambda::{
    Handler, Method, Problem, Reply, Request, Route,
    Table::{GetItem, PutItem},
};
use people_model::members;
use serde::Deserialize;
use trellis_core::email::EmailAddress;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct SendWorkspaces {
    email: EmailAddress,
}

pub(crate) fn handler() -> Handler {
    let summary = "E-mail the sign-in page of each of somebody's workspaces to them";
    Route::new("send-workspaces", Method::Post, "/v1/auth/workspaces", summary)
        .succeeds_with(&[204])
        .public(handle)
        .table(&[GetItem, PutItem])
        .example(r#"{"email": "learner@acme.example"}"#)
}

async fn handle(request: Request<SendWorkspaces>) -> Result<Reply<()>, Problem> {
    let (now, network) = (request.app.now(), network(&request.source));
    let (tenant, address) = (directory::directory(request.operation()), members::address_digest(request.operation(), &request.body.email));
    let subjects = [
        (format!("workspaces pair {address} {network}"), PER_PAIR),
        (format!("workspaces source {network}"), PER_SOURCE),
        (format!("workspaces address {address}"), PER_ADDRESS),
    ];
    if let Some(refused) = tenant.attempt_all(&subjects).await? {
        return Err(too_early(refused.wait));
    }
    // Whoever asks again has been written to, if there is anything to write.
    let first = tenant.attempt(&format!("workspaces link {address}"), LINKS_PER_ADDRESS).await?.is_none();
    sessions::ask_for_mail(&tenant, first.then_some(IdentityEvent::WorkspacesWanted { address, at: now })).await?;
    Ok(Reply::ok(()))
}
