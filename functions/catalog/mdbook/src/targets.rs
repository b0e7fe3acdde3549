//! Placeholders for what a page links to, and their replacement when the page is served.

use super::paths;
use super::tags::{self, Piece, StartTag};
use std::collections::{BTreeMap, BTreeSet};

const LESSON: &str = "trellis-lesson:";
const ASSET: &str = "trellis-asset:";
const FILE: &str = "trellis-file:";

/// What a placeholder stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A link to another lesson.
    Lesson {
        /// The `source` of that lesson.
        source: String,
        /// Where in its page: an element's identifier, percent-encoded as a URL wants it.
        fragment: Option<String>,
    },
    /// A picture or a file to download.
    Asset {
        /// The `path` of that asset.
        path: String,
    },
    /// A file that somebody has uploaded.
    File {
        /// What its bytes name it: 64 hexadecimal digits.
        digest: String,
    },
}

impl Target {
    /// The placeholder as the value of an attribute.
    #[must_use]
    pub fn placeholder(&self) -> String {
        match self {
            Self::Lesson { source, fragment } => {
                let mut written = format!("{LESSON}{}", paths::encode(source));
                if let Some(fragment) = fragment {
                    written.push('#');
                    written.push_str(fragment);
                }
                written
            }
            Self::Asset { path } => format!("{ASSET}{}", paths::encode(path)),
            Self::File { digest } => format!("{FILE}{digest}"),
        }
    }

    /// Reads a placeholder.
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
        if let Some(path) = value.strip_prefix(ASSET) {
            return Some(Self::Asset { path: paths::decode(path)? });
        }
        if let Some(digest) = value.strip_prefix(FILE) {
            return is_digest(digest).then(|| Self::File { digest: digest.to_owned() });
        }
        let link = value.strip_prefix(LESSON)?;
        let (source, fragment) = link.split_once('#').map_or((link, None), |(source, fragment)| (source, Some(fragment.to_owned())));
        Some(Self::Lesson { source: paths::decode(source)?, fragment })
    }
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// How the addresses of uploaded files begin in what authors write: `![A plan](/files/<digest>)`.
const WRITTEN: &str = "/files/";

/// For the addresses of uploaded files in a text, the placeholders of what they lead to.
#[must_use]
pub fn uploaded(markdown: &str) -> BTreeMap<String, String> {
    let rest = |(at, _): (usize, &str)| markdown.get(at + WRITTEN.len()..at + WRITTEN.len() + 64);
    let digests = markdown.match_indices(WRITTEN).filter_map(rest).filter(|digest| is_digest(digest));
    digests.map(|digest| (format!("{WRITTEN}{digest}"), Target::File { digest: digest.to_owned() }.placeholder())).collect()
}

/// The digests of the uploaded files that a text in Markdown names.
pub fn named_files(markdown: &str) -> impl Iterator<Item = String> {
    markdown
        .match_indices(WRITTEN)
        .filter_map(|(at, _)| markdown.get(at + WRITTEN.len()..at + WRITTEN.len() + 64))
        .filter(|digest| is_digest(digest))
        .map(str::to_owned)
}

/// The uploaded files that a lesson's HTML shows.
#[must_use]
pub fn shown_files(html: &str) -> BTreeSet<String> {
    let starts = tags::pieces(html).filter_map(|piece| match piece {
        Piece::Start(tag) => placeholder(&tag),
        Piece::Text(_) | Piece::End { .. } => None,
    });
    starts.filter_map(|(_, target)| if let Some(Target::File { digest }) = target { Some(digest) } else { None }).collect()
}

/// Puts addresses in the place of the placeholders in a lesson's HTML, in one pass.
///
/// `resolve` gives the address of a target, or `None` to leave a plain text or the picture's
/// description. What it gives may hold any character: it cannot end the attribute that it is put into.
pub fn resolve_links(html: &str, resolve: impl Fn(Target) -> Option<String>) -> String {
    let mut output = String::with_capacity(html.len() + html.len() / 8);
    for piece in tags::pieces(html) {
        match piece {
            Piece::Text(text) => output.push_str(text),
            Piece::End { written, .. } => output.push_str(written),
            Piece::Start(tag) => match placeholder(&tag) {
                Some((name, target)) => tag.write_with(&mut output, name, target.and_then(&resolve).as_deref()),
                None => output.push_str(tag.written),
            },
        }
    }
    output
}

/// The attribute of a tag that holds a placeholder, and what it stands for.
fn placeholder(tag: &StartTag<'_>) -> Option<(&'static str, Option<Target>)> {
    let (name, schemes): (_, &[&str]) = match tag.name {
        "a" => ("href", &[LESSON, ASSET, FILE]),
        "img" => ("src", &[ASSET, FILE]),
        _ => return None,
    };
    let value = tag.attribute(name).filter(|value| schemes.iter().any(|scheme| value.starts_with(scheme)))?;
    Some((name, Target::parse(&tags::unescape(value))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lesson(source: &str, fragment: Option<&str>) -> Target {
        Target::Lesson { source: source.to_owned(), fragment: fragment.map(str::to_owned) }
    }

    #[test]
    fn placeholders_come_back() {
        for target in [lesson("src/a b#?\"é.md", None), lesson("a.md", Some("content-x")), Target::Asset { path: "i/ü&.png".to_owned() }]
        {
            assert_eq!(Target::parse(&target.placeholder()), Some(target));
        }
        assert_eq!(lesson("src/a b.md", Some("x")).placeholder(), "trellis-lesson:src/a%20b.md#x");
    }

    #[test]
    fn addresses_are_put_in_and_escaped() {
        let html = "<p><a href=\"trellis-lesson:a.md#x\" rel=\"r\">A</a> <img alt=\"p\" src=\"trellis-asset:p.png\"> <a href=\"trellis-lesson:gone.md\">B</a></p>";
        let resolved = resolve_links(html, |target| match target {
            Target::Lesson { source, fragment } if source == "a.md" => Some(format!("/lessons/1#{}", fragment.unwrap())),
            Target::Lesson { .. } => None,
            Target::Asset { path } => Some(format!("https://s3/{path}?a=1&b=\"><script>")),
            Target::File { .. } => None,
        });
        assert_eq!(
            resolved,
            "<p><a href=\"/lessons/1#x\" rel=\"r\">A</a> <img alt=\"p\" src=\"https://s3/p.png?a=1&amp;b=&quot;&gt;&lt;script&gt;\"> <a>B</a></p>"
        );
    }

    #[test]
    fn uploaded_files_are_found_in_texts_and_pages() {
        let digest = "0123456789abcdef".repeat(4);
        let found = uploaded(&format!("![a](/files/{digest}) [b](/files/{digest} \"t\") /files/ /files/{} é", &digest[1..]));
        assert_eq!(found, BTreeMap::from([(format!("/files/{digest}"), format!("trellis-file:{digest}"))]));
        let html = format!("<img src=\"trellis-file:{digest}\"><code>trellis-file:x</code><a href=\"trellis-file:no\">b</a>");
        assert_eq!(shown_files(&html), BTreeSet::from([digest.clone()]));
        assert_eq!(Target::parse(&format!("trellis-file:{digest}")), Some(Target::File { digest }));
    }

    #[test]
    fn only_attributes_are_replaced() {
        for html in [
            "<code>href=\"trellis-lesson:a.md\"</code>",
            "<a href=\"https://x/trellis-lesson:a\">t</a>",
            "<p title=\"trellis-asset:a\">t</p>",
            "<a src=\"trellis-asset:a\">t</a>",
            "",
            "<a",
            "<a href=\"",
        ] {
            assert_eq!(resolve_links(html, |_| panic!("{html}")), html);
        }
        assert_eq!(resolve_links("<img src=\"trellis-asset:%FF\" alt=\"a\">", |_| panic!()), "<img alt=\"a\">");
    }
}
