//! Customers' identity providers as administrators see them, and what all changes of one have in common.

use domain::{
    federation::grantable,
    host::HostName,
    ids::{IdentityProviderId, WorkspaceId},
    role::Role,
    title::Title,
};
use lambda::{App, Call, Problem, services::Mapping};
use serde::Serialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};
use store::{
    Record,
    identity_providers::{Attributes, Protocol, Provider, ProviderState},
    leases::Shared,
};

/// How often and how long one waits for others who connect a provider at the same time.
const TRIES: usize = 40;
const PAUSE: Duration = Duration::from_millis(250);

/// A customer's identity provider.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = IdentityProvider)]
pub(crate) struct ShownProvider {
    identity_provider_id: IdentityProviderId,
    #[schema(value_type = String)]
    name: Title,
    state: ProviderState,
    protocol: Protocol,
    attributes: Attributes,
    group_roles: BTreeMap<String, Role>,
    domains: BTreeSet<HostName>,
    enforced: bool,
    just_in_time: bool,
    link_by_verified_email: bool,
    second_factor_by_provider: bool,
    /// What the provider must be told: where it sends people back to.
    callback_url: String,
    /// For a SAML provider: who we are.
    audience: String,
    /// For `If-Match`.
    version: u64,
}

impl ShownProvider {
    pub(crate) fn new(app: &App, record: Record<Provider>) -> Result<Self, Problem> {
        let version = record.version;
        let Provider { id, name, state, protocol, attributes, group_roles, admittance, second_factor_by_provider, .. } = record.value;
        let page = if matches!(protocol, Protocol::Oidc { .. }) { "oauth2" } else { "saml2" };
        Ok(Self {
            identity_provider_id: id,
            name,
            state,
            protocol,
            attributes,
            group_roles,
            domains: admittance.domains,
            enforced: admittance.enforced,
            just_in_time: admittance.just_in_time,
            link_by_verified_email: admittance.link_by_verified_email,
            second_factor_by_provider,
            callback_url: format!("{}/{page}/idpresponse", app.settings().require("HOSTED_URL")?),
            audience: format!("urn:amazon:cognito:sp:{}", app.settings().require("USER_POOL_ID")?),
            version,
        })
    }
}

/// How the audit log names it.
pub(crate) fn target(id: IdentityProviderId) -> String {
    format!("identity_provider/{id}")
}

/// Its name at our identity provider, where there are 32 characters: the beginning of the workspace's for those who look there, and
/// the id, which is unique.
pub(crate) fn provider_name(workspace: &WorkspaceId, id: IdentityProviderId) -> String {
    let short: String = workspace.as_str().chars().take(5).collect();
    format!("{}-{id}", short.trim_end_matches('-'))
}

/// The provider that the path names.
pub(crate) async fn wanted<B>(app: &App, call: &Call<B>) -> Result<Record<Provider>, Problem> {
    let id: IdentityProviderId = call.request.path("identity_provider_id", "identity provider")?;
    let provider = app.store().identity_provider(&call.caller.scope, id).await?;
    provider.ok_or_else(|| Problem::not_found("identity provider"))
}

/// What holds of every provider, new or changed.
pub(crate) fn check(provider: &Provider) -> Result<(), Problem> {
    provider.admittance.check().map_err(|broken| Problem::rule(broken.0, broken.1))?;
    if provider.admittance.domains.len() > 20 {
        return Err(Problem::rule("domains", "at most 20"));
    }
    if provider.group_roles.len() > 50 || provider.group_roles.keys().any(|group| group.is_empty() || group.len() > 200) {
        return Err(Problem::rule("group_roles", "at most 50 groups with names of 1 to 200 bytes"));
    }
    if let Some(role) = provider.group_roles.values().find(|role| !grantable(**role)) {
        return Err(Problem::rule("group_roles", format!("no group can lead to the role {}: people give it", role.name())));
    }
    let Attributes { email, name, groups } = &provider.attributes;
    let fits = |text: &String| (1..=256).contains(&text.len()) && !text.contains(char::is_control);
    if ![Some(email), Some(name), groups.as_ref()].into_iter().flatten().all(fits) {
        return Err(Problem::rule("attributes", "names have 1 to 256 characters"));
    }
    Ok(())
}

/// What our identity provider is told of the provider's names.
pub(crate) fn mapping(attributes: &Attributes) -> Mapping<'_> {
    Mapping { email: &attributes.email, name: &attributes.name, groups: attributes.groups.as_deref() }
}

/// Lets people come from a provider, or no more. All workspaces' providers are one list, which can only be replaced as a whole: one at a
/// time does that.
pub(crate) async fn offer(app: &App, provider: &Provider, offered: bool) -> Result<(), Problem> {
    for _ in 0..TRIES {
        if let Some(lease) = app.store().take_lease(Shared::ProviderList, app.now()).await? {
            let done = app.identity_provider()?.offer_provider(&provider.provider_name, offered).await;
            app.store().return_lease(lease).await?;
            return Ok(done?);
        }
        tokio::time::sleep(PAUSE).await;
    }
    Err(Problem::unavailable("the list of providers is being changed"))
}

/// Another provider of the workspace has one of the domains.
pub(crate) fn domain_taken() -> Problem {
    Problem::conflict("domain-taken", "Another identity provider of this workspace has one of these domains.")
}

/// Our identity provider could not use what it was given.
pub(crate) fn refused() -> Problem {
    Problem::rule("protocol", "the identity provider could not be connected with these settings")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_fits_and_is_nobody_elses() {
        let id = IdentityProviderId::random();
        for workspace in ["acme", "acm-e-corp", "abc", "a-very-long-workspace-name"] {
            let name = provider_name(&workspace.parse().unwrap(), id);
            assert!(name.len() <= 32 && name.ends_with(&id.to_string()) && !name.contains('_') && !name.contains("--"), "{name}");
        }
    }
}
