//! Queue: what happens to members happens to their users at the identity provider, and letters go out.
//!
//! Events may come twice, out of order, or two at once: what counts is what the table says now, and who has acted on it looks once
//! more whether it still does.

use crate::{
    api_client, enrolment,
    invitation::{self, Correspondents, Written},
    sessions,
};
use domain::{
    event::Event,
    ids::{EnrolmentId, MemberId},
    member::MemberState,
};
use lambda::{
    App, FunctionError, Handler, Message, Queue, WorkspaceScope,
    services::{Letter, NewUser},
};
use store::{
    Record,
    audit::{Act, Actor},
    members::Member,
    second_factors::{Progress, SecondFactor},
};

pub(crate) fn handler() -> Handler {
    Queue::each("sync-identity", handle)
}

async fn handle(app: App, message: Message) -> Result<(), FunctionError> {
    let (event, scope) = (message.event, &message.scope);
    if let Event::ApiClientSecretEnded { api_client_id } = event {
        return api_client::end_former_secret(&app, scope, api_client_id).await;
    }
    let (Event::MemberInvited { member_id: id }
    | Event::MemberStateChanged { member_id: id, .. }
    | Event::MemberAddressChanged { member_id: id }
    | Event::MemberRecoveryStarted { member_id: id, .. }
    | Event::MemberCodeWanted { member_id: id }) = event
    else {
        return Err(FunctionError::failed(format!("{} does not belong on this queue", event.kind())));
    };
    let Some(member) = app.store().member(scope, id).await?.map(|member| member.value) else { return Ok(()) };
    match event {
        Event::MemberInvited { .. } => invite(&app, scope, &member).await,
        Event::MemberStateChanged { .. } => follow_state(&app, scope, id).await,
        Event::MemberAddressChanged { .. } => follow_address(&app, &member).await,
        Event::MemberRecoveryStarted { enrolment, .. } => recover(&app, scope, &member, enrolment).await,
        _ => write(&app, scope, &member, invitation::to_use_the_password, app.settings().require("PORTAL_URL")?).await,
    }
}

fn act(action: &str, id: MemberId) -> Act {
    Act::new(Actor::Platform { id: "sync-identity".to_owned() }, action, format!("member/{id}"))
}

/// A password that nobody knows.
fn unknown_password() -> String {
    format!("{}-{}-aA1!", EnrolmentId::random(), EnrolmentId::random())
}

async fn write(
    app: &App,
    scope: &WorkspaceScope,
    member: &Member,
    words: fn(Correspondents<'_>, &str) -> Written,
    url: &str,
) -> Result<(), FunctionError> {
    let Some((_, workspace)) = app.store().workspace(scope.workspace()).await? else { return Ok(()) };
    let letter = words(Correspondents { workspace: &workspace.value.name, member: &member.name.0 }, url);
    let to = member.email.0.as_str();
    app.mail()?.send(Letter { to, subject: &letter.subject, text: &letter.text, html: &letter.html }).await?;
    Ok(())
}

async fn ensure_user(app: &App, scope: &WorkspaceScope, member: &Member) -> Result<(), FunctionError> {
    let username = member.id.to_string();
    let user = NewUser { username: &username, email: member.email.0.as_str(), workspace: scope.workspace().as_str() };
    Ok(app.identity_provider()?.ensure_user(user).await?)
}

/// The letter may go out twice if the function dies between the two; a second invitation does no harm, a missing one does.
async fn invite(app: &App, scope: &WorkspaceScope, member: &Member) -> Result<(), FunctionError> {
    ensure_user(app, scope, member).await?;
    if enrolment::wanted(member) {
        return send_link(app, scope, member).await;
    }
    write(app, scope, member, invitation::to_learn, app.settings().require("PORTAL_URL")?).await
}

async fn follow_state(app: &App, scope: &WorkspaceScope, id: MemberId) -> Result<(), FunctionError> {
    let mut followed = None;
    // Another delivery may be following an older or newer state at the same moment, and be the last to reach the provider.
    while let Some(member) = app.store().member(scope, id).await?
        && followed != Some(member.version)
    {
        followed = Some(member.version);
        bring_about(app, scope, &member.value).await?;
    }
    Ok(())
}

async fn bring_about(app: &App, scope: &WorkspaceScope, member: &Member) -> Result<(), FunctionError> {
    let (provider, username) = (app.identity_provider()?, member.id.to_string());
    if member.state == MemberState::Deactivated {
        return Ok(provider.disable(&username).await?);
    }
    provider.enable(&username).await?;
    if enrolment::wanted(member) {
        // Who has come from the workspace's own provider so far has no user of their own.
        ensure_user(app, scope, member).await?;
        return send_link(app, scope, member).await;
    }
    let Some(factor) = app.store().second_factor(scope, member.id).await? else { return Ok(()) };
    // Nothing is left to protect, and codes by e-mail are the way in again: Cognito has them for users without an app only.
    take_away(app, &username).await?;
    app.store().delete_second_factor(scope, member.id, &factor, &act("member.enrolment_ended", member.id), app.now()).await?;
    Ok(())
}

async fn take_away(app: &App, username: &str) -> Result<(), FunctionError> {
    let provider = app.identity_provider()?;
    provider.want_app(username, false).await?;
    provider.set_password(username, &unknown_password()).await?;
    Ok(())
}

/// Sends the link that is good now, or a new one if there is none. Who has finished with theirs gets no other.
async fn send_link(app: &App, scope: &WorkspaceScope, member: &Member) -> Result<(), FunctionError> {
    let mut sent = None;
    loop {
        let factor = good_link(app, scope, member.id).await?;
        // Once more if the link was replaced while the letter went out: the newest letter must hold the newest link.
        let Some(factor) = factor.filter(|factor| sent != Some(factor.enrolment)) else { return Ok(()) };
        sent = Some(factor.enrolment);
        let ticket = enrolment::ticket(app, scope, member.id, &factor).map_err(FunctionError::failed)?;
        // Behind the number sign, so that the ticket stands in no server's log.
        let link = format!("{}/enrol#ticket={ticket}", app.settings().require("PORTAL_URL")?);
        write(app, scope, member, invitation::to_enrol, &link).await?;
    }
}

async fn good_link(app: &App, scope: &WorkspaceScope, member: MemberId) -> Result<Option<SecondFactor>, FunctionError> {
    let now = app.now();
    Ok(match app.store().second_factor(scope, member).await? {
        Some(known) if known.value.progress == Progress::Enrolled => None,
        Some(known) if now < known.value.valid_until => Some(known.value),
        known => {
            let invited = SecondFactor::invited(now);
            let record = match known {
                Some(known) => Record { value: invited.clone(), ..known },
                None => Record::new(invited.clone(), now),
            };
            app.store().put_second_factor(scope, member, &record, None, None, now).await?;
            Some(invited)
        }
    })
}

/// Once the member has begun anew, a second delivery must not take the new password away.
async fn recover(app: &App, scope: &WorkspaceScope, member: &Member, enrolment: EnrolmentId) -> Result<(), FunctionError> {
    let factor = app.store().second_factor(scope, member.id).await?.map(|factor| factor.value);
    if factor.is_none_or(|factor| factor.enrolment != enrolment || factor.progress != Progress::Invited) {
        return Ok(());
    }
    let username = member.id.to_string();
    take_away(app, &username).await?;
    app.identity_provider()?.end_sessions(&username).await?;
    sessions::end_all(app, scope, member.id, &act("sessions.ended", member.id)).await?;
    send_link(app, scope, member).await
}

/// Codes go to the address that holds now.
async fn follow_address(app: &App, member: &Member) -> Result<(), FunctionError> {
    app.identity_provider()?.set_address(&member.id.to_string(), member.email.0.as_str()).await?;
    Ok(())
}
