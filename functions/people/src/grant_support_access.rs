//! POST /v1/admin/support-access: lets somebody of support look at the workspace for some hours.

use crate::support_view::SupportAccess;
use jiff::SignedDuration;
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{GetItem, PutItem, UpdateItem},
};
use people_model::support::{self, Granted, Wanted};
use serde::Deserialize;
use trellis_core::{
    email::EmailAddress,
    personal::{Contact, Personal},
    title::Title,
};

trellis_core::number!(
    /// For how many hours.
    Hours(u8), 1..=72
);

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewSupportAccess {
    /// The address that the agent has given.
    #[schema(value_type = EmailAddress)]
    agent_email: Personal<EmailAddress, Contact>,
    hours: Hours,
    /// It stands in the audit log.
    reason: Title,
}

pub(crate) fn handler() -> Handler {
    Route::new("grant-support-access", Method::Post, "/v1/admin/support-access", "Grant a support agent access for some hours")
        .audience(Audience::Administrator)
        .succeeds_with(&[201])
        .member(handle)
        .table(&[GetItem, PutItem, UpdateItem])
        .example(r#"{"agent_email": "agent@platform.example", "hours": 8, "reason": "A course cannot be published"}"#)
}

/// A request that comes twice lets nobody in twice: while the agent is in, the second is a conflict.
async fn handle(call: Call<NewSupportAccess>) -> Result<Reply<SupportAccess>, Problem> {
    let (granted_by, now, act) = (call.caller.member()?, call.app.now(), call.act("support.granted", ""));
    let NewSupportAccess { agent_email, hours, reason } = call.request.body;
    let unknown = || Problem::rule("agent_email", "nobody of support has this address");
    let agent = support::agent(call.tenant.operation(), &agent_email.0).await?.ok_or_else(unknown)?;
    let until = now.checked_add(SignedDuration::from_hours(hours.get().into())).map_err(Problem::internal)?;
    let wanted = Wanted { agent, reason, until, granted_by };
    match support::grant_support(&call.tenant, wanted, act).await? {
        Granted::Now(grant) => Ok(Reply::created(SupportAccess::new(grant, now))),
        Granted::AddressTaken => Err(Problem::conflict("address-taken", "A member of this workspace has this e-mail address.")),
        Granted::Running => Err(Problem::conflict("support-running", "This agent has been let in already. End that first.")),
    }
}
