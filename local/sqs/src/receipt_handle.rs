//! Receipt handles: which receive of which message a consumer answers for.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::error::{ErrorCode, SqsError};

/// Opaque to callers: the message's row, the receive's own id, and the queue it was received from.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ReceiptHandle {
    pub(crate) message: i64,
    pub(crate) receipt: String,
    pub(crate) queue: String,
}

impl ReceiptHandle {
    pub(crate) fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(format!("{}:{}:{}", self.message, self.receipt, self.queue))
    }

    /// Reads a handle that belongs to the queue; everything else is `ReceiptHandleIsInvalid`.
    pub(crate) fn decode(handle: &str, queue: &str) -> Result<Self, SqsError> {
        Self::read(handle).filter(|read| read.queue == queue).ok_or_else(|| {
            SqsError::new(
                ErrorCode::ReceiptHandleIsInvalid,
                format!("The input receipt handle \"{handle}\" is not a valid receipt handle."),
            )
        })
    }

    fn read(handle: &str) -> Option<Self> {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(handle).ok()?).ok()?;
        let (message, rest) = text.split_once(':')?;
        let (receipt, queue) = rest.split_once(':')?;
        Some(Self { message: message.parse().ok()?, receipt: receipt.to_owned(), queue: queue.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_handle_serves_its_own_queue_only() {
        let handle = ReceiptHandle { message: 7, receipt: "r".into(), queue: "work".into() };
        assert_eq!(ReceiptHandle::decode(&handle.encode(), "work"), Ok(handle));
        let other = ReceiptHandle { message: 7, receipt: "r".into(), queue: "work".into() }.encode();
        let error = ReceiptHandle::decode(&other, "rest").unwrap_err();
        assert_eq!(error.code, ErrorCode::ReceiptHandleIsInvalid);
    }

    proptest! {
        #[test]
        fn garbage_is_refused(garbage in "\\PC*") {
            prop_assert!(ReceiptHandle::decode(&garbage, "work").is_err());
        }
    }
}
