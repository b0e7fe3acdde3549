//! POST /v1/admin/support-access: lets somebody of support look at the workspace for some hours.

use crate::support_view::SupportAccess;
use domain::{email::EmailAddress, personal::Personal, title::Title};
use jiff::SignedDuration;
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};
use serde::Deserialize;
use store::support::{Granted, Wanted};

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewSupportAccess {
    /// The address that the agent has given.
    #[schema(value_type = String)]
    agent_email: Personal<EmailAddress>,
    /// 1 to 72.
    #[schema(minimum = 1, maximum = 72)]
    hours: u8,
    /// It stands in the audit log.
    reason: Title,
}

pub(crate) fn handler() -> Handler {
    Route::new("grant-support-access", Method::Post, "/v1/admin/support-access", "Let somebody of support look for some hours")
        .audience(Audience::Administrator)
        .succeeds_with(&[201])
        .member(handle)
}

/// A request that comes twice lets nobody in twice: while the agent is in, the second is a conflict.
async fn handle(app: App, call: Call<NewSupportAccess>) -> Result<Reply<SupportAccess>, Problem> {
    let (granted_by, now, act) = (call.caller.member()?, app.now(), call.act("support.granted", ""));
    let NewSupportAccess { agent_email, hours, reason } = call.request.body;
    if !(1..=72).contains(&hours) {
        return Err(Problem::rule("hours", "expected 1 to 72"));
    }
    let unknown = || Problem::rule("agent_email", "nobody of support has this address");
    let agent = app.store().agent(&agent_email.0).await?.ok_or_else(unknown)?;
    let until = now.checked_add(SignedDuration::from_hours(hours.into())).map_err(Problem::internal)?;
    let wanted = Wanted { agent, reason, until, granted_by };
    match app.store().grant_support(&call.caller.scope, wanted, act, now).await? {
        Granted::Now(grant) => Ok(Reply::created(SupportAccess::new(grant, now))),
        Granted::AddressTaken => Err(Problem::conflict("address-taken", "A member of this workspace has this e-mail address.")),
        Granted::Running => Err(Problem::conflict("support-running", "This agent has been let in already. End that first.")),
    }
}
