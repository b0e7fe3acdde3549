//! The body of SendEmail: what the platform sends, and nothing else. A field that is not here is refused by its name, so that a new use
//! of the API shows itself.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::error::SesError;
use crate::address::bare;
use crate::mail::Mail;

/// SES v2 API reference, "SendEmail", and "Service quotas": recipients of one message.
const RECIPIENTS: usize = 50;
/// "Service quotas": message size in bytes.
const MESSAGE_SIZE: usize = 40 * 1_024 * 1_024;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
pub(super) struct SendEmail {
    from_email_address: Option<String>,
    destination: Destination,
    content: Content,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
struct Destination {
    to_addresses: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
struct Content {
    simple: Option<Simple>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
struct Simple {
    subject: Option<Text>,
    body: Body,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
struct Body {
    text: Option<Text>,
    html: Option<Text>,
}

/// The charset governs the wire format only: JSON is Unicode.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Text {
    data: String,
    #[serde(rename = "Charset")]
    _charset: Option<IgnoredAny>,
}

impl SendEmail {
    pub(super) fn parse(body: &[u8]) -> Result<Self, SesError> {
        serde_json::from_slice(body).map_err(|error| SesError::BadRequest(format!("The body is not valid: {error}.")))
    }

    /// Checks the request and makes the mail it means.
    pub(super) fn into_mail(self) -> Result<Mail, SesError> {
        let refused = |message: String| Err(SesError::BadRequest(message));
        let to = self.destination.to_addresses;
        for address in self.from_email_address.iter().chain(&to) {
            if bare(address).is_none() {
                return refused(format!("The address {address:?} is not valid."));
            }
        }
        let Some(from) = self.from_email_address else {
            return refused("The mail has no sender: set FromEmailAddress.".to_owned());
        };
        if to.is_empty() {
            return refused("The mail has no recipient: set Destination.".to_owned());
        }
        if to.len() > RECIPIENTS {
            return refused(format!("Recipient count exceeds {RECIPIENTS}: the mail has {}.", to.len()));
        }
        let Some(Simple { subject, body }) = self.content.simple else {
            return refused("The local mailbox takes Simple content only.".to_owned());
        };
        let Some(subject) = subject.map(|text| text.data) else {
            return refused("The mail has no Subject.".to_owned());
        };
        if subject.contains(['\r', '\n']) {
            return refused(format!("The Subject {subject:?} must not contain a line break."));
        }
        let (text, html) = (body.text.map(|text| text.data), body.html.map(|text| text.data));
        if text.is_none() && html.is_none() {
            return refused("The mail has no Body: set Text, Html or both.".to_owned());
        }
        let size = [&text, &html].into_iter().flatten().map(String::len).sum::<usize>();
        if size > MESSAGE_SIZE {
            return refused(format!("Message length is more than {MESSAGE_SIZE} bytes long: {size}."));
        }
        Ok(Mail { from, to, subject, text, html })
    }
}
