//! What can go wrong with the table.

use crate::authority::Lost;
use aws_sdk_dynamodb::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};

/// Errors of the store. None of their texts is ever shown to a caller.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// Somebody else changed the item since it was read.
    #[error("the item was changed by another request")]
    Conflict,
    /// The caller has lost what let them do this since the gateway let them in.
    #[error("the caller has lost what let them do this: {0:?}")]
    Lost(Lost),
    /// The idempotency key was used for another request.
    #[error("the idempotency key was used with another request")]
    KeyReused,
    /// The cursor was not made by this list.
    #[error("the cursor is not one of this list")]
    BadCursor,
    /// Throttled, timed out or temporarily failing; the same call may succeed later.
    #[error("the table is not available: {0}")]
    Unavailable(String),
    /// A stored item cannot be read: a defect, never the caller's fault.
    #[error("a stored {entity} is corrupt: {reason}")]
    Corrupt { entity: &'static str, reason: String },
    /// The table refused the request: a defect.
    #[error("the table refused the request: {0}")]
    Refused(String),
}

/// Error codes after which the same request may succeed.
const RETRYABLE: [&str; 7] = [
    "ProvisionedThroughputExceededException",
    "ThrottlingException",
    "RequestLimitExceeded",
    "InternalServerError",
    "ServiceUnavailable",
    "TransactionInProgressException",
    "TransactionConflictException",
];

impl TableError {
    pub(crate) fn of<E, R>(error: &SdkError<E, R>) -> Self
    where
        E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
        R: std::fmt::Debug + Send + Sync + 'static,
    {
        let code = error.code().unwrap_or_default();
        let text = DisplayErrorContext(error).to_string();
        let transport = matches!(error, SdkError::TimeoutError(_) | SdkError::DispatchFailure(_) | SdkError::ResponseError(_));
        match code {
            "ConditionalCheckFailedException" => Self::Conflict,
            code if transport || RETRYABLE.contains(&code) => Self::Unavailable(text),
            _ => Self::Refused(text),
        }
    }
}
