//! An area: the handlers that share one binary.

use crate::{Function, Handler, function::FunctionError};
use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use store::Meter;

/// The handlers of one binary. `_HANDLER` chooses among them.
#[derive(Debug, Clone)]
pub struct Area {
    name: &'static str,
    handlers: Vec<Handler>,
}

impl Area {
    #[must_use]
    pub const fn new(name: &'static str, handlers: Vec<Handler>) -> Self {
        Self { name, handlers }
    }

    /// The name of the crate and of the binary.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    #[must_use]
    pub fn handlers(&self) -> &[Handler] {
        &self.handlers
    }

    #[must_use]
    pub fn handler_names(&self) -> Vec<&'static str> {
        self.handlers.iter().map(Handler::name).collect()
    }

    pub(crate) fn handler(&self, name: &str) -> Option<&Handler> {
        self.handlers.iter().find(|handler| handler.name == name)
    }
}

/// Runs an area's binary on Lambda until the environment ends.
///
/// # Errors
/// When the function cannot start, or the runtime interface fails.
pub fn run(area: &Area) -> Result<(), Error> {
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_target(false)
        .with_max_level(tracing::Level::INFO)
        .init();
    let variables: BTreeMap<String, String> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    let handler = variables.get("_HANDLER").cloned().unwrap_or_default();
    let function = Function::start(area, &handler, &variables)?;
    let service = service_fn(move |event: LambdaEvent<Box<RawValue>>| {
        let function = function.clone();
        async move {
            let LambdaEvent { payload, context } = event;
            let answer = function
                .call(payload, &context.request_id, &Meter::default())
                .await;
            answer.map_err(
                |FunctionError {
                     error_type,
                     message,
                 }| lambda_runtime::Diagnostic {
                    error_type,
                    error_message: message,
                },
            )
        }
    });
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(lambda_runtime::run(service))
}
