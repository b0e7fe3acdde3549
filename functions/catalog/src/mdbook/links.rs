//! Links and pictures of a page: what lies in the course becomes a placeholder, what lies elsewhere stays or goes.

use super::archive::Archive;
use super::error::ImportError;
use super::expansion::Expanded;
use super::paths;
use super::pictures::Pictures;
use super::sanitizer::ID_PREFIX;
use super::tags::{self, Piece, StartTag};
use super::targets::Target;
use super::warnings::{WarningKind, Warnings, quoted};
use std::collections::BTreeSet;
use std::io::{Read, Seek};

/// Warnings of one page whose lines are searched for.
const MOST_SEARCHES: usize = 100;

/// The page whose links are followed, and where they may lead.
pub(super) struct Links<'a, R> {
    pub(super) archive: &'a mut Archive<R>,
    pub(super) pictures: &'a mut Pictures,
    pub(super) warnings: &'a mut Warnings,
    /// The page's path in the archive.
    pub(super) page: &'a str,
    /// The folder that a path with a slash in front begins at.
    pub(super) root: &'a str,
    pub(super) lessons: &'a BTreeSet<String>,
    pub(super) expanded: &'a Expanded,
    /// Bytes of a picture.
    pub(super) picture_limit: u64,
    /// What was warned of on this page.
    pub(super) warned: BTreeSet<String>,
}

impl<R: Read + Seek> Links<'_, R> {
    /// Rewrites sanitized HTML.
    ///
    /// # Errors
    /// [`ImportError::PictureTooLarge`], or the archive is bad.
    pub(super) fn rewrite(&mut self, html: &str) -> Result<String, ImportError> {
        let mut output = String::with_capacity(html.len());
        for piece in tags::pieces(html) {
            match piece {
                Piece::Text(written) | Piece::End { written, .. } => output.push_str(written),
                Piece::Start(tag) if tag.name == "a" => self.link(&tag, &mut output),
                Piece::Start(tag) if tag.name == "img" => self.picture(&tag, &mut output)?,
                Piece::Start(tag) => output.push_str(tag.written),
            }
        }
        output.shrink_to_fit();
        Ok(output)
    }

    fn link(&mut self, tag: &StartTag<'_>, output: &mut String) {
        let Some(value) = tag.attribute("href").map(tags::unescape) else {
            return output.push_str(tag.written);
        };
        if is_elsewhere(&value) {
            return output.push_str(tag.written);
        }
        let (path, fragment) = value.split_once('#').map_or((value.as_str(), None), |(path, fragment)| (path, Some(fragment)));
        let fragment = fragment.filter(|fragment| !fragment.is_empty()).map(prefixed);
        if path.is_empty() {
            let own = format!("#{}", fragment.unwrap_or_default());
            return tag.write_with(output, "href", Some(&own));
        }
        let lesson = self.lesson(path);
        if lesson.is_none() {
            self.warn(WarningKind::BrokenLink, &value, "is no lesson; the link is left out");
        }
        let placeholder = lesson.map(|source| Target::Lesson { source, fragment }.placeholder());
        tag.write_with(output, "href", placeholder.as_deref());
    }

    fn picture(&mut self, tag: &StartTag<'_>, output: &mut String) -> Result<(), ImportError> {
        let value = tag.attribute("src").map(tags::unescape).unwrap_or_default();
        if let Some(path) = self.shown_picture(&value)? {
            let placeholder = Target::Asset { path }.placeholder();
            tag.write_with(output, "src", Some(&placeholder));
        } else {
            // The description of a picture takes its place; as an attribute's value it is escaped already.
            output.push_str(tag.attribute("alt").unwrap_or_default());
        }
        Ok(())
    }

    /// The path of a picture that can be shown; a warning otherwise.
    fn shown_picture(&mut self, value: &str) -> Result<Option<String>, ImportError> {
        if value.is_empty() {
            self.warn(WarningKind::RefusedPicture, "a picture", "has no usable address and is left out");
            return Ok(None);
        }
        if is_elsewhere(value) || value.starts_with("//") {
            self.warn(
                WarningKind::RefusedPicture,
                value,
                "lies outside of the course, and its server would learn who reads the page; put it into the archive",
            );
            return Ok(None);
        }
        let path = self.path(value).filter(|path| self.archive.contains(path));
        let Some(path) = path else {
            self.warn(WarningKind::MissingPicture, value, "is not in the archive");
            return Ok(None);
        };
        match self.pictures.admit(self.archive, &path, self.picture_limit)? {
            Ok(()) => Ok(Some(path)),
            Err(reason) => {
                self.warn(WarningKind::RefusedPicture, value, reason);
                Ok(None)
            }
        }
    }

    /// The lesson that a relative address leads to, as mdBook would find its page.
    fn lesson(&self, address: &str) -> Option<String> {
        let path = self.path(address)?;
        let is_folder = address.split('?').next().is_some_and(|address| address.ends_with('/'));
        let mut candidates = vec![path.clone()];
        if let Some(stem) = path.strip_suffix(".html") {
            candidates.push(format!("{stem}.md"));
        }
        let folder =
            if is_folder { Some(path.as_str()) } else { path.strip_suffix("index.html").or_else(|| path.strip_suffix("index.md")) };
        if let Some(folder) = folder {
            candidates.extend(["index.md", "README.md"].iter().filter_map(|name| paths::join(folder, name)));
        }
        candidates.into_iter().find(|candidate| self.lessons.contains(candidate))
    }

    fn path(&self, address: &str) -> Option<String> {
        let address = address.split(['#', '?']).next().unwrap_or_default().trim();
        let decoded = paths::decode(address)?;
        match decoded.strip_prefix('/') {
            Some(rest) => paths::join(self.root, rest),
            None => paths::join(paths::folder_of(self.page), &decoded),
        }
    }

    fn warn(&mut self, kind: WarningKind, what: &str, message: &str) {
        if self.warned.insert(what.to_owned()) {
            // The search reads the page again: not for each of thousands of wrong links.
            let line = if self.warned.len() <= MOST_SEARCHES { line_of(what, self.expanded) } else { None };
            self.warnings.add(kind, self.page, line, format!("{} {message}", quoted(what)));
        }
    }
}

/// An address with a scheme: the sanitizer left none but these.
pub(super) fn is_elsewhere(address: &str) -> bool {
    ["http:", "https:", "mailto:"].iter().any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

/// A fragment as the sanitizer prefixes the identifier that it leads to.
pub(super) fn prefixed(fragment: &str) -> String {
    if fragment.starts_with(ID_PREFIX) { fragment.to_owned() } else { format!("{ID_PREFIX}{fragment}") }
}

/// The first line that holds an address as it is written, in the page's own file.
fn line_of(address: &str, expanded: &Expanded) -> Option<u32> {
    let decoded = paths::decode(address).unwrap_or_default();
    let position =
        [address, &decoded].into_iter().filter(|wanted| !wanted.is_empty()).find_map(|wanted| position_of(wanted, &expanded.text))?;
    let index = expanded.text[..position].bytes().filter(|byte| *byte == b'\n').count();
    expanded.source_lines.get(index).copied()
}

fn position_of(wanted: &str, text: &str) -> Option<usize> {
    let is_edge = |character: Option<char>| character.is_none_or(|c| c.is_whitespace() || "()[]<>\"'=".contains(c));
    text.match_indices(wanted)
        .map(|(position, _)| position)
        .find(|position| is_edge(text[..*position].chars().next_back()) && is_edge(text[*position + wanted.len()..].chars().next()))
}

#[cfg(test)]
mod tests {
    use super::super::course::Course;
    use super::super::sample;
    use super::*;

    const PNG: &[u8] = sample::PNG;

    /// A book of a page with this text and a few other files.
    fn course(text: &str) -> Course {
        let files: [(&str, &[u8]); 8] = [
            ("src/SUMMARY.md", b"- [A](d/a.md)\n- [B](b.md)\n- [I](d/index.md)\n- [R](r/README.md)\n- [S](<my page.md>)"),
            ("src/d/a.md", text.as_bytes()),
            ("src/b.md", b"B"),
            ("src/d/index.md", b"I"),
            ("src/r/README.md", b"R"),
            ("src/my page.md", b"S"),
            ("src/d/p.png", PNG),
            ("src/x.svg", b"<svg></svg>"),
        ];
        sample::course_of_bytes(&files)
    }

    fn html(text: &str) -> String {
        course(text).parts[0].modules[0].lessons[0].html.clone()
    }

    fn warnings(text: &str) -> Vec<(WarningKind, Option<u32>)> {
        let without_title = course(text).warnings.into_iter().filter(|warning| warning.kind != WarningKind::Setting);
        without_title.map(|warning| (warning.kind, warning.line)).collect()
    }

    /// What a link's address becomes.
    fn address(link: &str) -> Option<String> {
        let html = html(&format!("[x](<{link}>)"));
        let (_, after) = html.split_once("href=\"")?;
        after.split_once('"').map(|(address, _)| address.to_owned())
    }

    #[test]
    fn links_between_pages_become_placeholders() {
        for (link, expected) in [
            ("../b.md", "trellis-lesson:src/b.md"),
            ("../b.md#part", "trellis-lesson:src/b.md#content-part"),
            ("../b.html?x#content-y", "trellis-lesson:src/b.md#content-y"),
            ("/b.md", "trellis-lesson:src/b.md"),
            ("./", "trellis-lesson:src/d/index.md"),
            ("index.html", "trellis-lesson:src/d/index.md"),
            ("../r/", "trellis-lesson:src/r/README.md"),
            ("../r/index.html", "trellis-lesson:src/r/README.md"),
            ("../my%20page.md", "trellis-lesson:src/my%20page.md"),
            ("#here", "#content-here"),
            ("https://example.org/b.md#x", "https://example.org/b.md#x"),
            ("mailto:a@example.org", "mailto:a@example.org"),
        ] {
            assert_eq!(address(link).as_deref(), Some(expected), "{link}");
        }
    }

    #[test]
    fn links_to_anything_else_are_left_out_with_a_warning() {
        for link in ["gone.md", "../../../up.md", "//example.org/x", "/\\example.org", "p.png", "trellis-lesson", "%FF.md"] {
            assert_eq!(address(link), None, "{link}");
            assert_eq!(warnings(&format!("a\n\nb [x](<{link}>)")), [(WarningKind::BrokenLink, Some(3))], "{link}");
        }
        assert_eq!(html("[x](javascript:alert)"), "<p><a rel=\"noopener noreferrer\">x</a></p>");
        assert_eq!(
            warnings("---\nminutes: 1\n---\ngone.mdx\n[x](gone.md) [y](gone.md)\n\n<a href='no.md'>z</a>"),
            [(WarningKind::BrokenLink, Some(5)), (WarningKind::BrokenLink, Some(7))]
        );
    }

    #[test]
    fn pictures_become_placeholders() {
        let course = course("![a](p.png) <img src=\"../d/p.png\" width=\"3\">");
        assert_eq!(
            course.lessons().next().unwrap().html,
            "<p><img src=\"trellis-asset:src/d/p.png\" alt=\"a\"> <img src=\"trellis-asset:src/d/p.png\" width=\"3\"></p>"
        );
        assert_eq!(course.assets.len(), 1);
        assert_eq!((course.assets[0].content_type, course.assets[0].size), ("image/png", PNG.len() as u64));
    }

    #[test]
    fn other_pictures_leave_their_description() {
        assert_eq!(html("![a \"\\<b>\"](gone.png)"), "<p>a &quot;&lt;b&gt;&quot;</p>");
        for (picture, kind, line) in [
            ("gone.png", WarningKind::MissingPicture, Some(1)),
            ("../x.svg", WarningKind::RefusedPicture, Some(1)),
            ("https://example.org/a.png", WarningKind::RefusedPicture, Some(1)),
            ("//example.org/a.png", WarningKind::RefusedPicture, Some(1)),
            ("../b.md", WarningKind::RefusedPicture, Some(1)),
            ("data:image/png;base64,AA", WarningKind::RefusedPicture, None),
        ] {
            let text = format!("![d]({picture})");
            assert_eq!(html(&text), "<p>d</p>", "{picture}");
            assert_eq!(warnings(&text), [(kind, line)], "{picture}");
        }
    }
}
