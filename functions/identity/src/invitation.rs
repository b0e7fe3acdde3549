//! The letter that invites a member.

use domain::title::Title;

/// Text and HTML of an invitation.
pub(crate) struct Invitation {
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

impl Invitation {
    pub(crate) fn new(workspace: &Title, member: &Title, url: &str) -> Self {
        let subject = format!("You are invited to {workspace}");
        let text = format!(
            "Hello {member},\n\n{workspace} has invited you to learn on Trellis.\n\nSign in with this e-mail address at {url} \u{2014} no password needed: a code comes by e-mail.\n"
        );
        let (workspace, member, url) = (escape(workspace.as_str()), escape(member.as_str()), escape(url));
        let html = format!(
            "<p>Hello {member},</p><p>{workspace} has invited you to learn on Trellis.</p><p><a href=\"{url}\">Sign in</a> with this e-mail address \u{2014} no password needed: a code comes by e-mail.</p>"
        );
        Self { subject, text, html }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_write_html() {
        let invitation =
            Invitation::new(&"<b>Acme</b>".parse().unwrap(), &"Ann \"<script>\"".parse().unwrap(), "https://x.example/?a=1&b=2");
        assert!(!invitation.html.contains("<b>") && !invitation.html.contains("<script>"));
        assert!(invitation.html.contains("href=\"https://x.example/?a=1&amp;b=2\""));
        assert!(invitation.text.contains("<b>Acme</b>"));
    }
}
