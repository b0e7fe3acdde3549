//! The REST API of SES v2, as far as sending goes.

mod raw;
mod request;
mod simple;

use serde_json::json;

use self::request::SendEmail;
use crate::database::MailboxError;
use crate::mailbox::Mailbox;

/// An answer for the caller to send with `Content-Type: application/json`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpAnswer {
    /// HTTP status code.
    pub status: u16,
    /// A JSON object; of an error `{"__type", "message"}`.
    pub body: String,
}

/// Everything the API can refuse or fail with.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum SesError {
    BadRequest(String),
    MessageRejected(String),
    UnknownOperation(String),
    Internal,
}

impl From<MailboxError> for SesError {
    fn from(error: MailboxError) -> Self {
        tracing::error!(%error, "a mail could not be kept");
        Self::Internal
    }
}

impl SesError {
    fn answer(self) -> HttpAnswer {
        let (status, kind, message) = match self {
            Self::BadRequest(message) => (400, "BadRequestException", message),
            Self::MessageRejected(message) => (400, "MessageRejected", message),
            Self::UnknownOperation(message) => (404, "UnknownOperationException", message),
            Self::Internal => (500, "InternalServiceErrorException", "The local mailbox could not keep the mail.".to_owned()),
        };
        HttpAnswer { status, body: json!({"__type": kind, "message": message}).to_string() }
    }
}

impl Mailbox {
    /// Answers one request: `POST /v2/email/outbound-emails` (SendEmail) with Simple or Raw
    /// content, in a body of up to 54 MiB (40 MB of mail in Base64). Every other path is
    /// `UnknownOperationException`.
    pub async fn handle(&self, method: &str, path: &str, body: &[u8]) -> HttpAnswer {
        match self.operate(method, path, body).await {
            Ok(message_id) => HttpAnswer { status: 200, body: json!({"MessageId": message_id}).to_string() },
            Err(error) => error.answer(),
        }
    }

    async fn operate(&self, method: &str, path: &str, body: &[u8]) -> Result<String, SesError> {
        if (method, path.trim_end_matches('/')) != ("POST", "/v2/email/outbound-emails") {
            return Err(SesError::UnknownOperation(format!("The local mailbox has no operation {method} {path}: it only sends mail.")));
        }
        let request = SendEmail::parse(body)?;
        let now = self.now().as_millisecond();
        let id = self.deliver(request.into_mail()?).await?;
        // AWS's form: 16 hexadecimal digits, an opaque part, six digits.
        Ok(format!("{now:016x}-{id:032x}-000000"))
    }
}
