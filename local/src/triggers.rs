//! What the identity provider calls: its Lambda triggers and the mailbox.

use std::sync::Arc;

use local_cognito::{Mailer, Trigger};
use local_gateway::InvokeError;
use local_mailbox::{Mail, Mailbox};

use crate::functions::Functions;

/// Cognito's own default sender.
const SENDER: &str = "no-reply@verificationemail.com";

/// Runs a user pool's Lambda trigger.
pub(crate) fn trigger(functions: &Functions) -> Trigger {
    let functions = functions.clone();
    Arc::new(move |call| {
        let functions = functions.clone();
        Box::pin(async move {
            let Some(function) = functions.find(&call.function_arn) else {
                return Err(format!("the stack has no function {}", call.function_arn));
            };
            let logical_id = function.logical_id.clone();
            functions.invoke(&logical_id, call.event).await.result.map_err(|error| match error {
                // Cognito shows a trigger's own message to the caller.
                InvokeError::FunctionError { message, .. } => message,
                other => other.to_string(),
            })
        })
    })
}

/// Puts the provider's mails into the mailbox.
pub(crate) fn mailer(mailbox: &Mailbox) -> Mailer {
    let mailbox = mailbox.clone();
    Arc::new(move |mail| {
        let mailbox = mailbox.clone();
        Box::pin(async move {
            let mail =
                Mail { from: SENDER.to_owned(), to: vec![mail.to], subject: mail.subject, text: Some(mail.text), html: Some(mail.html) };
            mailbox.deliver(mail).await.map(drop).map_err(|error| error.to_string())
        })
    })
}
