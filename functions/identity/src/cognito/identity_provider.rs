//! The identity provider: Cognito, reached by nobody but the identity functions.

use super::federated_sign_in::Hosted;
use aws_sdk_cognitoidentityprovider::{
    Client,
    types::{AttributeType, AuthFlowType, AuthenticationResultType, ChallengeNameType, MessageActionType},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use lambda::{FunctionError, Problem, SdkConfig, Service, SettingMissing, Settings, services::cause};
use serde::Deserialize;
use std::fmt;

/// The identity provider failed, or refused for a reason that is not the caller's.
#[derive(Debug, thiserror::Error)]
#[error("the identity provider failed: {0}")]
pub(crate) struct ProviderError(pub(super) String);

impl From<ProviderError> for Problem {
    fn from(error: ProviderError) -> Self {
        Self::unavailable(error)
    }
}

impl From<ProviderError> for FunctionError {
    fn from(error: ProviderError) -> Self {
        Self::failed(error)
    }
}

/// Tokens of a session.
#[derive(Clone)]
pub(crate) struct Tokens {
    pub(crate) access: String,
    /// Seconds.
    pub(crate) expires_in: i32,
    pub(crate) refresh: String,
    /// The `origin_jti`: the same in all tokens that descend from one sign-in.
    pub(crate) session: String,
    /// The username.
    pub(crate) username: String,
}

/// Whoever has them is the member: only the session's name is printed.
impl fmt::Debug for Tokens {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Tokens").field("session", &self.session).field("username", &self.username).finish_non_exhaustive()
    }
}

/// The claims that tell a session apart, from a token that the provider itself has just answered.
#[derive(Deserialize)]
pub(super) struct OwnClaims {
    pub(super) origin_jti: String,
    pub(super) username: String,
}

pub(super) fn own_claims(token: &str) -> Option<OwnClaims> {
    let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    serde_json::from_slice(&payload).ok()
}

/// What came of a code.
#[derive(Debug, Clone)]
pub(crate) enum CodeAnswer {
    Right(Tokens),
    Wrong,
    /// The challenge has expired or was answered before.
    Over,
}

/// What came of a refresh token.
#[derive(Debug, Clone)]
pub(crate) enum Refresh {
    Fresh(Tokens),
    /// It had been exchanged before: somebody else may hold a copy.
    Reused,
    Invalid,
}

/// A user to make.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewUser<'a> {
    pub(crate) username: &'a str,
    /// Where codes go; without one there are none.
    pub(crate) email: Option<&'a str>,
    pub(crate) workspace: &'a str,
}

/// The user pool and its interactive client.
#[derive(Debug, Clone)]
pub(crate) struct IdentityProvider {
    pub(super) client: Client,
    pub(super) pool: String,
    app_client: Option<String>,
    pub(super) hosted: Option<Hosted>,
}

pub(super) fn failed(error: impl std::error::Error) -> ProviderError {
    ProviderError(cause(error))
}

pub(super) fn tokens(result: Option<AuthenticationResultType>) -> Result<Tokens, ProviderError> {
    let missing = || ProviderError("an answer without tokens".to_owned());
    let result = result.ok_or_else(missing)?;
    let access = result.access_token.ok_or_else(missing)?;
    let OwnClaims { origin_jti, username } = own_claims(&access).ok_or_else(missing)?;
    Ok(Tokens { access, session: origin_jti, username, expires_in: result.expires_in, refresh: result.refresh_token.ok_or_else(missing)? })
}

fn attribute(name: &str, value: &str) -> Result<AttributeType, ProviderError> {
    AttributeType::builder().name(name).value(value).build().map_err(failed)
}

impl Service for IdentityProvider {
    fn new(config: &SdkConfig, settings: &Settings) -> Result<Self, SettingMissing> {
        Ok(Self {
            client: Client::new(config),
            pool: settings.require("USER_POOL_ID")?.to_owned(),
            app_client: settings.get("CLIENT_ID").map(str::to_owned),
            hosted: Hosted::new(settings)?,
        })
    }
}

impl IdentityProvider {
    pub(super) fn app_client(&self) -> Result<&str, ProviderError> {
        self.app_client.as_deref().ok_or_else(|| ProviderError("CLIENT_ID is not set".to_owned()))
    }

    /// Sends a code by e-mail and answers the challenge's session; for a user who does not exist it does the same, but no
    /// letter is sent.
    ///
    /// # Errors
    /// When the provider fails.
    pub(crate) async fn send_code(&self, username: &str) -> Result<String, ProviderError> {
        let request = self.client.initiate_auth().auth_flow(AuthFlowType::UserAuth).client_id(self.app_client()?);
        let request = request.auth_parameters("USERNAME", username).auth_parameters("PREFERRED_CHALLENGE", "EMAIL_OTP");
        let answer = request.send().await.map_err(failed)?;
        answer.session.ok_or_else(|| ProviderError("an answer without a session".to_owned()))
    }

    /// Answers the challenge of [`Self::send_code`].
    ///
    /// # Errors
    /// When the provider fails; a wrong code is no failure.
    pub(crate) async fn answer_code(&self, username: &str, session: &str, code: &str) -> Result<CodeAnswer, ProviderError> {
        let request = self.client.respond_to_auth_challenge().challenge_name(ChallengeNameType::EmailOtp).client_id(self.app_client()?);
        let request = request.session(session).challenge_responses("USERNAME", username).challenge_responses("EMAIL_OTP_CODE", code);
        match request.send().await {
            Ok(answer) => Ok(CodeAnswer::Right(tokens(answer.authentication_result)?)),
            Err(error) => match error.as_service_error() {
                // What the provider does not even take for a code is a wrong one.
                Some(service) if service.is_code_mismatch_exception() || service.is_invalid_parameter_exception() => Ok(CodeAnswer::Wrong),
                Some(service)
                    if service.is_expired_code_exception()
                        || service.is_not_authorized_exception()
                        || service.is_user_lambda_validation_exception() =>
                {
                    Ok(CodeAnswer::Over)
                }
                _ => Err(failed(error)),
            },
        }
    }

    /// Exchanges a refresh token for new tokens; it is worth nothing afterwards.
    ///
    /// # Errors
    /// When the provider fails; a worthless token is no failure.
    pub(crate) async fn refresh(&self, refresh_token: &str) -> Result<Refresh, ProviderError> {
        let request = self.client.get_tokens_from_refresh_token().client_id(self.app_client()?).refresh_token(refresh_token);
        match request.send().await {
            Ok(answer) => Ok(Refresh::Fresh(tokens(answer.authentication_result)?)),
            Err(error) => match error.as_service_error() {
                Some(service) if service.is_refresh_token_reuse_exception() => Ok(Refresh::Reused),
                Some(service) if service.is_not_authorized_exception() || service.is_user_lambda_validation_exception() => {
                    Ok(Refresh::Invalid)
                }
                _ => Err(failed(error)),
            },
        }
    }

    /// Ends a session: the refresh token and all that descend from it.
    ///
    /// # Errors
    /// When the provider fails; a token that is worthless already is no failure.
    pub(crate) async fn revoke(&self, refresh_token: &str) -> Result<(), ProviderError> {
        match self.client.revoke_token().client_id(self.app_client()?).token(refresh_token).send().await {
            Ok(_) => Ok(()),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(|error| !error.is_internal_error_exception() && !error.is_too_many_requests_exception()) =>
            {
                Ok(())
            }
            Err(error) => Err(failed(error)),
        }
    }

    /// Makes a user, or finds it made.
    ///
    /// # Errors
    /// When the provider fails.
    pub(crate) async fn ensure_user(&self, user: NewUser<'_>) -> Result<(), ProviderError> {
        let request = self.client.admin_create_user().user_pool_id(&self.pool).username(user.username);
        let mut request =
            request.message_action(MessageActionType::Suppress).user_attributes(attribute("custom:workspace", user.workspace)?);
        if let Some(email) = user.email {
            request = request.user_attributes(attribute("email", email)?).user_attributes(attribute("email_verified", "true")?);
        }
        match request.send().await {
            Ok(_) => Ok(()),
            Err(error) if error.as_service_error().is_some_and(|error| error.is_username_exists_exception()) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }

    /// Finds a user, or makes it: one question, and a second call only where the answer is no.
    ///
    /// # Errors
    /// When the provider fails.
    pub(crate) async fn find_or_create_user(&self, user: NewUser<'_>) -> Result<(), ProviderError> {
        match self.client.admin_get_user().user_pool_id(&self.pool).username(user.username).send().await {
            Ok(_) => Ok(()),
            Err(error) if error.as_service_error().is_some_and(|error| error.is_user_not_found_exception()) => self.ensure_user(user).await,
            Err(error) => Err(failed(error)),
        }
    }

    /// Gives a user another address, to which codes go from now on.
    ///
    /// # Errors
    /// When the provider fails.
    pub(crate) async fn set_address(&self, username: &str, email: &str) -> Result<(), ProviderError> {
        let request = self.client.admin_update_user_attributes().user_pool_id(&self.pool).username(username);
        let request = request.user_attributes(attribute("email", email)?).user_attributes(attribute("email_verified", "true")?);
        match request.send().await {
            Ok(_) => Ok(()),
            Err(error) if error.as_service_error().is_some_and(|error| error.is_user_not_found_exception()) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }

    /// Lets a user sign in again.
    ///
    /// # Errors
    /// When the provider fails.
    pub(crate) async fn enable(&self, username: &str) -> Result<(), ProviderError> {
        match self.client.admin_enable_user().user_pool_id(&self.pool).username(username).send().await {
            Ok(_) => Ok(()),
            // Who comes from a customer's provider only has no user of this name.
            Err(error) if error.as_service_error().is_some_and(|error| error.is_user_not_found_exception()) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }

    /// Ends all sessions of a user.
    ///
    /// # Errors
    /// When the provider fails.
    pub(crate) async fn end_sessions(&self, username: &str) -> Result<(), ProviderError> {
        match self.client.admin_user_global_sign_out().user_pool_id(&self.pool).username(username).send().await {
            Ok(_) => Ok(()),
            // The sessions of who comes from a customer's provider only end in the table.
            Err(error) if error.as_service_error().is_some_and(|error| error.is_user_not_found_exception()) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }

    /// Lets a user sign in no more and ends all sessions.
    ///
    /// # Errors
    /// When the provider fails.
    pub(crate) async fn disable(&self, username: &str) -> Result<(), ProviderError> {
        match self.client.admin_disable_user().user_pool_id(&self.pool).username(username).send().await {
            Ok(_) => {}
            Err(error) if error.as_service_error().is_some_and(|error| error.is_user_not_found_exception()) => return Ok(()),
            Err(error) => return Err(failed(error)),
        }
        self.end_sessions(username).await
    }
}
