//! Queue: what happens to members happens to their users at the identity provider, and letters go out.
//!
//! Events may come twice, out of order, or two at once: what counts is what the table says now, and who has acted on it looks once
//! more whether it still does.

use crate::{
    api_client,
    cognito::{IdentityProvider, NewUser},
    directory, enrolment,
    invitation::{self, Brings, Correspondents, Occasion},
    known_device,
    needs::{MAIL_CAPTURE, MAIL_FROM, PORTAL_URL, USER_POOL, USER_POOL_ID},
    sessions,
};
use identity_model::{
    directory::remove_address,
    event::IdentityEvent,
    ids::EnrolmentId,
    second_factors::{self, Progress, SecondFactor},
};
use lambda::{
    App, FunctionError, Grant, Handler, Message, On, Queue, QueueResource,
    Table::{DeleteItem, GetItem, PutItem, Query},
    services::{Letter, Mail},
};
use people_model::{
    event::PeopleEvent,
    member::MemberState,
    members::{self, Member},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use table::{Record, Tenant};
use trellis_core::{email::AddressDigest, ids::MemberId};
use workspaces_model::workspaces;

/// What happens to members, for the identity provider. Cognito takes 50 new users a second.
const IDENTITY_CHANGES: QueueResource = QueueResource::standard("IdentityChanges").with(10, 5);

pub(crate) fn handler() -> Handler {
    let kinds = &[
        "member.invited",
        "member.state_changed",
        "member.address_changed",
        "workspaces.wanted",
        "member.recovery_started",
        "member.code_wanted",
        "member.device_wanted",
        "api_client.secret_ended",
    ];
    Queue::each("sync-identity", kinds, handle)
        .table(&[DeleteItem, GetItem, PutItem, Query])
        .may(
            &[
                "cognito-idp:AdminCreateUser",
                "cognito-idp:AdminDisableUser",
                "cognito-idp:AdminEnableUser",
                "cognito-idp:AdminSetUserMFAPreference",
                "cognito-idp:AdminSetUserPassword",
                "cognito-idp:AdminUpdateUserAttributes",
                "cognito-idp:AdminUserGlobalSignOut",
                "cognito-idp:DeleteUserPoolClientSecret",
                "cognito-idp:ListUserPoolClientSecrets",
            ],
            &[USER_POOL],
        )
        // Any identity, since in the sandbox SES asks for the recipient's as well; but only in the name of the one sender.
        .granted([Grant {
            actions: &["ses:SendEmail"],
            on: On::These(&["!Sub 'arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/*'"]),
            condition: Some(
                "{ StringEqualsIfExists: { ses:FromAddress: !Select [0, !Split ['>', !Select [1, !Split ['<', !Ref MailFrom]]]] } }",
            ),
        }])
        .from_queue(IDENTITY_CHANGES)
        .settings(&[USER_POOL_ID, MAIL_FROM, MAIL_CAPTURE, PORTAL_URL])
        .example(r#"{"kind": "member.invited", "payload": {"member_id": "01JZ8Q4N7E5T9V3W2XKBYMCD6H"}}"#)
}

/// What concerns the identity provider, of two areas.
#[derive(Deserialize)]
#[serde(untagged)]
enum News {
    People(PeopleEvent),
    Identity(IdentityEvent),
}

async fn handle(message: Message<News>) -> Result<(), FunctionError> {
    let tenant = &message.tenant;
    match message.event {
        News::People(PeopleEvent::MemberInvited { member_id }) => invite(&message.app, tenant, member_id).await,
        News::People(PeopleEvent::MemberStateChanged { member_id, .. }) => follow_state(&message.app, tenant, member_id).await,
        News::People(PeopleEvent::MemberAddressChanged { member_id, former }) => {
            follow_address(&message.app, tenant, member_id, former).await
        }
        News::People(PeopleEvent::MemberMoved { .. }) => Err(FunctionError::misrouted("member.moved")),
        News::People(PeopleEvent::MemberChanged { .. }) => Err(FunctionError::misrouted("member.changed")),
        News::Identity(IdentityEvent::WorkspacesWanted { address, at }) => directory::send(&message.app, message.id, &address, at).await,
        News::Identity(IdentityEvent::MemberRecoveryStarted { member_id, enrolment }) => {
            recover(&message.app, tenant, member_id, enrolment).await
        }
        News::Identity(IdentityEvent::MemberCodeWanted { member_id }) => point_to_password(&message.app, tenant, member_id).await,
        News::Identity(IdentityEvent::MemberDeviceWanted { member_id }) => let_device_in(&message.app, tenant, member_id).await,
        News::Identity(IdentityEvent::ApiClientSecretEnded { api_client_id }) => {
            api_client::end_former_secret(&message.app, tenant, api_client_id).await
        }
    }
}

/// The member as the table knows them now; nobody is written to who is gone.
async fn find(tenant: &Tenant, id: MemberId) -> Result<Option<Member>, FunctionError> {
    Ok(members::member(tenant, id).await?.map(|member| member.value))
}

/// A password that nobody knows.
fn unknown_password() -> String {
    format!("{}-{}-aA1!", EnrolmentId::random(), EnrolmentId::random())
}

async fn write(app: &App, tenant: &Tenant, member: &Member, occasion: Occasion, url: &str) -> Result<(), FunctionError> {
    let Some((_, workspace)) = workspaces::workspace(tenant.operation(), tenant.scope().workspace()).await? else { return Ok(()) };
    let letter = invitation::write(Correspondents::of(&workspace.value, member), occasion, Brings::Link(url));
    let to = member.email.0.as_str();
    app.service::<Mail>()?.send(Letter { to, subject: &letter.subject, text: &letter.text, html: &letter.html }).await?;
    Ok(())
}

async fn ensure_user(app: &App, tenant: &Tenant, member: &Member) -> Result<(), FunctionError> {
    let username = member.id.to_string();
    let user = NewUser { username: &username, email: Some(member.email.0.as_str()), workspace: tenant.scope().workspace().as_str() };
    Ok(app.service::<IdentityProvider>()?.ensure_user(user).await?)
}

/// The letter may go out twice if the function dies between the two; a second invitation does no harm, a missing one does.
async fn invite(app: &App, tenant: &Tenant, id: MemberId) -> Result<(), FunctionError> {
    // Deactivated since: there is nothing to invite to, and no user to have.
    let member = find(tenant, id).await?.filter(|member| member.state == MemberState::Active);
    let Some(member) = member else { return Ok(()) };
    directory::follow(tenant, &member).await?;
    ensure_user(app, tenant, &member).await?;
    if enrolment::wanted(&member) {
        return send_link(app, tenant, &member).await;
    }
    write(app, tenant, &member, Occasion::Learn, &door(app, tenant, &member, "")?).await
}

/// Where the member signs in: workspace and address need not be typed.
fn door(app: &App, tenant: &Tenant, member: &Member, rest: &str) -> Result<String, FunctionError> {
    let portal = app.settings().require("PORTAL_URL")?;
    let email = utf8_percent_encode(member.email.0.as_str(), NON_ALPHANUMERIC);
    Ok(format!("{portal}/?workspace={}&email={email}{rest}", tenant.scope().workspace()))
}

async fn point_to_password(app: &App, tenant: &Tenant, id: MemberId) -> Result<(), FunctionError> {
    let Some(member) = find(tenant, id).await? else { return Ok(()) };
    write(app, tenant, &member, Occasion::UseThePassword, &door(app, tenant, &member, "&way=password")?).await
}

async fn let_device_in(app: &App, tenant: &Tenant, id: MemberId) -> Result<(), FunctionError> {
    let Some(member) = find(tenant, id).await?.filter(|member| member.may_sign_in(app.now())) else { return Ok(()) };
    let proof = known_device::link(app, tenant, id).map_err(FunctionError::failed)?;
    send_door(app, tenant, &member, Occasion::LetDeviceIn, Some(&proof)).await
}

/// Sends the link to the page where the member signs in, in the way that is theirs.
pub(crate) async fn send_door(
    app: &App,
    tenant: &Tenant,
    member: &Member,
    occasion: Occasion,
    device: Option<&str>,
) -> Result<(), FunctionError> {
    let way = if enrolment::wanted(member) { "&way=password" } else { "" };
    // Behind the number sign, so that the proof stands in no server's log.
    let device = device.map_or_else(String::new, |proof| format!("#device={proof}"));
    write(app, tenant, member, occasion, &door(app, tenant, member, &format!("{way}{device}"))?).await
}

async fn follow_state(app: &App, tenant: &Tenant, id: MemberId) -> Result<(), FunctionError> {
    let mut followed = None;
    // Another delivery may be following an older or newer state at the same moment, and be the last to reach the provider.
    while let Some(member) = members::member(tenant, id).await?
        && followed != Some(member.version)
    {
        followed = Some(member.version);
        directory::follow(tenant, &member.value).await?;
        bring_about(app, tenant, &member.value).await?;
    }
    Ok(())
}

async fn bring_about(app: &App, tenant: &Tenant, member: &Member) -> Result<(), FunctionError> {
    let (provider, username) = (app.service::<IdentityProvider>()?, member.id.to_string());
    if member.state == MemberState::Deactivated {
        return Ok(provider.disable(&username).await?);
    }
    provider.enable(&username).await?;
    if enrolment::wanted(member) {
        // Who has come from the workspace's own provider so far has no user of their own.
        ensure_user(app, tenant, member).await?;
        return send_link(app, tenant, member).await;
    }
    let Some(factor) = second_factors::second_factor(tenant, member.id).await? else { return Ok(()) };
    // Nothing is left to protect, and codes by e-mail are the way in again: Cognito has them for users without an app only.
    let factor = take_away(app, tenant, member.id, factor).await?;
    second_factors::delete_second_factor(
        tenant,
        member.id,
        &factor,
        &tenant.act("member.enrolment_ended", format!("member/{}", member.id)),
    )
    .await?;
    Ok(())
}

/// Takes password and app away at the provider, one delivery at a time: one that is late must not take away what the member has set
/// since. Answers the record, which says until the next write that it is being done.
async fn take_away(
    app: &App,
    tenant: &Tenant,
    member: MemberId,
    mut factor: Record<SecondFactor>,
) -> Result<Record<SecondFactor>, FunctionError> {
    let (provider, username, now) = (app.service::<IdentityProvider>()?, member.to_string(), app.now());
    if factor.value.being_cleared(now) {
        return Err(FunctionError::failed("another delivery is taking password and app away"));
    }
    factor.value.begin_clearing(now);
    factor = second_factors::put_second_factor(tenant, member, factor, None, None).await?;
    provider.want_app(&username, false).await?;
    provider.set_password(&username, &unknown_password()).await?;
    Ok(factor)
}

/// Sends the link that is good now, or a new one if there is none. Who has finished with theirs gets no other.
async fn send_link(app: &App, tenant: &Tenant, member: &Member) -> Result<(), FunctionError> {
    let mut sent = None;
    loop {
        let factor = good_link(app, tenant, member.id).await?;
        // Once more if the link was replaced while the letter went out: the newest letter must hold the newest link.
        let Some(factor) = factor.filter(|factor| sent != Some(factor.enrolment)) else { return Ok(()) };
        sent = Some(factor.enrolment);
        let ticket = enrolment::ticket(app, tenant, member.id, &factor).map_err(FunctionError::failed)?;
        // Behind the number sign, so that the ticket stands in no server's log.
        let link = format!("{}/enrol#ticket={ticket}", app.settings().require("PORTAL_URL")?);
        write(app, tenant, member, Occasion::Enrol, &link).await?;
    }
}

async fn good_link(app: &App, tenant: &Tenant, member: MemberId) -> Result<Option<SecondFactor>, FunctionError> {
    let now = app.now();
    Ok(match second_factors::second_factor(tenant, member).await? {
        Some(known) if known.value.progress == Progress::Enrolled => None,
        // The recovery sends it, when it has come so far.
        Some(known) if known.value.to_clear => None,
        Some(known) if now < known.value.valid_until => Some(known.value),
        known => {
            let invited = SecondFactor::invited(now);
            let record = match known {
                Some(known) => Record { value: invited.clone(), ..known },
                None => Record::new(invited.clone(), now),
            };
            second_factors::put_second_factor(tenant, member, record, None, None).await?;
            Some(invited)
        }
    })
}

/// The link goes out when everything is taken away, and opens nothing before.
async fn recover(app: &App, tenant: &Tenant, id: MemberId, enrolment: EnrolmentId) -> Result<(), FunctionError> {
    let Some(member) = find(tenant, id).await? else { return Ok(()) };
    let factor = second_factors::second_factor(tenant, id).await?;
    let Some(factor) = factor.filter(|factor| factor.value.enrolment == enrolment && factor.value.progress == Progress::Invited) else {
        return Ok(());
    };
    if factor.value.to_clear {
        let mut factor = take_away(app, tenant, id, factor).await?;
        app.service::<IdentityProvider>()?.end_sessions(&id.to_string()).await?;
        sessions::end_all(tenant, id, &tenant.act("sessions.ended", format!("member/{id}"))).await?;
        factor.value.cleared();
        second_factors::put_second_factor(tenant, id, factor, None, None).await?;
    }
    send_link(app, tenant, &member).await
}

/// Codes go to the address that holds now, and by it the member is found.
async fn follow_address(app: &App, tenant: &Tenant, id: MemberId, former: Option<AddressDigest>) -> Result<(), FunctionError> {
    let (mut left, mut followed) = (Vec::from_iter(former), None);
    // As in `follow_state`. Whoever has changed back keeps the entry, and what was entered on the way goes.
    while let Some(member) = members::member(tenant, id).await?
        && followed != Some(member.version)
    {
        followed = Some(member.version);
        let address = members::address_digest(tenant.operation(), &member.value.email.0);
        directory::follow(tenant, &member.value).await?;
        for former in left.iter().filter(|former| **former != address) {
            remove_address(tenant, id, former).await?;
        }
        left.push(address);
        app.service::<IdentityProvider>()?.set_address(&id.to_string(), member.value.email.0.as_str()).await?;
    }
    Ok(())
}
