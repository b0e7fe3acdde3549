//! Customers' own providers at our identity provider, and people who come from them (Cognito's federation endpoints).

use super::{
    IdentityProvider, ProviderError, Tokens,
    identity_provider::{failed, own_claims},
};
use crate::{
    sdk,
    settings::{SettingMissing, Settings},
};
use aws_sdk_cognitoidentityprovider::types::{IdentityProviderTypeType, UserPoolClientType};
use aws_smithy_http_client::Connector;
use aws_smithy_runtime_api::client::{http::HttpConnector, orchestrator::HttpRequest};
use aws_smithy_types::{body::SdkBody, byte_stream::ByteStream};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::ids::{MemberId, WorkspaceId};
use serde::Deserialize;
use std::{collections::HashMap, fmt, sync::Arc, time::Duration};

const TIMEOUT: Duration = Duration::from_secs(8);

/// The attribute of the user pool that holds a federated user's groups.
const GROUPS: &str = "custom:groups";

/// How a provider is reached.
#[derive(Clone)]
pub enum Connection<'a> {
    Oidc { issuer: &'a str, client_id: &'a str, client_secret: &'a str, scopes: &'a [String] },
    Saml { metadata: &'a str },
}

/// The provider's names for what we need to know.
#[derive(Debug, Clone, Copy)]
pub struct Mapping<'a> {
    pub email: &'a str,
    pub name: &'a str,
    pub groups: Option<&'a str>,
}

impl Mapping<'_> {
    fn of(self, oidc: bool) -> HashMap<String, String> {
        let mut mapping = HashMap::from([("email", self.email), ("name", self.name)]);
        if oidc {
            mapping.extend([("username", "sub"), ("email_verified", "email_verified")]);
        }
        mapping.extend(self.groups.map(|groups| (GROUPS, groups)));
        mapping.into_iter().map(|(ours, theirs)| (ours.to_owned(), theirs.to_owned())).collect()
    }
}

/// What our identity provider made of a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connected {
    Yes,
    /// It could not use what it was given.
    Refused,
}

/// Somebody who has come from a provider.
#[derive(Debug, Clone)]
pub struct Arrived {
    pub tokens: Tokens,
    pub provider_name: String,
    pub subject: String,
    pub email: Option<String>,
    pub email_verified: bool,
    pub name: Option<String>,
    pub groups: Option<String>,
    /// Written by our own trigger: who is known.
    pub workspace: Option<WorkspaceId>,
    pub member_id: Option<MemberId>,
}

/// The pages of the identity provider that browsers are sent to.
#[derive(Debug, Clone)]
pub(super) struct Hosted {
    address: String,
    connector: Arc<Connector>,
}

#[derive(Deserialize)]
struct TokenAnswer {
    access_token: String,
    id_token: String,
    refresh_token: String,
    expires_in: i32,
}

#[derive(Deserialize)]
struct Identity {
    #[serde(rename = "providerName")]
    provider_name: String,
    #[serde(rename = "userId")]
    user_id: String,
}

#[derive(Deserialize)]
struct IdClaims {
    #[serde(default)]
    identities: Vec<Identity>,
    email: Option<String>,
    #[serde(default)]
    email_verified: bool,
    name: Option<String>,
    #[serde(rename = "custom:groups")]
    groups: Option<String>,
    workspace: Option<WorkspaceId>,
    member_id: Option<MemberId>,
}

impl fmt::Debug for Connection<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Oidc { .. } => "Connection::Oidc",
            Self::Saml { .. } => "Connection::Saml",
        })
    }
}

impl Hosted {
    pub(super) fn new(settings: &Settings) -> Result<Option<Self>, SettingMissing> {
        let Some(address) = settings.get("HOSTED_URL") else { return Ok(None) };
        let connector = if address.starts_with("http://") {
            Connector::builder().build_http()
        } else {
            Connector::builder().tls_provider(sdk::tls_provider()).tls_context(sdk::amazon_roots()?).build()
        };
        Ok(Some(Self { address: address.to_owned(), connector: Arc::new(connector) }))
    }

    /// A form's answer: the status and the body.
    async fn post(&self, path: &str, form: &[(&str, &str)]) -> Result<(u16, Vec<u8>), ProviderError> {
        let body = encoded(form);
        let mut request = HttpRequest::new(SdkBody::from(body));
        request.set_method("POST").map_err(failed)?;
        request.set_uri(format!("{}{path}", self.address)).map_err(failed)?;
        request.headers_mut().insert("content-type", "application/x-www-form-urlencoded");
        let call = async {
            let response = self.connector.call(request).await.map_err(failed)?;
            let status = response.status().as_u16();
            let body = ByteStream::new(response.into_body()).collect().await.map_err(failed)?;
            Ok((status, body.to_vec()))
        };
        tokio::time::timeout(TIMEOUT, call).await.map_err(failed)?
    }
}

/// As a query or a form has it.
fn encoded(parameters: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish()
}

impl IdentityProvider {
    fn hosted(&self) -> Result<&Hosted, ProviderError> {
        self.hosted.as_ref().ok_or_else(|| ProviderError("HOSTED_URL is not set".to_owned()))
    }

    /// Makes a provider under a name that is new.
    ///
    /// # Errors
    /// When the identity provider fails.
    pub async fn create_provider(&self, name: &str, connection: &Connection<'_>, mapping: Mapping<'_>) -> Result<Connected, ProviderError> {
        let (kind, oidc) = match connection {
            Connection::Oidc { .. } => (IdentityProviderTypeType::Oidc, true),
            Connection::Saml { .. } => (IdentityProviderTypeType::Saml, false),
        };
        let request = self.client.create_identity_provider().user_pool_id(&self.pool).provider_name(name).provider_type(kind);
        let request = request.set_provider_details(Some(details(connection))).set_attribute_mapping(Some(mapping.of(oidc)));
        match request.send().await {
            Ok(_) => Ok(Connected::Yes),
            Err(error) if error.as_service_error().is_some_and(|error| error.is_invalid_parameter_exception()) => Ok(Connected::Refused),
            Err(error) => Err(failed(error)),
        }
    }

    /// Changes a provider: what is not given stays as it is, the secret included.
    ///
    /// # Errors
    /// When the identity provider fails.
    pub async fn update_provider(&self, name: &str, changes: &[(&str, String)], mapping: Mapping<'_>) -> Result<Connected, ProviderError> {
        let request = self.client.describe_identity_provider().user_pool_id(&self.pool).provider_name(name);
        let present = request.send().await.map_err(failed)?.identity_provider;
        let present = present.ok_or_else(|| ProviderError("an answer without a provider".to_owned()))?;
        let oidc = present.provider_type == Some(IdentityProviderTypeType::Oidc);
        let mut details = present.provider_details.unwrap_or_default();
        details.extend(changes.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
        let request = self.client.update_identity_provider().user_pool_id(&self.pool).provider_name(name);
        let request = request.set_provider_details(Some(details)).set_attribute_mapping(Some(mapping.of(oidc)));
        match request.send().await {
            Ok(_) => Ok(Connected::Yes),
            Err(error) if error.as_service_error().is_some_and(|error| error.is_invalid_parameter_exception()) => Ok(Connected::Refused),
            Err(error) => Err(failed(error)),
        }
    }

    /// Takes a provider away, or finds it gone.
    ///
    /// # Errors
    /// When the identity provider fails.
    pub async fn delete_provider(&self, name: &str) -> Result<(), ProviderError> {
        match self.client.delete_identity_provider().user_pool_id(&self.pool).provider_name(name).send().await {
            Ok(_) => Ok(()),
            Err(error) if error.as_service_error().is_some_and(|error| error.is_resource_not_found_exception()) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }

    /// Lets people come from a provider, or no more. The list belongs to the one client of all workspaces and can only be replaced as a
    /// whole, with everything else that the client is: callers take turns, and look afterwards whether it is as wanted.
    ///
    /// # Errors
    /// When the identity provider fails, or others change the list all the time.
    pub async fn offer_provider(&self, name: &str, offered: bool) -> Result<(), ProviderError> {
        for _ in 0..8 {
            let request = self.client.describe_user_pool_client().user_pool_id(&self.pool).client_id(self.app_client()?);
            let client = request.send().await.map_err(failed)?.user_pool_client;
            let mut client = client.ok_or_else(|| ProviderError("an answer without a client".to_owned()))?;
            let mut names = client.supported_identity_providers.take().unwrap_or_default();
            if names.iter().any(|present| present == name) == offered {
                return Ok(());
            }
            names.retain(|present| present != name);
            names.extend(offered.then(|| name.to_owned()));
            self.replace_client(client, names).await?;
        }
        Err(ProviderError("the list of providers was changed by others again and again".to_owned()))
    }

    /// What is left out of this request is reset.
    async fn replace_client(&self, client: UserPoolClientType, providers: Vec<String>) -> Result<(), ProviderError> {
        let request = self
            .client
            .update_user_pool_client()
            .user_pool_id(&self.pool)
            .client_id(self.app_client()?)
            .set_client_name(client.client_name)
            .set_refresh_token_validity(Some(client.refresh_token_validity))
            .set_access_token_validity(client.access_token_validity)
            .set_id_token_validity(client.id_token_validity)
            .set_token_validity_units(client.token_validity_units)
            .set_read_attributes(client.read_attributes)
            .set_write_attributes(client.write_attributes)
            .set_explicit_auth_flows(client.explicit_auth_flows)
            .set_supported_identity_providers(Some(providers))
            .set_callback_urls(client.callback_urls)
            .set_logout_urls(client.logout_urls)
            .set_default_redirect_uri(client.default_redirect_uri)
            .set_allowed_o_auth_flows(client.allowed_o_auth_flows)
            .set_allowed_o_auth_scopes(client.allowed_o_auth_scopes)
            .set_allowed_o_auth_flows_user_pool_client(client.allowed_o_auth_flows_user_pool_client)
            .set_prevent_user_existence_errors(client.prevent_user_existence_errors)
            .set_enable_token_revocation(client.enable_token_revocation)
            .set_enable_propagate_additional_user_context_data(client.enable_propagate_additional_user_context_data)
            .set_auth_session_validity(client.auth_session_validity)
            .set_refresh_token_rotation(client.refresh_token_rotation);
        request.send().await.map_err(failed)?;
        Ok(())
    }

    /// Where a browser is sent to come back from a provider with a code.
    ///
    /// # Errors
    /// When the template does not say where the pages are.
    pub fn authorize_url(&self, provider: &str, state: &str, verifier: &str, callback: &str) -> Result<String, ProviderError> {
        let challenge = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, verifier.as_bytes());
        let parameters = [
            ("identity_provider", provider),
            ("response_type", "code"),
            ("client_id", self.app_client()?),
            ("redirect_uri", callback),
            ("scope", "openid email profile"),
            ("state", state),
            ("code_challenge", &URL_SAFE_NO_PAD.encode(challenge)),
            ("code_challenge_method", "S256"),
        ];
        Ok(format!("{}/oauth2/authorize?{}", self.hosted()?.address, encoded(&parameters)))
    }

    /// Exchanges a code for tokens and what the provider said; `None` for one that is worth nothing, here or with this verifier.
    ///
    /// # Errors
    /// When the identity provider fails.
    pub async fn exchange_code(&self, code: &str, verifier: &str, callback: &str) -> Result<Option<Arrived>, ProviderError> {
        let form = [
            ("grant_type", "authorization_code"),
            ("client_id", self.app_client()?),
            ("code", code),
            ("redirect_uri", callback),
            ("code_verifier", verifier),
        ];
        let (status, body) = self.hosted()?.post("/oauth2/token", &form).await?;
        match status {
            200 => arrived(&body).map(Some),
            400 => Ok(None),
            status => Err(ProviderError(format!("the token endpoint answered {status}"))),
        }
    }
}

fn details(connection: &Connection<'_>) -> HashMap<String, String> {
    let pairs: Vec<(&str, String)> = match connection {
        Connection::Oidc { issuer, client_id, client_secret, scopes } => vec![
            ("oidc_issuer", (*issuer).to_owned()),
            ("client_id", (*client_id).to_owned()),
            ("client_secret", (*client_secret).to_owned()),
            ("authorize_scopes", authorize_scopes(scopes)),
            ("attributes_request_method", "GET".to_owned()),
        ],
        Connection::Saml { metadata } => vec![("MetadataFile", (*metadata).to_owned()), ("IDPSignout", "false".to_owned())],
    };
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The scopes as a provider's details have them.
#[must_use]
pub fn authorize_scopes(scopes: &[String]) -> String {
    let further = scopes.iter().map(String::as_str).filter(|scope| *scope != "openid");
    std::iter::once("openid").chain(further).collect::<Vec<_>>().join(" ")
}

/// The tokens come from the provider itself over TLS, so their signatures need no second look (OpenID Connect Core §3.1.3.7, 6).
fn arrived(body: &[u8]) -> Result<Arrived, ProviderError> {
    let unreadable = |what: &str| ProviderError(format!("the token endpoint's {what} cannot be read"));
    let answer: TokenAnswer = serde_json::from_slice(body).map_err(|_| unreadable("answer"))?;
    let own = own_claims(&answer.access_token).ok_or_else(|| unreadable("access token"))?;
    let payload = answer.id_token.split('.').nth(1).and_then(|text| URL_SAFE_NO_PAD.decode(text).ok());
    let claims: IdClaims = payload.and_then(|text| serde_json::from_slice(&text).ok()).ok_or_else(|| unreadable("ID token"))?;
    let identity = claims.identities.into_iter().next().ok_or_else(|| unreadable("identity"))?;
    Ok(Arrived {
        tokens: Tokens {
            access: answer.access_token,
            expires_in: answer.expires_in,
            refresh: answer.refresh_token,
            session: own.origin_jti,
            username: own.username,
        },
        provider_name: identity.provider_name,
        subject: identity.user_id,
        email: claims.email,
        email_verified: claims.email_verified,
        name: claims.name,
        groups: claims.groups,
        workspace: claims.workspace,
        member_id: claims.member_id,
    })
}
