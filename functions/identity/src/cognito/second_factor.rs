//! Password and authenticator app at the identity provider.

use super::{
    CodeAnswer, IdentityProvider, ProviderError,
    identity_provider::{failed, tokens},
};
use aws_sdk_cognitoidentityprovider::types::{AuthFlowType, ChallengeNameType, SoftwareTokenMfaSettingsType};
use std::fmt;

/// The level of a password with an authenticator app, as the `acr` claim spells it.
const PASSWORD_AND_APP: &str = "urn:cognito:loa:4";

/// How the trigger that writes claims is told what a token is for.
const ENROLMENT: &str = "enrolment";

/// What came of a password.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum PasswordAnswer {
    /// It is right, and the app's code is wanted: the challenge's session.
    AppCodeWanted(String),
    /// Wrong, of nobody, or of somebody who has no app yet.
    Refused,
}

/// With the challenge and a code somebody else could finish the sign-in: it is not printed.
impl fmt::Debug for PasswordAnswer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::AppCodeWanted(_) => "AppCodeWanted",
            Self::Refused => "Refused",
        })
    }
}

/// What came of an app's first code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AppCheck {
    Right,
    Wrong,
    /// The token for setting it up has expired or was revoked.
    Over,
}

impl IdentityProvider {
    /// Checks a password. Of a user who does not exist, or who has none, it says what it says of a wrong one.
    ///
    /// # Errors
    /// When the provider fails; a wrong password is no failure.
    pub(crate) async fn check_password(&self, username: &str, password: &str) -> Result<PasswordAnswer, ProviderError> {
        let request = self.client.initiate_auth().auth_flow(AuthFlowType::UserAuth).client_id(self.app_client()?);
        let request = request.auth_parameters("USERNAME", username).auth_parameters("PREFERRED_CHALLENGE", "PASSWORD");
        let request = request.auth_parameters("PASSWORD", password).auth_parameters("TARGET_ACR_VALUES", PASSWORD_AND_APP);
        let answer = match request.send().await {
            Ok(answer) => answer,
            Err(error) => {
                let refused = error.as_service_error().is_some_and(|service| {
                    service.is_not_authorized_exception()
                        || service.is_user_not_found_exception()
                        || service.is_user_not_confirmed_exception()
                        || service.is_password_reset_required_exception()
                        || service.is_user_lambda_validation_exception()
                });
                if error.as_service_error().is_some_and(|service| service.is_invalid_parameter_exception()) {
                    // It may be about what this user lacks for the level: then no other answer may tell so.
                    let error = failed(error);
                    tracing::warn!(%error, "a sign-in with a password was refused for its parameters");
                    return Ok(PasswordAnswer::Refused);
                }
                return if refused { Ok(PasswordAnswer::Refused) } else { Err(failed(error)) };
            }
        };
        if answer.authentication_result.is_some() {
            // A password alone opens nothing here.
            let tokens = tokens(answer.authentication_result)?;
            self.revoke(&tokens.refresh).await?;
            return Ok(PasswordAnswer::Refused);
        }
        match (answer.challenge_name, answer.session) {
            (Some(ChallengeNameType::SoftwareTokenMfa), Some(session)) => Ok(PasswordAnswer::AppCodeWanted(session)),
            _ => Ok(PasswordAnswer::Refused),
        }
    }

    /// Answers the challenge of [`Self::check_password`] with the app's code.
    ///
    /// # Errors
    /// When the provider fails; a wrong code, or one that was used before, is no failure.
    pub(crate) async fn answer_app_code(&self, username: &str, session: &str, code: &str) -> Result<CodeAnswer, ProviderError> {
        let request = self.client.respond_to_auth_challenge().challenge_name(ChallengeNameType::SoftwareTokenMfa);
        let request = request.client_id(self.app_client()?).session(session);
        let request = request.challenge_responses("USERNAME", username).challenge_responses("SOFTWARE_TOKEN_MFA_CODE", code);
        match request.send().await {
            Ok(answer) => Ok(CodeAnswer::Right(tokens(answer.authentication_result)?)),
            Err(error) => match error.as_service_error() {
                Some(service)
                    if service.is_code_mismatch_exception()
                        || service.is_expired_code_exception()
                        || service.is_invalid_parameter_exception() =>
                {
                    Ok(CodeAnswer::Wrong)
                }
                Some(service) if service.is_not_authorized_exception() || service.is_user_lambda_validation_exception() => {
                    Ok(CodeAnswer::Over)
                }
                _ => Err(failed(error)),
            },
        }
    }

    /// Sets a password that stays. `false` if the pool's policy does not take it.
    ///
    /// # Errors
    /// When the provider fails.
    pub(crate) async fn set_password(&self, username: &str, password: &str) -> Result<bool, ProviderError> {
        let request = self.client.admin_set_user_password().user_pool_id(&self.pool).username(username).password(password);
        match request.permanent(true).send().await {
            Ok(_) => Ok(true),
            // The pool's policy, or the pattern that every password has to have.
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(|error| error.is_invalid_password_exception() || error.is_invalid_parameter_exception()) =>
            {
                Ok(false)
            }
            Err(error) => Err(failed(error)),
        }
    }

    /// Begins to set up an app for a user whose password has just been set, and who has no app in use: answers the token to
    /// go on with and the app's secret.
    ///
    /// The provider adds an app on behalf of the user only, by an access token with its own scope, which our trigger takes out
    /// of every other token. `order` is what tells the trigger to leave it in this one; the token never leaves the platform.
    ///
    /// # Errors
    /// When the provider fails.
    pub(crate) async fn begin_app(&self, username: &str, password: &str, order: &str) -> Result<(String, String), ProviderError> {
        let missing = |what: &str| ProviderError(format!("an answer without {what}"));
        let request = self.client.initiate_auth().auth_flow(AuthFlowType::UserAuth).client_id(self.app_client()?);
        let request = request.auth_parameters("USERNAME", username).auth_parameters("PREFERRED_CHALLENGE", "PASSWORD");
        let session = request.send().await.map_err(failed)?.session.ok_or_else(|| missing("a session"))?;
        // What is given with the answer to a challenge reaches the trigger; what is given with the first call does not.
        let request = self.client.respond_to_auth_challenge().challenge_name(ChallengeNameType::Password).client_id(self.app_client()?);
        let request = request.session(session).challenge_responses("USERNAME", username).challenge_responses("PASSWORD", password);
        let answer = request.client_metadata(ENROLMENT, order).send().await.map_err(failed)?;
        let token = tokens(answer.authentication_result)?.access;
        let begun = self.client.associate_software_token().access_token(&token).send().await.map_err(failed)?;
        Ok((token, begun.secret_code.ok_or_else(|| missing("a secret"))?))
    }

    /// Ends what [`Self::begin_app`] began with the app's first code. It is not asked for before
    /// [`Self::want_app`].
    ///
    /// # Errors
    /// When the provider fails; a wrong code is no failure.
    pub(crate) async fn verify_app(&self, token: &str, code: &str) -> Result<AppCheck, ProviderError> {
        match self.client.verify_software_token().access_token(token).user_code(code).send().await {
            Ok(_) => Ok(AppCheck::Right),
            Err(error) => match error.as_service_error() {
                Some(service)
                    if service.is_enable_software_token_mfa_exception()
                        || service.is_code_mismatch_exception()
                        || service.is_invalid_parameter_exception() =>
                {
                    Ok(AppCheck::Wrong)
                }
                Some(service) if service.is_not_authorized_exception() || service.is_software_token_mfa_not_found_exception() => {
                    Ok(AppCheck::Over)
                }
                _ => Err(failed(error)),
            },
        }
    }

    /// Whether the app's code is asked for after the password. A user of whom it is cannot use codes by e-mail, and the
    /// other way round.
    ///
    /// # Errors
    /// When the provider fails.
    pub(crate) async fn want_app(&self, username: &str, wanted: bool) -> Result<(), ProviderError> {
        let settings = SoftwareTokenMfaSettingsType::builder().enabled(wanted).preferred_mfa(wanted).build();
        let request = self.client.admin_set_user_mfa_preference().user_pool_id(&self.pool).username(username);
        request.software_token_mfa_settings(settings).send().await.map_err(failed)?;
        Ok(())
    }
}
