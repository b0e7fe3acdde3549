//! The errors of the service, each with its two names: the JSON protocol's type and the older query protocol's code.

use std::fmt::Display;

use local_kit::Interrupted;

/// Which rule a call broke. The SDKs choose their typed error by [`ErrorCode::query_code`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorCode {
    BatchEntryIdsNotDistinct,
    BatchRequestTooLong,
    EmptyBatchRequest,
    InternalFailure,
    InvalidAddress,
    InvalidAttributeName,
    InvalidAttributeValue,
    InvalidBatchEntryId,
    InvalidMessageContents,
    InvalidParameterValue,
    MessageNotInflight,
    MissingParameter,
    QueueDoesNotExist,
    QueueNameExists,
    ReceiptHandleIsInvalid,
    ResourceNotFound,
    Serialization,
    TooManyEntriesInBatchRequest,
    UnknownOperation,
    UnsupportedOperation,
}

impl ErrorCode {
    /// The type in the JSON body (`__type`) and the code in the header `x-amzn-query-error`.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::BatchEntryIdsNotDistinct => {
                ("com.amazonaws.sqs#BatchEntryIdsNotDistinct", "AWS.SimpleQueueService.BatchEntryIdsNotDistinct")
            }
            Self::BatchRequestTooLong => ("com.amazonaws.sqs#BatchRequestTooLong", "AWS.SimpleQueueService.BatchRequestTooLong"),
            Self::EmptyBatchRequest => ("com.amazonaws.sqs#EmptyBatchRequest", "AWS.SimpleQueueService.EmptyBatchRequest"),
            Self::InternalFailure => ("com.amazon.coral.service#InternalFailure", "InternalFailure"),
            Self::InvalidAddress => ("com.amazonaws.sqs#InvalidAddress", "InvalidAddress"),
            Self::InvalidAttributeName => ("com.amazonaws.sqs#InvalidAttributeName", "InvalidAttributeName"),
            Self::InvalidAttributeValue => ("com.amazonaws.sqs#InvalidAttributeValue", "InvalidAttributeValue"),
            Self::InvalidBatchEntryId => ("com.amazonaws.sqs#InvalidBatchEntryId", "AWS.SimpleQueueService.InvalidBatchEntryId"),
            Self::InvalidMessageContents => ("com.amazonaws.sqs#InvalidMessageContents", "InvalidMessageContents"),
            Self::InvalidParameterValue => ("com.amazon.coral.service#InvalidParameterValueException", "InvalidParameterValue"),
            Self::MessageNotInflight => ("com.amazonaws.sqs#MessageNotInflight", "AWS.SimpleQueueService.MessageNotInflight"),
            Self::MissingParameter => ("com.amazon.coral.service#MissingRequiredParameterException", "MissingParameter"),
            Self::QueueDoesNotExist => ("com.amazonaws.sqs#QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"),
            Self::QueueNameExists => ("com.amazonaws.sqs#QueueNameExists", "QueueAlreadyExists"),
            Self::ReceiptHandleIsInvalid => ("com.amazonaws.sqs#ReceiptHandleIsInvalid", "ReceiptHandleIsInvalid"),
            Self::ResourceNotFound => ("com.amazonaws.sqs#ResourceNotFoundException", "ResourceNotFoundException"),
            Self::Serialization => ("com.amazon.coral.service#SerializationException", "SerializationException"),
            Self::TooManyEntriesInBatchRequest => {
                ("com.amazonaws.sqs#TooManyEntriesInBatchRequest", "AWS.SimpleQueueService.TooManyEntriesInBatchRequest")
            }
            Self::UnknownOperation => ("com.amazon.coral.service#UnknownOperationException", "InvalidAction"),
            Self::UnsupportedOperation => ("com.amazonaws.sqs#UnsupportedOperation", "AWS.SimpleQueueService.UnsupportedOperation"),
        }
    }

    /// The type that the JSON body names, like `com.amazonaws.sqs#QueueDoesNotExist`.
    pub fn json_type(self) -> &'static str {
        self.names().0
    }

    /// The code of the older protocol, like `AWS.SimpleQueueService.NonExistentQueue`.
    pub fn query_code(self) -> &'static str {
        self.names().1
    }

    /// The HTTP status: 500 for a failure of the store, 404 for the error that has its own.
    pub fn status(self) -> u16 {
        match self {
            Self::InternalFailure => 500,
            Self::ResourceNotFound => 404,
            _ => 400,
        }
    }

    /// Whether the caller has to change something; otherwise the store failed and the call may be tried again.
    pub fn is_sender_fault(self) -> bool {
        self != Self::InternalFailure
    }
}

/// Why a call was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {message}", code.query_code())]
pub struct SqsError {
    pub code: ErrorCode,
    pub message: String,
}

impl SqsError {
    pub(crate) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    pub(crate) fn invalid_parameter(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::InvalidParameterValue, message)
    }

    /// `Value … for parameter … is invalid. Reason: …`, the wording that most refusals have.
    pub(crate) fn invalid_value(parameter: &str, value: impl Display, reason: &str) -> Self {
        Self::invalid_parameter(format!("Value {value} for parameter {parameter} is invalid. Reason: {reason}"))
    }

    pub(crate) fn missing(parameter: &str) -> Self {
        Self::new(ErrorCode::MissingParameter, format!("The request must contain the parameter {parameter}."))
    }

    pub(crate) fn queue_does_not_exist() -> Self {
        Self::new(ErrorCode::QueueDoesNotExist, "The specified queue does not exist.")
    }

    pub(crate) fn resource_not_found(parameter: &str) -> Self {
        Self::new(ErrorCode::ResourceNotFound, format!("The resource that you specified for the {parameter} parameter doesn't exist."))
    }

    pub(crate) fn internal(failure: impl Display) -> Self {
        Self::new(ErrorCode::InternalFailure, format!("The local queue store failed: {failure}"))
    }
}

impl From<rusqlite::Error> for SqsError {
    fn from(failure: rusqlite::Error) -> Self {
        Self::internal(failure)
    }
}

impl From<Interrupted> for SqsError {
    fn from(interrupted: Interrupted) -> Self {
        Self::internal(interrupted)
    }
}
