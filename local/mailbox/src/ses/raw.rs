//! Raw content: a MIME message, taken apart.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mail_parser::{Addr, Address, Message, MessageParser, MimeHeaders as _, PartType};
use serde::Deserialize;

use super::SesError;
use super::simple::check_size;
use crate::mail::{Attachment, Header, Mail};

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct RawContent {
    /// The message in Base64, as JSON carries bytes.
    data: String,
}

impl RawContent {
    /// The mail with the sender and recipients that its headers name.
    pub(super) fn mail(&self) -> Result<Mail, SesError> {
        let message = STANDARD.decode(&self.data).map_err(|_| SesError::BadRequest("The raw message's Data is not Base64.".to_owned()))?;
        check_size(message.len())?;
        // "All required header fields must be present": what lacks this one is no mail at all.
        let message = MessageParser::default()
            .parse(&message)
            .filter(|message| message.from().is_some())
            .ok_or_else(|| SesError::MessageRejected("Missing required header 'From'.".to_owned()))?;
        Ok(Mail {
            from: addresses(message.from()).into_iter().next().unwrap_or_default(),
            to: [message.to(), message.cc(), message.bcc()].into_iter().flat_map(addresses).collect(),
            subject: message.subject().unwrap_or_default().to_owned(),
            text: message.text_bodies().find_map(|part| match &part.body {
                PartType::Text(text) => Some(text.to_string()),
                _ => None,
            }),
            html: message.html_bodies().find_map(|part| match &part.body {
                PartType::Html(html) => Some(html.to_string()),
                _ => None,
            }),
            attachments: attachments(&message),
            headers: headers(&message),
        })
    }
}

fn addresses(field: Option<&Address<'_>>) -> Vec<String> {
    field.map_or_else(Vec::new, |field| field.iter().filter_map(written).collect())
}

fn written(addr: &Addr<'_>) -> Option<String> {
    let address = addr.address()?;
    Some(match addr.name() {
        Some(name) if !name.is_empty() => format!("{name} <{address}>"),
        _ => address.to_owned(),
    })
}

fn attachments(message: &Message<'_>) -> Vec<Attachment> {
    let parts = message.attachments().enumerate();
    parts
        .map(|(position, part)| Attachment {
            name: part.attachment_name().map_or_else(|| format!("attachment-{}", position + 1), str::to_owned),
            content_type: part.content_type().map_or_else(
                || "application/octet-stream".to_owned(),
                |kind| match kind.subtype() {
                    Some(subtype) => format!("{}/{subtype}", kind.ctype()),
                    None => kind.ctype().to_owned(),
                },
            ),
            bytes: part.contents().to_vec(),
        })
        .collect()
}

/// All headers as written, unfolded (RFC 5322 §2.2.3). Bcc is for the envelope, not for readers.
fn headers(message: &Message<'_>) -> Vec<Header> {
    message
        .headers_raw()
        .filter(|(name, _)| !name.eq_ignore_ascii_case("bcc"))
        .map(|(name, value)| {
            let unfolded = value.replace(['\r', '\n'], "").replace('\t', " ");
            Header::new(name, unfolded.trim())
        })
        .collect()
}
