//! What one invitation and five hundred have in common.

use crate::person;
use jiff::Timestamp;
use lambda::{Call, Problem};
use people_model::members::Member;
use serde::Deserialize;
use std::collections::BTreeSet;
use table::Tenant;
use trellis_core::{
    email::EmailAddress,
    host::HostName,
    ids::MemberId,
    personal::{Contact, Name, Personal},
    role::Role,
    title::Title,
};
use workspaces_model::workspaces;

trellis_core::list!(
    /// Roles of a member.
    #[derive(Debug, Clone, Default)]
    pub(crate) GivenRoles(BTreeSet<Role>), 0..=9
);
trellis_core::list!(
    /// Regions by name.
    #[derive(Debug, Clone, Default)]
    pub(crate) Regions(BTreeSet<Title>), 0..=50
);

/// Somebody to invite.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewMember {
    #[schema(value_type = EmailAddress)]
    pub(crate) email: Personal<EmailAddress, Contact>,
    #[schema(value_type = Title)]
    name: Personal<Title, Name>,
    /// Everybody is a learner; further roles are named here.
    #[serde(default)]
    roles: GivenRoles,
    /// To whom they report.
    manager_id: Option<MemberId>,
    /// Where they work, in the workspace's own words.
    region: Option<Title>,
    /// Whose people an administrator of regions has.
    #[serde(default)]
    regions: Regions,
}

/// The mail domains that the workspace takes addresses of; empty for any.
pub(crate) async fn domains(tenant: &Tenant) -> Result<BTreeSet<HostName>, Problem> {
    let workspace = workspaces::workspace(tenant.operation(), tenant.scope().workspace()).await?;
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
        let member = Member::invited(self.name, self.email, person::given(self.roles.0)?, now);
        let member = Member { manager: self.manager_id, region: self.region, regions: self.regions.0, ..member };
        person::may_make(call, None, &member)?;
        Ok(member)
    }
}
