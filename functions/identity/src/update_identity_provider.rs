//! PATCH /v1/admin/identity-providers/{identity_provider_id}: other rules, a new secret, new metadata, off and on.

use crate::{
    identity_provider::{self, ShownProvider},
    provider_metadata::saml,
};
use domain::{host::HostName, role::Role, title::Title};
use jiff::Timestamp;
use lambda::{
    App, Audience, Call, Handler, Method, Problem, Reply, Route,
    services::{Connected, authorize_scopes},
};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};
use store::{
    StoreError,
    identity_providers::{Attributes, Protocol, Provider, ProviderState, Stored},
};

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct IdentityProviderChange {
    #[schema(value_type = Option<String>)]
    name: Option<Title>,
    state: Option<ProviderState>,
    /// For an OpenID provider.
    client_secret: Option<String>,
    /// For an OpenID provider.
    scopes: Option<Vec<String>>,
    /// For a SAML provider: its metadata, with the same entityID.
    metadata: Option<String>,
    attributes: Option<Attributes>,
    group_roles: Option<BTreeMap<String, Role>>,
    domains: Option<BTreeSet<HostName>>,
    enforced: Option<bool>,
    just_in_time: Option<bool>,
    link_by_verified_email: Option<bool>,
    second_factor_by_provider: Option<bool>,
}

impl fmt::Debug for IdentityProviderChange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("IdentityProviderChange")
    }
}

pub(crate) fn handler() -> Handler {
    let path = "/v1/admin/identity-providers/{identity_provider_id}";
    Route::new("update-identity-provider", Method::Patch, path, "Change a connected identity provider")
        .audience(Audience::Administrator)
        .versioned()
        .member(handle)
}

/// What our identity provider must be told.
type Changes = Vec<(&'static str, String)>;

/// Changes what concerns the protocol.
fn change_protocol(app: &App, provider: &mut Provider, change: &mut IdentityProviderChange, now: Timestamp) -> Result<Changes, Problem> {
    let mut changes = Changes::new();
    match &mut provider.protocol {
        Protocol::Oidc { scopes, secret_set_at, .. } if change.metadata.is_none() => {
            let fits = |text: &str| (1..=512).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
            if let Some(secret) = change.client_secret.take() {
                if !fits(&secret) {
                    return Err(Problem::rule("client_secret", "expected printable ASCII without blanks"));
                }
                *secret_set_at = now;
                changes.push(("client_secret", secret));
            }
            if let Some(wanted) = change.scopes.take() {
                if wanted.len() > 20 || !wanted.iter().all(|scope| fits(scope)) {
                    return Err(Problem::rule("scopes", "at most 20, of printable ASCII without blanks"));
                }
                changes.push(("authorize_scopes", authorize_scopes(&wanted)));
                *scopes = wanted;
            }
            Ok(changes)
        }
        Protocol::Saml { entity_id, certificate_expires_at, .. } if change.client_secret.is_none() && change.scopes.is_none() => {
            if let Some(metadata) = change.metadata.take() {
                let checked = saml::check(app.web()?, &metadata, now)?;
                if checked.entity_id != *entity_id {
                    return Err(Problem::rule(
                        "metadata",
                        "it is of another provider, whose people are others: connect it as one of its own",
                    ));
                }
                *certificate_expires_at = checked.certificate_expires_at;
                changes.push(("MetadataFile", metadata));
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
    set(&mut provider.group_roles, change.group_roles);
    set(&mut provider.admittance.domains, change.domains);
    set(&mut provider.admittance.enforced, change.enforced);
    set(&mut provider.admittance.just_in_time, change.just_in_time);
    set(&mut provider.admittance.link_by_verified_email, change.link_by_verified_email);
    set(&mut provider.second_factor_by_provider, change.second_factor_by_provider);
}

async fn handle(app: App, call: Call<IdentityProviderChange>) -> Result<Reply<ShownProvider>, Problem> {
    let now = app.now();
    let mut record = identity_provider::wanted(&app, &call).await?;
    if call.request.if_match()? != record.version {
        return Err(Problem::changed());
    }
    let act = call.act("identity_provider.updated", identity_provider::target(record.value.id));
    let (scope, mut change) = (call.caller.scope, call.request.body);
    let before = record.value.clone();
    let changes = change_protocol(&app, &mut record.value, &mut change, now)?;
    change_rules(&mut record.value, change);
    let provider = &record.value;
    identity_provider::check(provider)?;
    if !changes.is_empty() || provider.attributes != before.attributes {
        // Before the table: what is told twice does no harm, and a secret that was not told would.
        let mapping = identity_provider::mapping(&provider.attributes);
        let connected = app.identity_provider()?.update_provider(&provider.provider_name, &changes, mapping).await?;
        if connected == Connected::Refused {
            return Err(identity_provider::refused());
        }
    }
    if *provider != before {
        let told = act.change(&before, provider);
        let stored = app.store().update_identity_provider(&scope, &before, &record, &told, now).await;
        match stored.map_err(|error| if matches!(error, StoreError::Conflict) { Problem::changed() } else { error.into() })? {
            Stored::Done => record.version += 1,
            Stored::DomainTaken => return Err(identity_provider::domain_taken()),
        }
    }
    let version = record.version;
    Ok(Reply::ok(ShownProvider::new(&app, record)?).etag(version))
}
