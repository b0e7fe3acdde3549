//! The same functions as one writes them by the AWS SDK's examples: default configuration, default features.

mod authorizer;
mod complete_lesson;
mod get_me;
mod table;

use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde_json::{Value, json};
use table::Table;

fn reply(body: &Value) -> Value {
    json!({ "statusCode": 200, "headers": { "content-type": "application/json" }, "body": body.to_string() })
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let table = &Table::connect().await?;
    match std::env::var("_HANDLER")?.as_str() {
        "authorize" => {
            let authorizer = &authorizer::Authorizer::new()?;
            let handle = move |event: LambdaEvent<_>| authorizer.authorize(table, event.payload);
            lambda_runtime::run(service_fn(handle)).await
        }
        "get-me" => lambda_runtime::run(service_fn(move |event: LambdaEvent<_>| get_me::handle(table, event.payload))).await,
        "complete-lesson" => {
            lambda_runtime::run(service_fn(move |event: LambdaEvent<_>| complete_lesson::handle(table, event.payload))).await
        }
        other => Err(format!("there is no handler {other}").into()),
    }
}
