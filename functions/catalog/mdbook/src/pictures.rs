//! The pictures that pages show and the files that they offer: checked once each, known by their content.

use super::course::Asset;
use super::error::ImportError;
use super::svg::{self, Drawing};
use archive::{Archive, ArchiveError};
use std::collections::BTreeMap;
use std::io::{Read, Seek};

pub(super) const SVG: &str = "image/svg+xml";
/// Bytes of a drawing's file.
const LARGEST_DRAWING: usize = 2 * 1024 * 1024;
/// Bytes of all drawings together: they are held in memory.
const ALL_DRAWINGS: usize = 32 * 1024 * 1024;

/// Why a file is not taken.
type Refusal = &'static str;

/// What is lost of a drawing, told when it is first taken.
type Lost = Vec<String>;

/// Pictures and files seen so far, with those that are refused.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    seen: BTreeMap<String, Result<Asset, Refusal>>,
    /// Drawings as they are stored.
    drawings: BTreeMap<String, Vec<u8>>,
    drawing_bytes: usize,
}

impl Pictures {
    /// Takes a picture of the archive into the course; the inner error says why it cannot be shown.
    ///
    /// # Errors
    /// The archive is bad.
    pub(super) fn admit<R: Read + Seek>(
        &mut self,
        archive: &mut Archive<R>,
        path: &str,
        limit: u64,
    ) -> Result<Result<Lost, Refusal>, ImportError> {
        if let Some(outcome) = self.known(path) {
            return Ok(outcome.and_then(|asset| if asset.content_type.starts_with("image/") { Ok(Lost::new()) } else { Err(NO_PICTURE) }));
        }
        let inspected = match archive.inspect(path, limit) {
            Ok(inspected) => inspected,
            Err(ArchiveError::FileTooLarge { .. }) => return Ok(self.note(path, Err("is larger than 10 MB"))),
            Err(error) => return Err(error.into()),
        };
        if let Some(content_type) = content_type(&inspected.head) {
            return Ok(self.note(path, Ok(Asset { path: path.to_owned(), content_type, size: inspected.size })));
        }
        if !is_svg(path, &inspected.head) {
            return Ok(self.note(path, Err(NO_PICTURE)));
        }
        let text = match archive.text(path, LARGEST_DRAWING) {
            Ok(text) => text,
            Err(ArchiveError::FileTooLarge { .. }) => return Ok(self.note(path, Err("is a drawing of more than 2 MB"))),
            Err(ArchiveError::NotUtf8 { .. }) => return Ok(self.note(path, Err("is no UTF-8 text"))),
            Err(error) => return Err(error.into()),
        };
        Ok(match svg::clean(&text) {
            Ok(drawing) => self.draw(path, drawing),
            Err(reason) => self.note(path, Err(reason)),
        })
    }

    /// Takes a file of the archive that learners can download.
    ///
    /// # Errors
    /// The archive is bad.
    pub(super) fn offer<R: Read + Seek>(
        &mut self,
        archive: &mut Archive<R>,
        path: &str,
        limit: u64,
    ) -> Result<Result<Lost, Refusal>, ImportError> {
        if let Some(outcome) = self.known(path) {
            return Ok(outcome.map(|_| Lost::new()));
        }
        let head = match archive.inspect(path, limit) {
            Ok(inspected) => inspected.head,
            Err(ArchiveError::FileTooLarge { .. }) => return Ok(self.note(path, Err("is larger than 10 MB"))),
            Err(error) => return Err(error.into()),
        };
        if content_type(&head).is_some() || is_svg(path, &head) {
            return self.admit(archive, path, limit);
        }
        let asset = file_type(path, &head).map(|content_type| Asset { path: path.to_owned(), content_type, size: 0 });
        let asset = match asset {
            Some(asset) => Ok(Asset { size: archive.inspect(path, limit)?.size, ..asset }),
            None => Err("is no file of a kind that lessons offer, such as PDF"),
        };
        Ok(self.note(path, asset))
    }

    /// Takes a drawing that stands in a page's text.
    pub(super) fn draw(&mut self, path: &str, drawing: Drawing) -> Result<Lost, Refusal> {
        self.drawing_bytes += drawing.bytes.len();
        if self.drawing_bytes > ALL_DRAWINGS {
            return self.note(path, Err("is too large with the other drawings"));
        }
        let asset = Asset { path: path.to_owned(), content_type: SVG, size: drawing.bytes.len() as u64 };
        self.drawings.insert(path.to_owned(), drawing.bytes);
        self.note(path, Ok(asset)).map(|_| drawing.lost)
    }

    fn known(&self, path: &str) -> Option<Result<&Asset, Refusal>> {
        self.seen.get(path).map(|outcome| outcome.as_ref().map_err(|reason| *reason))
    }

    fn note(&mut self, path: &str, outcome: Result<Asset, Refusal>) -> Result<Lost, Refusal> {
        let answer = outcome.as_ref().map(|_| Lost::new()).map_err(|reason| *reason);
        self.seen.insert(path.to_owned(), outcome);
        answer
    }

    /// The pictures and files of the course, sorted by path, and the drawings among them.
    pub(super) fn into_assets(self) -> (Vec<Asset>, BTreeMap<String, Vec<u8>>) {
        (self.seen.into_values().filter_map(Result::ok).collect(), self.drawings)
    }
}

/// A picture or file that a course brings along, by itself: its type, and its bytes as they are stored.
///
/// # Errors
/// It is none of those that lessons show, or the archive is bad.
pub fn taken<R: Read + Seek>(archive: &mut Archive<R>, path: &str, limit: u64) -> Result<(Asset, Vec<u8>), ImportError> {
    let refused = |reason| ImportError::NotTaken { file: path.to_owned(), reason };
    let mut pictures = Pictures::default();
    pictures.offer(archive, path, limit)?.map_err(refused)?;
    let (assets, mut drawings) = pictures.into_assets();
    let asset = assets.into_iter().next().ok_or_else(|| refused(NO_PICTURE))?;
    let bytes = match drawings.remove(path) {
        Some(drawing) => drawing,
        None => archive.inspected_bytes(path)?,
    };
    Ok((asset, bytes))
}

const NO_PICTURE: &str = "is no PNG, JPEG, GIF, WebP, AVIF or SVG picture";

/// Files that may be downloaded: how they begin, what their names end in, and what they are served as.
/// Nothing among them runs when it is opened: no pages, no scripts, no documents with macros.
const FILES: [(&[u8], usize, &[&str], &str); 14] = [
    (b"%PDF-", 0, &["pdf"], "application/pdf"),
    (b"PK\x03\x04", 0, &["docx"], "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"PK\x03\x04", 0, &["xlsx"], "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"PK\x03\x04", 0, &["pptx"], "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    (b"PK\x03\x04", 0, &["odt"], "application/vnd.oasis.opendocument.text"),
    (b"PK\x03\x04", 0, &["ods"], "application/vnd.oasis.opendocument.spreadsheet"),
    (b"PK\x03\x04", 0, &["odp"], "application/vnd.oasis.opendocument.presentation"),
    (b"ftyp", 4, &["mp4", "m4a", "m4v", "mov"], "video/mp4"),
    (b"\x1a\x45\xdf\xa3", 0, &["webm"], "video/webm"),
    (b"OggS", 0, &["ogg", "oga", "ogv", "opus"], "application/ogg"),
    (b"ID3", 0, &["mp3"], "audio/mpeg"),
    (b"\xff", 0, &["mp3"], "audio/mpeg"),
    (b"WAVE", 8, &["wav"], "audio/wav"),
    (b"", 0, &["txt", "csv", "tsv", "ics"], "text/plain"),
];

/// The type of a file to download, if its name and its first bytes agree.
fn file_type(path: &str, head: &[u8]) -> Option<&'static str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.')?.1.to_ascii_lowercase();
    let fits = |(start, at, extensions, _): &&(&[u8], usize, &[&str], &str)| {
        extensions.contains(&extension.as_str()) && head.get(*at..).is_some_and(|rest| rest.starts_with(start))
    };
    FILES.iter().find(fits).map(|(.., content_type)| *content_type)
}

/// The type of a picture by its first bytes (MIME Sniffing Standard, section 6.1; AVIF 1.1, section 6.2).
fn content_type(head: &[u8]) -> Option<&'static str> {
    let at = |start: usize, bytes: &[u8]| head.get(start..).is_some_and(|rest| rest.starts_with(bytes));
    if at(0, b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else if at(0, b"\xff\xd8\xff") {
        Some("image/jpeg")
    } else if at(0, b"GIF87a") || at(0, b"GIF89a") {
        Some("image/gif")
    } else if at(0, b"RIFF") && at(8, b"WEBP") {
        Some("image/webp")
    } else if at(4, b"ftyp") && has_avif_brand(head) {
        Some("image/avif")
    } else {
        None
    }
}

/// The main brand at byte 8 or one of the compatible ones from byte 16 on names AVIF.
fn has_avif_brand(head: &[u8]) -> bool {
    let length = head.first_chunk::<4>().map_or(0, |bytes| u32::from_be_bytes(*bytes));
    let header = &head[..head.len().min(usize::try_from(length).unwrap_or(0))];
    let main = header.get(8..12);
    let compatible = header.get(16..).unwrap_or_default().chunks_exact(4);
    main.into_iter().chain(compatible).any(|brand| brand == b"avif" || brand == b"avis")
}

fn is_svg(path: &str, head: &[u8]) -> bool {
    path.to_ascii_lowercase().ends_with(".svg") || head.trim_ascii_start().starts_with(b"<svg")
}

#[cfg(test)]
mod tests {
    use super::super::limits::Limits;
    use super::super::sample;
    use super::*;

    #[test]
    fn types_are_told_by_content() {
        assert_eq!(content_type(sample::PNG), Some("image/png"));
        assert_eq!(content_type(b"\xff\xd8\xff\xe0"), Some("image/jpeg"));
        assert_eq!(content_type(b"GIF89a..."), Some("image/gif"));
        assert_eq!(content_type(b"RIFF\0\0\0\0WEBPVP8 "), Some("image/webp"));
        assert_eq!(content_type(b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf"), Some("image/avif"));
        assert_eq!(content_type(b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf"), Some("image/avif"));
        for other in [
            &b""[..],
            b"<svg>",
            b"<html>",
            b"RIFF\0\0\0\0WAVE",
            b"\0\0\0\x18ftypisom\0\0\0\0isommp42",
            b"\0\0\0\x10ftypmif1\0\0\0\0avif",
            b"\x89PNG",
        ] {
            assert_eq!(content_type(other), None, "{other:?}");
        }
    }

    #[test]
    fn each_picture_is_listed_once_and_wrong_ones_never() {
        let files: [(&str, &[u8]); 5] = [
            ("b.jpg", sample::PNG),
            ("a.png", b"GIF89a"),
            ("x.svg", b"<svg><script/></svg>"),
            ("t.png", b"text"),
            ("big.png", &[b'x'; 101]),
        ];
        let mut archive = Archive::open(sample::reader_of_bytes(&files), &Limits::default()).unwrap();
        let mut pictures = Pictures::default();
        let mut admit = |path| pictures.admit(&mut archive, path, 100).unwrap();
        assert_eq!(admit("b.jpg"), Ok(vec![]));
        assert_eq!(admit("b.jpg"), Ok(vec![]));
        assert_eq!(admit("a.png"), Ok(vec![]));
        assert_eq!(admit("x.svg"), Ok(vec!["<script>".to_owned()]), "a drawing without what runs in it");
        assert_eq!(admit("x.svg"), Ok(vec![]), "which is told once");
        assert_eq!((admit("t.png"), admit("t.png")), (Err(NO_PICTURE), Err(NO_PICTURE)));
        assert_eq!(admit("big.png"), Err("is larger than 10 MB"));
        assert_eq!(pictures.admit(&mut archive, "b.jpg", 1), Ok(Ok(vec![])), "known pictures are not read again");
        let (assets, drawings) = pictures.into_assets();
        let listed: Vec<_> = assets.into_iter().map(|asset| (asset.path, asset.content_type)).collect();
        assert_eq!(listed, [("a.png".to_owned(), "image/gif"), ("b.jpg".to_owned(), "image/png"), ("x.svg".to_owned(), SVG)]);
        assert!(String::from_utf8(drawings["x.svg"].clone()).unwrap().starts_with("<svg xmlns="));
    }

    #[test]
    fn files_to_download_are_of_few_kinds() {
        let files: [(&str, &[u8]); 6] = [
            ("a.pdf", b"%PDF-1.4"),
            ("b.pdf", b"<html>"),
            ("c.html", b"<p>"),
            ("d.docm", b"PK\x03\x04"),
            ("e.csv", b"a;b"),
            ("f.png", sample::PNG),
        ];
        let mut archive = Archive::open(sample::reader_of_bytes(&files), &Limits::default()).unwrap();
        let mut pictures = Pictures::default();
        let offered: Vec<bool> = files.iter().map(|(path, _)| pictures.offer(&mut archive, path, 100).unwrap().is_ok()).collect();
        assert_eq!(offered, [true, false, false, false, true, true]);
        assert_eq!(pictures.admit(&mut archive, "a.pdf", 100), Ok(Err(NO_PICTURE)), "a file is not shown as a picture");
        let (assets, _) = pictures.into_assets();
        let listed: Vec<_> = assets.iter().map(|asset| (asset.path.as_str(), asset.content_type, asset.size)).collect();
        assert_eq!(listed, [("a.pdf", "application/pdf", 8), ("e.csv", "text/plain", 3), ("f.png", "image/png", sample::PNG.len() as u64)]);
    }
}
