//! Why a gateway cannot be made of a stack.

/// Why a gateway cannot be made of a stack.
#[derive(Debug, thiserror::Error)]
pub enum GatewayError {
    /// The template asks for what API Gateway refuses; the text says what.
    #[error("the API of the template cannot be served: {0}")]
    Template(String),
}
