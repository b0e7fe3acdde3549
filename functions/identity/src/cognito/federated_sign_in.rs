//! People who come from customers' own providers (Cognito's federation endpoints).

use super::{
    IdentityProvider, ProviderError, Tokens,
    identity_provider::{failed, own_claims},
};
use aws_smithy_runtime_api::client::{http::HttpConnector, orchestrator::HttpRequest};
use aws_smithy_types::{body::SdkBody, byte_stream::ByteStream};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use lambda::{Connector, SettingMissing, Settings, sdk};
use serde::Deserialize;
use std::time::Duration;
use trellis_core::ids::{MemberId, WorkspaceId};

const TIMEOUT: Duration = Duration::from_secs(8);

/// Somebody who has come from a provider.
#[derive(Debug, Clone)]
pub(crate) struct Arrived {
    pub(crate) tokens: Tokens,
    pub(crate) provider_name: String,
    pub(crate) subject: String,
    pub(crate) email: Option<String>,
    /// What the provider itself says; nothing where it does not say.
    pub(crate) email_verified: Option<bool>,
    pub(crate) name: Option<String>,
    pub(crate) groups: Option<String>,
    /// Written by our own trigger: who is known.
    pub(crate) workspace: Option<WorkspaceId>,
    pub(crate) member_id: Option<MemberId>,
}

/// The pages of the identity provider that browsers are sent to.
#[derive(Debug, Clone)]
pub(super) struct Hosted {
    address: String,
    connector: Connector,
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
    #[serde(rename = "custom:verified")]
    verified: Option<String>,
    name: Option<String>,
    #[serde(rename = "custom:groups")]
    groups: Option<String>,
    workspace: Option<WorkspaceId>,
    member_id: Option<MemberId>,
}

impl Hosted {
    pub(super) fn new(settings: &Settings) -> Result<Option<Self>, SettingMissing> {
        let Some(address) = settings.get("HOSTED_URL") else { return Ok(None) };
        Ok(Some(Self { address: address.to_owned(), connector: sdk::connector(Some(address))? }))
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

    /// Where a browser is sent to come back from a provider with a code.
    ///
    /// # Errors
    /// When the template does not say where the pages are.
    pub(crate) fn authorize_url(&self, provider: &str, state: &str, verifier: &str, callback: &str) -> Result<String, ProviderError> {
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
    pub(crate) async fn exchange_code(&self, code: &str, verifier: &str, callback: &str) -> Result<Option<Arrived>, ProviderError> {
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
        email_verified: claims.verified.map(|verified| verified == "true"),
        name: claims.name,
        groups: claims.groups,
        workspace: claims.workspace,
        member_id: claims.member_id,
    })
}
