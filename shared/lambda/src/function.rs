//! One function: an area's handler with its app, cold-started once and then called.

use crate::{
    App, Area, Clock, Handler,
    handler::Answer,
    settings::{SettingMissing, Settings},
};
use serde_json::value::{RawValue, to_raw_value};
use std::collections::BTreeMap;
use table::{Meter, Units};
use tracing::Instrument;

/// A function could not start.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StartError {
    #[error("{0}")]
    Setting(#[from] SettingMissing),
    #[error("the area {area} has no handler {handler}; _HANDLER must name one of its files")]
    UnknownHandler { area: &'static str, handler: String },
}

/// An invocation failed as a whole, as Lambda reports it.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{error_type}: {message}")]
pub struct FunctionError {
    pub error_type: String,
    pub message: String,
}

const UNAUTHORIZED: &str = "Unauthorized";
const REFUSED: &str = "Refused";

impl FunctionError {
    /// The work could not be done; whoever sent the event tries again.
    #[must_use]
    pub fn failed(error: impl ToString) -> Self {
        Self { error_type: "Failed".to_owned(), message: error.to_string() }
    }

    /// An event has come to a worker that has nothing to do with it: the fan-out is wrong, or the worker is.
    #[must_use]
    pub fn misrouted(kind: &str) -> Self {
        Self::failed(format!("{kind} does not belong on this queue"))
    }

    pub(crate) fn unreadable(error: impl ToString) -> Self {
        Self { error_type: "Unreadable".to_owned(), message: error.to_string() }
    }

    /// The authorizer's word for 401: API Gateway recognizes this message, and no other answer of an authorizer leads to 401.
    #[must_use]
    pub fn unauthorized() -> Self {
        Self { error_type: UNAUTHORIZED.to_owned(), message: "Unauthorized".to_owned() }
    }

    /// The word of a trigger by which Cognito refuses tokens.
    #[must_use]
    pub fn refused(reason: impl ToString) -> Self {
        Self { error_type: REFUSED.to_owned(), message: reason.to_string() }
    }

    /// Whether an error of this type means that the function has done its work, and the answer is no. Lambda counts it among its
    /// errors; nothing of ours does.
    #[must_use]
    pub fn is_refusal(error_type: &str) -> bool {
        [UNAUTHORIZED, REFUSED].contains(&error_type)
    }
}

impl From<SettingMissing> for FunctionError {
    fn from(error: SettingMissing) -> Self {
        Self::failed(error)
    }
}

impl From<table::TableError> for FunctionError {
    fn from(error: table::TableError) -> Self {
        Self::failed(error)
    }
}

/// What an invocation came to and what it consumed.
#[derive(Debug)]
pub struct Invocation {
    pub result: Result<serde_json::Value, FunctionError>,
    pub units: Units,
}

/// A handler that is ready to be called.
#[derive(Debug, Clone)]
pub struct Function {
    handler: Handler,
    app: App,
}

impl Function {
    /// A cold start.
    ///
    /// # Errors
    /// When the area has no such handler, or its environment lacks a variable.
    pub fn start(area: &Area, handler: &str, variables: &BTreeMap<String, String>) -> Result<Self, StartError> {
        Self::start_with(area, handler, variables, Clock::machine())
    }

    /// The same for a platform that has a clock of its own.
    ///
    /// # Errors
    /// As for [`Self::start`].
    pub fn start_with(area: &Area, handler: &str, variables: &BTreeMap<String, String>, clock: Clock) -> Result<Self, StartError> {
        let unknown = || StartError::UnknownHandler { area: area.name(), handler: handler.to_owned() };
        let handler = area.handler(handler).ok_or_else(unknown)?.clone();
        Ok(Self { app: App::new(handler.name, Settings::from_variables(variables.clone()), clock)?, handler })
    }

    /// One call with any event.
    pub async fn invoke(&self, event: serde_json::Value, request_id: &str) -> Invocation {
        let meter = Meter::default();
        let result = match to_raw_value(&event) {
            Ok(event) => self.call(event, request_id, None, &meter).await,
            Err(error) => Err(FunctionError::unreadable(error)),
        };
        let result = result.and_then(|answer| serde_json::from_str(answer.get()).map_err(FunctionError::unreadable));
        Invocation { result, units: meter.units() }
    }

    /// One call, logged with its request units. `trace_id` is X-Ray's.
    pub(crate) async fn call(&self, event: Box<RawValue>, request_id: &str, trace_id: Option<&str>, meter: &Meter) -> Answer {
        let span = tracing::info_span!("call", handler = self.handler.name, request_id, trace_id);
        let app = self.app.metered(meter.clone());
        async {
            let answer = (self.handler.run)(app, event).await;
            let Units { read, write } = meter.units();
            match &answer {
                Ok(_) => tracing::info!(read_units = read, write_units = write, "done"),
                Err(refusal) if FunctionError::is_refusal(&refusal.error_type) => {
                    tracing::info!(read_units = read, write_units = write, %refusal, "refused");
                }
                Err(error) => {
                    tracing::error!(read_units = read, write_units = write, %error, "failed")
                }
            }
            answer
        }
        .instrument(span)
        .await
    }
}
