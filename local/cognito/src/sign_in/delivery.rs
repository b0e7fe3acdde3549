//! Mails on their way.

use std::sync::Arc;

use crate::options::{Mail, Mailer};
use crate::service::Service;

/// Sends a mail without waiting for it: the time of an answer must not tell whether there is someone to write to.
pub(crate) fn post(service: &Service, mail: Mail) {
    let mailer = Arc::clone(&service.options.mailer);
    tokio::spawn(async move { deliver(&mailer, mail).await });
}

pub(crate) async fn deliver(mailer: &Mailer, mail: Mail) {
    let to = mail.to.clone();
    if let Err(error) = mailer(mail).await {
        tracing::error!(%to, %error, "a mail was not delivered");
    }
}
