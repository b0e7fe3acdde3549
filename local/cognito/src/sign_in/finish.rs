//! The end of a step: the challenge goes out, or the tokens do.

use serde_json::{Value, json};

use super::custom_message;
use super::step::{Outcome, SignIn};
use crate::refusal::Refusal;
use crate::request::TextMap;
use crate::service::Service;
use crate::tokens::issue;
use crate::tokens::occasion::Occasion;
use crate::tokens::refresh;

/// # Errors
/// What the pre-token-generation trigger refuses: the sign-in has failed then.
pub(crate) async fn finish(service: &Service, outcome: Outcome, client_metadata: Option<TextMap>) -> Result<Value, Refusal> {
    match outcome {
        Outcome::Challenge { reply, mail } => {
            if let Some(mail) = mail {
                let options = service.options.clone();
                tokio::spawn(async move { custom_message::send(&options, &mail).await });
            }
            Ok(reply)
        }
        Outcome::SignedIn(sign_in) => tokens(service, *sign_in, client_metadata).await,
    }
}

/// The tokens of a completed sign-in, with a new family of refresh tokens.
pub(crate) async fn tokens(service: &Service, sign_in: SignIn, client_metadata: Option<TextMap>) -> Result<Value, Refusal> {
    let issued = issue::issue(
        service,
        Occasion {
            pool: &sign_in.pool,
            client: &sign_in.client,
            user: &sign_in.user,
            session: &sign_in.session,
            source: sign_in.source,
            client_metadata,
        },
    )
    .await?;
    let now = service.options.now();
    let refresh_token =
        service.write(move |transaction| refresh::begin(transaction, &sign_in.client, &sign_in.user, &sign_in.session, now)).await?;
    let mut result = issued.result();
    result["RefreshToken"] = json!(refresh_token);
    Ok(json!({ "AuthenticationResult": result, "ChallengeParameters": {} }))
}
