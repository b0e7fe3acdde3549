//! What HTML a page may hold: text, code, tables, pictures and links; nothing that runs, loads, styles or sends.

use super::tags::{self, Piece};
use ammonia::{Builder, UrlRelative};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The element in which authors write speaker notes.
pub(super) const NOTES: &str = "details";

/// Before every identifier of a page, so that none can be mistaken for one of the portal's own.
pub(super) const ID_PREFIX: &str = "content-";

/// Schemes of addresses that may stay; a relative address has none.
pub(super) const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

const ELEMENTS: [&str; 71] = [
    "a",
    "abbr",
    "address",
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
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
];

/// What formulas are written in. Only this module's converter may: raw HTML is never let through with these.
const MATH_ELEMENTS: [&str; 26] = [
    "math",
    "merror",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
];
const MATH_ATTRIBUTES: [&str; 22] = [
    "accent",
    "accentunder",
    "columnalign",
    "depth",
    "display",
    "displaystyle",
    "fence",
    "form",
    "height",
    "largeop",
    "linethickness",
    "lspace",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "rspace",
    "scriptlevel",
    "separator",
    "stretchy",
    "symmetric",
    "width",
];

/// Elements that only arrange or repeat what stands elsewhere: without them nothing is lost.
const WITHOUT_CONTENT: [&str; 25] = [
    "base", "basefont", "blink", "body", "center", "data", "fieldset", "font", "head", "hgroup", "html", "label", "legend", "main",
    "marquee", "meta", "nav", "nobr", "optgroup", "picture", "rb", "rtc", "search", "source", "track",
];
/// Attributes that only say how something looks or loads.
const WITHOUT_MEANING: [&str; 46] = [
    "align",
    "allow",
    "allowfullscreen",
    "autoplay",
    "bgcolor",
    "border",
    "cellpadding",
    "cellspacing",
    "char",
    "class",
    "clear",
    "color",
    "compact",
    "controls",
    "crossorigin",
    "decoding",
    "download",
    "draggable",
    "face",
    "fetchpriority",
    "frame",
    "frameborder",
    "headers",
    "hreflang",
    "hspace",
    "loading",
    "loop",
    "muted",
    "noshade",
    "nowrap",
    "playsinline",
    "preload",
    "referrerpolicy",
    "rel",
    "role",
    "rules",
    "scope",
    "size",
    "sizes",
    "spellcheck",
    "srcset",
    "style",
    "tabindex",
    "target",
    "valign",
    "vspace",
];
const EVERYWHERE: [&str; 5] = ["aria-label", "dir", "id", "lang", "title"];

const ATTRIBUTES: [(&str, &[&str]); 18] = [
    ("a", &["href", "class"]),
    ("blockquote", &["cite", "class"]),
    ("code", &["class"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("del", &["datetime"]),
    (NOTES, &["class", "open"]),
    ("div", &["class"]),
    ("img", &["src", "alt", "width", "height"]),
    ("ins", &["datetime"]),
    ("li", &["value"]),
    ("ol", &["start", "reversed", "type"]),
    ("p", &["class"]),
    ("span", &["class", "hidden"]),
    ("sup", &["class"]),
    ("td", &["align", "colspan", "rowspan"]),
    ("th", &["align", "colspan", "rowspan", "scope"]),
    ("time", &["datetime"]),
];

/// Classes that the Markdown renderer writes. A language's class is checked by its form.
const CLASSES: [&str; 20] = [
    HIDDEN_LINE,
    super::containers::UNFOLDED,
    super::speaker_notes::CLASS,
    "callout",
    "callout-caution",
    "callout-important",
    "callout-note",
    "callout-tip",
    "callout-title",
    "callout-warning",
    "column",
    "columns",
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

/// What becomes of something that a page's author wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Kept,
    /// It goes, and a reader misses nothing.
    Needless,
    /// It goes with something that a reader would have seen or followed.
    Lost,
}

/// What becomes of the tags of an element that is not [`known`].
pub(super) fn fate_of_element(name: &str) -> Fate {
    if WITHOUT_CONTENT.contains(&name) { Fate::Needless } else { Fate::Lost }
}

/// What becomes of an attribute of a known element.
pub(super) fn fate_of_attribute(element: &str, name: &str, value: &str) -> Fate {
    let allowed = EVERYWHERE.contains(&name) || ATTRIBUTES.iter().any(|(of, names)| *of == element && names.contains(&name));
    if allowed {
        return if ["href", "src", "cite"].contains(&name) && !is_address(value) { Fate::Lost } else { Fate::Kept };
    }
    let needless = WITHOUT_MEANING.contains(&name) || name.starts_with("data-") || name.starts_with("aria-") || name.starts_with("xml");
    if needless { Fate::Needless } else { Fate::Lost }
}

/// Whether an address is relative or has a scheme that may stay.
pub(super) fn is_address(value: &str) -> bool {
    let flat: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).take(64).collect();
    match flat.find([':', '/', '?', '#']) {
        Some(end) if flat[end..].starts_with(':') => SCHEMES.iter().any(|scheme| scheme.eq_ignore_ascii_case(&flat[..end])),
        _ => true,
    }
}

/// Elements, and attributes as `element name`, of which there are fewer after cleaning than before, with how many.
pub(super) fn missing(before: &str, after: &str) -> Vec<(String, usize)> {
    let count = |html: &str| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for piece in tags::pieces(html) {
            let Piece::Start(tag) = piece else { continue };
            let name = tag.name.trim_end_matches('/');
            *counts.entry(name.to_owned()).or_default() += 1;
            for (attribute, value) in tag.attributes() {
                if fate_of_attribute(name, attribute, value) == Fate::Kept && attribute != "class" {
                    *counts.entry(format!("{name} {attribute}")).or_default() += 1;
                }
            }
        }
        counts
    };
    let kept = count(after);
    let lost = |(what, before): (String, usize)| {
        let lost = before.saturating_sub(kept.get(&what).copied().unwrap_or(0));
        (lost > 0).then_some((what, lost))
    };
    count(before).into_iter().filter_map(lost).collect()
}

/// Cleans HTML. Its result is well-formed: `super::tags` relies on that.
pub(super) struct Sanitizer(Builder<'static>);

impl Sanitizer {
    pub(super) fn new() -> Self {
        let mut builder = Builder::empty();
        let attributes: HashMap<_, HashSet<_>> =
            ATTRIBUTES.into_iter().map(|(element, names)| (element, names.iter().copied().collect())).collect();
        let mut attributes: HashMap<&str, HashSet<&str>> = attributes;
        let math = || MATH_ELEMENTS.into_iter();
        attributes.extend(math().map(|element| (element, HashSet::from(MATH_ATTRIBUTES))));
        builder
            .tags(ELEMENTS.into_iter().chain(math()).collect())
            .clean_content_tags(HashSet::from(["script", "style"]))
            .tag_attributes(attributes)
            .generic_attributes(HashSet::from(EVERYWHERE))
            // Without other schemes, nobody but this module can write a placeholder.
            .url_schemes(HashSet::from(SCHEMES))
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

fn filter_attribute<'a>(element: &str, attribute: &str, value: &'a str) -> Option<Cow<'a, str>> {
    if MATH_ELEMENTS.contains(&element) {
        let plain = value.len() <= 40 && value.bytes().all(|b| b.is_ascii_alphanumeric() || b".+-% ".contains(&b));
        return plain.then_some(Cow::Borrowed(value));
    }
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
    fn what_is_lost_follows_from_what_is_allowed() {
        for (element, attribute, value, fate) in [
            ("a", "href", "tel:112", Fate::Kept),
            ("a", "href", "a.md", Fate::Kept),
            ("a", "href", "a/b:c.md", Fate::Kept),
            ("a", "href", "java\nscript:x", Fate::Lost),
            ("a", "href", "ftp://example.org", Fate::Lost),
            ("img", "src", "data:image/png;base64,AA", Fate::Lost),
            ("b", "style", "color:red", Fate::Needless),
            ("b", "data-x", "1", Fate::Needless),
            ("b", "onclick", "x()", Fate::Lost),
            ("p", "id", "x", Fate::Kept),
        ] {
            assert_eq!(fate_of_attribute(element, attribute, value), fate, "{element} {attribute} {value}");
            if fate != Fate::Kept {
                assert!(!clean(&format!("<{element} {attribute}=\"{value}\">")).contains(attribute), "{attribute}");
            }
        }
        assert_eq!(
            (fate_of_element("center"), fate_of_element("button"), fate_of_element("made-up")),
            (Fate::Needless, Fate::Lost, Fate::Lost)
        );
    }

    #[test]
    fn cleaning_is_compared_with_what_was_there_before() {
        let lost = |html: &str| missing(html, &clean(html));
        assert_eq!(lost("<p id=\"a\"><b title=\"t\">x</b></p>"), []);
        assert_eq!(lost("<td>a</td><p>b</p>"), [("td".to_owned(), 1)]);
        assert_eq!(lost("<b x=\"1\">x</b><canvas>y</canvas>"), [("canvas".to_owned(), 1)]);
    }

    #[test]
    fn formulas_pass_and_nothing_else_in_them() {
        let math = "<math display=\"block\"><mrow><msub><mi mathvariant=\"normal\">k</mi><mn>1</mn></msub><mo>&lt;</mo></mrow></math>";
        assert_eq!(clean(math), math);
        assert_eq!(
            clean("<math><mi href=\"javascript:x\" width=\"1;url(x)\">a</mi><annotation-xml><p>b</p></annotation-xml></math>"),
            "<math><mi>a</mi></math><p>b</p>"
        );
        assert_eq!(known("math"), None, "raw HTML holds none");
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
                prop_assert!(known(tag.name).is_some() || MATH_ELEMENTS.contains(&tag.name), "{}", tag.written);
                for (name, value) in tag.attributes() {
                    let allowed = ATTRIBUTES.iter().any(|(element, names)| *element == tag.name && names.contains(&name));
                    prop_assert!(allowed || EVERYWHERE.contains(&name) || name == "rel", "{}", tag.written);
                    prop_assert!(!value.trim_start().to_lowercase().starts_with("javascript:") || name != "href");
                }
            }
        }
    }
}
