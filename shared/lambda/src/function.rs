//! One function: an area's handler with its app, cold-started once and then called.

use crate::{
    App, Area, Handler,
    handler::Answer,
    settings::{SettingMissing, Settings},
};
use serde_json::value::{RawValue, to_raw_value};
use std::collections::BTreeMap;
use store::{Meter, Units};
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

impl FunctionError {
    /// The work could not be done; whoever sent the event tries again.
    #[must_use]
    pub fn failed(error: impl ToString) -> Self {
        Self { error_type: "Failed".to_owned(), message: error.to_string() }
    }

    pub(crate) fn unreadable(error: impl ToString) -> Self {
        Self { error_type: "Unreadable".to_owned(), message: error.to_string() }
    }

    /// The authorizer's word for 401: API Gateway recognizes this message.
    #[must_use]
    pub fn unauthorized() -> Self {
        Self { error_type: "Unauthorized".to_owned(), message: "Unauthorized".to_owned() }
    }
}

impl From<SettingMissing> for FunctionError {
    fn from(error: SettingMissing) -> Self {
        Self::failed(error)
    }
}

impl From<store::StoreError> for FunctionError {
    fn from(error: store::StoreError) -> Self {
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
        let unknown = || StartError::UnknownHandler { area: area.name(), handler: handler.to_owned() };
        let handler = area.handler(handler).ok_or_else(unknown)?.clone();
        Ok(Self { handler, app: App::new(Settings::from_variables(variables.clone()))? })
    }

    /// One call with any event.
    pub async fn invoke(&self, event: serde_json::Value, request_id: &str) -> Invocation {
        let meter = Meter::default();
        let result = match to_raw_value(&event) {
            Ok(event) => self.call(event, request_id, &meter).await,
            Err(error) => Err(FunctionError::unreadable(error)),
        };
        let result = result.and_then(|answer| serde_json::from_str(answer.get()).map_err(FunctionError::unreadable));
        Invocation { result, units: meter.units() }
    }

    /// One call, logged with its request units.
    pub(crate) async fn call(&self, event: Box<RawValue>, request_id: &str, meter: &Meter) -> Answer {
        let span = tracing::info_span!("call", handler = self.handler.name, request_id);
        let app = self.app.metered(meter.clone());
        async {
            let answer = (self.handler.run)(app, event).await;
            let Units { read, write } = meter.units();
            match &answer {
                Ok(_) => tracing::info!(read_units = read, write_units = write, "done"),
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
