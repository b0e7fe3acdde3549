//! The body of SendEmail, and what Simple and Raw content have in common.

use serde::Deserialize;

use super::SesError;
use super::raw::RawContent;
use super::simple::SimpleContent;
use crate::address::bare;
use crate::mail::{Header, Mail};

/// SES v2 API reference, "SendEmail", and "Service quotas": recipients of one message.
const RECIPIENTS: usize = 50;
/// "Service quotas": message size with headers and attachments, in bytes.
pub(super) const MESSAGE_SIZE: usize = 40 * 1_024 * 1_024;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct SendEmail {
    from_email_address: Option<String>,
    destination: Destination,
    reply_to_addresses: Vec<String>,
    configuration_set_name: Option<String>,
    email_tags: Vec<NameAndValue>,
    content: Option<Content>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Destination {
    to_addresses: Vec<String>,
    cc_addresses: Vec<String>,
    bcc_addresses: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct NameAndValue {
    pub(super) name: String,
    pub(super) value: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Content {
    simple: Option<SimpleContent>,
    raw: Option<RawContent>,
    template: Option<serde::de::IgnoredAny>,
}

impl SendEmail {
    pub(super) fn parse(body: &[u8]) -> Result<Self, SesError> {
        serde_json::from_slice(body).map_err(|error| SesError::BadRequest(format!("The body is not valid: {error}.")))
    }

    /// Checks the request and makes the mail it means.
    pub(super) fn into_mail(self) -> Result<Mail, SesError> {
        let refused = |message: &str| Err(SesError::BadRequest(message.to_owned()));
        let senders = self.from_email_address.iter().chain(&self.reply_to_addresses);
        for address in senders.chain(self.destination.all()) {
            check_address(address)?;
        }
        let content = self.content.as_ref();
        let mut mail = match content.map(|it| (&it.simple, &it.raw, &it.template)) {
            Some((Some(simple), None, None)) => {
                let mut mail = simple.mail()?;
                mail.headers.splice(0..0, self.addressing());
                mail
            }
            Some((None, Some(raw), None)) => raw.mail()?,
            Some((None, None, Some(_))) => {
                return refused("The local mailbox renders no templates: send Simple or Raw content.");
            }
            _ => return refused("The content must be exactly one of Simple, Raw and Template."),
        };
        mail.headers.extend(self.markings());
        let recipients: Vec<String> = self.destination.all().cloned().collect();
        if !recipients.is_empty() {
            mail.to = recipients;
        }
        if let Some(from) = self.from_email_address {
            mail.from = from;
        }
        if mail.from.is_empty() {
            return refused("The mail has no sender: set FromEmailAddress.");
        }
        match mail.to.len() {
            0 => refused("The mail has no recipient: set Destination."),
            1..=RECIPIENTS => Ok(mail),
            count => Err(SesError::BadRequest(format!("Recipient count exceeds {RECIPIENTS}: the mail has {count}."))),
        }
    }

    /// The headers that SES writes for simple content; raw content brings its own. Bcc is for the
    /// envelope, not for readers.
    fn addressing(&self) -> Vec<Header> {
        let mut headers = Vec::new();
        add(&mut headers, "To", &self.destination.to_addresses.join(", "));
        add(&mut headers, "Cc", &self.destination.cc_addresses.join(", "));
        add(&mut headers, "Reply-To", &self.reply_to_addresses.join(", "));
        headers
    }

    /// Configuration set and tags, under the header names by which raw mail gives them.
    fn markings(&self) -> Vec<Header> {
        let mut headers = Vec::new();
        let set = self.configuration_set_name.as_deref().unwrap_or_default();
        add(&mut headers, "X-SES-CONFIGURATION-SET", set);
        let tags = self.email_tags.iter();
        let tags: Vec<String> = tags.map(|tag| format!("{}={}", tag.name, tag.value)).collect();
        add(&mut headers, "X-SES-MESSAGE-TAGS", &tags.join(", "));
        headers
    }
}

impl Destination {
    fn all(&self) -> impl Iterator<Item = &String> {
        let to_and_cc = self.to_addresses.iter().chain(&self.cc_addresses);
        to_and_cc.chain(&self.bcc_addresses)
    }
}

fn add(headers: &mut Vec<Header>, name: &str, value: &str) {
    if !value.is_empty() {
        headers.push(Header::new(name, value));
    }
}

fn check_address(address: &str) -> Result<(), SesError> {
    match bare(address) {
        Some(_) => Ok(()),
        None => Err(SesError::BadRequest(format!("The address {address:?} is not valid."))),
    }
}
