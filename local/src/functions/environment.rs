//! The environment variables that Lambda gives to a function.

use std::collections::BTreeMap;

use local_template::Function;

/// The credentials that every local part accepts and local S3 checks signatures with.
pub(crate) const ACCESS_KEY_ID: &str = "local";
pub const SECRET_ACCESS_KEY: &str = "local-secret";

/// What all functions of the stack share.
#[derive(Debug, Clone)]
pub(crate) struct Surroundings {
    pub(crate) region: String,
    /// `http://127.0.0.1:3001`
    pub(crate) aws_endpoint: String,
}

/// The function's own variables, and those that Lambda reserves (Lambda developer guide, "Defined runtime environment
/// variables"). Reserved ones win, as on AWS.
pub(super) fn variables(function: &Function, surroundings: &Surroundings) -> BTreeMap<String, String> {
    let mut variables = function.environment.clone();
    let memory = function.memory_mb.to_string();
    for (name, value) in [
        ("AWS_REGION", surroundings.region.as_str()),
        ("AWS_DEFAULT_REGION", &surroundings.region),
        ("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID),
        ("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY),
        // By it the AWS endpoint knows the function, and applies the policies of its role.
        ("AWS_SESSION_TOKEN", &function.logical_id),
        ("AWS_ENDPOINT_URL", &surroundings.aws_endpoint),
        ("AWS_LAMBDA_FUNCTION_NAME", &function.physical_name),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", &memory),
        ("_HANDLER", &function.handler),
    ] {
        variables.insert(name.to_owned(), value.to_owned());
    }
    variables
}
