//! An area: the handlers that share one binary.

use crate::{
    Function, Handler, PathParameter,
    function::{FunctionError, StartError},
    logs,
};
use lambda_runtime::{Error, LambdaEvent, Runtime, service_fn};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};
use table::{Meter, Prefix};

/// The handlers of one binary. `_HANDLER` chooses among them.
#[derive(Debug, Clone)]
pub struct Area {
    name: &'static str,
    about: &'static str,
    handlers: Vec<Handler>,
    path_parameters: &'static [PathParameter],
    prefixes: &'static [Prefix],
    announces: &'static [&'static str],
}

impl Area {
    /// `about` says in a few words what it is about.
    #[must_use]
    pub const fn new(name: &'static str, about: &'static str, handlers: Vec<Handler>) -> Self {
        Self { name, about, handlers, path_parameters: &[], prefixes: &[], announces: &[] }
    }

    /// What paths name of this area's things.
    #[must_use]
    pub const fn naming(mut self, path_parameters: &'static [PathParameter]) -> Self {
        self.path_parameters = path_parameters;
        self
    }

    /// What the area keeps in the table.
    #[must_use]
    pub const fn keeping(mut self, prefixes: &'static [Prefix]) -> Self {
        self.prefixes = prefixes;
        self
    }

    /// The kinds of events that are this area's own.
    #[must_use]
    pub const fn announcing(mut self, kinds: &'static [&'static str]) -> Self {
        self.announces = kinds;
        self
    }

    #[must_use]
    pub const fn announces(&self) -> &'static [&'static str] {
        self.announces
    }

    #[must_use]
    pub const fn path_parameters(&self) -> &'static [PathParameter] {
        self.path_parameters
    }

    #[must_use]
    pub const fn prefixes(&self) -> &'static [Prefix] {
        self.prefixes
    }

    #[must_use]
    pub const fn about(&self) -> &'static str {
        self.about
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
    logs::begin();
    let variables: BTreeMap<String, String> =
        std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))).collect();
    let warm = Arc::new(Warm::new(area, variables)?);
    let service = service_fn(move |event: LambdaEvent<Box<RawValue>>| {
        let warm = Arc::clone(&warm);
        async move {
            let LambdaEvent { payload, context } = event;
            let answer = match warm.function(payload) {
                Ok((function, event)) => {
                    function.call(event, &context.request_id, context.xray_trace_id.as_deref(), &Meter::default()).await
                }
                Err(error) => Err(error),
            };
            answer.map_err(|FunctionError { error_type, message }| lambda_runtime::Diagnostic { error_type, error_message: message })
        }
    });
    // Not `lambda_runtime::run`: its span would only repeat what the call's own says.
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async { Runtime::new(service).run().await })
}

/// An event for a process that runs all handlers of its area: `{"handler": "get-home", "event": {…}}`.
#[derive(Deserialize)]
struct Addressed {
    handler: String,
    event: Box<RawValue>,
}

/// The function of this process. On Lambda that is the one that `_HANDLER` names, and events come as they are. `cargo lambda
/// watch` knows binaries only: there each event names its handler.
struct Warm {
    area: Area,
    variables: BTreeMap<String, String>,
    named: Option<Function>,
    others: Mutex<BTreeMap<String, Function>>,
}

impl Warm {
    fn new(area: &Area, variables: BTreeMap<String, String>) -> Result<Self, StartError> {
        let handler = variables.get("_HANDLER").filter(|name| area.handler(name).is_some());
        let named = handler.map(|name| Function::start(area, name, &variables)).transpose()?;
        Ok(Self { area: area.clone(), variables, named, others: Mutex::default() })
    }

    fn function(&self, event: Box<RawValue>) -> Result<(Function, Box<RawValue>), FunctionError> {
        if let Some(named) = &self.named {
            return Ok((named.clone(), event));
        }
        let Addressed { handler, event } = serde_json::from_str(event.get()).map_err(FunctionError::unreadable)?;
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(function) = others.get(&handler) {
            return Ok((function.clone(), event));
        }
        let function = Function::start(&self.area, &handler, &self.variables).map_err(FunctionError::failed)?;
        others.insert(handler, function.clone());
        Ok((function, event))
    }
}
