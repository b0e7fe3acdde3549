//! Outgoing mail.

use crate::{
    Service,
    settings::{SettingMissing, Settings},
};
use aws_config::SdkConfig;
use aws_sdk_sesv2::{
    Client,
    error::{BuildError, ProvideErrorMetadata, SdkError},
    operation::send_email::SendEmailError,
    types::{Body, Content, Destination, EmailContent, Message},
};

/// A letter could not be handed over. Only the kind of the error is kept: the service's own words may quote an address.
#[derive(Debug, thiserror::Error)]
#[error("the mail service failed: {0}")]
pub struct MailError(String);

impl From<MailError> for crate::FunctionError {
    fn from(error: MailError) -> Self {
        Self::failed(error)
    }
}

impl From<BuildError> for MailError {
    fn from(error: BuildError) -> Self {
        Self(error.to_string())
    }
}

/// A letter to one person.
#[derive(Debug, Clone)]
pub struct Letter<'a> {
    pub to: &'a str,
    pub subject: &'a str,
    pub text: &'a str,
    pub html: &'a str,
}

/// `MessageRejected` and the like, or what happened on the way.
fn kind<R>(error: &SdkError<SendEmailError, R>) -> String {
    let kind = error.code().map(str::to_owned);
    kind.unwrap_or_else(|| match error {
        SdkError::TimeoutError(_) => "no answer in time".to_owned(),
        SdkError::DispatchFailure(_) => "it cannot be reached".to_owned(),
        _ => "its answer cannot be understood".to_owned(),
    })
}

/// The mail service.
#[derive(Debug, Clone)]
pub struct Mail {
    client: Client,
    from: String,
    /// Gets every letter instead of its recipient, so that a copy of real data writes to nobody.
    capture: Option<String>,
}

impl Service for Mail {
    fn new(config: &SdkConfig, settings: &Settings) -> Result<Self, SettingMissing> {
        let client = Client::new(config);
        let capture = settings.get("MAIL_CAPTURE").map(str::to_owned);
        Ok(Self { client, from: settings.require("MAIL_FROM")?.to_owned(), capture })
    }
}

impl Mail {
    /// Hands a letter over; delivery is the service's.
    ///
    /// # Errors
    /// When the service does not take it.
    pub async fn send(&self, letter: Letter<'_>) -> Result<(), MailError> {
        let content = |text: &str| Content::builder().data(text).charset("UTF-8").build();
        let body = Body::builder().text(content(letter.text)?).html(content(letter.html)?).build();
        let (to, subject) = match &self.capture {
            None => (letter.to, letter.subject.to_owned()),
            Some(capture) => (capture.as_str(), format!("[for {}] {}", letter.to, letter.subject)),
        };
        let message = Message::builder().subject(content(&subject)?).body(body).build();
        let request = self
            .client
            .send_email()
            .from_email_address(&self.from)
            .destination(Destination::builder().to_addresses(to).build())
            .content(EmailContent::builder().simple(message).build());
        request.send().await.map_err(|error| MailError(kind(&error)))?;
        Ok(())
    }
}
