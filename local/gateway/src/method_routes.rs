//! The routes of the template: which function answers which method of which resource.

use std::collections::BTreeMap;
use std::time::Duration;

use local_template::{Event, Stack, Throttle};

use crate::GatewayError;
use crate::failure::Failure;
use crate::path_tree::PathTree;

/// API Gateway waits this long for a function.
pub(crate) const INTEGRATION_TIMEOUT: Duration = Duration::from_secs(29);
const METHODS: &[&str] = &["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

/// The function behind one method of a resource.
#[derive(Clone, Debug)]
pub(crate) struct MethodRoute {
    pub(crate) function: String,
    pub(crate) authorizer: Option<String>,
    pub(crate) api_key_required: bool,
    pub(crate) timeout: Duration,
    pub(crate) throttle: Option<Throttle>,
}

/// One resource of the API.
#[derive(Debug)]
pub(crate) struct ApiResource {
    pub(crate) id: String,
    pub(crate) path: String,
    methods: BTreeMap<String, MethodRoute>,
}

/// A path that exists.
#[derive(Debug)]
pub(crate) struct Found<'r> {
    pub(crate) resource: &'r ApiResource,
    pub(crate) parameters: BTreeMap<String, String>,
}

/// Every route of the API.
#[derive(Debug, Default)]
pub(crate) struct Routes {
    tree: PathTree,
    resources: Vec<ApiResource>,
}

impl Routes {
    /// The routes of the stack's functions.
    pub(crate) fn of(stack: &Stack) -> Result<Self, GatewayError> {
        let mut routes = Self::default();
        for function in &stack.functions {
            for event in &function.events {
                let Event::Api(event) = event else { continue };
                if event.method != "ANY" && !METHODS.contains(&event.method.as_str()) {
                    let message = format!("{} has the method {}", function.logical_id, event.method);
                    return Err(GatewayError::Template(message));
                }
                let route = MethodRoute {
                    function: function.logical_id.clone(),
                    authorizer: event.authorizer.clone(),
                    api_key_required: event.api_key_required,
                    timeout: event.timeout.unwrap_or(INTEGRATION_TIMEOUT),
                    throttle: throttle(stack, &event.path, &event.method),
                };
                routes.insert(&event.path, &event.method, route)?;
            }
        }
        Ok(routes)
    }

    fn insert(&mut self, path: &str, method: &str, route: MethodRoute) -> Result<(), GatewayError> {
        let index = self.tree.insert(path, self.resources.len())?;
        if index == self.resources.len() {
            self.resources.push(ApiResource { id: format!("{index:06}"), path: path.to_owned(), methods: BTreeMap::new() });
        }
        let function = route.function.clone();
        match self.resources[index].methods.insert(method.to_owned(), route) {
            None => Ok(()),
            Some(other) => Err(GatewayError::Template(format!("{method} {path} belongs to both {} and {function}", other.function))),
        }
    }

    /// The resource of a path.
    pub(crate) fn find(&self, path: &str) -> Result<Found<'_>, Failure> {
        let found = self.tree.find(path)?;
        Ok(Found { resource: &self.resources[found.resource], parameters: found.parameters })
    }
}

impl ApiResource {
    /// The route of a method, which may be the one for any method.
    pub(crate) fn route(&self, method: &str) -> Option<&MethodRoute> {
        self.methods.get(method).or_else(|| self.methods.get("ANY"))
    }

    /// Whether the template itself routes OPTIONS: SAM adds no CORS answer then.
    pub(crate) fn routes_options(&self) -> bool {
        self.methods.contains_key("OPTIONS")
    }

    /// The methods a browser may use here, as SAM writes them when `AllowMethods` is not given.
    pub(crate) fn allowed_methods(&self) -> String {
        if self.methods.contains_key("ANY") {
            return METHODS.join(",");
        }
        let mut methods: Vec<&str> = self.methods.keys().map(String::as_str).collect();
        methods.push("OPTIONS");
        methods.sort_unstable();
        methods.join(",")
    }
}

/// The limit for a method: a setting for the very method, else for the path, else for everything.
fn throttle(stack: &Stack, path: &str, method: &str) -> Option<Throttle> {
    let applies = |wanted: &str, actual: &str, all: &str| wanted == actual || wanted == all;
    stack
        .api
        .throttling
        .iter()
        .filter(|limit| applies(&limit.path, path, "/*") && applies(&limit.method, method, "*"))
        .max_by_key(|limit| (limit.path == path, limit.method == method))
        .map(|limit| limit.throttle)
}
