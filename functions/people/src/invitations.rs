//! What one invitation and five hundred have in common.

use crate::person;
use domain::{email::EmailAddress, host::HostName, ids::MemberId, personal::Personal, role::Role, title::Title};
use jiff::Timestamp;
use lambda::{App, Call, Problem, WorkspaceScope};
use serde::Deserialize;
use std::collections::BTreeSet;
use store::members::Member;

/// Somebody to invite.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewMember {
    #[schema(value_type = String)]
    pub(crate) email: Personal<EmailAddress>,
    #[schema(value_type = String)]
    name: Personal<Title>,
    /// Everybody is a learner; further roles are named here.
    #[serde(default)]
    roles: BTreeSet<Role>,
    /// To whom they report.
    manager_id: Option<MemberId>,
    /// Where they work, in the workspace's own words.
    region: Option<Title>,
    /// Whose people an administrator of regions has.
    #[serde(default)]
    #[schema(max_items = 50)]
    regions: BTreeSet<Title>,
}

/// The mail domains that the workspace takes addresses of; empty for any.
pub(crate) async fn domains(app: &App, scope: &WorkspaceScope) -> Result<BTreeSet<HostName>, Problem> {
    let workspace = app.store().workspace(scope.workspace()).await?;
    Ok(workspace.map(|(_, workspace)| workspace.value.email_domains).unwrap_or_default())
}

/// Whether an address may be a member's.
pub(crate) fn admitted(domains: &BTreeSet<HostName>, email: &EmailAddress) -> Result<(), Problem> {
    if domains.is_empty() || domains.iter().any(|domain| domain.as_str() == email.domain()) {
        return Ok(());
    }
    let names: Vec<&str> = domains.iter().map(HostName::as_str).collect();
    Err(Problem::rule("email", format!("this workspace takes addresses of {} only", names.join(", "))))
}

impl NewMember {
    /// The member that this is to become.
    pub(crate) fn member<B>(self, call: &Call<B>, domains: &BTreeSet<HostName>, now: Timestamp) -> Result<Member, Problem> {
        admitted(domains, &self.email.0)?;
        let member = Member::invited(self.name, self.email, person::given(self.roles)?, now);
        let member = Member { manager: self.manager_id, region: self.region, regions: self.regions, ..member };
        person::may_make(call, None, &member)?;
        Ok(member)
    }
}
