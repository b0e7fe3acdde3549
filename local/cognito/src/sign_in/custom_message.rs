//! The custom-message trigger: a function of the stack writes the e-mail that brings a code.
//!
//! The answer to the caller does not wait for it here, so that its time tells nothing.

use serde_json::{Value, json};

use super::code_mail::{self, CodeMail};
use super::delivery;
use crate::options::{Mail, Options, TriggerCall};
use crate::tokens::pre_token::attributes_of;

/// What a function writes in the place of the code.
const PLACEHOLDER: &str = "{####}";

/// The longest message that Cognito takes, and the longest subject.
const LONGEST: usize = 20_000;
const LONGEST_SUBJECT: usize = 140;

/// Writes and sends the e-mail. Where the function fails, Cognito refuses the sign-in; here nothing is sent, and the log says why.
pub(crate) async fn send(options: &Options, mail: &CodeMail) {
    match written(options, mail).await {
        Ok(written) => delivery::deliver(&options.mailer, written).await,
        Err(error) => tracing::error!(%error, "CustomMessage failed, and no code was sent"),
    }
}

async fn written(options: &Options, mail: &CodeMail) -> Result<Mail, String> {
    let plain = code_mail::with_code(&mail.to, &mail.code);
    let Some(function_arn) = mail.pool.settings.message_trigger() else { return Ok(plain) };
    let call = TriggerCall { function_arn, event: event(&options.region, mail) };
    let answer = (options.trigger)(call).await?;
    let text = |name: &str| answer["response"][name].as_str();
    let Some(message) = text("emailMessage") else { return Ok(plain) };
    if !message.contains(PLACEHOLDER) || message.chars().count() > LONGEST {
        return Err(format!("the message must hold {PLACEHOLDER} and at most {LONGEST} characters"));
    }
    let subject = text("emailSubject").unwrap_or(&plain.subject);
    if subject.chars().count() > LONGEST_SUBJECT {
        return Err(format!("the subject can have at most {LONGEST_SUBJECT} characters"));
    }
    let html = message.replace(PLACEHOLDER, &mail.code);
    Ok(Mail { to: plain.to, subject: subject.to_owned(), text: readable(&html), html })
}

fn event(region: &str, mail: &CodeMail) -> Value {
    json!({
        "version": "1",
        "triggerSource": "CustomMessage_Authentication",
        "region": region,
        "userPoolId": mail.pool.id,
        "userName": mail.user.username,
        "callerContext": { "awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": mail.client_id },
        "request": {
            "userAttributes": attributes_of(&mail.user),
            "codeParameter": PLACEHOLDER,
            "usernameParameter": null,
        },
        "response": { "smsMessage": null, "emailMessage": null, "emailSubject": null },
    })
}

/// A message as a mail program without HTML shows it.
fn readable(html: &str) -> String {
    let (mut text, mut inside) = (String::new(), false);
    for character in html.chars() {
        match character {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push('\n');
            }
            _ if !inside => text.push(character),
            _ => {}
        }
    }
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n\n").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[cfg(test)]
mod tests;
