//! Customers' own providers at our identity provider.

use super::{IdentityProvider, ProviderError, identity_provider::failed};
use aws_sdk_cognitoidentityprovider::types::{IdentityProviderTypeType, UserPoolClientType};
use std::{collections::HashMap, fmt};

/// The attribute of the user pool that holds a federated user's groups.
const GROUPS: &str = "custom:groups";

/// The attribute that holds whether the provider has verified the address. `email_verified` itself is false for whom it says nothing of,
/// too.
const VERIFIED: &str = "custom:verified";

/// How a provider is reached.
#[derive(Clone)]
pub(crate) enum Connection<'a> {
    Oidc { issuer: &'a str, client_id: &'a str, client_secret: &'a str, scopes: &'a [String] },
    Saml { metadata: &'a str },
}

/// The provider's names for what we need to know.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mapping<'a> {
    pub(crate) email: &'a str,
    pub(crate) name: &'a str,
    pub(crate) groups: Option<&'a str>,
}

impl Mapping<'_> {
    fn of(self, oidc: bool) -> HashMap<String, String> {
        let mut mapping = HashMap::from([("email", self.email), ("name", self.name)]);
        if oidc {
            mapping.extend([("username", "sub"), ("email_verified", "email_verified"), (VERIFIED, "email_verified")]);
        }
        mapping.extend(self.groups.map(|groups| (GROUPS, groups)));
        mapping.into_iter().map(|(ours, theirs)| (ours.to_owned(), theirs.to_owned())).collect()
    }
}

/// What our identity provider made of a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Connected {
    Yes,
    /// It could not use what it was given.
    Refused,
}

impl fmt::Debug for Connection<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Oidc { .. } => "Connection::Oidc",
            Self::Saml { .. } => "Connection::Saml",
        })
    }
}

impl IdentityProvider {
    /// Makes a provider under a name that is new.
    ///
    /// # Errors
    /// When the identity provider fails.
    pub(crate) async fn create_provider(
        &self,
        name: &str,
        connection: &Connection<'_>,
        mapping: Mapping<'_>,
    ) -> Result<Connected, ProviderError> {
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
    pub(crate) async fn update_provider(
        &self,
        name: &str,
        changes: &[(&str, String)],
        mapping: Mapping<'_>,
    ) -> Result<Connected, ProviderError> {
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
    pub(crate) async fn delete_provider(&self, name: &str) -> Result<(), ProviderError> {
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
    pub(crate) async fn offer_provider(&self, name: &str, offered: bool) -> Result<(), ProviderError> {
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
pub(crate) fn authorize_scopes(scopes: &[String]) -> String {
    let further = scopes.iter().map(String::as_str).filter(|scope| *scope != "openid");
    std::iter::once("openid").chain(further).collect::<Vec<_>>().join(" ")
}
