//! Lambda's Invoke API (API reference, Invoke).

use axum::response::Response;
use http::{HeaderMap, HeaderValue};
use local_gateway::InvokeError;
use serde_json::{Value, json};

use super::answers;
use crate::functions::Functions;

/// Lambda's limit of a request and of a response.
const LARGEST_PAYLOAD: usize = 6 * 1024 * 1024;

/// Invokes `name` (function name, ARN, logical id or handler) as `X-Amz-Invocation-Type` says.
pub(super) async fn invoke(functions: &Functions, name: &str, headers: &HeaderMap, body: &[u8]) -> Response {
    let Some(logical_id) = functions.find(name).map(|function| function.logical_id.clone()) else {
        return answers::error(404, "ResourceNotFoundException", &format!("Function not found: {name}"));
    };
    if body.len() > LARGEST_PAYLOAD {
        return answers::error(413, "RequestTooLargeException", "the payload is larger than 6 MB");
    }
    let event = match body {
        [] => json!({}),
        body => match serde_json::from_slice(body) {
            Ok(event) => event,
            Err(error) => {
                let message = format!("Could not parse request body into json: {error}");
                return answers::error(400, "InvalidRequestContentException", &message);
            }
        },
    };
    let kind = headers.get("x-amz-invocation-type").and_then(|kind| kind.to_str().ok()).unwrap_or("RequestResponse");
    match kind {
        "RequestResponse" => wait(functions, &logical_id, event).await,
        "Event" => {
            let functions = functions.clone();
            tokio::spawn(async move {
                if let Err(reason) = functions.invoke_asynchronously(&logical_id, event).await {
                    tracing::error!(function = logical_id, reason, "an event could not be delivered");
                }
            });
            answers::json(202, "application/json", String::new())
        }
        "DryRun" => answers::json(204, "application/json", String::new()),
        _ => answers::error(400, "InvalidParameterValueException", "the invocation type is RequestResponse, Event or DryRun"),
    }
}

async fn wait(functions: &Functions, logical_id: &str, event: Value) -> Response {
    let called = functions.invoke(logical_id, event).await;
    let failure = match called.result {
        Ok(answer) => return invoked(answers::json(200, "application/json", answer.to_string()), &called.request_id),
        Err(failure) => failure,
    };
    let (error_type, message) = match failure {
        InvokeError::FunctionError { kind, message } => (kind, message),
        InvokeError::Timeout => ("Sandbox.Timedout".to_owned(), format!("RequestId: {} Error: Task timed out", called.request_id)),
        InvokeError::Unreachable(reason) => return answers::error(502, "ServiceException", &reason),
    };
    let body = json!({"errorType": error_type, "errorMessage": message}).to_string();
    let mut response = answers::json(200, "application/json", body);
    response.headers_mut().insert("x-amz-function-error", HeaderValue::from_static("Unhandled"));
    invoked(response, &called.request_id)
}

fn invoked(mut response: Response, request_id: &str) -> Response {
    response.headers_mut().insert("x-amz-executed-version", HeaderValue::from_static("$LATEST"));
    if let Ok(id) = HeaderValue::from_str(request_id) {
        response.headers_mut().insert("x-amzn-requestid", id);
    }
    response
}
