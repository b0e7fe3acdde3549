//! POST /v1/admin/identity-providers: connects a customer's own identity provider.

use crate::{
    identity_provider::{self, ShownProvider},
    provider_metadata::{oidc, saml},
};
use domain::{federation::Admittance, host::HostName, ids::IdentityProviderId, role::Role, title::Title};
use jiff::Timestamp;
use lambda::{
    App, Audience, Call, Handler, Method, Problem, Reply, Route,
    services::{Connected, Connection},
};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};
use store::{
    Page,
    identity_providers::{Attributes, Protocol, Provider, ProviderState, Stored},
};

/// Providers of one workspace: the user pool holds so many for all workspaces together.
const MOST: usize = 5;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewIdentityProvider {
    #[schema(value_type = String)]
    name: Title,
    protocol: NewProtocol,
    /// What the provider calls the e-mail address, the name and the groups of a person.
    attributes: Option<Attributes>,
    /// To which role a group leads: learner, manager or author.
    #[serde(default)]
    group_roles: BTreeMap<String, Role>,
    /// The e-mail domains whose people come from this provider.
    #[serde(default)]
    domains: BTreeSet<HostName>,
    /// Whether people of these domains may sign in in no other way.
    #[serde(default)]
    enforced: bool,
    /// Whether somebody who is no member becomes one, as a learner.
    #[serde(default)]
    just_in_time: bool,
    /// Whether a member with the same verified address in one of the domains is taken for the same person without being asked.
    #[serde(default)]
    link_by_verified_email: bool,
    /// Whether, by agreement, its sign-ins count like those with a second factor.
    #[serde(default)]
    second_factor_by_provider: bool,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum NewProtocol {
    Oidc {
        issuer: String,
        client_id: String,
        /// Goes to the identity provider and never comes back.
        client_secret: String,
        /// Besides `openid`; `email` and `profile` if left out.
        scopes: Option<Vec<String>>,
    },
    Saml {
        /// The metadata document.
        metadata: Option<String>,
        /// Where it is, instead.
        metadata_url: Option<String>,
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
    Route::new("create-identity-provider", Method::Post, "/v1/admin/identity-providers", "Connect an identity provider of one's own")
        .audience(Audience::Administrator)
        .idempotent()
        .succeeds_with(&[201])
        .member(handle)
}

fn named(email: &str, name: &str) -> Attributes {
    Attributes { email: email.to_owned(), name: name.to_owned(), groups: None }
}

/// Looks at the provider before anything is made of it.
async fn look(app: &App, protocol: NewProtocol, now: Timestamp) -> Result<Known, Problem> {
    let web = app.web()?;
    match protocol {
        NewProtocol::Oidc { issuer, client_id, client_secret, scopes } => {
            let scopes = scopes.unwrap_or_else(|| vec!["email".to_owned(), "profile".to_owned()]);
            let fits = |text: &str| (1..=512).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
            if !fits(&client_id) || !fits(&client_secret) || scopes.len() > 20 || !scopes.iter().all(|scope| fits(scope)) {
                return Err(Problem::rule("protocol", "client_id, client_secret and scopes are printable ASCII without blanks"));
            }
            let oidc::Checked { pkce } = oidc::check(web, &issuer).await?;
            let protocol = Protocol::Oidc { issuer, client_id, scopes, pkce, secret_set_at: now };
            Ok(Known { protocol, secret: client_secret, attributes: named("email", "name") })
        }
        NewProtocol::Saml { metadata, metadata_url } => {
            let metadata = match (metadata, &metadata_url) {
                (Some(metadata), None) => metadata,
                (None, Some(address)) => {
                    let document = web.fetch(address).await.map_err(|error| Problem::rule("protocol.metadata_url", error.to_string()))?;
                    String::from_utf8(document).map_err(|_| Problem::rule("protocol.metadata_url", "it is not UTF-8"))?
                }
                _ => return Err(Problem::rule("protocol", "expected either metadata or metadata_url")),
            };
            let saml::Checked { entity_id, certificate_expires_at } = saml::check(web, &metadata, now)?;
            let claims = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims";
            let attributes = named(&format!("{claims}/emailaddress"), &format!("{claims}/name"));
            Ok(Known { protocol: Protocol::Saml { entity_id, metadata_url, certificate_expires_at }, secret: metadata, attributes })
        }
    }
}

async fn handle(app: App, call: Call<NewIdentityProvider>) -> Result<Reply<ShownProvider>, Problem> {
    let (attempt, id, now) = (call.attempt()?, IdentityProviderId::random(), app.now());
    let act = call.act("identity_provider.created", identity_provider::target(id));
    let (scope, body) = (call.caller.scope, call.request.body);
    let there = app.store().list_identity_providers(&scope, &Page::largest()).await?.items;
    if there.len() >= MOST {
        return Err(Problem::rule("name", format!("a workspace has at most {MOST} identity providers")));
    }
    let Known { protocol, secret, attributes } = look(&app, body.protocol, now).await?;
    let provider = Provider {
        id,
        name: body.name,
        state: ProviderState::Active,
        provider_name: identity_provider::provider_name(scope.workspace(), id),
        protocol,
        attributes: body.attributes.unwrap_or(attributes),
        group_roles: body.group_roles,
        admittance: Admittance {
            domains: body.domains,
            enforced: body.enforced,
            just_in_time: body.just_in_time,
            link_by_verified_email: body.link_by_verified_email,
        },
        second_factor_by_provider: body.second_factor_by_provider,
    };
    identity_provider::check(&provider)?;
    connect(&app, &provider, &secret).await?;
    let stored = app.store().create_identity_provider(&scope, &provider, attempt.as_ref(), &act.made(&provider), now).await;
    if !matches!(stored, Ok((Stored::Done, stored)) if stored == id) {
        // It is not there, or an earlier request with the same key has made another: nobody will ask for this one.
        disconnect(&app, &provider).await?;
    }
    let (Stored::Done, id) = stored? else { return Err(identity_provider::domain_taken()) };
    let record = app.store().identity_provider(&scope, id).await?.ok_or_else(|| Problem::not_found("identity provider"))?;
    let version = record.version;
    Ok(Reply::created(ShownProvider::new(&app, record)?).etag(version))
}

async fn connect(app: &App, provider: &Provider, secret: &str) -> Result<(), Problem> {
    let connection = match &provider.protocol {
        Protocol::Oidc { issuer, client_id, scopes, .. } => Connection::Oidc { issuer, client_id, client_secret: secret, scopes },
        Protocol::Saml { .. } => Connection::Saml { metadata: secret },
    };
    let mapping = identity_provider::mapping(&provider.attributes);
    match app.identity_provider()?.create_provider(&provider.provider_name, &connection, mapping).await? {
        Connected::Yes => identity_provider::offer(app, provider, true).await,
        Connected::Refused => Err(identity_provider::refused()),
    }
}

/// Takes a provider away at our identity provider: first from the client, which must not name one that is not there.
pub(crate) async fn disconnect(app: &App, provider: &Provider) -> Result<(), Problem> {
    identity_provider::offer(app, provider, false).await?;
    app.identity_provider()?.delete_provider(&provider.provider_name).await?;
    Ok(app.store().unregister_identity_provider(&provider.provider_name).await?)
}
