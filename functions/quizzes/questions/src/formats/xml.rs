//! XML as it comes: elements found by name, whatever their prefix; what is not well formed is told.

use crate::question::Question;
use roxmltree::{Document, Node, ParsingOptions};

/// Bytes of one question.
const MOST_BYTES: usize = 1024 * 1024;

/// A document of one question. Entities of its own are refused: none of these formats needs them.
pub(super) fn document(text: &str) -> Result<Document<'_>, String> {
    if text.len() > MOST_BYTES {
        return Err(format!("it is larger than {MOST_BYTES} bytes"));
    }
    let options = ParsingOptions { allow_dtd: false, nodes_limit: 50_000, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| format!("it is no well-formed XML: {error}"))
}

/// The elements below one with this name.
pub(super) fn children<'a, 'b>(node: Node<'a, 'b>, name: &'static str) -> impl Iterator<Item = Node<'a, 'b>> {
    node.children().filter(move |child| child.is_element() && is(*child, name))
}

pub(super) fn child<'a, 'b>(node: Node<'a, 'b>, name: &'static str) -> Option<Node<'a, 'b>> {
    children(node, name).next()
}

/// Whether an element has this name, in the spelling of QTI 2 or 3: `simpleChoice` is `qti-simple-choice`.
pub(super) fn is(node: Node<'_, '_>, name: &str) -> bool {
    same(node.tag_name().name(), name)
}

fn same(written: &str, name: &str) -> bool {
    let written = written.strip_prefix("qti-").unwrap_or(written);
    let letters = |text: &str| text.bytes().filter(|byte| *byte != b'-').map(|byte| byte.to_ascii_lowercase()).collect::<Vec<_>>();
    written == name || letters(written) == letters(name)
}

/// An attribute, in the spelling of QTI 2 or 3.
pub(super) fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| same(attribute.name(), name)).map(|attribute| attribute.value())
}

/// All text within an element.
pub(super) fn text(node: Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect()
}

/// The text of a child with this name; empty if there is none.
pub(super) fn text_of(node: Node<'_, '_>, name: &'static str) -> String {
    child(node, name).map(text).unwrap_or_default()
}

/// Neither may stand in XML 1.0 (section 2.2), nor does anybody mean them.
const fn is_unwritable(letter: char) -> bool {
    matches!(letter, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// What is lost of a question's texts in XML.
pub(super) fn unwritable(question: &Question) -> Option<&'static str> {
    let texts = crate::lines::texts(question);
    texts.into_iter().any(|text| text.contains(is_unwritable)).then_some("characters that cannot stand in XML are left out")
}

/// What an attribute or a text may hold.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            letter if is_unwritable(letter) => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}
