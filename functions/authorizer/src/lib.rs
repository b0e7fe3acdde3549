//! Lets callers in: verifies access tokens and tells API Gateway which routes they open.

mod answer;
mod authorize;
mod key_set;
mod keys;
mod machine;
#[rustfmt::skip]
mod patterns;
mod policy;
mod token;

pub use machine::allowed_paths as paths_of_scopes;
pub use policy::allowed_paths;

/// The handlers of this area.
#[must_use]
pub fn area() -> lambda::Area {
    lambda::Area::new("authorizer", "letting callers in", vec![authorize::handler()])
}
