//! The pictures that pages show: checked once each, known by their content.

use super::archive::Archive;
use super::course::Asset;
use super::error::ImportError;
use std::collections::BTreeMap;
use std::io::{Read, Seek};

/// Pictures seen so far, with those that are refused.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    seen: BTreeMap<String, Result<Asset, &'static str>>,
}

impl Pictures {
    /// Takes a picture of the archive into the course; the inner error says why it cannot be shown.
    ///
    /// # Errors
    /// [`ImportError::PictureTooLarge`] above `limit` bytes, or the archive is bad.
    pub(super) fn admit<R: Read + Seek>(
        &mut self,
        archive: &mut Archive<R>,
        path: &str,
        limit: u64,
    ) -> Result<Result<(), &'static str>, ImportError> {
        if !self.seen.contains_key(path) {
            let inspected = archive.inspect(path, limit)?;
            let outcome = match content_type(&inspected.head) {
                Some(content_type) => Ok(Asset { path: path.to_owned(), content_type, size: inspected.size }),
                None if is_svg(path, &inspected.head) => Err("is an SVG picture, which can hold scripts; use PNG, JPEG, GIF, WebP or AVIF"),
                None => Err("is no PNG, JPEG, GIF, WebP or AVIF picture"),
            };
            self.seen.insert(path.to_owned(), outcome);
        }
        match self.seen.get(path) {
            Some(Err(reason)) => Ok(Err(reason)),
            _ => Ok(Ok(())),
        }
    }

    /// The pictures of the course, sorted by path.
    pub(super) fn into_assets(self) -> Vec<Asset> {
        self.seen.into_values().filter_map(Result::ok).collect()
    }
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
        let files: [(&str, &[u8]); 4] = [("b.jpg", sample::PNG), ("a.png", b"GIF89a"), ("x.svg", b"<svg/>"), ("t.png", b"text")];
        let mut archive = Archive::open(sample::reader_of_bytes(&files), &Limits::default()).unwrap();
        let mut pictures = Pictures::default();
        let mut admit = |path| pictures.admit(&mut archive, path, 100).unwrap();
        assert_eq!(admit("b.jpg"), Ok(()));
        assert_eq!(admit("b.jpg"), Ok(()));
        assert_eq!(admit("a.png"), Ok(()));
        assert!(admit("x.svg").unwrap_err().contains("SVG"));
        assert!(admit("t.png").is_err());
        assert!(admit("t.png").is_err());
        let too_large = pictures.admit(&mut archive, "b.jpg", 1);
        assert_eq!(too_large, Ok(Ok(())), "known pictures are not read again");
        let listed: Vec<_> = pictures.into_assets().into_iter().map(|asset| (asset.path, asset.content_type)).collect();
        assert_eq!(listed, [("a.png".to_owned(), "image/gif"), ("b.jpg".to_owned(), "image/png")]);
    }
}
