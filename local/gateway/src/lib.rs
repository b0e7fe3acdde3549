//! API Gateway's REST API for the local stack: routes, authorizer, usage plans and gateway responses of a template.

mod api_key;
mod api_keys;
mod authorizer;
mod call;
mod control_plane;
mod failure;
mod gateway;
mod gateway_error;
mod gateway_response;
mod grant;
mod invoke;
mod media_types;
mod method_routes;
mod options;
mod path_tree;
mod policy;
mod preflight;
mod proxy_event;
mod proxy_response;
mod quota;
mod token_bucket;
mod usage;

#[cfg(test)]
mod tests;

pub use api_keys::{ApiKeys, ApiKeysError};
pub use gateway::Gateway;
pub use gateway_error::GatewayError;
pub use invoke::{Invoke, InvokeError};
pub use options::GatewayOptions;
