//! Text made safe for HTML.

/// Escapes text for element content and quoted attributes.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // NUL and its like are no valid HTML, escaped or not.
            letter if letter.is_control() && !"\n\r\t".contains(letter) => escaped.push('\u{fffd}'),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// Escapes text and makes its `http(s)` addresses links.
pub(super) fn escape_and_link(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        let start = ["https://", "http://"].iter().find_map(|scheme| word.find(scheme));
        let Some(start) = start else {
            html.push_str(&escape(word));
            continue;
        };
        let (before, address) = word.split_at(start);
        let after_address = |letter: char| letter.is_whitespace() || ".,;:!?)]>\"'".contains(letter);
        let address = address.trim_end_matches(after_address);
        // An address inside <…> or "…" ends where those do.
        let address = address.split(['<', '>', '"']).next().unwrap_or(address);
        let after = &word[before.len() + address.len()..];
        let link = escape(address);
        html.push_str(&escape(before));
        html.push_str(&format!("<a href=\"{link}\" target=\"_blank\" rel=\"noopener noreferrer\">{link}</a>"));
        html.push_str(&escape(after));
    }
    html
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{escape, escape_and_link};

    #[test]
    fn links_end_before_punctuation() {
        let html = escape_and_link("See <https://a.example/x?a=1&b=2>, or (http://b.example).\nBye");
        assert_eq!(
            html,
            "See &lt;<a href=\"https://a.example/x?a=1&amp;b=2\" target=\"_blank\" rel=\"noopener noreferrer\">https://a.example/x?a=1&amp;b=2</a>&gt;, \
             or (<a href=\"http://b.example\" target=\"_blank\" rel=\"noopener noreferrer\">http://b.example</a>).\nBye"
        );
        let script = escape_and_link("javascript:alert(1) https://x\"onclick=alert(1)");
        assert!(script.contains("href=\"https://x\""), "{script}");
        assert!(!script.contains("href=\"javascript"), "{script}");
    }

    proptest! {
        #[test]
        fn escaped_text_holds_no_markup(text in any::<String>()) {
            prop_assert!(!escape(&text).contains(['<', '>', '"', '\'']));
        }

        #[test]
        fn linking_adds_only_its_own_markup(text in "[a-z<>\"'&:/. \n]{0,20}(https?://)?[a-z<>\"'&:/. ]{0,20}") {
            let html = escape_and_link(&text);
            let tags = html.matches('<').count();
            let links = html.matches("<a href=\"http").count();
            prop_assert_eq!(tags, 2 * links);
            prop_assert_eq!(html.matches('"').count(), 6 * links);
        }
    }
}
