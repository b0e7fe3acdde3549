//! Outgoing mail.

use super::cause;
use crate::{
    sdk::{Sdk, config},
    settings::{SettingMissing, Settings},
};
use aws_sdk_sesv2::{
    Client,
    error::BuildError,
    types::{Body, Content, Destination, EmailContent, Message},
};

/// A letter could not be handed over.
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
        Self(cause(error))
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

/// The mail service.
#[derive(Debug, Clone)]
pub struct Mail {
    client: Client,
    from: String,
    /// Gets every letter instead of its recipient, so that a copy of real data writes to nobody.
    capture: Option<String>,
}

impl Mail {
    pub(crate) fn new(sdk: &Sdk, settings: &Settings) -> Result<Self, SettingMissing> {
        let client = Client::from_conf(config!(aws_sdk_sesv2, sdk).build());
        let capture = settings.get("MAIL_CAPTURE").map(str::to_owned);
        Ok(Self { client, from: settings.require("MAIL_FROM")?.to_owned(), capture })
    }

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
        request.send().await.map_err(|error| MailError(cause(error)))?;
        Ok(())
    }
}
