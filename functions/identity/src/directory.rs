//! How the directory of addresses follows the members, and who is written to when somebody asks it.

use crate::{invitation::Occasion, sync_identity};
use identity_model::directory::{self, Found};
use jiff::{SignedDuration, Timestamp};
use lambda::{App, FunctionError};
use people_model::{
    member::MemberState,
    members::{self, Member},
};
use table::Tenant;
use trellis_core::{email::AddressDigest, ids::EventId};
use workspaces_model::workspaces::WorkspaceState;

/// How long after the request an e-mail is of use: what has been dead-lettered and comes days later is not sent.
const OF_USE: SignedDuration = SignedDuration::from_hours(1);

/// Enters a member who can be found, and removes one who cannot.
pub(crate) async fn follow(tenant: &Tenant, member: &Member) -> Result<(), FunctionError> {
    if member.state == MemberState::Deactivated {
        return Ok(directory::remove_address(tenant, member.id, &members::address_digest(tenant.operation(), &member.email.0)).await?);
    }
    Ok(directory::enter_address(tenant, member).await?)
}

/// Enters whoever has just signed in: nobody has invited those who come from a workspace's own provider, and others may have been
/// members before there was a directory. The next sign-in mends what fails here.
pub(crate) async fn enter(tenant: &Tenant, member: &Member) {
    if let Err(error) = directory::enter_address(tenant, member).await {
        tracing::warn!(%error, "a member was not entered into the directory of addresses");
    }
}

/// Sends an e-mail for each workspace in which the address belongs to somebody who may sign in. A failure in one does not keep the others'
/// back, and a further delivery sends what is missing.
pub(crate) async fn send(app: &App, request: EventId, address: &AddressDigest, at: Timestamp) -> Result<(), FunctionError> {
    let until = at.checked_add(OF_USE).unwrap_or(at);
    if app.now() >= until {
        return Ok(());
    }
    let mut outcome = Ok(());
    for found in directory::members_with(&app.operation(), address).await? {
        if let Err(error) = send_one(app, request, found, until).await {
            outcome = Err(error);
        }
    }
    outcome
}

async fn send_one(app: &App, request: EventId, found: Found, until: Timestamp) -> Result<(), FunctionError> {
    let Found { scope, workspace, member } = found;
    let (now, tenant) = (app.now(), app.tenant(&scope));
    let sent = format!("workspaces sent {request}");
    if workspace.state != WorkspaceState::Open || !member.may_sign_in(now) || tenant.remembers(&sent).await? {
        return Ok(());
    }
    sync_identity::send_door(app, &tenant, &member, Occasion::FindWorkspace, None).await?;
    Ok(tenant.remember_subject(&sent, until).await?)
}
