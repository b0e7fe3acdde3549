//! Links and pictures of a page: what lies in the course becomes a placeholder, what lies elsewhere stays or goes.

use super::error::ImportError;
use super::pictures::Pictures;
use super::sanitizer::{ID_PREFIX, SCHEMES};
use super::svg::Drawing;
use super::tags::{self, Piece, StartTag};
use super::targets::Target;
use super::warnings::{WarningKind, Warnings, quoted};
use archive::Archive;
use archive::paths;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};

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
    /// Lines in the page's file of addresses, as they are written.
    pub(super) lines: &'a BTreeMap<String, Option<u32>>,
    /// Drawings that stand in the page's text, by their addresses.
    pub(super) drawings: &'a mut BTreeMap<String, Drawing>,
    /// Bytes of a picture or file.
    pub(super) file_limit: u64,
    /// What was warned of on this page.
    pub(super) warned: BTreeSet<String>,
    /// Placeholders of the addresses that lead somewhere.
    pub(super) found: BTreeMap<String, String>,
}

impl<R: Read + Seek> Links<'_, R> {
    /// Rewrites sanitized HTML.
    ///
    /// # Errors
    /// The archive is bad.
    pub(super) fn rewrite(&mut self, html: &str) -> Result<String, ImportError> {
        let mut output = String::with_capacity(html.len());
        for piece in tags::pieces(html) {
            match piece {
                Piece::Text(written) | Piece::End { written, .. } => output.push_str(written),
                Piece::Start(tag) if tag.name == "a" => self.link(&tag, &mut output)?,
                Piece::Start(tag) if tag.name == "img" => self.picture(&tag, &mut output)?,
                Piece::Start(tag) => output.push_str(tag.written),
            }
        }
        output.shrink_to_fit();
        Ok(output)
    }

    fn link(&mut self, tag: &StartTag<'_>, output: &mut String) -> Result<(), ImportError> {
        let Some(value) = tag.attribute("href").map(tags::unescape) else {
            output.push_str(tag.written);
            return Ok(());
        };
        if is_elsewhere(&value) {
            output.push_str(tag.written);
            return Ok(());
        }
        let (path, fragment) = value.split_once('#').map_or((value.as_str(), None), |(path, fragment)| (path, Some(fragment)));
        let fragment = fragment.map(|fragment| if fragment.is_empty() { String::new() } else { prefixed(fragment) });
        if path.is_empty() {
            // An empty address leads nowhere; a lone `#` to the top of the page.
            let own = fragment.map(|fragment| format!("#{fragment}"));
            tag.write_with(output, "href", own.as_deref());
            return Ok(());
        }
        let target = match self.lesson(path) {
            Some(source) => Some(Target::Lesson { source, fragment: fragment.filter(|fragment| !fragment.is_empty()) }),
            None => self.file(path, &value)?.map(|path| Target::Asset { path }),
        };
        let placeholder = target.map(|target| target.placeholder());
        self.remember(&value, placeholder.as_deref());
        tag.write_with(output, "href", placeholder.as_deref());
        Ok(())
    }

    /// The path of a file that learners can download; a warning otherwise.
    fn file(&mut self, address: &str, value: &str) -> Result<Option<String>, ImportError> {
        let path = if address.starts_with("//") { None } else { self.path(address).and_then(|path| self.archive.find(&path)) };
        let Some(path) = path else {
            self.warn(WarningKind::BrokenLink, value, "isn't a lesson or a file in the archive; link removed");
            return Ok(None);
        };
        // A page or an instruction for the book itself is nothing to download.
        if path.to_ascii_lowercase().ends_with(".md") {
            self.warn(WarningKind::BrokenLink, value, "isn't a lesson; link removed");
            return Ok(None);
        }
        match self.pictures.offer(self.archive, &path, self.file_limit)? {
            Ok(lost) => {
                self.warn_of_lost(value, &lost);
                Ok(Some(path))
            }
            Err(reason) => {
                self.warn(WarningKind::RefusedFile, value, &format!("{reason}; link removed"));
                Ok(None)
            }
        }
    }

    fn picture(&mut self, tag: &StartTag<'_>, output: &mut String) -> Result<(), ImportError> {
        let value = tag.attribute("src").map(tags::unescape).unwrap_or_default();
        if let Some(path) = self.shown_picture(&value)? {
            let placeholder = Target::Asset { path }.placeholder();
            self.remember(&value, Some(&placeholder));
            tag.write_with(output, "src", Some(&placeholder));
        } else {
            // The description of a picture takes its place; as an attribute's value it is escaped already.
            output.push_str(tag.attribute("alt").unwrap_or_default());
        }
        Ok(())
    }

    fn remember(&mut self, address: &str, placeholder: Option<&str>) {
        if let Some(placeholder) = placeholder {
            self.found.insert(key(address), placeholder.to_owned());
        }
    }

    /// The path of a picture that can be shown; a warning otherwise.
    fn shown_picture(&mut self, value: &str) -> Result<Option<String>, ImportError> {
        // Of a picture without an address, and of one whose address could not stay, the renderer has told.
        if value.is_empty() {
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
        let drawn = format!("{}//{value}", self.page);
        let outcome = if let Some(drawing) = self.drawings.remove(value) {
            (drawn.clone(), self.pictures.draw(&drawn, drawing).map(|_| Vec::new()))
        } else if value.starts_with(DRAWN) && self.found.contains_key(value) {
            (drawn, Ok(Vec::new()))
        } else {
            let Some(path) = self.path(value).and_then(|path| self.archive.find(&path)) else {
                self.warn(WarningKind::MissingPicture, value, "is not in the archive");
                return Ok(None);
            };
            let outcome = self.pictures.admit(self.archive, &path, self.file_limit)?;
            (path, outcome)
        };
        match outcome {
            (path, Ok(lost)) => {
                self.warn_of_lost(value, &lost);
                Ok(Some(path))
            }
            (_, Err(reason)) => {
                self.warn(WarningKind::RefusedPicture, value, reason);
                Ok(None)
            }
        }
    }

    fn warn_of_lost(&mut self, value: &str, lost: &[String]) {
        for lost in lost {
            let line = self.lines.get(&key(value)).copied().flatten();
            self.warnings.add(
                WarningKind::LostMarkup,
                self.page,
                line,
                format!("{} of the drawing {} is left out", quoted(lost), quoted(value)),
            );
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
            let line = self.lines.get(&key(what)).copied().flatten();
            self.warnings.add(kind, self.page, line, format!("{} {message}", quoted(what)));
        }
    }
}

/// How the addresses of drawings begin that stand in a page's text.
pub(super) const DRAWN: &str = "drawing-in-text-";

/// An address as it is looked up, however its characters are written.
pub(super) fn key(address: &str) -> String {
    paths::composed(&paths::decode(address).unwrap_or_else(|| address.to_owned()))
}

/// An address with a scheme: the sanitizer left none but these.
pub(super) fn is_elsewhere(address: &str) -> bool {
    let has = |scheme: &&str| {
        address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)) && address[scheme.len()..].starts_with(':')
    };
    SCHEMES.iter().any(has)
}

/// A fragment as the sanitizer prefixes the identifier that it leads to.
pub(super) fn prefixed(fragment: &str) -> String {
    if fragment.starts_with(ID_PREFIX) { fragment.to_owned() } else { format!("{ID_PREFIX}{fragment}") }
}

#[cfg(test)]
mod tests {
    use super::super::course::Course;
    use super::super::sample;
    use super::*;

    const PNG: &[u8] = sample::PNG;

    /// A book of a page with this text and a few other files.
    fn course(text: &str) -> Course {
        let files: [(&str, &[u8]); 9] = [
            ("src/SUMMARY.md", b"- [A](d/a.md)\n- [B](b.md)\n- [I](d/index.md)\n- [R](r/README.md)\n- [S](<my page.md>)"),
            ("src/d/a.md", text.as_bytes()),
            ("src/b.md", b"B"),
            ("src/d/index.md", b"I"),
            ("src/r/README.md", b"R"),
            ("src/my page.md", b"S"),
            ("src/d/p.png", PNG),
            ("src/x.svg", b"<svg></svg>"),
            ("src/w.pdf", b"%PDF-1.4"),
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
            ("tel:112", "tel:112"),
            ("../w.pdf", "trellis-asset:src/w.pdf"),
            ("p.png", "trellis-asset:src/d/p.png"),
        ] {
            assert_eq!(address(link).as_deref(), Some(expected), "{link}");
        }
    }

    #[test]
    fn links_to_anything_else_are_left_out_with_a_warning() {
        for link in ["gone.md", "../../../up.md", "//example.org/x", "/\\example.org", "trellis-lesson", "%FF.md", "../SUMMARY.md"] {
            assert_eq!(address(link), None, "{link}");
            assert_eq!(warnings(&format!("a\n\nb [x](<{link}>)")), [(WarningKind::BrokenLink, Some(3))], "{link}");
        }
        assert_eq!(html("[x](javascript:alert)"), "<p><a rel=\"noopener noreferrer\">x</a></p>");
        assert_eq!(warnings("\n[x](javascript:alert)"), [(WarningKind::BrokenLink, Some(2))]);
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
    fn drawings_are_shown_from_files_and_from_the_text() {
        let course = course("![a](../x.svg)\n\n<svg><title>Plan</title></svg> <svg></svg>\n\n{{#include ../x.svg}}\n");
        let lesson = course.lessons().next().unwrap();
        assert_eq!(lesson.html.matches("<img").count(), 4, "{}", lesson.html);
        assert!(lesson.html.contains("alt=\"Plan\""), "{}", lesson.html);
        assert_eq!(course.assets.iter().filter(|asset| asset.content_type == "image/svg+xml").count(), 4);
        assert!(!lesson.markdown.contains("<svg") && lesson.addresses.len() == 4, "{:?}", lesson.addresses);
    }

    #[test]
    fn other_pictures_leave_their_description() {
        assert_eq!(html("![a \"\\<b>\"](gone.png)"), "<p>a &quot;&lt;b&gt;&quot;</p>");
        for (picture, kind, line) in [
            ("gone.png", WarningKind::MissingPicture, Some(1)),
            ("https://example.org/a.png", WarningKind::RefusedPicture, Some(1)),
            ("//example.org/a.png", WarningKind::RefusedPicture, Some(1)),
            ("../b.md", WarningKind::RefusedPicture, Some(1)),
            ("data:image/png;base64,AA", WarningKind::RefusedPicture, Some(1)),
        ] {
            let text = format!("![d]({picture})");
            assert_eq!(html(&text), "<p>d</p>", "{picture}");
            assert_eq!(warnings(&text), [(kind, line)], "{picture}");
        }
    }
}
