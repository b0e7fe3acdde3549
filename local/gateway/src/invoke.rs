//! How the gateway reaches a function.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use serde_json::Value;

/// Calls a function by logical id with an event and gives what it returned.
///
/// The caller enforces the function's own timeout ([`InvokeError::Timeout`]); the gateway enforces
/// API Gateway's 29 s. As on AWS, an invocation runs on when the gateway has stopped waiting for it.
pub type Invoke = Arc<dyn Fn(&str, Value) -> BoxFuture<'static, Result<Value, InvokeError>> + Send + Sync>;

/// Why a function gave no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvokeError {
    /// The function returned an error (`errorType`, `errorMessage`).
    #[error("{kind}: {message}")]
    FunctionError {
        /// `errorType`.
        kind: String,
        /// `errorMessage`.
        message: String,
    },
    /// The function did not answer within its own timeout.
    #[error("the function timed out")]
    Timeout,
    /// The function could not be reached; the text says why.
    #[error("the function could not be reached: {0}")]
    Unreachable(String),
}

/// Calls a function and waits for it no longer than `limit`.
///
/// The invocation is a task of its own: it runs on when the gateway or the client has given up, and
/// a panic in it is the function's failure, not the gateway's.
pub(crate) async fn call(invoke: &Invoke, function: &str, event: Value, limit: Duration) -> Result<Value, InvokeError> {
    let invocation = tokio::spawn(invoke(function, event));
    let result = match tokio::time::timeout(limit, invocation).await {
        Err(_) => Err(InvokeError::Timeout),
        Ok(Ok(result)) => result,
        Ok(Err(error)) => Err(InvokeError::FunctionError { kind: "Runtime.ExitError".to_owned(), message: error.to_string() }),
    };
    result.inspect_err(|error| tracing::error!(function, %error, "the function gave no answer"))
}
