//! Clients of programs at the identity provider: one for each, with secrets that can be exchanged.

use super::{IdentityProvider, ProviderError, identity_provider::failed};
use aws_sdk_cognitoidentityprovider::types::{ClientSecretDescriptorType, OAuthFlowType, TimeUnitsType, TokenValidityUnitsType};
use std::fmt;
use trellis_core::api_scope::ApiScope;

/// What a program signs in with. The secret is shown once and kept nowhere.
#[derive(Clone)]
pub(crate) struct MachineCredentials {
    pub(crate) client_id: String,
    pub(crate) secret: String,
}

impl fmt::Debug for MachineCredentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("MachineCredentials").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

/// Minutes for which a program's token is valid.
const TOKEN_MINUTES: i32 = 60;

impl IdentityProvider {
    /// Makes a client for the client credentials grant (RFC 6749 §4.4) with these scopes and nothing else.
    ///
    /// # Errors
    /// When the provider fails.
    pub(crate) async fn create_machine(
        &self,
        name: &str,
        scopes: impl IntoIterator<Item = ApiScope>,
    ) -> Result<MachineCredentials, ProviderError> {
        let units = TokenValidityUnitsType::builder().access_token(TimeUnitsType::Minutes).build();
        let request = self
            .client
            .create_user_pool_client()
            .user_pool_id(&self.pool)
            .client_name(name)
            .generate_secret(true)
            .allowed_o_auth_flows_user_pool_client(true)
            .allowed_o_auth_flows(OAuthFlowType::ClientCredentials)
            .set_allowed_o_auth_scopes(Some(scopes.into_iter().map(ApiScope::in_tokens).collect()))
            .access_token_validity(TOKEN_MINUTES)
            .token_validity_units(units);
        let made = request.send().await.map_err(failed)?.user_pool_client;
        let missing = || ProviderError("a client was made without an id or a secret".to_owned());
        let made = made.ok_or_else(missing)?;
        Ok(MachineCredentials { client_id: made.client_id.ok_or_else(missing)?, secret: made.client_secret.ok_or_else(missing)? })
    }

    /// Adds a secret beside the one that works, and answers its text. `former` says whether a former secret is known to be there
    /// still; a second one that is not known was made by a call that did not come to its end, and has been shown to nobody.
    ///
    /// # Errors
    /// When the provider fails.
    pub(crate) async fn add_machine_secret(&self, client_id: &str, former: bool) -> Result<String, ProviderError> {
        let secrets = self.machine_secrets(client_id).await?;
        if let [oldest, .., newest] = secrets.as_slice() {
            self.delete_machine_secret(client_id, if former { oldest } else { newest }).await?;
        }
        let request = self.client.add_user_pool_client_secret().user_pool_id(&self.pool).client_id(client_id);
        let added = request.send().await.map_err(failed)?.client_secret_descriptor.and_then(|added| added.client_secret_value);
        added.ok_or_else(|| ProviderError("a secret was made without a text".to_owned()))
    }

    /// Takes every secret away but the newest.
    ///
    /// # Errors
    /// When the provider fails.
    pub(crate) async fn keep_newest_machine_secret(&self, client_id: &str) -> Result<(), ProviderError> {
        let mut secrets = self.machine_secrets(client_id).await?;
        secrets.pop();
        for secret in &secrets {
            self.delete_machine_secret(client_id, secret).await?;
        }
        Ok(())
    }

    /// The oldest first.
    async fn machine_secrets(&self, client_id: &str) -> Result<Vec<ClientSecretDescriptorType>, ProviderError> {
        let request = self.client.list_user_pool_client_secrets().user_pool_id(&self.pool).client_id(client_id);
        let mut secrets = request.send().await.map_err(failed)?.client_secrets.unwrap_or_default();
        secrets.sort_by_key(|secret| secret.client_secret_create_date.and_then(|date| date.to_millis().ok()));
        Ok(secrets)
    }

    async fn delete_machine_secret(&self, client_id: &str, secret: &ClientSecretDescriptorType) -> Result<(), ProviderError> {
        let request = self.client.delete_user_pool_client_secret().user_pool_id(&self.pool).client_id(client_id);
        match request.set_client_secret_id(secret.client_secret_id.clone()).send().await {
            Ok(_) => Ok(()),
            Err(error) if error.as_service_error().is_some_and(|error| error.is_resource_not_found_exception()) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }

    /// Takes a client away, or finds it gone.
    ///
    /// # Errors
    /// When the provider fails.
    pub(crate) async fn delete_machine(&self, client_id: &str) -> Result<(), ProviderError> {
        match self.client.delete_user_pool_client().user_pool_id(&self.pool).client_id(client_id).send().await {
            Ok(_) => Ok(()),
            Err(error) if error.as_service_error().is_some_and(|error| error.is_resource_not_found_exception()) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }
}
