//! POST /v1/admin/identity-providers: connects a customer's own identity provider.

use crate::{
    cognito::{Connected, Connection, IdentityProvider},
    identity_provider::{self, GroupRoles, Metadata, OidcScopes, ProviderDomains, ShownProvider, Token, WebAddress},
    needs::{CLIENT_ID, HOSTED_URL, PRIVATE_ADDRESSES, USER_POOL, USER_POOL_ID},
    provider_metadata::{oidc, saml},
};
use identity_model::{
    federation::Admittance,
    identity_providers::{self, Attributes, Protocol, Provider, ProviderState, Stored},
    ids::IdentityProviderId,
    keys::{MOST_IDENTITY_PROVIDERS, limited_identity_providers},
};
use jiff::Timestamp;
use lambda::{
    App, Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{DeleteItem, GetItem, PutItem, UpdateItem},
    services::Web,
};
use serde::Deserialize;
use std::fmt;
use table::Tenant;
use trellis_core::title::Title;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewIdentityProvider {
    name: Title,
    protocol: NewProtocol,
    /// What the provider calls the e-mail address, the name and the groups of a person.
    attributes: Option<Attributes>,
    #[serde(default)]
    group_roles: GroupRoles,
    /// The e-mail domains whose people come from this provider.
    #[serde(default)]
    domains: ProviderDomains,
    /// Whether people of these domains may sign in in no other way.
    #[serde(default)]
    enforced: bool,
    /// Whether somebody who is no member becomes one, as a learner.
    #[serde(default)]
    just_in_time: bool,
    /// Whether a member with the same verified address in one of the domains is taken for the same person without being asked.
    #[serde(default)]
    link_by_verified_email: bool,
    /// Whether an address in one of the domains counts where the provider does not say whether it is verified, as Entra ID never does. Only
    /// for a provider that is one organization's own. What it says is never overruled.
    #[serde(default)]
    trust_domain_emails: bool,
    /// Whether, by agreement, its sign-ins count like those with a second factor.
    #[serde(default)]
    second_factor_by_provider: bool,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum NewProtocol {
    Oidc {
        issuer: WebAddress,
        client_id: Token,
        /// Goes to the identity provider and never comes back.
        client_secret: Token,
        /// Besides `openid`; `email` and `profile` if left out.
        scopes: Option<OidcScopes>,
    },
    Saml {
        /// The metadata document.
        metadata: Option<Metadata>,
        /// Where it is, instead.
        metadata_url: Option<WebAddress>,
    },
}

impl fmt::Debug for NewProtocol {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Oidc { .. } => "NewProtocol::Oidc",
            Self::Saml { .. } => "NewProtocol::Saml",
        })
    }
}

/// A protocol that has been looked at, with what only our identity provider gets to know.
struct Known {
    protocol: Protocol,
    secret: String,
    attributes: Attributes,
}

pub(crate) fn handler() -> Handler {
    Route::new("create-identity-provider", Method::Post, "/v1/admin/identity-providers", "Connect an identity provider")
        .audience(Audience::Administrator)
        .idempotent()
        .succeeds_with(&[201])
        .member(handle)
        .table(&[DeleteItem, GetItem, PutItem, UpdateItem])
        .may(
            &[
                "cognito-idp:CreateIdentityProvider",
                "cognito-idp:DeleteIdentityProvider",
                "cognito-idp:DescribeUserPoolClient",
                "cognito-idp:UpdateUserPoolClient",
            ],
            &[USER_POOL],
        )
        .settings(&[USER_POOL_ID, CLIENT_ID, HOSTED_URL, PRIVATE_ADDRESSES])
        .timeout(29)
        .example(
            r#"{
              "name": "Acme",
              "protocol": {
                "kind": "oidc", "issuer": "https://login.acme.example", "client_id": "trellis",
                "client_secret": "a-secret"
              },
              "domains": ["acme.example"], "just_in_time": true
            }"#,
        )
}

fn named(email: &str, name: &str) -> Result<Attributes, Problem> {
    let named = |text: &str| text.parse().map_err(Problem::internal);
    Ok(Attributes { email: named(email)?, name: named(name)?, groups: None })
}

/// Looks at the provider before anything is made of it.
async fn look(app: &App, protocol: NewProtocol, now: Timestamp) -> Result<Known, Problem> {
    let web = app.service::<Web>()?;
    match protocol {
        NewProtocol::Oidc { issuer, client_id, client_secret, scopes } => {
            let scopes = scopes.map_or_else(|| vec!["email".to_owned(), "profile".to_owned()], Vec::from);
            let oidc::Checked { pkce } = oidc::check(&web, issuer.as_str()).await?;
            let protocol = Protocol::Oidc { issuer: issuer.into(), client_id: client_id.into(), scopes, pkce, secret_set_at: now };
            Ok(Known { protocol, secret: client_secret.into(), attributes: named("email", "name")? })
        }
        NewProtocol::Saml { metadata, metadata_url } => {
            let metadata = match (metadata, &metadata_url) {
                (Some(metadata), None) => metadata.into(),
                (None, Some(address)) => {
                    let document =
                        web.fetch(address.as_str()).await.map_err(|error| Problem::rule("protocol.metadata_url", error.to_string()))?;
                    String::from_utf8(document).map_err(|_| Problem::rule("protocol.metadata_url", "it is not UTF-8"))?
                }
                _ => return Err(Problem::rule("protocol", "expected either metadata or metadata_url")),
            };
            let saml::Checked { entity_id, certificate_expires_at } = saml::check(&web, &metadata, now)?;
            let claims = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims";
            let attributes = named(&format!("{claims}/emailaddress"), &format!("{claims}/name"))?;
            let metadata_url = metadata_url.map(String::from);
            Ok(Known { protocol: Protocol::Saml { entity_id, metadata_url, certificate_expires_at }, secret: metadata, attributes })
        }
    }
}

async fn handle(call: Call<NewIdentityProvider>) -> Result<Reply<ShownProvider>, Problem> {
    let (attempt, id, now) = (call.attempt()?, IdentityProviderId::random(), call.app.now());
    let act = call.act("identity_provider.created", identity_provider::target(id));
    let (scope, body) = (call.caller.scope, call.request.body);
    // A repeat makes nothing, at our identity provider either.
    if let Some(id) = call.tenant.made(attempt.as_ref()).await? {
        return created(&call.app, &call.tenant, id).await;
    }
    if call.tenant.is_full(&limited_identity_providers(call.tenant.scope())).await? {
        return Err(full());
    }
    let Known { protocol, secret, attributes } = look(&call.app, body.protocol, now).await?;
    let provider = Provider {
        id,
        name: body.name,
        state: ProviderState::Active,
        provider_name: identity_provider::provider_name(scope.workspace(), id),
        protocol,
        attributes: body.attributes.unwrap_or(attributes),
        group_roles: body.group_roles.into(),
        admittance: Admittance {
            domains: body.domains.0,
            enforced: body.enforced,
            just_in_time: body.just_in_time,
            link_by_verified_email: body.link_by_verified_email,
            trust_domain_emails: body.trust_domain_emails,
        },
        second_factor_by_provider: body.second_factor_by_provider,
    };
    identity_provider::check(&provider)?;
    connect(&call.app, &provider, &secret).await?;
    let stored = identity_providers::create_identity_provider(&call.tenant, &provider, attempt.as_ref(), &act.made(&provider)).await;
    if !matches!(stored, Ok((Stored::Done, stored)) if stored == id) {
        // It is not there, or an earlier request with the same key has made another: nobody will ask for this one.
        disconnect(&call.app, &provider).await?;
    }
    match stored? {
        (Stored::Done, id) => created(&call.app, &call.tenant, id).await,
        (Stored::DomainTaken, _) => Err(identity_provider::domain_taken()),
        (Stored::Full, _) => Err(full()),
    }
}

fn full() -> Problem {
    Problem::rule("name", format!("a workspace has at most {} identity providers", MOST_IDENTITY_PROVIDERS))
}

async fn created(app: &App, tenant: &Tenant, id: IdentityProviderId) -> Result<Reply<ShownProvider>, Problem> {
    let record = identity_providers::identity_provider(tenant, id).await?.ok_or_else(|| Problem::not_found("identity provider"))?;
    let version = record.version;
    Ok(Reply::created(ShownProvider::new(app, record)?).etag(version))
}

async fn connect(app: &App, provider: &Provider, secret: &str) -> Result<(), Problem> {
    let connection = match &provider.protocol {
        Protocol::Oidc { issuer, client_id, scopes, .. } => Connection::Oidc { issuer, client_id, client_secret: secret, scopes },
        Protocol::Saml { .. } => Connection::Saml { metadata: secret },
    };
    let mapping = identity_provider::mapping(&provider.attributes);
    match app.service::<IdentityProvider>()?.create_provider(&provider.provider_name, &connection, mapping).await? {
        Connected::Yes => identity_provider::offer(app, provider, true).await,
        Connected::Refused => Err(identity_provider::refused()),
    }
}

/// Takes a provider away at our identity provider: first from the client, which must not name one that is not there.
pub(crate) async fn disconnect(app: &App, provider: &Provider) -> Result<(), Problem> {
    identity_provider::offer(app, provider, false).await?;
    app.service::<IdentityProvider>()?.delete_provider(&provider.provider_name).await?;
    Ok(identity_providers::unregister_identity_provider(&app.operation(), &provider.provider_name).await?)
}
