//! The letters that the identity functions write. Codes are sent by the identity provider itself.

use domain::title::Title;

/// Subject, text and HTML of a letter.
pub(crate) struct Written {
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
}

/// Who writes to whom.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Correspondents<'a> {
    pub(crate) workspace: &'a Title,
    pub(crate) member: &'a Title,
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

impl Correspondents<'_> {
    /// A greeting, a paragraph, then an address to follow, whose words are `link`, with what comes after it.
    fn letter(self, subject: String, paragraph: &str, link: (&str, &str), rest: &str) -> Written {
        let (words, url) = link;
        let text = format!("Hello {},\n\n{paragraph}\n\n{words}: {url}\n\n{rest}\n", self.member);
        let [member, paragraph, words, url, rest] = [self.member.as_str(), paragraph, words, url, rest].map(escape);
        let html = format!("<p>Hello {member},</p><p>{paragraph}</p><p><a href=\"{url}\">{words}</a></p><p>{rest}</p>");
        Written { subject, text, html }
    }
}

/// To somebody who signs in with codes.
pub(crate) fn to_learn(who: Correspondents<'_>, portal: &str) -> Written {
    let subject = format!("You are invited to {}", who.workspace);
    let paragraph = format!("{} has invited you to learn on Trellis.", who.workspace);
    who.letter(subject, &paragraph, ("Sign in with this e-mail address", portal), "You need no password: a code comes by e-mail.")
}

/// To somebody whose roles need a password and an authenticator app.
pub(crate) fn to_enrol(who: Correspondents<'_>, link: &str) -> Written {
    let subject = format!("Set up your access to {}", who.workspace);
    let paragraph = format!(
        "your roles at {} need a password and an authenticator app on your phone. Have the app ready; it takes two minutes.",
        who.workspace
    );
    let rest = "The link is good for seven days and for you alone: do not pass this letter on.";
    who.letter(subject, &paragraph, ("Set up password and app", link), rest)
}

/// To somebody who has asked for a code and signs in with a password.
pub(crate) fn to_use_the_password(who: Correspondents<'_>, portal: &str) -> Written {
    let subject = format!("Sign in to {} with your password", who.workspace);
    let paragraph = format!(
        "somebody, probably you, has asked for a sign-in code for {}. You sign in with your password and your authenticator app instead, so there is no code.",
        who.workspace
    );
    let rest = "Was it not you? Then there is nothing to do. If password or app are lost, ask another administrator for a recovery.";
    who.letter(subject, &paragraph, ("Sign in with your password", portal), rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_write_html() {
        let (workspace, member) = ("<b>Acme</b>".parse().unwrap(), "Ann \"<script>\"".parse().unwrap());
        let correspondents = Correspondents { workspace: &workspace, member: &member };
        let url = "https://x.example/?a=1&b=2";
        for letter in [to_learn(correspondents, url), to_enrol(correspondents, url), to_use_the_password(correspondents, url)] {
            assert!(!letter.html.contains("<b>") && !letter.html.contains("<script>"), "{}", letter.html);
            assert!(letter.html.contains("href=\"https://x.example/?a=1&amp;b=2\""));
            assert!(letter.text.contains("<b>Acme</b>") && letter.text.contains(url));
        }
    }
}
