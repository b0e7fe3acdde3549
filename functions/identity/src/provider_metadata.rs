//! What a customer's identity provider says of itself, looked at before it is believed.

pub(crate) mod oidc;
pub(crate) mod saml;

use lambda::{Problem, services::WebError};

/// What is wrong with it, for the administrator to read.
fn wrong(field: &'static str, detail: impl Into<String>) -> Problem {
    Problem::rule(field, detail)
}

fn not_fetched(field: &'static str, error: WebError) -> Problem {
    wrong(field, error.to_string())
}
