//! The e-mails that the identity functions write: one layout, in the language of who reads it.

mod words;

use people_model::members::Member;
use trellis_core::{locale::Locale, title::Title};
use workspaces_model::{branding::Branding, workspaces::Workspace};

pub(crate) use words::Occasion;

/// Subject, text and HTML of an e-mail.
pub(crate) struct Written {
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
}

/// Who writes to whom, in which language and colour.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Correspondents<'a> {
    pub(crate) workspace: &'a Title,
    pub(crate) branding: Branding,
    pub(crate) member: &'a Title,
    pub(crate) locale: Locale,
}

impl<'a> Correspondents<'a> {
    pub(crate) fn of(workspace: &'a Workspace, member: &'a Member) -> Self {
        let locale = member.locale.unwrap_or(workspace.locale);
        Self { workspace: &workspace.name, branding: workspace.branding, member: &member.name.0, locale }
    }
}

/// Characters of a subject that Cognito takes for its own messages.
const LONGEST_SUBJECT: usize = 140;

/// A subject as Cognito takes it.
pub(crate) fn subject_for_codes(subject: &str) -> String {
    subject.chars().take(LONGEST_SUBJECT).collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// What the e-mail brings.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Brings<'a> {
    /// An address to follow.
    Link(&'a str),
    /// A code to type in, or what the identity provider puts it in the place of.
    Code(&'a str),
}

/// An e-mail about an occasion.
pub(crate) fn write(who: Correspondents<'_>, occasion: Occasion, brings: Brings<'_>) -> Written {
    let words = words::of(who.locale, occasion);
    let filled = |text: &str| text.replace("{workspace}", who.workspace.as_str());
    let greeting = words.greeting.replace("{member}", who.member.as_str());
    let [subject, paragraph, action, rest] = [words.subject, words.paragraph, words.action, words.rest].map(filled);
    let (Brings::Link(brought) | Brings::Code(brought)) = brings;
    let text = format!("{greeting}\n\n{paragraph}\n\n{action}: {brought}\n\n{rest}\n\n{}\n", who.workspace);
    let html = layout(who, &subject, [&greeting, &paragraph, &rest], (&action, brings));
    Written { subject, text, html }
}

/// Tables and inline styles: what mail programs show alike. The address stands below the button for those that show no links.
fn layout(who: Correspondents<'_>, subject: &str, [greeting, paragraph, rest]: [&str; 3], (action, brings): (&str, Brings<'_>)) -> String {
    let [workspace, subject, greeting, paragraph, rest] = [who.workspace.as_str(), subject, greeting, paragraph, rest].map(escape);
    let colour = who.branding.primary;
    let (on_colour, centre) = (colour.text(), centre(who, action, brings));
    let language = words::language(who.locale);
    format!(
        "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>{subject}</title></head>\
         <body style=\"margin:0;padding:24px;background:#f4f5f7;font-family:-apple-system,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif;\
         font-size:16px;line-height:1.5;color:#1f2933\">\
         <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\"><tr><td align=\"center\">\
         <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"max-width:560px;background:#ffffff\">\
         <tr><td style=\"padding:20px 32px;background:{colour};color:{on_colour};font-size:18px;font-weight:600\">{workspace}</td></tr>\
         <tr><td style=\"padding:32px\"><p style=\"margin:0 0 16px\">{greeting}</p><p style=\"margin:0 0 24px\">{paragraph}</p>\
         {centre}\
         <p style=\"margin:0;font-size:14px;color:#52606d\">{rest}</p></td></tr></table></td></tr></table></body></html>"
    )
}

/// What is looked for: a button, or the code alone on its line.
fn centre(who: Correspondents<'_>, action: &str, brings: Brings<'_>) -> String {
    let (colour, on_colour, action) = (who.branding.primary, who.branding.primary.text(), escape(action));
    match brings {
        Brings::Link(url) => {
            let url = escape(url);
            format!(
                "<p style=\"margin:0 0 24px\"><a href=\"{url}\" style=\"display:inline-block;padding:12px 24px;background:{colour};\
                 color:{on_colour};text-decoration:none;font-weight:600\">{action}</a></p>\
                 <p style=\"margin:0 0 16px;font-size:13px;color:#52606d;word-break:break-all\">{url}</p>"
            )
        }
        Brings::Code(code) => {
            let code = escape(code);
            format!(
                "<p style=\"margin:0 0 8px;font-size:14px;color:#52606d\">{action}</p>\
                 <p style=\"margin:0 0 24px;font-size:32px;line-height:1.2;font-weight:600;letter-spacing:4px\">{code}</p>"
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each(mut look: impl FnMut(Written)) {
        let (workspace, member) = ("<b>Acme</b>".parse().unwrap(), "Ann \"<script>\"".parse().unwrap());
        for locale in [Locale::En, Locale::De, Locale::It, Locale::Hi, Locale::Fr] {
            let who = Correspondents { workspace: &workspace, branding: Branding::default(), member: &member, locale };
            for occasion in Occasion::ALL {
                let link = Brings::Link("https://x.example/?a=1&b=2");
                look(write(who, occasion, link));
            }
        }
    }

    #[test]
    fn names_cannot_write_html() {
        each(|written| {
            assert!(!written.html.contains("<b>") && !written.html.contains("<script>"), "{}", written.html);
            assert!(written.html.contains("href=\"https://x.example/?a=1&amp;b=2\""));
            assert!(written.text.contains("<b>Acme</b>") && written.text.contains("https://x.example/?a=1&b=2"));
        });
    }

    #[test]
    fn the_provider_finds_where_the_code_belongs_and_takes_the_message() {
        let (workspace, member) = ("x".repeat(200).parse().unwrap(), "\u{939}".repeat(200).parse().unwrap());
        for locale in [Locale::En, Locale::De, Locale::It, Locale::Hi] {
            let who = Correspondents { workspace: &workspace, branding: Branding::default(), member: &member, locale };
            let written = write(who, Occasion::Code, Brings::Code("{####}"));
            assert_eq!((written.html.matches("{####}").count(), written.text.matches("{####}").count()), (1, 1), "{}", written.html);
            assert!(!written.html.contains("href"), "{}", written.html);
            // Cognito takes 20,000 characters, and 140 of a subject.
            assert!(written.html.chars().count() < 20_000 && subject_for_codes(&written.subject).chars().count() <= 140);
        }
    }

    #[test]
    fn every_language_says_everything() {
        let mut subjects = std::collections::BTreeSet::new();
        each(|written| {
            assert!(written.text.contains("Ann") && written.subject.contains("Acme"), "{}", written.subject);
            assert!(!written.text.contains('{') && !written.html.contains('{'), "{}", written.text);
            subjects.insert(written.subject);
        });
        // French has no words of its own yet and reads English.
        assert_eq!(subjects.len(), 4 * Occasion::ALL.len());
    }
}
