//! PATCH /v1/admin/identity-providers/{identity_provider_id}: other rules, a new secret, new metadata, off and on.

use crate::{
    cognito::{Connected, IdentityProvider, authorize_scopes},
    identity_provider::{self, GroupRoles, Metadata, OidcScopes, ProviderDomains, ShownProvider, Token},
    needs::{HOSTED_URL, PRIVATE_ADDRESSES, USER_POOL, USER_POOL_ID},
    provider_metadata::saml,
};
use identity_model::identity_providers::{self, Attributes, Protocol, Provider, ProviderState, Stored};
use jiff::Timestamp;
use lambda::{
    App, Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{DeleteItem, GetItem, PutItem},
    services::Web,
};
use serde::Deserialize;
use std::fmt;
use trellis_core::title::Title;

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct IdentityProviderChange {
    name: Option<Title>,
    state: Option<ProviderState>,
    /// For an OpenID provider.
    client_secret: Option<Token>,
    /// For an OpenID provider.
    scopes: Option<OidcScopes>,
    /// For a SAML provider: its metadata, with the same entityID.
    metadata: Option<Metadata>,
    attributes: Option<Attributes>,
    group_roles: Option<GroupRoles>,
    domains: Option<ProviderDomains>,
    enforced: Option<bool>,
    just_in_time: Option<bool>,
    link_by_verified_email: Option<bool>,
    trust_domain_emails: Option<bool>,
    second_factor_by_provider: Option<bool>,
}

impl fmt::Debug for IdentityProviderChange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("IdentityProviderChange")
    }
}

pub(crate) fn handler() -> Handler {
    let path = "/v1/admin/identity-providers/{identity_provider_id}";
    Route::new("update-identity-provider", Method::Patch, path, "Update an identity provider")
        .audience(Audience::Administrator)
        .versioned()
        .member(handle)
        .table(&[DeleteItem, GetItem, PutItem])
        .may(&["cognito-idp:DescribeIdentityProvider", "cognito-idp:UpdateIdentityProvider"], &[USER_POOL])
        .settings(&[USER_POOL_ID, HOSTED_URL, PRIVATE_ADDRESSES])
        .timeout(29)
        .example(r#"{"just_in_time": false}"#)
}

/// What our identity provider must be told.
type Changes = Vec<(&'static str, String)>;

/// Changes what concerns the protocol.
fn change_protocol(app: &App, provider: &mut Provider, change: &mut IdentityProviderChange, now: Timestamp) -> Result<Changes, Problem> {
    let mut changes = Changes::new();
    match &mut provider.protocol {
        Protocol::Oidc { scopes, secret_set_at, .. } if change.metadata.is_none() => {
            if let Some(secret) = change.client_secret.take() {
                *secret_set_at = now;
                changes.push(("client_secret", secret.into()));
            }
            if let Some(wanted) = change.scopes.take().map(Vec::from) {
                changes.push(("authorize_scopes", authorize_scopes(&wanted)));
                *scopes = wanted;
            }
            Ok(changes)
        }
        Protocol::Saml { entity_id, certificate_expires_at, .. } if change.client_secret.is_none() && change.scopes.is_none() => {
            if let Some(metadata) = change.metadata.take() {
                let checked = saml::check(&*app.service::<Web>()?, metadata.as_str(), now)?;
                if checked.entity_id != *entity_id {
                    return Err(Problem::rule(
                        "metadata",
                        "it is of another provider, whose people are others: connect it as one of its own",
                    ));
                }
                *certificate_expires_at = checked.certificate_expires_at;
                changes.push(("MetadataFile", metadata.into()));
            }
            Ok(changes)
        }
        _ => Err(Problem::rule("protocol", "metadata belongs to SAML, client_secret and scopes belong to OpenID Connect")),
    }
}

/// Changes whom the provider lets in, and as what.
fn change_rules(provider: &mut Provider, change: IdentityProviderChange) {
    fn set<T>(place: &mut T, value: Option<T>) {
        if let Some(value) = value {
            *place = value;
        }
    }
    set(&mut provider.name, change.name);
    set(&mut provider.state, change.state);
    set(&mut provider.attributes, change.attributes);
    set(&mut provider.group_roles, change.group_roles.map(Into::into));
    set(&mut provider.admittance.domains, change.domains.map(|domains| domains.0));
    set(&mut provider.admittance.enforced, change.enforced);
    set(&mut provider.admittance.just_in_time, change.just_in_time);
    set(&mut provider.admittance.link_by_verified_email, change.link_by_verified_email);
    set(&mut provider.admittance.trust_domain_emails, change.trust_domain_emails);
    set(&mut provider.second_factor_by_provider, change.second_factor_by_provider);
}

async fn handle(call: Call<IdentityProviderChange>) -> Result<Reply<ShownProvider>, Problem> {
    let now = call.app.now();
    let mut record = identity_provider::wanted(&call).await?;
    record.expect(call.request.if_match()?)?;
    let act = call.act("identity_provider.updated", identity_provider::target(record.value.id));
    let mut change = call.request.body;
    let before = record.value.clone();
    let changes = change_protocol(&call.app, &mut record.value, &mut change, now)?;
    change_rules(&mut record.value, change);
    let provider = &record.value;
    identity_provider::check(provider)?;
    let (trusts, trusted) = (provider.admittance.trust_domain_emails, before.admittance.trust_domain_emails);
    if !changes.is_empty() || provider.attributes != before.attributes || trusts != trusted {
        // Before the table: what is told twice does no harm, and a secret that was not told would.
        let mapping = identity_provider::mapping(&provider.attributes);
        let connected = call.app.service::<IdentityProvider>()?.update_provider(&provider.provider_name, &changes, mapping).await?;
        if connected == Connected::Refused {
            return Err(identity_provider::refused());
        }
    }
    if *provider != before {
        let told = act.change(&before, provider);
        let stored = identity_providers::update_identity_provider(&call.tenant, &before, &record, &told).await;
        match stored.map_err(Problem::of_update)? {
            Stored::Done => record = record.stored(now),
            Stored::DomainTaken | Stored::Full => return Err(identity_provider::domain_taken()),
        }
    }
    let version = record.version;
    Ok(Reply::ok(ShownProvider::new(&call.app, record)?).etag(version))
}
