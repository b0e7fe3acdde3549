//! Customers' identity providers as administrators see them, and what all changes of one have in common.

use crate::cognito::{IdentityProvider, Mapping};
use identity_model::{
    federation::{grantable, is_one_organization},
    identity_providers::{self, AttributeName, Attributes, Protocol, Provider, ProviderState},
    ids::IdentityProviderId,
};
use lambda::{App, Call, Problem};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};
use table::Record;
use trellis_core::{bounded::Letters, host::HostName, ids::WorkspaceId, role::Role, title::Title};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

/// How often and how long one waits for others who connect a provider at the same time.
const TRIES: usize = 40;
const PAUSE: Duration = Duration::from_millis(250);

/// What an identity provider must be told of us. It is the same for all, so it can be entered there before anything is connected.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct TrellisAtProviders {
    /// The redirect URI of an OpenID Connect client.
    redirect_uri: String,
    /// The assertion consumer service of a SAML application.
    acs_url: String,
    /// The audience of a SAML application.
    entity_id: String,
}

impl TrellisAtProviders {
    pub(crate) fn of(app: &App) -> Result<Self, Problem> {
        let hosted = app.settings().require("HOSTED_URL")?;
        Ok(Self {
            redirect_uri: format!("{hosted}/oauth2/idpresponse"),
            acs_url: format!("{hosted}/saml2/idpresponse"),
            entity_id: format!("urn:amazon:cognito:sp:{}", app.settings().require("USER_POOL_ID")?),
        })
    }
}

trellis_core::text!(
    /// What an OpenID provider calls its client, the client's secret, or a scope.
    pub(crate) Token, 1..=512, Letters::Visible
);
trellis_core::text!(
    /// An address on the web.
    pub(crate) WebAddress, 1..=2_048, Letters::Visible
);
trellis_core::text!(
    /// SAML metadata: an XML document.
    pub(crate) Metadata, 1..=200_000, Letters::Any
);
trellis_core::text!(
    /// What the provider calls a group.
    pub(crate) GroupName, 1..=200, Letters::Any
);
trellis_core::list!(
    /// Scopes that are asked for besides `openid`.
    #[derive(Debug)]
    pub(crate) OidcScopes(Vec<Token>), 0..=20
);
trellis_core::list!(
    /// The role to which a group leads.
    #[derive(Debug, Default)]
    pub(crate) GroupRoles(BTreeMap<GroupName, GroupRole>), 0..=50
);
trellis_core::list!(
    /// E-mail domains.
    #[derive(Debug, Default)]
    pub(crate) ProviderDomains(BTreeSet<HostName>), 0..=20
);

/// A role to which a group may lead.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "Role")]
pub(crate) struct GroupRole(Role);

impl TryFrom<Role> for GroupRole {
    type Error = String;

    fn try_from(role: Role) -> Result<Self, String> {
        if grantable(role) { Ok(Self(role)) } else { Err(format!("no group can lead to the role {}: people give it", role.name())) }
    }
}

impl PartialSchema for GroupRole {
    fn schema() -> RefOr<Schema> {
        let names = Role::ALL.into_iter().filter(|role| grantable(*role)).map(Role::name);
        ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(names))
            .description(Some("A role to which a group may lead."))
            .build()
            .into()
    }
}

impl ToSchema for GroupRole {}

impl From<GroupRoles> for BTreeMap<String, Role> {
    fn from(roles: GroupRoles) -> Self {
        roles.0.into_iter().map(|(group, GroupRole(role))| (group.into(), role)).collect()
    }
}

impl From<OidcScopes> for Vec<String> {
    fn from(scopes: OidcScopes) -> Self {
        scopes.0.into_iter().map(String::from).collect()
    }
}

/// A customer's identity provider.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = IdentityProvider)]
pub(crate) struct ShownProvider {
    identity_provider_id: IdentityProviderId,
    name: Title,
    state: ProviderState,
    protocol: Protocol,
    attributes: Attributes,
    #[schema(value_type = BTreeMap<String, GroupRole>)]
    group_roles: BTreeMap<String, Role>,
    domains: BTreeSet<HostName>,
    enforced: bool,
    just_in_time: bool,
    link_by_verified_email: bool,
    trust_domain_emails: bool,
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
        let TrellisAtProviders { redirect_uri, acs_url, entity_id } = TrellisAtProviders::of(app)?;
        let callback_url = if matches!(protocol, Protocol::Oidc { .. }) { redirect_uri } else { acs_url };
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
            trust_domain_emails: admittance.trust_domain_emails,
            second_factor_by_provider,
            callback_url,
            audience: entity_id,
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
pub(crate) async fn wanted<B>(call: &Call<B>) -> Result<Record<Provider>, Problem> {
    let id: IdentityProviderId = call.request.path("identity_provider_id", "identity provider")?;
    let provider = identity_providers::identity_provider(&call.tenant, id).await?;
    provider.ok_or_else(|| Problem::not_found("identity provider"))
}

/// What holds of every provider, new or changed.
pub(crate) fn check(provider: &Provider) -> Result<(), Problem> {
    provider.admittance.check().map_err(|broken| Problem::rule(broken.0, broken.1))?;
    if provider.admittance.trust_domain_emails
        && let Protocol::Oidc { issuer, .. } = &provider.protocol
        && !is_one_organization(issuer)
    {
        let detail = "this issuer signs in people of any organization: its word about addresses cannot count";
        return Err(Problem::rule("trust_domain_emails", detail));
    }
    Ok(())
}

/// What our identity provider is told of the provider's names.
pub(crate) fn mapping(attributes: &Attributes) -> Mapping<'_> {
    Mapping {
        email: attributes.email.as_str(),
        name: attributes.name.as_str(),
        groups: attributes.groups.as_ref().map(AttributeName::as_str),
    }
}

/// The lease of the app client's list of identity providers.
const PROVIDER_LIST: &str = "PROVIDER_LIST";

/// Lets people come from a provider, or no more. All workspaces' providers are one list, which can only be replaced as a whole: one at a
/// time does that.
pub(crate) async fn offer(app: &App, provider: &Provider, offered: bool) -> Result<(), Problem> {
    for _ in 0..TRIES {
        if let Some(lease) = app.operation().table().take_lease(PROVIDER_LIST, app.now()).await? {
            let done = app.service::<IdentityProvider>()?.offer_provider(&provider.provider_name, offered).await;
            app.operation().table().return_lease(lease).await?;
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
