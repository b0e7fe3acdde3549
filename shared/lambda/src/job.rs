//! Jobs: what a schedule, another AWS service or an operator calls with a JSON event.

use crate::{App, Handler, Kind, function::FunctionError, handler::reads};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::value::to_raw_value;
use std::future::Future;
use tenancy::{OperatorScope, doors};

/// A job.
#[derive(Debug)]
pub struct Job;

impl Job {
    /// A handler of what operators do with credentials of the cell's account, workspaces' registry included.
    #[must_use]
    pub fn operators<E, A, F, Fut>(name: &'static str, handle: F) -> Handler
    where
        E: DeserializeOwned + Send + 'static,
        A: Serialize,
        F: Fn(App, OperatorScope, E) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<A, FunctionError>> + Send + 'static,
    {
        Self::handler(name, move |app, event| handle(app, doors::operator_job(), event))
    }
}

impl Job {
    /// A handler from an event to an answer.
    #[must_use]
    pub fn handler<E, A, F, Fut>(name: &'static str, handle: F) -> Handler
    where
        E: DeserializeOwned + Send + 'static,
        A: Serialize,
        F: Fn(App, E) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<A, FunctionError>> + Send + 'static,
    {
        Handler::new(name, Kind::Job, reads::<E>, move |app, event| {
            let handle = handle.clone();
            async move {
                let event = serde_json::from_str(event.get()).map_err(FunctionError::unreadable)?;
                to_raw_value(&handle(app, event).await?).map_err(FunctionError::unreadable)
            }
        })
    }
}
