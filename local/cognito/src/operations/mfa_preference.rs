//! `AdminSetUserMFAPreference`.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::pools;
use crate::refusal::Refusal;
use crate::service::Service;
use crate::users::{User, store};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Preference {
    #[serde(rename = "SMSMfaSettings")]
    sms: Option<Settings>,
    #[serde(rename = "EmailMfaSettings")]
    email: Option<Settings>,
    #[serde(rename = "SoftwareTokenMfaSettings")]
    app: Option<Settings>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Settings {
    #[serde(default)]
    enabled: bool,
    #[serde(default)]
    preferred_mfa: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Input {
    user_pool_id: String,
    username: String,
    #[serde(flatten)]
    preference: Preference,
}

pub(crate) async fn run(service: &Service, input: Input) -> Result<Value, Refusal> {
    let now = service.options.now();
    service
        .write(move |transaction| {
            let pool = pools::store::find(transaction, &input.user_pool_id)?;
            let mut user = store::expect(transaction, &pool, &input.username)?;
            input.preference.apply(&mut user)?;
            store::save(transaction, &mut user, now)
        })
        .await?;
    Ok(json!({}))
}

impl Preference {
    /// # Errors
    /// `InvalidParameterException` without a verified app, or for a factor that no pool has here.
    fn apply(&self, user: &mut User) -> Result<(), Refusal> {
        let wanted = |settings: &Option<Settings>| settings.as_ref().is_some_and(|s| s.enabled);
        if wanted(&self.sms) || wanted(&self.email) {
            return Err(Refusal::invalid_parameter("SMS and email MFA are not enabled for the user pool"));
        }
        let Some(app) = &self.app else {
            return Ok(());
        };
        if app.enabled && user.totp.secret.is_none() {
            return Err(Refusal::invalid_parameter("User has not verified software token mfa"));
        }
        if app.preferred_mfa && !app.enabled {
            return Err(Refusal::invalid_parameter("A factor that is not enabled cannot be preferred"));
        }
        user.mfa_enabled = app.enabled;
        user.mfa_preferred = app.preferred_mfa;
        Ok(())
    }
}
