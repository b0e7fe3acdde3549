//! Queue: what happens to members happens to their users at the identity provider.

use crate::invitation::Invitation;
use domain::{event::Event, ids::MemberId, member::MemberState};
use lambda::{
    App, FunctionError, Handler, Message, Queue, WorkspaceScope,
    services::{Letter, NewUser},
};

pub(crate) fn handler() -> Handler {
    Queue::each("sync-identity", handle)
}

async fn handle(app: App, message: Message) -> Result<(), FunctionError> {
    match message.event {
        Event::MemberInvited { member_id } => invite(&app, &message.scope, member_id).await,
        Event::MemberStateChanged { member_id, .. } => follow_state(&app, &message.scope, member_id).await,
        Event::MemberAddressChanged { member_id } => follow_address(&app, &message.scope, member_id).await,
        other => Err(FunctionError::failed(format!("{} does not belong on this queue", other.kind()))),
    }
}

/// The letter may go out twice if the function dies between the two; a second invitation does no harm, a missing one does.
async fn invite(app: &App, scope: &WorkspaceScope, id: MemberId) -> Result<(), FunctionError> {
    let Some(member) = app.store().member(scope, id).await? else { return Ok(()) };
    let Some((_, workspace)) = app.store().workspace(scope.workspace()).await? else { return Ok(()) };
    let (username, email) = (id.to_string(), member.value.email.0.as_str());
    let user = NewUser { username: &username, email, workspace: scope.workspace().as_str() };
    app.identity_provider()?.ensure_user(user).await?;
    let letter = Invitation::new(&workspace.value.name, &member.value.name.0, app.settings().require("PORTAL_URL")?);
    app.mail()?.send(Letter { to: email, subject: &letter.subject, text: &letter.text, html: &letter.html }).await?;
    Ok(())
}

/// The state that holds now is what counts: events may come twice or out of order.
async fn follow_state(app: &App, scope: &WorkspaceScope, id: MemberId) -> Result<(), FunctionError> {
    let Some(member) = app.store().member(scope, id).await? else { return Ok(()) };
    let provider = app.identity_provider()?;
    match member.value.state {
        MemberState::Active => provider.enable(&id.to_string()).await?,
        MemberState::Deactivated => provider.disable(&id.to_string()).await?,
    }
    Ok(())
}

/// Codes go to the address that holds now.
async fn follow_address(app: &App, scope: &WorkspaceScope, id: MemberId) -> Result<(), FunctionError> {
    let Some(member) = app.store().member(scope, id).await? else { return Ok(()) };
    app.identity_provider()?.set_address(&id.to_string(), member.value.email.0.as_str()).await?;
    Ok(())
}
