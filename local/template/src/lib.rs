//! Reads a SAM template, and the templates it nests, the way CloudFormation would, for the local stack.
//!
//! Values that come from `Number` parameters are JSON numbers where that loses nothing; CloudFormation
//! itself does not tell `30` from `"30"`, so readers of [`Resource::properties`] accept both.

mod api;
mod conditions;
mod document;
mod dynamic_reference;
mod error;
mod event;
mod fields;
mod function;
mod globals;
mod intrinsics;
mod kind_table;
mod kinds;
mod load;
mod nested;
mod parameters;
mod read_api;
mod read_authorizers;
mod read_definition;
mod read_events;
mod read_function;
mod read_routes;
mod read_usage_plans;
mod references;
mod stack;
mod substitution;
mod template;

#[cfg(test)]
mod tests;

pub use api::{
    Api, ApiKeySource, Authorizer, AuthorizerKind, Cors, GatewayResponse, MethodThrottle, Quota, QuotaPeriod, Throttle, UsagePlan,
};
pub use error::TemplateError;
pub use event::{ApiEvent, Event, QueueEvent, StartingPosition, StreamEvent};
pub use function::Function;
pub use load::load;
pub use stack::{Environment, Resource, Stack};
