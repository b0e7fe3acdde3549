//! Drawings (SVG) rewritten so that nothing in them runs, loads or leads elsewhere.

use roxmltree::{Document, Node, NodeType, ParsingOptions};
use std::collections::BTreeSet;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

const MOST_NODES: u32 = 50_000;
const MOST_NESTED: usize = 100;

const ELEMENTS: [&str; 48] = [
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpotLight",
    "feTurbulence",
    "filter",
    "g",
    "image",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "style",
    "svg",
    "symbol",
    "text",
    "textPath",
    "title",
    "tspan",
];
const MORE_ELEMENTS: [&str; 3] = ["switch", "use", "view"];

/// A drawing that is safe to store.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Drawing {
    pub(super) bytes: Vec<u8>,
    /// What it says of itself.
    pub(super) title: Option<String>,
    /// Elements and attributes that are left out although a reader would miss them.
    pub(super) lost: Vec<String>,
}

/// Rewrites a drawing from a file or from a page, where it need not name its namespaces.
///
/// # Errors
/// What is wrong with it, as the end of a sentence.
pub(super) fn clean(source: &str) -> Result<Drawing, &'static str> {
    let named = with_namespaces(&source.replace("&nbsp;", "&#160;"))?;
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(&named, options).map_err(|_| "is no well-formed SVG drawing")?;
    let root = document.root_element();
    if root.tag_name().name() != "svg" || root.tag_name().namespace() != Some(SVG) {
        return Err("is no SVG drawing");
    }
    let title = root.children().find(|node| node.has_tag_name((SVG, "title"))).and_then(|node| node.text());
    let title = title.map(|title| title.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|title| !title.is_empty());
    let mut writing = Writing { output: String::with_capacity(named.len()), lost: BTreeSet::new() };
    writing.element(root, 0)?;
    Ok(Drawing { bytes: writing.output.into_bytes(), title, lost: writing.lost.into_iter().collect() })
}

/// Names the namespaces in the first tag, where they are missing.
fn with_namespaces(source: &str) -> Result<String, &'static str> {
    let start = source.find("<svg").ok_or("is no SVG drawing")? + "<svg".len();
    let end = source[start..].find('>').map_or(source.len(), |end| start + end);
    let tag = &source[start..end];
    let mut named = source[..start].trim_start().to_owned();
    if !tag.contains("xmlns=") {
        named.push_str(&format!(" xmlns=\"{SVG}\""));
    }
    if !tag.contains("xmlns:xlink") {
        named.push_str(&format!(" xmlns:xlink=\"{XLINK}\""));
    }
    named.push_str(&source[start..]);
    Ok(named)
}

struct Writing {
    output: String,
    lost: BTreeSet<String>,
}

impl Writing {
    fn element(&mut self, node: Node<'_, '_>, depth: usize) -> Result<(), &'static str> {
        if depth > MOST_NESTED {
            return Err("nests too deeply");
        }
        let name = node.tag_name().name();
        if node.tag_name().namespace() != Some(SVG) || name == "metadata" {
            // What drawing programs note for themselves.
            return Ok(());
        }
        // Links do not work in a picture; what they hold is drawn.
        if name == "a" {
            return self.children(node, depth);
        }
        if !(ELEMENTS.contains(&name) || MORE_ELEMENTS.contains(&name)) {
            self.lost.insert(format!("<{name}>"));
            return Ok(());
        }
        let style = (name == "style").then(|| node.children().filter_map(|child| child.text()).collect::<String>());
        if style.as_deref().is_some_and(|style| !is_own(style)) {
            self.lost.insert("<style> that loads something".to_owned());
            return Ok(());
        }
        self.output.push('<');
        self.output.push_str(name);
        if depth == 0 {
            self.output.push_str(&format!(" xmlns=\"{SVG}\" xmlns:xlink=\"{XLINK}\""));
        }
        self.attributes(node, name);
        self.output.push('>');
        self.children(node, depth)?;
        self.output.push_str(&format!("</{name}>"));
        Ok(())
    }

    fn children(&mut self, node: Node<'_, '_>, depth: usize) -> Result<(), &'static str> {
        for child in node.children() {
            match child.node_type() {
                NodeType::Element => self.element(child, depth + 1)?,
                NodeType::Text => self.output.push_str(&escaped(child.text().unwrap_or_default())),
                NodeType::Root | NodeType::Comment | NodeType::PI => {}
            }
        }
        Ok(())
    }

    fn attributes(&mut self, node: Node<'_, '_>, element: &str) {
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            let written = match attribute.namespace() {
                None => name.to_owned(),
                Some(XLINK) if name == "href" => "xlink:href".to_owned(),
                Some(XML) if ["lang", "space"].contains(&name) => format!("xml:{name}"),
                Some(_) => continue,
            };
            let is_reference = name == "href";
            let stays = if is_reference {
                value.starts_with('#') || (element == "image" && is_embedded_picture(value))
            } else {
                !name.to_ascii_lowercase().starts_with("on") && is_own(value)
            };
            if stays {
                self.output.push_str(&format!(" {written}=\"{}\"", escaped(value)));
            } else {
                self.lost.insert(format!("{written} of <{element}>"));
            }
        }
    }
}

/// Whether style or an attribute names nothing but what is in the drawing itself.
fn is_own(value: &str) -> bool {
    let flat: String = value.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    let own_references =
        flat.match_indices("url(").all(|(start, _)| flat[start + "url(".len()..].trim_start_matches(['"', '\'']).starts_with('#'));
    own_references
        && !["@import", "javascript:", "image-set(", "src("].iter().any(|loading| flat.contains(loading))
        && !(flat.contains("\\") && flat.contains('('))
}

fn is_embedded_picture(value: &str) -> bool {
    ["png", "jpeg", "gif", "webp"].iter().any(|kind| {
        value.strip_prefix("data:image/").and_then(|rest| rest.strip_prefix(kind)).is_some_and(|rest| rest.starts_with(";base64,"))
    })
}

fn escaped(text: &str) -> String {
    super::tags::escape(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cleaned(source: &str) -> (String, Vec<String>) {
        let drawing = clean(source).unwrap();
        (String::from_utf8(drawing.bytes).unwrap(), drawing.lost)
    }

    const HEAD: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"";

    #[test]
    fn a_drawing_stays_what_it_is() {
        let source = "<?xml version=\"1.0\"?><!DOCTYPE svg PUBLIC \"x\" \"http://www.w3.org/y.dtd\"><!-- c --><svg width=\"9\"><title> A  plan </title>\n<g fill=\"url(#a)\"><use xlink:href=\"#b\"/><text>x &lt; y&nbsp;z</text></g></svg>";
        let (output, lost) = cleaned(source);
        assert_eq!(
            output,
            format!(
                "{HEAD} width=\"9\"><title> A  plan </title>\n<g fill=\"url(#a)\"><use xlink:href=\"#b\"></use><text>x &lt; y\u{a0}z</text></g></svg>"
            )
        );
        assert_eq!((lost, clean(source).unwrap().title.as_deref()), (Vec::new(), Some("A plan")));
        assert_eq!(clean(&output).unwrap().bytes, output.as_bytes(), "cleaning again changes nothing");
    }

    #[test]
    fn nothing_runs_or_loads() {
        for (inner, lost) in [
            ("<script>x()</script>", "<script>"),
            ("<foreignObject><p xmlns=\"http://www.w3.org/1999/xhtml\">x</p></foreignObject>", "<foreignObject>"),
            ("<animate attributeName=\"href\" to=\"javascript:x\"/>", "<animate>"),
            ("<g onload=\"x()\"/>", "onload of <g>"),
            ("<image href=\"https://example.org/a.png\"/>", "href of <image>"),
            ("<image xlink:href=\"data:image/svg+xml;base64,AA\"/>", "xlink:href of <image>"),
            ("<use href=\"other.svg#a\"/>", "href of <use>"),
            ("<g style=\"fill: url( 'https://example.org')\"/>", "style of <g>"),
            ("<g fill=\"u\\72l(https://example.org)\"/>", "fill of <g>"),
            ("<style>@import 'x'</style>", "<style> that loads something"),
        ] {
            let (output, found) = cleaned(&format!("<svg>{inner}</svg>"));
            assert_eq!(found, [lost.to_owned()], "{inner}");
            for forbidden in ["script", "example.org", "onload", "import", "foreign", "<p", "animate"] {
                assert!(!output.contains(forbidden), "{output}");
            }
        }
        assert_eq!(cleaned("<svg><a href=\"javascript:x\"><text>t</text></a></svg>").0, format!("{HEAD}><text>t</text></svg>"));
        assert_eq!(cleaned("<svg><sodipodi:x xmlns:sodipodi=\"urn:x\" a=\"1\"/></svg>").1, Vec::<String>::new());
    }

    #[test]
    fn what_is_no_drawing_is_refused() {
        for source in ["", "<p>", "<svg>", "<svg><g></svg>", "<svg width=9></svg>", "<html><svg></svg></html>"] {
            assert!(clean(source).is_err(), "{source}");
        }
        assert!(clean(&format!("<svg>{}{}</svg>", "<g>".repeat(101), "</g>".repeat(101))).is_err());
    }

    proptest! {
        #[test]
        fn cleaned_drawings_are_clean(words in prop::collection::vec(prop::sample::select(vec![
            "<g>", "</g>", "<g ", "on", "load=", "'x'", ">", "<script>", "</script>", "href=", "\"#a\"", "\"javascript:x\"", "text", "<![CDATA[", "]]>", "<!--", "-->", "&lt;", "<use/>", "<style>", "</style>", "url(", ")",
        ]), 0..20)) {
            if let Ok(drawing) = clean(&format!("<svg>{}</svg>", words.concat())) {
                let output = String::from_utf8(drawing.bytes).unwrap();
                prop_assert!(!output.contains("<script") && !output.contains(" onload="));
                prop_assert_eq!(clean(&output).unwrap().bytes, output.into_bytes());
            }
        }
    }
}
