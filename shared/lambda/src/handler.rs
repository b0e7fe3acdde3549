//! A handler: one route, message or job under the name that the template gives it.

use crate::{App, function::FunctionError, route::RouteDescription};
use serde_json::value::RawValue;
use std::{fmt, future::Future, pin::Pin, sync::Arc};

pub(crate) type Answer = Result<Box<RawValue>, FunctionError>;
type Run = dyn Fn(App, Box<RawValue>) -> Pin<Box<dyn Future<Output = Answer> + Send>> + Send + Sync;

/// What a handler is called by.
#[derive(Debug, Clone)]
pub enum Kind {
    Route(Arc<RouteDescription>),
    /// Messages of a queue.
    Queue,
    /// Change records of the table.
    Stream,
    /// A schedule, another AWS service's trigger, or an operator.
    Job,
}

/// One entry of an area.
#[derive(Clone)]
pub struct Handler {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) run: Arc<Run>,
}

impl fmt::Debug for Handler {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Handler").field("name", &self.name).field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl Handler {
    pub(crate) fn new<F, Fut>(name: &'static str, kind: Kind, run: F) -> Self
    where
        F: Fn(App, Box<RawValue>) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Answer> + Send + 'static,
    {
        Self { name, kind, run: Arc::new(move |app, event| Box::pin(run(app, event))) }
    }

    /// The name of the file, the template's `Handler` and the sample event.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    #[must_use]
    pub const fn kind(&self) -> &Kind {
        &self.kind
    }
}
