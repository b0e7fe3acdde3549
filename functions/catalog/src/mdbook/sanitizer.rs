//! What HTML a page may hold: text, code, tables, pictures and links; nothing that runs, loads, styles or sends.

use ammonia::{Builder, UrlRelative};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// The element in which authors write speaker notes.
pub(super) const NOTES: &str = "details";

/// Before every identifier of a page, so that none can be mistaken for one of the portal's own.
pub(super) const ID_PREFIX: &str = "content-";

const ELEMENTS: [&str; 67] = [
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    NOTES,
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
];

const ATTRIBUTES: [(&str, &[&str]); 14] = [
    ("a", &["href", "class"]),
    ("blockquote", &["class"]),
    ("code", &["class"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("details", &[]),
    ("div", &["class"]),
    ("img", &["src", "alt", "width", "height"]),
    ("li", &["value"]),
    ("ol", &["start", "reversed"]),
    ("span", &["class", "hidden"]),
    ("sup", &["class"]),
    ("td", &["align", "colspan", "rowspan"]),
    ("th", &["align", "colspan", "rowspan", "scope"]),
];

/// Classes that the Markdown renderer writes. A language's class is checked by its form.
const CLASSES: [&str; 9] = [
    HIDDEN_LINE,
    "footnote-definition",
    "footnote-definition-label",
    "footnote-reference",
    "markdown-alert-caution",
    "markdown-alert-important",
    "markdown-alert-note",
    "markdown-alert-tip",
    "markdown-alert-warning",
];

/// The class of code lines that are not shown.
pub(super) const HIDDEN_LINE: &str = "boring";

/// The element of this name, if a page may hold it.
pub(super) fn known(name: &str) -> Option<&'static str> {
    ELEMENTS.into_iter().find(|known| *known == name)
}

/// Cleans HTML. Its result is well-formed: `super::tags` relies on that.
pub(super) struct Sanitizer(Builder<'static>);

impl Sanitizer {
    pub(super) fn new() -> Self {
        let mut builder = Builder::empty();
        let attributes: HashMap<_, HashSet<_>> =
            ATTRIBUTES.into_iter().map(|(element, names)| (element, names.iter().copied().collect())).collect();
        builder
            .tags(HashSet::from(ELEMENTS))
            .clean_content_tags(HashSet::from(["script", "style"]))
            .tag_attributes(attributes)
            .generic_attributes(HashSet::from(["dir", "id", "lang", "title"]))
            // Without other schemes, nobody but this module can write a placeholder.
            .url_schemes(HashSet::from(["http", "https", "mailto"]))
            .url_relative(UrlRelative::PassThrough)
            .link_rel(Some("noopener noreferrer"))
            .id_prefix(Some(ID_PREFIX))
            .strip_comments(true)
            .attribute_filter(filter_attribute);
        Self(builder)
    }

    pub(super) fn clean(&self, html: &str) -> String {
        self.0.clean(html).to_string()
    }
}

fn filter_attribute<'a>(_element: &str, attribute: &str, value: &'a str) -> Option<Cow<'a, str>> {
    if attribute != "class" {
        return Some(Cow::Borrowed(value));
    }
    let kept: Vec<&str> = value.split_ascii_whitespace().filter(|class| is_class(class)).collect();
    (!kept.is_empty()).then(|| Cow::Owned(kept.join(" ")))
}

fn is_class(class: &str) -> bool {
    let language = class.strip_prefix("language-");
    CLASSES.contains(&class)
        || language.is_some_and(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-_#.".contains(&b)))
}

#[cfg(test)]
mod tests {
    use super::super::tags::{self, Piece};
    use super::*;
    use proptest::prelude::*;

    fn clean(html: &str) -> String {
        Sanitizer::new().clean(html)
    }

    #[test]
    fn nothing_dangerous_passes() {
        for (dirty, expected) in [
            ("<script>alert(1)</script>a", "a"),
            ("<style>b{}</style>a", "a"),
            ("<b onclick=\"x()\" style=\"color:red\">a</b>", "<b>a</b>"),
            ("<form action=\"/x\"><input name=\"a\"><button>b</button></form>", "b"),
            ("<iframe src=\"https://example.org\"></iframe>a", "a"),
            ("<img src=\"data:image/png;base64,AA\" onerror=\"x()\">", "<img>"),
            ("<object data=\"x\"></object><embed src=\"x\"><svg><script>x</script></svg>", ""),
            ("<meta http-equiv=\"refresh\" content=\"0\"><base href=\"/\"><link rel=\"stylesheet\" href=\"x\">a", "a"),
        ] {
            assert_eq!(clean(dirty), expected, "{dirty}");
        }
        for link in [
            "javascript:x()",
            " JaVaScRiPt:x()",
            "java\nscript:x()",
            "data:text/html,x",
            "vbscript:x",
            "trellis-lesson:a.md",
            "trellis-asset:a.png",
            "file:///etc/passwd",
        ] {
            assert_eq!(clean(&format!("<a href=\"{link}\">a</a>")), "<a rel=\"noopener noreferrer\">a</a>", "{link}");
        }
    }

    #[test]
    fn pages_keep_what_they_need() {
        for kept in [
            "<h2 id=\"content-a\">A</h2>",
            "<pre><code class=\"language-c++\">x &lt; y</code></pre>",
            "<table><thead><tr><th align=\"right\" scope=\"col\">a</th></tr></thead></table>",
            "<p><img src=\"a/b.png\" alt=\"A &lt;b&gt;\" width=\"3\"></p>",
            "<details><summary>s</summary>x</details>",
            "<span class=\"boring\" hidden=\"\">x</span>",
            "<div class=\"footnote-definition\" id=\"content-1\">x</div>",
        ] {
            assert_eq!(clean(kept), kept);
        }
        assert_eq!(
            clean("<a href=\"https://example.org/?a&amp;b\">a</a>"),
            "<a href=\"https://example.org/?a&amp;b\" rel=\"noopener noreferrer\">a</a>"
        );
    }

    #[test]
    fn identifiers_and_classes_are_bounded() {
        assert_eq!(clean("<p id=\"app\">a</p>"), "<p id=\"content-app\">a</p>");
        assert_eq!(clean("<code class=\"x language-rust language-a&quot;b modal\">a</code>"), "<code class=\"language-rust\">a</code>");
        assert_eq!(clean("<div class=\"modal\">a</div>"), "<div>a</div>");
    }

    #[test]
    fn every_element_is_known() {
        for (element, _) in ATTRIBUTES {
            assert!(known(element).is_some(), "{element}");
        }
        assert_eq!(known("script"), None);
    }

    proptest! {
        #[test]
        fn only_known_elements_and_attributes_remain(
            words in prop::collection::vec("(<[a-z]{1,8} |<img |<a |<svg>|<style>|<!--|--|/?>|</[a-z]{1,8}>|href=|src=|on[a-z]{1,4}=|style=|\"|'|javascript:|&lt;|&quot;|[a-z ]{1,3})", 0..40),
        ) {
            for piece in tags::pieces(&clean(&words.concat())) {
                let Piece::Start(tag) = piece else { continue };
                prop_assert!(known(tag.name).is_some(), "{}", tag.written);
                for (name, value) in tag.attributes() {
                    let allowed = ATTRIBUTES.iter().any(|(element, names)| *element == tag.name && names.contains(&name));
                    prop_assert!(allowed || ["dir", "id", "lang", "title", "rel"].contains(&name), "{}", tag.written);
                    prop_assert!(!value.trim_start().to_lowercase().starts_with("javascript:") || name != "href");
                }
            }
        }
    }
}
