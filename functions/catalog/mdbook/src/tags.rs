//! Walks over HTML that the sanitizer wrote: every `<` begins a tag, every attribute is quoted.

/// A piece of HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Text with its character references.
    Text(&'a str),
    Start(StartTag<'a>),
    /// An end tag as it is written.
    End {
        name: &'a str,
        written: &'a str,
    },
}

/// A start tag as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct StartTag<'a> {
    pub(super) name: &'a str,
    pub(super) written: &'a str,
    attributes: &'a str,
}

impl<'a> StartTag<'a> {
    /// Names with their values, whose character references are not replaced.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            let (name, after) = rest.split_once("=\"")?;
            let (value, after) = after.split_once('"')?;
            rest = after;
            Some((name.trim(), value))
        })
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes().find(|(found, _)| *found == name).map(|(_, value)| value)
    }

    /// The tag with one attribute replaced, or without it. `value` is any text: it is escaped here.
    pub(super) fn write_with(&self, output: &mut String, attribute: &str, value: Option<&str>) {
        output.push('<');
        output.push_str(self.name);
        for (name, old) in self.attributes() {
            let written = if name == attribute { value.map(escape) } else { Some(old.to_owned()) };
            if let Some(written) = written {
                output.push(' ');
                output.push_str(name);
                output.push_str("=\"");
                output.push_str(&written);
                output.push('"');
            }
        }
        output.push('>');
    }
}

/// The pieces of sanitized HTML, in order. Other text is cut into pieces too, without meaning and without harm.
pub(super) fn pieces(html: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = html;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (piece, after) = first(rest);
        rest = after;
        Some(piece)
    })
}

fn first(html: &str) -> (Piece<'_>, &str) {
    let Some(inner) = html.strip_prefix('<') else {
        let (text, rest) = html.split_at(html.find('<').unwrap_or(html.len()));
        return (Piece::Text(text), rest);
    };
    let end = end_of_tag(inner);
    let (written, rest) = html.split_at((end + 2).min(html.len()));
    let inner = &inner[..end];
    if let Some(name) = inner.strip_prefix('/') {
        return (Piece::End { name, written }, rest);
    }
    let (name, attributes) = inner.split_at(inner.find(' ').unwrap_or(inner.len()));
    (Piece::Start(StartTag { name, written, attributes }), rest)
}

/// The position of the `>` that ends a tag: not one in a quoted value.
fn end_of_tag(inner: &str) -> usize {
    let mut quoted = false;
    for (position, byte) in inner.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return position,
            _ => {}
        }
    }
    inner.len()
}

/// Text as the value of an attribute in double quotes.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// The value of an attribute without the character references that the sanitizer writes.
pub(super) fn unescape(value: &str) -> String {
    let plain = value.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", "\u{a0}");
    plain.replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pieces_in_order() {
        let found: Vec<Piece<'_>> = pieces("a<p id=\"x\">b &lt; \"</p>").collect();
        assert_eq!(found[0], Piece::Text("a"));
        assert!(
            matches!(found[1], Piece::Start(tag) if tag.name == "p" && tag.attribute("id") == Some("x") && tag.written == "<p id=\"x\">")
        );
        assert_eq!(found[2], Piece::Text("b &lt; \""));
        assert_eq!(found[3], Piece::End { name: "p", written: "</p>" });
    }

    #[test]
    fn attributes_are_replaced_and_removed() {
        let Some(Piece::Start(tag)) = pieces("<a title=\"a > b\" href=\"x\" rel=\"r\">").next() else { panic!() };
        let mut output = String::new();
        tag.write_with(&mut output, "href", Some("\"><b>&"));
        tag.write_with(&mut output, "title", None);
        assert_eq!(output, "<a title=\"a > b\" href=\"&quot;&gt;&lt;b&gt;&amp;\" rel=\"r\"><a href=\"x\" rel=\"r\">");
    }

    proptest! {
        #[test]
        fn nothing_is_lost(html in "[<>/a=\" é]{0,60}") {
            let joined: String = pieces(&html).map(|piece| match piece {
                Piece::Text(text) => text,
                Piece::Start(tag) => tag.written,
                Piece::End { written, .. } => written,
            }).collect();
            prop_assert_eq!(joined, html);
        }

        #[test]
        fn escaping_comes_back(text in ".*") {
            prop_assert_eq!(unescape(&escape(&text)), text);
        }
    }
}
