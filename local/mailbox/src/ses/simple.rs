//! Simple content: subject, text and HTML as strings, with attachments.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::SesError;
use super::request::{MESSAGE_SIZE, NameAndValue};
use crate::mail::{Attachment, Header, Mail};

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct SimpleContent {
    subject: Option<Text>,
    body: Body,
    headers: Vec<NameAndValue>,
    attachments: Vec<AttachmentRequest>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Body {
    text: Option<Text>,
    html: Option<Text>,
}

/// The charset that may stand beside it governs the wire format only: JSON is Unicode.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Text {
    data: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AttachmentRequest {
    file_name: String,
    raw_content: String,
    content_type: Option<String>,
}

impl SimpleContent {
    /// The mail without sender and recipients.
    pub(super) fn mail(&self) -> Result<Mail, SesError> {
        let refused = |message: String| Err(SesError::BadRequest(message));
        let Some(subject) = &self.subject else {
            return refused("The mail has no Subject.".to_owned());
        };
        if self.body.text.is_none() && self.body.html.is_none() {
            return refused("The mail has no Body: set Text, Html or both.".to_owned());
        }
        let mut lines = vec![("Subject", &subject.data)];
        for header in &self.headers {
            lines.push(("Header name", &header.name));
            lines.push(("Header value", &header.value));
        }
        if let Some((what, line)) = lines.iter().find(|(_, line)| line.contains(['\r', '\n'])) {
            return refused(format!("The {what} {line:?} must not contain a line break."));
        }
        let data = |text: &Option<Text>| text.as_ref().map(|text| text.data.clone());
        let headers = self.headers.iter();
        let mail = Mail {
            subject: subject.data.clone(),
            text: data(&self.body.text),
            html: data(&self.body.html),
            attachments: self.attachments.iter().map(decode).collect::<Result<_, _>>()?,
            headers: headers.map(|header| Header::new(&header.name, &header.value)).collect(),
            ..Mail::default()
        };
        check_size(encoded_size(&mail))?;
        Ok(mail)
    }
}

pub(super) fn check_size(size: usize) -> Result<(), SesError> {
    if size > MESSAGE_SIZE {
        return Err(SesError::BadRequest(format!("Message length is more than {MESSAGE_SIZE} bytes long: {size}.")));
    }
    Ok(())
}

/// About what the message weighs on the wire, where attachments are Base64.
fn encoded_size(mail: &Mail) -> usize {
    let body = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    let attachments: usize = mail.attachments.iter().map(|attachment| attachment.bytes.len().div_ceil(3) * 4).sum();
    body(&mail.text) + body(&mail.html) + attachments
}

fn decode(attachment: &AttachmentRequest) -> Result<Attachment, SesError> {
    let name = &attachment.file_name;
    let bytes = STANDARD
        .decode(&attachment.raw_content)
        .map_err(|_| SesError::BadRequest(format!("The RawContent of attachment {name:?} is not Base64.")))?;
    let content_type = attachment.content_type.as_deref();
    Ok(Attachment { name: name.clone(), content_type: content_type.unwrap_or(type_by_extension(name)).to_owned(), bytes })
}

/// SES derives a missing type from the file's name.
fn type_by_extension(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "csv" => "text/csv",
        "gif" => "image/gif",
        "htm" | "html" => "text/html",
        "ics" => "text/calendar",
        "jpeg" | "jpg" => "image/jpeg",
        "json" => "application/json",
        "pdf" => "application/pdf",
        "png" => "image/png",
        "txt" => "text/plain",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}
