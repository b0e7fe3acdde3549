//! `RespondToAuthChallenge`.

use serde::Deserialize;
use serde_json::Value;

use crate::refusal::Refusal;
use crate::request::TextMap;
use crate::service::Service;
use crate::sign_in::answer::{self, Answer};
use crate::sign_in::finish::finish;
use crate::sign_in::start;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Input {
    client_id: String,
    challenge_name: String,
    session: Option<String>,
    #[serde(default)]
    challenge_responses: TextMap,
    client_metadata: Option<TextMap>,
}

pub(crate) async fn run(service: &Service, input: Input) -> Result<Value, Refusal> {
    let now = service.options.now();
    let given = Answer {
        client: input.client_id,
        challenge: input.challenge_name,
        session: input.session.ok_or_else(|| Refusal::invalid_parameter("Missing required parameter Session"))?,
        responses: input.challenge_responses,
    };
    let outcome = service
        .write(move |transaction| {
            let step = start::step(transaction, &given.client, now)?;
            answer::check(&step, &given)
        })
        .await??;
    finish(service, outcome, input.client_metadata).await
}
