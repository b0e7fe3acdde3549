//! The provider as its owner sees it.

use std::path::Path;
use std::sync::Arc;

use local_kit::{Cause, Database, HttpAnswer, OpenError, Protocol};
use serde_json::Value;

use crate::authenticators::{self, Authenticator};
use crate::clients;
use crate::clients::settings::ClientSettings;
use crate::database::SCHEMA;
use crate::dispatch;
use crate::oauth2;
use crate::options::Options;
use crate::pools;
use crate::pools::resource_server::ResourceServer;
use crate::pools::settings::PoolSettings;
use crate::pools::store::KeyPair;
use crate::refusal::Refusal;
use crate::request;
use crate::service::Service;
use crate::signing_keys::{KeyRing, SigningKey};

const PROTOCOL: Protocol = Protocol::AwsJson11;

/// The local identity provider. Clones share everything.
///
/// Its methods must be called in a Tokio runtime.
#[derive(Clone)]
pub struct Cognito {
    service: Arc<Service>,
}

impl Cognito {
    /// Opens the database in `file`, or makes it. Blocks for some milliseconds.
    ///
    /// # Errors
    /// One sentence each: no permission, not a database or damaged, written by a newer version, in use.
    pub fn open(file: &Path, options: Options) -> Result<Self, OpenError> {
        let database = Database::open(file, &SCHEMA)?;
        let keys = KeyRing::default();
        let load = database.write_blocking(|transaction| {
            for (pool, pair) in pools::store::keys(transaction)? {
                keys.add(pool, &pair.access, &pair.id)?;
            }
            Ok::<_, Refusal>(())
        });
        load.map_err(|_| OpenError::new(SCHEMA.what, file, Cause::Damaged("its signing keys cannot be read".to_owned())))?;
        Ok(Self { service: Arc::new(Service { database, options, keys }) })
    }

    /// Makes the pool, or gives it new settings. `properties` are those of `AWS::Cognito::UserPool`, resolved.
    /// A new pool gets its two signing keys, which takes a moment.
    ///
    /// # Errors
    /// What Cognito would reject (MFA `ON` with `EMAIL_OTP` …), and what this provider does not do.
    pub async fn ensure_pool(&self, pool_id: &str, properties: &Value) -> Result<(), Refusal> {
        let settings = PoolSettings::from_properties(properties)?;
        let now = self.service.options.now();
        let id = pool_id.to_owned();
        let known = self.service.keys.of(pool_id).is_some();
        let made = self
            .service
            .write(move |transaction| {
                if known || pools::store::exists(transaction, &id)? {
                    pools::store::update(transaction, &id, &settings, now)?;
                    return Ok(None);
                }
                let pair = KeyPair { access: SigningKey::generate()?, id: SigningKey::generate()? };
                pools::store::insert(transaction, &id, &settings, &pair, now)?;
                Ok(Some(pair))
            })
            .await?;
        match made {
            Some(pair) => self.service.keys.add(pool_id.to_owned(), &pair.access, &pair.id),
            None => Ok(()),
        }
    }

    /// Makes the resource server, or replaces it. `properties` are those of `AWS::Cognito::UserPoolResourceServer`.
    ///
    /// # Errors
    /// `ResourceNotFoundException` without the pool, `InvalidParameterException`.
    pub async fn ensure_resource_server(&self, pool_id: &str, properties: &Value) -> Result<(), Refusal> {
        let server: ResourceServer = request::decode(properties.clone())?;
        server.validate()?;
        let pool_id = pool_id.to_owned();
        self.service
            .write(move |transaction| {
                pools::store::find(transaction, &pool_id)?;
                server.put(transaction, &pool_id)
            })
            .await
    }

    /// Makes the app client, or gives it new settings. `properties` are those of `AWS::Cognito::UserPoolClient`.
    /// Returns the client's secret if `GenerateSecret` asks for one: it is made once and kept.
    ///
    /// # Errors
    /// What Cognito would reject, `ResourceNotFoundException` without the pool, `ScopeDoesNotExistException`.
    pub async fn ensure_client(&self, pool_id: &str, client_id: &str, properties: &Value) -> Result<Option<String>, Refusal> {
        let mut settings = ClientSettings::from_properties(properties)?;
        let now = self.service.options.now();
        let (pool_id, client_id) = (pool_id.to_owned(), client_id.to_owned());
        // A deployment that does not change the client leaves alone what others have connected to it since.
        let keeps_providers = properties.get("SupportedIdentityProviders").is_none();
        self.service
            .write(move |transaction| {
                pools::store::find(transaction, &pool_id)?;
                if keeps_providers && let Ok(before) = clients::store::find_in(transaction, &pool_id, &client_id) {
                    settings.supported_identity_providers = before.settings.supported_identity_providers;
                }
                let client = clients::store::put(transaction, &pool_id, &client_id, &settings, now)?;
                Ok(client.secrets.last().map(|secret| secret.value.clone()))
            })
            .await
    }

    /// What everybody's authenticator app shows now.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn authenticators(&self) -> Result<Vec<Authenticator>, Refusal> {
        let now = self.service.options.now();
        self.service.write(move |transaction| authenticators::list(transaction, now)).await
    }

    /// Answers a call of the Cognito protocol: `target` is the `X-Amz-Target` header, `source_ip` is logged.
    pub async fn handle(&self, target: &str, body: &[u8], source_ip: &str) -> HttpAnswer {
        match dispatch::dispatch(&self.service, target, body, source_ip).await {
            Ok(answer) => PROTOCOL.ok(&answer),
            Err(refusal) => PROTOCOL.error(refusal.status(), refusal.kind(), refusal.message()),
        }
    }

    /// Answers `POST /oauth2/token`: `authorization` is that header, `form` the URL-encoded body.
    pub async fn oauth2_token(&self, authorization: Option<&str>, form: &[u8]) -> HttpAnswer {
        oauth2::token_endpoint::answer(&self.service, authorization, form).await
    }

    /// Answers the browser at `/oauth2/authorize`, `/oauth2/idpresponse`, `/saml2/idpresponse` and `/logout`: `query` holds the
    /// parameters, those of a form included.
    pub async fn hosted_page(&self, path: &str, query: &str) -> HttpAnswer {
        oauth2::hosted::answer(&self.service, path, query).await
    }

    /// The pool's public keys, for `{issuer_base}/{pool_id}/.well-known/jwks.json`.
    #[must_use]
    pub fn jwks(&self, pool_id: &str) -> Option<Value> {
        self.service.keys.jwks(pool_id)
    }

    /// The discovery document, for `{issuer_base}/{pool_id}/.well-known/openid-configuration`.
    #[must_use]
    pub fn openid_configuration(&self, pool_id: &str) -> Option<Value> {
        self.service.keys.of(pool_id)?;
        Some(oauth2::discovery::document(&self.service.options, pool_id))
    }
}

#[cfg(test)]
mod tests;
