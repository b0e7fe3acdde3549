//! Reads the tags of HTML that anyone may have written, as a browser would or nearly so.

/// Attributes that a tag keeps. A browser compares each with all others.
const MOST_ATTRIBUTES: usize = 16;

/// A start or end tag as a browser would read it, or nearly so.
pub(super) struct Tag<'a> {
    pub(super) name: String,
    pub(super) closing: bool,
    pub(super) attributes: Vec<(String, &'a str)>,
    /// An attribute that was not read: its name is none of HTML's, or there were too many.
    pub(super) unread: Option<&'a str>,
    pub(super) after: &'a str,
}

/// Why a `<` begins no tag.
pub(super) enum NoTag {
    /// It is a character like others.
    Text,
    /// The tag has no end, so that a browser takes everything after it as part of it.
    Unfinished,
}

impl<'a> Tag<'a> {
    /// Reads a tag at the front of a text.
    ///
    /// # Errors
    /// There is none.
    pub(super) fn parse(text: &'a str) -> Result<Self, NoTag> {
        let inner = text.strip_prefix('<').ok_or(NoTag::Text)?;
        let (closing, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
        let length = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(inner.len());
        let (name, mut rest) = inner.split_at(length);
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Err(NoTag::Text);
        }
        let (mut attributes, mut unread) = (Vec::new(), None);
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if let Some(after) = rest.strip_prefix('>') {
                return Ok(Self { name: name.to_ascii_lowercase(), closing, attributes, unread, after });
            }
            let (name, value, after) = attribute(rest).ok_or(NoTag::Unfinished)?;
            let usable = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-');
            if usable && attributes.len() < MOST_ATTRIBUTES {
                attributes.push((name.to_ascii_lowercase(), value));
            } else {
                unread = unread.or(Some(name));
            }
            rest = after;
        }
    }
}

/// An attribute's name and value at the front of `text`, and what follows; `None` at the end of the text.
fn attribute(text: &str) -> Option<(&str, &str, &str)> {
    // A browser takes an equals sign at the front as part of the name.
    let first = text.chars().next()?.len_utf8();
    let ends_name = |c: char| c.is_ascii_whitespace() || ['=', '>', '/'].contains(&c);
    let length = text[first..].find(ends_name)? + first;
    let (name, rest) = text.split_at(length);
    let Some(value) = rest.trim_ascii_start().strip_prefix('=') else {
        return Some((name, "", rest));
    };
    let value = value.trim_ascii_start();
    match value.chars().next()? {
        quote @ ('"' | '\'') => {
            let (value, rest) = value[1..].split_once(quote)?;
            Some((name, value, rest))
        }
        _ => {
            let length = value.find(|c: char| c.is_ascii_whitespace() || c == '>')?;
            let (value, rest) = value.split_at(length);
            Some((name, value, rest))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attributes(text: &str) -> Vec<(String, &str)> {
        Tag::parse(text).map(|tag| tag.attributes).unwrap_or_default()
    }

    #[test]
    fn attributes_in_every_form() {
        let expected = [("a", "1"), ("b", "x y"), ("c", "\"z"), ("d", ""), ("e", "f/")].map(|(name, value)| (name.to_owned(), value));
        assert_eq!(attributes("<p A=1 b = \"x y\" c='\"z'd e=f/>"), expected);
        assert_eq!(attributes("<p =a é=1 a1=2 data-x=3>"), [("data-x".to_owned(), "3")]);
        let many: String = (0..100).map(|_| " a=1").collect();
        assert_eq!(attributes(&format!("<p{many}>")).len(), MOST_ATTRIBUTES);
    }

    #[test]
    fn what_is_no_tag() {
        for text in ["a", "<", "< p>", "<3>", "<é>", "</ p>", "</"] {
            assert!(matches!(Tag::parse(text), Err(NoTag::Text)), "{text}");
        }
        for text in ["<p", "<p a", "<p a=", "<p a='>", "<p a=b", "</p", "<p a=\"b>c"] {
            assert!(matches!(Tag::parse(text), Err(NoTag::Unfinished)), "{text}");
        }
        assert!(matches!(Tag::parse("</B >x"), Ok(Tag { closing: true, after: "x", .. })));
    }
}
