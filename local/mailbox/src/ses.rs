//! The REST API of SES v2, as far as sending goes.

mod error;
mod request;

use local_kit::{HttpAnswer, Protocol};
use serde_json::json;

use crate::mailbox::Mailbox;
use error::SesError;
use request::SendEmail;

impl Mailbox {
    /// Answers one request: `POST /v2/email/outbound-emails` (SendEmail) with Simple content. Every other path is
    /// `UnknownOperationException`.
    pub async fn handle(&self, method: &str, path: &str, body: &[u8]) -> HttpAnswer {
        match self.operate(method, path, body).await {
            Ok(message_id) => Protocol::REST_JSON.ok(&json!({"MessageId": message_id})),
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
