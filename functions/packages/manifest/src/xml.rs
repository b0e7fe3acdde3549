//! XML that is not trusted: without document types (so without entities of its own), and never deep.

use crate::error::PackageError;
use roxmltree::{Document, Node, ParsingOptions};

/// Nodes, texts and attributes' elements included.
const MOST_NODES: u32 = 400_000;
/// Elements within each other: headings of a course are hardly ever ten deep.
pub(super) const MOST_DEPTH: usize = 64;

/// A document whose depth is bounded, so that walks over it may recurse.
///
/// # Errors
/// What is wrong with it, with its line.
pub(super) fn parse<'text>(file: &str, text: &'text str) -> Result<Document<'text>, PackageError> {
    let shallow = is_shallow(text);
    if !shallow {
        return Err(PackageError::TooDeep { file: file.to_owned(), limit: MOST_DEPTH });
    }
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::DtdDetected => PackageError::Definitions { file: file.to_owned() },
        error => PackageError::Manifest { file: file.to_owned(), reason: error.to_string() },
    })
}

/// Whether no place in a text has more open tags before it than elements may be within each other. It looks at no meaning: comments and
/// CDATA that hold many tags may be refused, which no manifest does.
fn is_shallow(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        if rest.starts_with('/') {
            depth = depth.saturating_sub(1);
            continue;
        }
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end..]);
            continue;
        }
        if rest.starts_with(['!', '?']) {
            continue;
        }
        let tag = rest.find('>').map_or(rest, |end| &rest[..end]);
        if !tag.ends_with('/') {
            depth += 1;
            if depth > MOST_DEPTH {
                return false;
            }
        }
    }
    true
}

pub(super) fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name().eq_ignore_ascii_case(name)
}

/// Elements of a name directly below, whatever their namespace and capitals: tools differ.
pub(super) fn children<'a, 'input>(node: Node<'a, 'input>, name: &'static str) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(move |child| is(*child, name))
}

pub(super) fn child<'a, 'input>(node: Node<'a, 'input>, name: &'static str) -> Option<Node<'a, 'input>> {
    children(node, name).next()
}

/// An attribute of a name, whatever its namespace and capitals.
pub(super) fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name().eq_ignore_ascii_case(name)).map(|attribute| attribute.value())
}

/// `xml:base`.
pub(super) fn base<'a>(node: Node<'a, '_>) -> &'a str {
    node.attribute(("http://www.w3.org/XML/1998/namespace", "base")).unwrap_or_default().trim()
}

/// The texts in an element, on one line.
pub(super) fn text(node: Node<'_, '_>) -> String {
    let mut all = String::new();
    for text in node.descendants().filter(|node| node.is_text()).filter_map(|node| node.text()) {
        for word in text.split_whitespace() {
            if !all.is_empty() {
                all.push(' ');
            }
            all.push_str(word);
        }
    }
    all
}

/// The text of an element directly below; `None` where there is none, or nothing in it.
pub(super) fn text_of(node: Node<'_, '_>, name: &'static str) -> Option<String> {
    child(node, name).map(text).filter(|text| !text.is_empty())
}

/// The line of an element, from 1.
pub(super) fn line(node: Node<'_, '_>) -> u32 {
    node.document().text_pos_at(node.range().start).row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_deep_or_defines_entities_is_refused() {
        let nested = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
        assert!(parse("m", &nested(MOST_DEPTH)).is_ok());
        assert!(matches!(parse("m", &nested(MOST_DEPTH + 1)), Err(PackageError::TooDeep { .. })));
        assert!(parse("m", &format!("<r>{}<!-- {} --></r>", "<a/>".repeat(100), "<b>".repeat(100))).is_ok());
        let defined = "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>";
        assert!(matches!(parse("m", defined), Err(PackageError::Definitions { .. })));
        let Err(PackageError::Manifest { reason, .. }) = parse("m", "<a>\n<b></a>") else { panic!("it is refused") };
        assert!(reason.contains("2:"), "{reason}");
    }
}
