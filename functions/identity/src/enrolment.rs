//! The link by which an administrator sets up password and authenticator app.
//!
//! A link is a signed ticket that names the member and the enrolment; the table knows which enrolment is the newest, until when
//! it is good and how far it is. Every step can be taken again until the app's first code was right; then the link is worth
//! nothing. It is worth nothing either for a member who is deactivated or has lost the roles that need it.

use identity_model::{
    ids::EnrolmentId,
    second_factors::{self, SecondFactor},
};
use jiff::{SignedDuration, Timestamp};
use lambda::{App, FunctionError, Problem, WorkspaceScope};
use people_model::{
    member::MemberState,
    members::{self, Member},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use table::{Record, Tenant};
use trellis_core::{ids::MemberId, role};
use workspaces_model::workspaces::{self, Workspace, WorkspaceState};

/// The purpose of the link's ticket.
const LINK: &str = "enrolment";

/// The purpose of the order by which the trigger leaves the provider's own scope in one token.
const ORDER: &str = "enrolment-token";

/// How long such an order is good: the trigger runs while the call that sends it waits.
const ORDER_LIFE: SignedDuration = SignedDuration::from_mins(1);

#[derive(Debug, Serialize, Deserialize)]
struct Link {
    member_id: MemberId,
    enrolment: EnrolmentId,
}

#[derive(Debug, Serialize, Deserialize)]
struct Order {
    member_id: MemberId,
    until: Timestamp,
}

/// A link that is good, and what it leads to.
#[derive(Debug)]
pub(crate) struct Enrolment {
    pub(crate) scope: WorkspaceScope,
    pub(crate) workspace: Workspace,
    pub(crate) member: Member,
    pub(crate) factor: Record<SecondFactor>,
}

/// Whether somebody has to set up password and app, or may go on using them.
pub(crate) fn wanted(member: &Member) -> bool {
    member.state == MemberState::Active && role::need_second_factor(&member.roles)
}

/// The ticket of a link.
pub(crate) fn ticket(app: &App, tenant: &Tenant, member_id: MemberId, factor: &SecondFactor) -> Result<String, serde_json::Error> {
    app.issue_ticket(LINK, tenant.scope(), Link { member_id, enrolment: factor.enrolment })
}

/// Opens a link.
///
/// # Errors
/// 401 for a link that is not, or no longer, good; why is not told.
pub(crate) async fn open(app: &App, ticket: &str) -> Result<Enrolment, Problem> {
    let worthless =
        || Problem::unauthenticated("This link is not good any more. Take the newest letter, or ask an administrator for a new one.");
    let (scope, Link { member_id, enrolment }) = app.open_ticket::<Link>(LINK, ticket).ok_or_else(worthless)?;
    let tenant = app.tenant(&scope);
    let workspace = workspaces::workspace(&app.operation(), scope.workspace()).await?.map(|(_, workspace)| workspace.value);
    let workspace = workspace.filter(|workspace| workspace.state == WorkspaceState::Open).ok_or_else(worthless)?;
    let member = members::member(&tenant, member_id).await?.map(|member| member.value);
    let member = member.filter(wanted).ok_or_else(worthless)?;
    let factor = second_factors::second_factor(&tenant, member_id).await?;
    let factor = factor.filter(|factor| factor.value.open_to(enrolment, app.now())).ok_or_else(worthless)?;
    Ok(Enrolment { scope, workspace, member, factor })
}

/// An order to the trigger, which cannot be made outside and is worth nothing a minute later.
pub(crate) fn order(app: &App, enrolment: &Enrolment) -> Result<String, Problem> {
    let until = app.now().checked_add(ORDER_LIFE).map_err(Problem::internal)?;
    Ok(app.issue_ticket(ORDER, &enrolment.scope, Order { member_id: enrolment.member.id, until })?)
}

/// Whether the trigger's event is about a token for setting up an app, by our own order.
pub(crate) fn ordered(app: &App, event: &Value) -> Result<bool, FunctionError> {
    let text = |pointer: &str| event.pointer(pointer).and_then(Value::as_str);
    let Some((scope, order)) = text("/request/clientMetadata/enrolment").and_then(|order| app.open_ticket::<Order>(ORDER, order)) else {
        return Ok(false);
    };
    Ok(text("/userName") == Some(order.member_id.to_string().as_str())
        && text("/request/userAttributes/custom:workspace") == Some(scope.workspace().as_str())
        && app.now() < order.until)
}
