//! What became of one call of a function.

use local_gateway::InvokeError;
use serde_json::Value;

/// What the rest of the stack gets.
#[derive(Debug, Clone)]
pub(crate) struct Called {
    pub(crate) request_id: String,
    pub(crate) result: Result<Value, InvokeError>,
}

impl Called {
    pub(super) fn unreachable(reason: String) -> Self {
        Self { request_id: uuid::Uuid::new_v4().to_string(), result: Err(InvokeError::Unreachable(reason)) }
    }
}

/// What a place that runs functions tells.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) result: Result<Value, Failure>,
    pub(super) read_units: f64,
    pub(super) write_units: f64,
}

/// Why a call gave no answer.
#[derive(Debug)]
pub(super) enum Failure {
    Function { error_type: String, message: String },
    Timeout,
    Unreachable(String),
}

impl Ended {
    pub(super) fn failed(failure: Failure) -> Self {
        Self { result: Err(failure), read_units: 0.0, write_units: 0.0 }
    }
}

impl From<Failure> for InvokeError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Function { error_type, message } => Self::FunctionError { kind: error_type, message },
            Failure::Timeout => Self::Timeout,
            Failure::Unreachable(reason) => Self::Unreachable(reason),
        }
    }
}
