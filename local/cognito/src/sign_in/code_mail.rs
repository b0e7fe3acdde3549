//! The messages that users get while they sign in.

use aws_lc_rs::digest;

use crate::options::Mail;
use crate::pools::Pool;
use crate::users::User;

/// A code on its way to a user.
pub(crate) struct CodeMail {
    pub(crate) pool: Pool,
    pub(crate) client_id: String,
    pub(crate) user: User,
    pub(crate) to: String,
    pub(crate) code: String,
}

/// The one-time code.
pub(crate) fn with_code(to: &str, code: &str) -> Mail {
    Mail {
        to: to.to_owned(),
        subject: "Your verification code".to_owned(),
        text: format!("Your verification code is {code}.\n"),
        html: format!("<p>Your verification code is <strong>{code}</strong>.</p>"),
    }
}

/// The invitation of a user whom an administrator created with a temporary password.
pub(crate) fn with_invitation(to: &str, username: &str, password: &str) -> Mail {
    Mail {
        to: to.to_owned(),
        subject: "Your temporary password".to_owned(),
        text: format!("Your username is {username} and temporary password is {password}\n"),
        html: format!("<p>Your username is {} and temporary password is {}</p>", escape(username), escape(password)),
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// An address as `CODE_DELIVERY_DESTINATION` hints at it: `l***@a***`.
pub(crate) fn masked(email: &str) -> String {
    let first = |part: &str| part.chars().next().map(String::from).unwrap_or_default();
    email.rsplit_once('@').map_or_else(|| "***".to_owned(), |(name, host)| format!("{}***@{}***", first(name), first(host)))
}

/// The hint for someone who does not exist: always the same for the same name, and like any other.
pub(crate) fn masked_for_nobody(pool: &str, typed: &str) -> String {
    let hash = digest::digest(&digest::SHA256, format!("{pool}/{typed}").as_bytes());
    let mut letters = hash.as_ref().iter().map(|byte| char::from(b'a' + byte % 26));
    let mut letter = || letters.next().unwrap_or('a');
    format!("{}***@{}***", letter(), letter())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_give_nothing_away() {
        assert_eq!(masked("learner@acme.example"), "l***@a***");
        let nobody = masked_for_nobody("pool", "someone");
        assert_eq!(nobody, masked_for_nobody("pool", "someone"));
        assert_eq!(nobody.len(), "l***@a***".len());
        assert_ne!(nobody, masked_for_nobody("pool", "someone else"));
    }

    #[test]
    fn both_forms_carry_the_code() {
        let mail = with_code("a@b.example", "01234567");
        assert_eq!(mail.subject, "Your verification code");
        assert!(mail.text.contains("01234567") && mail.html.contains("01234567"));
        assert!(with_invitation("a@b", "<x>", "&").html.contains("&lt;x&gt; and temporary password is &amp;"));
    }
}
