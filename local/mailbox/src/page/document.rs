//! The HTML of the mailbox page. Everything that comes from a mail passes through `markup`.

use std::fmt::Write as _;

use super::code::one_time_code;
use super::markup::{escape, escape_and_link};
use crate::mail::StoredMail;

/// Where the stack must nest the router: the page's links begin with it.
pub const PATH: &str = "/_local/mailbox";

/// The page with these mails, filtered by the address `to`.
pub(super) fn render(mails: &[StoredMail], to: Option<&str>) -> String {
    let newest = mails.first().map_or(0, |mail| mail.id);
    let to = escape(to.unwrap_or_default());
    let list: String = match mails {
        [] if to.is_empty() => "<p class=\"empty\">No mail yet.</p>".to_owned(),
        [] => format!("<p class=\"empty\">No mail to {to} yet.</p>"),
        mails => mails.iter().map(article).collect(),
    };
    format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Mailbox · Trellis local</title>
<link rel="stylesheet" href="{PATH}/page.css">
<script src="{PATH}/page.js" defer></script>
</head>
<body data-newest="{newest}">
<header>
<h1>Mailbox</h1>
<p>Every mail that this local stack sent. Nothing left this machine.</p>
<form method="get" action="{PATH}" role="search">
<label for="to">To</label>
<input id="to" name="to" type="text" inputmode="email" autocomplete="off" spellcheck="false" placeholder="learner@acme.example" value="{to}">
<button type="submit">Show</button>
<a href="{PATH}">All mail</a>
</form>
<p id="news" role="status"></p>
</header>
<main>
{list}
</main>
</body>
</html>
"#
    )
}

fn article(mail: &StoredMail) -> String {
    let id = mail.id;
    let subject = match mail.subject.trim() {
        "" => "(no subject)".to_owned(),
        subject => escape(subject),
    };
    let to: Vec<String> = mail.to.iter().map(|to| escape(to)).collect();
    let mut html = format!(
        r#"<article aria-labelledby="mail-{id}">
<h2 id="mail-{id}">{subject}</h2>
<dl>
<div><dt>To</dt><dd>{to}</dd></div>
<div><dt>From</dt><dd>{from}</dd></div>
<div><dt>Sent</dt><dd><time datetime="{sent_at}">{sent}</time></dd></div>
</dl>
"#,
        to = to.join(", "),
        from = escape(&mail.from),
        sent_at = mail.sent_at,
        sent = mail.sent_at.strftime("%-d %B %Y, %H:%M:%S UTC"),
    );
    if let Some(code) = one_time_code(mail) {
        let _ = writeln!(
            html,
            r#"<p class="code"><output>{code}</output><button type="button" data-copy="{code}">Copy<span class="hidden"> the code {code}</span></button></p>"#
        );
    }
    if let Some(text) = &mail.text {
        let _ = writeln!(html, "<div class=\"text\">{}</div>", escape_and_link(text));
    }
    if mail.html.is_some() {
        html.push_str(&html_version(mail, &subject));
    }
    html.push_str("</article>\n");
    html
}

fn html_version(mail: &StoredMail, escaped_subject: &str) -> String {
    let id = mail.id;
    // With no text beside it, the HTML is the mail.
    let open = if mail.text.is_none() { " open" } else { "" };
    format!(
        r#"<details{open}>
<summary>HTML version</summary>
<iframe src="{PATH}/{id}/html" title="HTML version of {escaped_subject}" sandbox="allow-popups allow-popups-to-escape-sandbox" loading="lazy"></iframe>
<p><a href="{PATH}/{id}/html" target="_blank" rel="noopener">Open it alone<span class="hidden">, in a new tab</span></a></p>
</details>
"#
    )
}
