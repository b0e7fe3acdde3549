//! A handler: one route, message or job under the name that the template gives it.

use crate::{App, Grant, Needs, On, QueueResource, Setting, Table, function::FunctionError, queue::Subscription, route::RouteDescription};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::{fmt, future::Future, pin::Pin, sync::Arc};

pub(crate) type Answer = Result<Box<RawValue>, FunctionError>;
type Run = dyn Fn(App, Box<RawValue>) -> Pin<Box<dyn Future<Output = Answer> + Send>> + Send + Sync;

/// What a handler is called by.
#[derive(Debug, Clone)]
pub enum Kind {
    Route(Arc<RouteDescription>),
    /// Messages of a queue.
    Queue(Subscription),
    /// Change records of the table.
    Stream,
    /// A schedule, another AWS service's trigger, or an operator.
    Job,
}

/// What its sample event is made of (`events/<area>/<name>.json`).
#[derive(Debug, Clone, Copy, Default)]
pub struct Example {
    /// JSON text: a route's body, a queue's event as `{"kind", "payload"}`, what calls a job.
    pub body: Option<&'static str>,
    /// A route's query parameters.
    pub query: &'static [(&'static str, &'static str)],
}

/// Whether it could read a text: the error's text if not.
pub(crate) type Reads = fn(&str) -> Result<(), String>;

pub(crate) fn reads<E: DeserializeOwned>(text: &str) -> Result<(), String> {
    serde_json::from_str::<E>(text).map(drop).map_err(|error| error.to_string())
}

/// One entry of an area.
#[derive(Clone)]
pub struct Handler {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    needs: Arc<Needs>,
    example: Example,
    reads: Reads,
    pub(crate) run: Arc<Run>,
}

impl fmt::Debug for Handler {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Handler").field("name", &self.name).field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl Handler {
    pub(crate) fn new<F, Fut>(name: &'static str, kind: Kind, reads: Reads, run: F) -> Self
    where
        F: Fn(App, Box<RawValue>) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Answer> + Send + 'static,
    {
        Self {
            name,
            kind,
            needs: Arc::default(),
            example: Example::default(),
            reads,
            run: Arc::new(move |app, event| Box::pin(run(app, event))),
        }
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

    #[must_use]
    pub fn needs(&self) -> &Needs {
        &self.needs
    }

    #[must_use]
    pub const fn sample(&self) -> Example {
        self.example
    }

    /// Whether it could read this where its events have it: the error's text if not.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn reads(&self, text: &str) -> Result<(), String> {
        (self.reads)(text)
    }

    /// What it can be tried with: see [`Example::body`].
    #[must_use]
    pub const fn example(mut self, body: &'static str) -> Self {
        self.example.body = Some(body);
        self
    }

    /// Query parameters that it can be tried with.
    #[must_use]
    pub const fn example_query(mut self, query: &'static [(&'static str, &'static str)]) -> Self {
        self.example.query = query;
        self
    }

    fn needing(mut self, change: impl FnOnce(&mut Needs)) -> Self {
        change(Arc::make_mut(&mut self.needs));
        self
    }

    /// What it does with the table, besides what follows from its declaration: asking whether the caller's access still stands, and
    /// recording what support looks at.
    #[must_use]
    pub fn table(self, actions: &'static [Table]) -> Self {
        self.needing(|needs| needs.table = actions)
    }

    /// What it does with other services, or with the table on a condition.
    #[must_use]
    pub fn may(self, actions: &'static [&'static str], on: &'static [&'static str]) -> Self {
        self.granted([Grant { actions, on: On::These(on), condition: None }])
    }

    /// Permissions that [`Self::may`] cannot say.
    #[must_use]
    pub fn granted(self, grants: impl IntoIterator<Item = Grant>) -> Self {
        self.needing(|needs| needs.grants.extend(grants))
    }

    /// Its environment variables, besides those that every function has.
    #[must_use]
    pub fn settings(self, settings: &'static [Setting]) -> Self {
        self.needing(|needs| needs.settings = settings)
    }

    /// How many seconds a call may take; 10 unless said here. The gateway waits for 29.
    #[must_use]
    pub fn timeout(self, seconds: u16) -> Self {
        self.needing(|needs| needs.timeout = seconds)
    }

    /// MB of memory; 256 unless said here. The processor's share follows from it.
    #[must_use]
    pub fn memory(self, megabytes: u16) -> Self {
        self.needing(|needs| needs.memory = megabytes)
    }

    /// Who calls a job.
    #[must_use]
    pub fn called_by(self, caller: &'static str) -> Self {
        self.needing(|needs| needs.called_by = Some(caller))
    }

    /// The queue whose messages come to it.
    #[must_use]
    pub fn from_queue(self, queue: QueueResource) -> Self {
        self.needing(|needs| needs.queue = Some(queue))
    }

    /// Its function stands in `functions/<area>/<name>.yaml`, apart from the area's others.
    #[must_use]
    pub fn in_stack(self, name: &'static str) -> Self {
        self.needing(|needs| needs.stack = name)
    }
}
