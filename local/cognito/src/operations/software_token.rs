//! `AssociateSoftwareToken` and `VerifySoftwareToken`: by an access token, or by the session of an `MFA_SETUP` challenge.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::refusal::Refusal;
use crate::service::Service;
use crate::sign_in::mfa_setup;
use crate::tokens::access_token;
use crate::users::{store, totp};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Associate {
    access_token: Option<String>,
    session: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Verify {
    access_token: Option<String>,
    session: Option<String>,
    user_code: String,
}

fn neither() -> Refusal {
    Refusal::invalid_parameter("Either AccessToken or Session is required")
}

/// The new secret waits for its first code; the app in use, if any, works on until then.
pub(crate) async fn associate(service: &Service, input: Associate) -> Result<Value, Refusal> {
    let now = service.options.now();
    if let Some(token) = input.access_token {
        let bearer = access_token::verify(service, &token)?;
        let secret = totp::new_secret()?;
        let text = totp::as_text(&secret);
        service
            .write(move |transaction| {
                let mut user = bearer.owner(transaction)?;
                user.totp.pending = Some(secret);
                store::save(transaction, &mut user, now)
            })
            .await?;
        return Ok(json!({ "SecretCode": text }));
    }
    let session = input.session.ok_or_else(neither)?;
    let (secret, session) = service.write(move |transaction| mfa_setup::associate(transaction, &session, now)).await?;
    Ok(json!({ "SecretCode": secret, "Session": session }))
}

/// # Errors
/// `EnableSoftwareTokenMFAException` for a wrong code.
pub(crate) async fn verify(service: &Service, input: Verify) -> Result<Value, Refusal> {
    let now = service.options.now();
    let code = input.user_code;
    if let Some(token) = input.access_token {
        let bearer = access_token::verify(service, &token)?;
        service
            .write(move |transaction| {
                let mut user = bearer.owner(transaction)?;
                let Some(secret) = user.totp.pending.take() else {
                    return Err(Refusal::new("SoftwareTokenMFANotFoundException", "No software token is waiting to be verified."));
                };
                user.totp.step = totp::step_of(&secret, &code, now).ok_or_else(mfa_setup::wrong_code)?;
                user.totp.secret = Some(secret);
                store::save(transaction, &mut user, now)
            })
            .await?;
        return Ok(json!({ "Status": "SUCCESS" }));
    }
    let session = input.session.ok_or_else(neither)?;
    let session = service.write(move |transaction| mfa_setup::verify(transaction, &session, &code, now)).await?;
    Ok(json!({ "Status": "SUCCESS", "Session": session }))
}
