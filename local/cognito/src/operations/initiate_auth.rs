//! `InitiateAuth` and `AdminInitiateAuth`.

use serde::Deserialize;
use serde_json::{Value, json};

use super::get_tokens_from_refresh_token::{Proof, Renewal, renew};
use crate::cognito::Service;
use crate::refusal::Refusal;
use crate::request::{TextMap, required};
use crate::sign_in::finish::finish;
use crate::sign_in::start::{self, Start};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Input {
    auth_flow: String,
    client_id: String,
    #[serde(default)]
    auth_parameters: TextMap,
    /// Reaches the pre-token-generation trigger on a refresh only: a sign-in's does not, by Cognito's rule.
    client_metadata: Option<TextMap>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AdminInput {
    user_pool_id: String,
    #[serde(flatten)]
    input: Input,
}

pub(crate) async fn run(service: &Service, input: Input) -> Result<Value, Refusal> {
    initiate(service, None, input).await
}

pub(crate) async fn admin(service: &Service, input: AdminInput) -> Result<Value, Refusal> {
    initiate(service, Some(input.user_pool_id), input.input).await
}

async fn initiate(service: &Service, pool: Option<String>, input: Input) -> Result<Value, Refusal> {
    match input.auth_flow.as_str() {
        "USER_AUTH" => user_auth(service, pool, input).await,
        "REFRESH_TOKEN_AUTH" | "REFRESH_TOKEN" => refresh(service, pool, input).await,
        "ADMIN_NO_SRP_AUTH" | "ADMIN_USER_PASSWORD_AUTH" | "CUSTOM_AUTH" | "USER_PASSWORD_AUTH" | "USER_SRP_AUTH" => {
            Err(Refusal::invalid_parameter(format!("{} is not supported by the local identity provider: use USER_AUTH", input.auth_flow)))
        }
        other => Err(Refusal::invalid_parameter(format!("Initiate Auth method not supported: {other}"))),
    }
}

async fn user_auth(service: &Service, pool: Option<String>, input: Input) -> Result<Value, Refusal> {
    let now = service.options.now();
    let start = Start { pool, client: input.client_id, parameters: input.auth_parameters };
    let outcome = service
        .database
        .run(move |transaction| {
            let step = start::step(transaction, start.pool.as_deref(), &start.client, now)?;
            start::user_auth(&step, &start)
        })
        .await?;
    finish(service, outcome, None).await
}

async fn refresh(service: &Service, pool: Option<String>, input: Input) -> Result<Value, Refusal> {
    let parameters = &input.auth_parameters;
    let renewal = Renewal {
        pool,
        client: input.client_id,
        token: required(parameters, "REFRESH_TOKEN")?.to_owned(),
        proof: Proof::Hash(parameters.get("SECRET_HASH").cloned()),
        client_metadata: input.client_metadata,
    };
    let result = renew(service, renewal).await?;
    Ok(json!({ "AuthenticationResult": result, "ChallengeParameters": {} }))
}
