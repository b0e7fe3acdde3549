//! Lambda: the template's functions, run in this process or behind a Lambda endpoint.

mod areas;
mod calls;
mod environment;
mod here;
mod invocations;
mod remote;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use local_gateway::InvokeError;
use local_kit::Clock;
use serde_json::Value;

pub(crate) use areas::UnknownHandler;
pub(crate) use calls::Called;
pub use invocations::{Invocation, Outcome};

use areas::Areas;
use here::Here;
use invocations::Invocations;
use remote::Remote;

/// Calls a function by logical id; shared by everything in the stack that invokes functions.
pub(crate) type Invoker = Arc<dyn Fn(&str, Value) -> BoxFuture<'static, Called> + Send + Sync>;

/// Between the tries of an asynchronous invocation (Lambda developer guide, "Error handling for asynchronous
/// invocations": two more tries, after one minute and after two more).
const PAUSES: [Duration; 2] = [Duration::from_secs(60), Duration::from_secs(120)];

/// Where the functions run.
pub(crate) struct Placement {
    /// A Lambda endpoint, such as `cargo lambda watch`'s `http://127.0.0.1:9000`; `None` runs everything here.
    pub(crate) invoke_url: Option<String>,
    /// Only the functions of these areas run at `invoke_url`; empty for all.
    pub(crate) invoke_areas: Vec<String>,
    /// Endpoint, region and credentials that functions see in their environment.
    pub(crate) surroundings: Surroundings,
}

pub use environment::SECRET_ACCESS_KEY;
pub(crate) use environment::{ACCESS_KEY_ID, Surroundings};

/// The functions of one stack. Clones share them.
#[derive(Clone)]
pub(crate) struct Functions {
    inner: Arc<Inner>,
}

struct Inner {
    surroundings: Surroundings,
    functions: HashMap<String, Entry>,
    invocations: Invocations,
}

struct Entry {
    declared: local_template::Function,
    place: Place,
}

enum Place {
    Here(Here),
    Remote(Remote),
}

impl Functions {
    /// Finds the code of every function of the template. Nothing is started yet: a function's first call is its cold start.
    ///
    /// # Errors
    /// A function whose area or handler does not exist.
    pub(crate) fn new(declared: &[local_template::Function], placement: &Placement, clock: &Clock) -> Result<Self, UnknownHandler> {
        let areas = Areas::all();
        let mut functions = HashMap::new();
        for function in declared {
            let area = areas.of(function)?;
            let wanted_remotely = placement.invoke_areas.is_empty() || placement.invoke_areas.iter().any(|name| name == area.name());
            let place = match &placement.invoke_url {
                Some(url) if wanted_remotely => Place::Remote(Remote::new(url, area.name(), function)),
                _ => Place::Here(Here::new(area.make, function, &placement.surroundings, clock)),
            };
            functions.insert(function.logical_id.clone(), Entry { declared: function.clone(), place });
        }
        Ok(Self {
            inner: Arc::new(Inner { surroundings: placement.surroundings.clone(), functions, invocations: Invocations::new(clock) }),
        })
    }

    /// The function that `name` means: its name, ARN (also with a version), logical id or handler.
    pub(crate) fn find(&self, name: &str) -> Option<&local_template::Function> {
        let declared = || self.inner.functions.values().map(|entry| &entry.declared);
        let name = name.rsplit_once(":function:").map_or(name, |(_, name)| name);
        let name = name.split(':').next().unwrap_or(name);
        declared()
            .find(|function| function.physical_name == name || function.logical_id == name)
            .or_else(|| declared().find(|function| function.handler == name))
    }

    /// What the functions of an area find in their environment, for a process that runs them elsewhere. Variables of one
    /// function only are left out.
    pub(crate) fn environment(&self, area: &str) -> BTreeMap<String, String> {
        let archive = format!("/{area}/bootstrap.zip");
        let declared = self.inner.functions.values().map(|entry| &entry.declared).filter(|function| function.code_uri.ends_with(&archive));
        let mut variables: BTreeMap<_, _> =
            declared.flat_map(|function| environment::variables(function, &self.inner.surroundings)).collect();
        variables.retain(|name, _| name != "_HANDLER" && !name.starts_with("AWS_LAMBDA_"));
        // One process for all of them has the role of none.
        variables.insert("AWS_SESSION_TOKEN".to_owned(), "local".to_owned());
        variables
    }

    /// Invokes the function with this logical id and waits for its answer; its own timeout is enforced.
    pub(crate) async fn invoke(&self, logical_id: &str, event: Value) -> Called {
        let Some(entry) = self.inner.functions.get(logical_id) else {
            return Called::unreachable(format!("the template has no function {logical_id}"));
        };
        let request_id = uuid::Uuid::new_v4().to_string();
        let started = self.inner.invocations.start(&entry.declared, &request_id);
        let timeout = entry.declared.timeout;
        let ended = match &entry.place {
            Place::Here(here) => here.call(event, &request_id, timeout).await,
            Place::Remote(remote) => remote.call(event, timeout).await,
        };
        self.inner.invocations.end(started, &ended);
        Called { request_id, result: ended.result.map_err(InvokeError::from) }
    }

    /// Invokes as Lambda's asynchronous invocation does: function errors are tried twice more, then given up.
    ///
    /// # Errors
    /// When the function cannot be reached at all.
    pub(crate) async fn invoke_asynchronously(&self, logical_id: &str, event: Value) -> Result<(), String> {
        let mut pauses = PAUSES.into_iter();
        loop {
            match self.invoke(logical_id, event.clone()).await.result {
                Ok(_) => return Ok(()),
                Err(InvokeError::Unreachable(reason)) => return Err(reason),
                Err(error) => match pauses.next() {
                    Some(pause) => tokio::time::sleep(pause).await,
                    None => {
                        tracing::error!(function = logical_id, %error, "an asynchronous invocation failed three times");
                        return Ok(());
                    }
                },
            }
        }
    }

    /// The shared door for event source mappings.
    pub(crate) fn invoker(&self) -> Invoker {
        let functions = self.clone();
        Arc::new(move |logical_id, event| {
            let (functions, logical_id) = (functions.clone(), logical_id.to_owned());
            Box::pin(async move { functions.invoke(&logical_id, event).await })
        })
    }

    /// Recent invocations, oldest first: those of `function` (name, logical id or handler) if given, and only those
    /// after the one with the number `after` if given.
    pub(crate) fn recent(&self, function: Option<&str>, after: Option<u64>) -> Vec<Invocation> {
        let logical_id = function.map(|name| self.find(name).map_or(name, |found| found.logical_id.as_str()));
        self.inner.invocations.recent(logical_id, after)
    }
}

#[cfg(test)]
pub(crate) mod tests;
