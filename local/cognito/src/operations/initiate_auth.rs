//! `InitiateAuth`.

use serde::Deserialize;
use serde_json::Value;

use crate::refusal::Refusal;
use crate::request::TextMap;
use crate::service::Service;
use crate::sign_in::finish::finish;
use crate::sign_in::start::{self, Start};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Input {
    auth_flow: String,
    client_id: String,
    #[serde(default)]
    auth_parameters: TextMap,
}

pub(crate) async fn run(service: &Service, input: Input) -> Result<Value, Refusal> {
    match input.auth_flow.as_str() {
        "USER_AUTH" => user_auth(service, input).await,
        "ADMIN_NO_SRP_AUTH"
        | "ADMIN_USER_PASSWORD_AUTH"
        | "CUSTOM_AUTH"
        | "REFRESH_TOKEN"
        | "REFRESH_TOKEN_AUTH"
        | "USER_PASSWORD_AUTH"
        | "USER_SRP_AUTH" => {
            let instead = "use USER_AUTH, or GetTokensFromRefreshToken";
            Err(Refusal::invalid_parameter(format!("{} is not supported by the local identity provider: {instead}", input.auth_flow)))
        }
        other => Err(Refusal::invalid_parameter(format!("Initiate Auth method not supported: {other}"))),
    }
}

async fn user_auth(service: &Service, input: Input) -> Result<Value, Refusal> {
    let now = service.options.now();
    let start = Start { client: input.client_id, parameters: input.auth_parameters };
    let outcome = service
        .write(move |transaction| {
            let step = start::step(transaction, &start.client, now)?;
            start::user_auth(&step, &start)
        })
        .await?;
    finish(service, outcome, None).await
}
