//! The settings of an app client: the properties of `AWS::Cognito::UserPoolClient`, and the input of
//! `CreateUserPoolClient`, which spell them alike.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::validity::{self, Lives, Units};
use crate::flexible;
use crate::refusal::Refusal;
use crate::request;

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct ClientSettings {
    pub(crate) client_name: String,
    #[serde(deserialize_with = "flexible::flag", skip_serializing)]
    pub(crate) generate_secret: Option<bool>,
    explicit_auth_flows: Vec<String>,
    refresh_token_rotation: RefreshTokenRotation,
    #[serde(deserialize_with = "flexible::number", skip_serializing_if = "Option::is_none")]
    refresh_token_validity: Option<u32>,
    #[serde(deserialize_with = "flexible::number", skip_serializing_if = "Option::is_none")]
    access_token_validity: Option<u32>,
    #[serde(deserialize_with = "flexible::number", skip_serializing_if = "Option::is_none")]
    id_token_validity: Option<u32>,
    token_validity_units: Units,
    #[serde(deserialize_with = "flexible::number", skip_serializing_if = "Option::is_none")]
    auth_session_validity: Option<u32>,
    prevent_user_existence_errors: ExistenceErrors,
    #[serde(deserialize_with = "flexible::flag", skip_serializing_if = "Option::is_none")]
    enable_token_revocation: Option<bool>,
    #[serde(rename = "AllowedOAuthFlows")]
    allowed_oauth_flows: Vec<String>,
    #[serde(rename = "AllowedOAuthFlowsUserPoolClient", deserialize_with = "flexible::flag", skip_serializing_if = "Option::is_none")]
    allowed_oauth_flows_user_pool_client: Option<bool>,
    #[serde(rename = "AllowedOAuthScopes")]
    allowed_oauth_scopes: Vec<String>,
    read_attributes: Vec<String>,
    #[serde(rename = "CallbackURLs")]
    callback_urls: Vec<String>,
    #[serde(rename = "LogoutURLs")]
    logout_urls: Vec<String>,
    pub(crate) supported_identity_providers: Vec<String>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct RefreshTokenRotation {
    feature: Feature,
    #[serde(deserialize_with = "flexible::number", skip_serializing_if = "Option::is_none")]
    retry_grace_period_seconds: Option<u32>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Feature {
    Enabled,
    #[default]
    Disabled,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum ExistenceErrors {
    #[default]
    Legacy,
    Enabled,
}

/// What a client without `ExplicitAuthFlows` may do.
const USUAL_FLOWS: [&str; 3] = ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"];
const FLOWS: [&str; 6] = [
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ALLOW_CUSTOM_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
    "ALLOW_USER_AUTH",
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_USER_SRP_AUTH",
];
/// Scopes that need no resource server.
const OPEN_ID_SCOPES: [&str; 5] = ["aws.cognito.signin.user.admin", "email", "openid", "phone", "profile"];
const MOST_GRACE_SECONDS: u32 = 60;
const SESSION_MINUTES: std::ops::RangeInclusive<u32> = 3..=15;
const CLIENT_CREDENTIALS: &str = "client_credentials";

impl ClientSettings {
    /// # Errors
    /// `InvalidParameterException` and its like for what Cognito rejects.
    pub(crate) fn from_properties(properties: &Value) -> Result<Self, Refusal> {
        let settings: Self = request::decode(properties.clone())?;
        settings.validate()?;
        Ok(settings)
    }

    /// The new settings of a client that is there, which keeps its secrets.
    ///
    /// # Errors
    /// As [`Self::from_properties`].
    pub(crate) fn of_update(properties: &Value, has_secret: bool) -> Result<Self, Refusal> {
        let settings = Self { generate_secret: Some(has_secret), ..request::decode(properties.clone())? };
        settings.validate()?;
        Ok(settings)
    }

    fn validate(&self) -> Result<(), Refusal> {
        if let Some(flow) = self.explicit_auth_flows.iter().find(|flow| !FLOWS.contains(&flow.as_str())) {
            return Err(Refusal::invalid_parameter(format!("{flow} is not an ExplicitAuthFlow")));
        }
        let listed = |flow: &str| self.explicit_auth_flows.iter().any(|listed| listed == flow);
        if self.rotates() && listed("ALLOW_REFRESH_TOKEN_AUTH") {
            return Err(Refusal::invalid_parameter("Refresh token rotation excludes ALLOW_REFRESH_TOKEN_AUTH"));
        }
        if self.grace_seconds() > MOST_GRACE_SECONDS {
            return Err(Refusal::invalid_parameter(format!("RetryGracePeriodSeconds must be 0 to {MOST_GRACE_SECONDS}")));
        }
        if !SESSION_MINUTES.contains(&self.session_minutes()) {
            return Err(Refusal::invalid_parameter("AuthSessionValidity must be 3 to 15 minutes"));
        }
        self.lives()?;
        self.validate_oauth()
    }

    fn validate_oauth(&self) -> Result<(), Refusal> {
        let invalid = |message: &str| Err(Refusal::new("InvalidOAuthFlowException", message));
        if let Some(flow) = self.allowed_oauth_flows.iter().find(|flow| !["code", "implicit", CLIENT_CREDENTIALS].contains(&flow.as_str()))
        {
            return Err(Refusal::invalid_parameter(format!("{flow} is not an OAuth flow")));
        }
        let machine = self.allowed_oauth_flows.iter().any(|flow| flow == CLIENT_CREDENTIALS);
        if machine && self.allowed_oauth_flows.len() > 1 {
            return invalid("client_credentials flow can not be selected along with code flow or implicit flow.");
        }
        if machine && self.generate_secret != Some(true) {
            return invalid("client_credentials flow can not be selected if client does not have a client secret.");
        }
        if machine && self.allowed_oauth_scopes.iter().any(|scope| !scope.contains('/')) {
            return invalid("client_credentials flow takes the scopes of resource servers only.");
        }
        if self.allowed_oauth_flows.iter().any(|flow| flow == "code") && self.callback_urls.is_empty() {
            return Err(Refusal::invalid_parameter("The code flow needs CallbackURLs"));
        }
        if let Some(url) = self.callback_urls.iter().chain(&self.logout_urls).find(|url| !is_callback(url)) {
            return Err(Refusal::invalid_parameter(format!("{url} is no callback: https, or http on localhost, and no fragment")));
        }
        if !self.allowed_oauth_flows.is_empty() && self.allowed_oauth_scopes.is_empty() {
            return Err(Refusal::invalid_parameter("AllowedOAuthFlows needs AllowedOAuthScopes"));
        }
        Ok(())
    }

    /// Whether `InitiateAuth` may be called with this flow.
    pub(crate) fn allows_flow(&self, flow: &str) -> bool {
        let name = format!("ALLOW_{flow}");
        if self.explicit_auth_flows.is_empty() { USUAL_FLOWS.contains(&name.as_str()) } else { self.explicit_auth_flows.contains(&name) }
    }

    pub(crate) fn rotates(&self) -> bool {
        self.refresh_token_rotation.feature == Feature::Enabled
    }

    /// How long a rotated refresh token still works, in seconds.
    pub(crate) fn grace_seconds(&self) -> u32 {
        self.refresh_token_rotation.retry_grace_period_seconds.unwrap_or(0)
    }

    /// How long a challenge waits for its answer, in minutes.
    pub(crate) fn session_minutes(&self) -> u32 {
        self.auth_session_validity.unwrap_or(*SESSION_MINUTES.start())
    }

    pub(crate) fn lives(&self) -> Result<Lives, Refusal> {
        validity::lives(self.access_token_validity, self.id_token_validity, self.refresh_token_validity, &self.token_validity_units)
    }

    pub(crate) fn hides_existence(&self) -> bool {
        self.prevent_user_existence_errors == ExistenceErrors::Enabled
    }

    pub(crate) fn can_revoke(&self) -> bool {
        self.enable_token_revocation.unwrap_or(true)
    }

    pub(crate) fn allows_client_credentials(&self) -> bool {
        self.allowed_oauth_flows_user_pool_client == Some(true) && self.allowed_oauth_flows.iter().any(|flow| flow == CLIENT_CREDENTIALS)
    }

    /// Whether browsers may be sent back here with a code.
    pub(crate) fn allows_code_to(&self, url: &str) -> bool {
        let code = self.allowed_oauth_flows_user_pool_client == Some(true) && self.allowed_oauth_flows.iter().any(|flow| flow == "code");
        code && self.callback_urls.iter().any(|allowed| allowed == url)
    }

    /// Whether browsers may be sent here when they have signed out.
    pub(crate) fn allows_sign_out_to(&self, url: &str) -> bool {
        self.logout_urls.iter().any(|allowed| allowed == url)
    }

    /// Whether people may come from this provider.
    pub(crate) fn supports(&self, provider: &str) -> bool {
        self.supported_identity_providers.iter().any(|supported| supported == provider)
    }

    pub(crate) fn scopes(&self) -> &[String] {
        &self.allowed_oauth_scopes
    }

    /// The scopes that a resource server must define.
    pub(crate) fn custom_scopes(&self) -> impl Iterator<Item = &str> {
        self.allowed_oauth_scopes.iter().map(String::as_str).filter(|scope| !OPEN_ID_SCOPES.contains(scope))
    }

    /// Whether the client sees this attribute of a user; without a list it sees all.
    pub(crate) fn reads(&self, attribute: &str) -> bool {
        attribute == "sub" || self.read_attributes.is_empty() || self.read_attributes.iter().any(|listed| listed == attribute)
    }
}

/// `AWS::Cognito::UserPoolClient`, `CallbackURLs`.
fn is_callback(url: &str) -> bool {
    let local = ["http://localhost", "http://127.0.0.1"].iter().any(|start| url.starts_with(start));
    (local || url.contains("://") && !url.starts_with("http://")) && !url.contains('#')
}

#[cfg(test)]
mod tests;
