//! What a file is, by its bytes: nobody's word is taken for it.

use crate::file::FileKind;
use lambda::services::Served;
use serde::{Deserialize, Serialize};
use trellis_core::personal::NotPersonal;
use utoipa::openapi::{
    ObjectBuilder, RefOr,
    schema::{Schema, Type},
};

/// A type of content that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ContentType {
    #[serde(rename = "image/png")]
    Png,
    #[serde(rename = "image/jpeg")]
    Jpeg,
    #[serde(rename = "image/gif")]
    Gif,
    #[serde(rename = "image/webp")]
    WebP,
    #[serde(rename = "image/avif")]
    Avif,
    #[serde(rename = "application/pdf")]
    Pdf,
    #[serde(rename = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    Docx,
    #[serde(rename = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    Xlsx,
    #[serde(rename = "application/vnd.openxmlformats-officedocument.presentationml.presentation")]
    Pptx,
    #[serde(rename = "application/vnd.oasis.opendocument.text")]
    Odt,
    #[serde(rename = "application/vnd.oasis.opendocument.spreadsheet")]
    Ods,
    #[serde(rename = "application/vnd.oasis.opendocument.presentation")]
    Odp,
    #[serde(rename = "application/rtf")]
    Rtf,
    #[serde(rename = "application/zip")]
    Zip,
    #[serde(rename = "text/html")]
    Html,
    #[serde(rename = "image/svg+xml")]
    Svg,
    #[serde(rename = "text/plain")]
    Text,
    #[serde(rename = "video/mp4")]
    Mp4,
    #[serde(rename = "video/webm")]
    WebM,
    #[serde(rename = "video/quicktime")]
    QuickTime,
    #[serde(rename = "audio/mpeg")]
    Mp3,
    #[serde(rename = "audio/mp4")]
    M4a,
    #[serde(rename = "audio/ogg")]
    Ogg,
    #[serde(rename = "audio/wav")]
    Wav,
    #[serde(rename = "audio/flac")]
    Flac,
    #[serde(rename = "text/vtt")]
    WebVtt,
    #[serde(rename = "application/x-subrip")]
    SubRip,
}

/// What is known of a type.
struct Known {
    /// The media type (RFC 6838), as it is spelled, which a test holds.
    name: &'static str,
    spoken: &'static str,
    kinds: &'static [FileKind],
    is_shown: bool,
}

/// Browsers show it.
const fn shown(name: &'static str, spoken: &'static str, kinds: &'static [FileKind]) -> Known {
    Known { name, spoken, kinds, is_shown: true }
}

/// It is only ever saved: browsers cannot show it, or could run what is in it.
const fn saved(name: &'static str, spoken: &'static str) -> Known {
    Known { name, spoken, kinds: &[FileKind::Document], is_shown: false }
}

impl ContentType {
    pub const ALL: &[Self] = &[
        Self::Png,
        Self::Jpeg,
        Self::Gif,
        Self::WebP,
        Self::Avif,
        Self::Pdf,
        Self::Docx,
        Self::Xlsx,
        Self::Pptx,
        Self::Odt,
        Self::Ods,
        Self::Odp,
        Self::Rtf,
        Self::Zip,
        Self::Html,
        Self::Svg,
        Self::Text,
        Self::Mp4,
        Self::WebM,
        Self::QuickTime,
        Self::Mp3,
        Self::M4a,
        Self::Ogg,
        Self::Wav,
        Self::Flac,
        Self::WebVtt,
        Self::SubRip,
    ];

    const fn known(self) -> Known {
        use FileKind::{Audio, Captions, Document, Package, Picture, Video};
        match self {
            Self::Png => shown("image/png", "a PNG picture", &[Picture]),
            Self::Jpeg => shown("image/jpeg", "a JPEG picture", &[Picture]),
            Self::Gif => shown("image/gif", "a GIF picture", &[Picture]),
            Self::WebP => shown("image/webp", "a WebP picture", &[Picture]),
            Self::Avif => shown("image/avif", "an AVIF picture", &[Picture]),
            Self::Pdf => shown("application/pdf", "a PDF document", &[Document]),
            Self::Docx => saved("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "a Word document"),
            Self::Xlsx => saved("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "an Excel workbook"),
            Self::Pptx => saved("application/vnd.openxmlformats-officedocument.presentationml.presentation", "a PowerPoint presentation"),
            Self::Odt => saved("application/vnd.oasis.opendocument.text", "an OpenDocument text"),
            Self::Ods => saved("application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet"),
            Self::Odp => saved("application/vnd.oasis.opendocument.presentation", "an OpenDocument presentation"),
            Self::Rtf => saved("application/rtf", "a rich text"),
            Self::Zip => Known { kinds: &[Document, Package], ..saved("application/zip", "a ZIP archive") },
            Self::Html => saved("text/html", "a web page"),
            Self::Svg => saved("image/svg+xml", "an SVG drawing"),
            Self::Text => saved("text/plain", "a text"),
            Self::Mp4 => shown("video/mp4", "an MP4 video", &[Video]),
            Self::WebM => shown("video/webm", "a WebM file", &[Video, Audio]),
            Self::QuickTime => shown("video/quicktime", "a QuickTime video", &[Video]),
            Self::Mp3 => shown("audio/mpeg", "an MP3 file", &[Audio]),
            Self::M4a => shown("audio/mp4", "an MPEG-4 sound", &[Audio]),
            Self::Ogg => shown("audio/ogg", "an Ogg sound", &[Audio]),
            Self::Wav => shown("audio/wav", "a WAV sound", &[Audio]),
            Self::Flac => shown("audio/flac", "a FLAC sound", &[Audio]),
            Self::WebVtt => shown("text/vtt", "WebVTT captions", &[Captions]),
            Self::SubRip => shown("application/x-subrip", "SubRip captions", &[Captions]),
        }
    }

    /// The media type (RFC 6838).
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.known().name
    }

    /// What authors call it.
    #[must_use]
    pub const fn spoken(self) -> &'static str {
        self.known().spoken
    }

    /// Whether it can be one of these.
    #[must_use]
    pub fn fits(self, kind: FileKind) -> bool {
        self.known().kinds.contains(&kind)
    }

    /// Whether browsers show it: what could run scripts, and what they cannot show, is only ever saved.
    #[must_use]
    pub const fn is_shown(self) -> bool {
        self.known().is_shown
    }
}

impl utoipa::PartialSchema for ContentType {
    fn schema() -> RefOr<Schema> {
        let names = Self::ALL.iter().map(|known| known.name());
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names)).description(Some("A media type (RFC 6838).")).into()
    }
}
impl utoipa::ToSchema for ContentType {}

impl ContentType {
    /// How a file of this name is served.
    #[must_use]
    pub fn served(self, file_name: &str) -> Served {
        if self.is_shown() { Served { content_type: self.name(), save_as: None } } else { self.saved(file_name) }
    }

    /// The same, only to be saved. Its type is not told, so that no browser has the idea to show it all the same.
    #[must_use]
    pub fn saved(self, file_name: &str) -> Served {
        Served { content_type: "application/octet-stream", save_as: Some(file_name.to_owned()) }
    }
}

/// Bytes of a file's beginning from which its type is read.
pub const HEAD: u64 = 64 * 1024;

/// The bytes are not what they are said to be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAdmitted {
    #[error("This is {found}, not {wanted}.")]
    OtherKind { found: &'static str, wanted: &'static str },
    #[error("The file is neither of a type that can be uploaded here nor what its name says. {0}")]
    Unknown(NotPersonal<String>),
    #[error("The captions can't be read: {0}.")]
    Captions(#[from] crate::captions::CaptionsError),
}

/// The type of a file that begins like this.
///
/// # Errors
/// [`NotAdmitted`], with a sentence for its author.
pub fn admit(kind: FileKind, head: &[u8]) -> Result<ContentType, NotAdmitted> {
    // A text is whatever it is taken for.
    if kind == FileKind::Captions {
        return Ok(crate::captions::check(head)?);
    }
    let found = sniff(head).ok_or_else(|| NotAdmitted::Unknown(format!("Upload {}.", kind.wanted())))?;
    if found.fits(kind) { Ok(found) } else { Err(NotAdmitted::OtherKind { found: found.spoken(), wanted: kind.wanted() }) }
}

fn sniff(head: &[u8]) -> Option<ContentType> {
    match infer::get(head).map(|found| found.mime_type()) {
        Some("audio/m4a") => Some(ContentType::M4a),
        Some("audio/x-wav") => Some(ContentType::Wav),
        Some("audio/x-flac") => Some(ContentType::Flac),
        // Motion pictures of phones, which players take for MP4.
        Some("video/x-m4v") => Some(ContentType::Mp4),
        Some("text/xml" | "text/html") | None => text(head),
        Some(name) => ContentType::ALL.iter().copied().find(|known| known.name() == name),
    }
}

/// A text, by what it is in: it holds no NUL, and is UTF-8 as far as it is seen.
fn text(head: &[u8]) -> Option<ContentType> {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        // The end may be in the middle of a letter.
        Err(error) if error.error_len().is_none() => std::str::from_utf8(head.get(..error.valid_up_to())?).ok()?,
        Err(_) => return None,
    };
    if text.is_empty() || text.contains('\0') {
        return None;
    }
    let lower = text.get(..text.len().min(1024)).unwrap_or(text).to_ascii_lowercase();
    // The most dangerous that it can be: wherever a browser would find one.
    if lower.contains("<svg") {
        Some(ContentType::Svg)
    } else if ["<html", "<!doctype", "<script", "<?xml", "<body", "<head", "<iframe"].iter().any(|tag| lower.contains(tag)) {
        Some(ContentType::Html)
    } else {
        Some(ContentType::Text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(kind: FileKind, head: &[u8]) -> Result<ContentType, String> {
        admit(kind, head).map_err(|error| error.to_string())
    }

    #[test]
    fn bytes_say_what_a_file_is() {
        let mp4 = b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2";
        let m4a = b"\0\0\0\x18ftypM4A \0\0\x02\0isomiso2";
        let webm =
            [b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm".as_slice(), &[0; 300]]
                .concat();
        for (kind, head, expected) in [
            (FileKind::Picture, b"\x89PNG\r\n\x1a\n".as_slice(), ContentType::Png),
            (FileKind::Picture, &[0xff, 0xd8, 0xff, 0xe0], ContentType::Jpeg),
            (FileKind::Document, b"%PDF-1.7\n", ContentType::Pdf),
            (FileKind::Document, b"a;b\n1;2\n", ContentType::Text),
            (FileKind::Document, "caf\u{e9}".as_bytes(), ContentType::Text),
            (FileKind::Document, &"caf\u{e9}".as_bytes()[..4], ContentType::Text),
            (FileKind::Document, b"<!DOCTYPE html><p>", ContentType::Html),
            (FileKind::Document, b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", ContentType::Svg),
            (FileKind::Video, mp4, ContentType::Mp4),
            (FileKind::Video, &webm, ContentType::WebM),
            (FileKind::Audio, m4a, ContentType::M4a),
            (FileKind::Audio, b"ID3\x03\0\0\0\0\0\0", ContentType::Mp3),
            (FileKind::Audio, b"RIFF\x24\0\0\0WAVEfmt ", ContentType::Wav),
            (FileKind::Captions, b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n", ContentType::WebVtt),
            (FileKind::Package, b"PK\x03\x04\x14\0\0\0\x08\0", ContentType::Zip),
        ] {
            assert_eq!(found(kind, head), Ok(expected), "{}", expected.name());
        }
    }

    #[test]
    fn a_type_that_lies_is_told() {
        let script = b"<script>alert(1)</script>";
        assert_eq!(found(FileKind::Picture, script).unwrap_err(), "This is a web page, not a picture (PNG, JPEG, GIF, WebP or AVIF).");
        assert!(found(FileKind::Video, b"%PDF-1.7\n").unwrap_err().starts_with("This is a PDF document, not a video"));
        for executable in
            [b"MZ\x90\0\x03\0\0\0".as_slice(), b"\x7fELF\x02\x01\x01\0", b"\xcf\xfa\xed\xfe\x07\0\0\x01", b"\0\x01\x02\x03", b""]
        {
            for kind in FileKind::ALL {
                assert!(found(*kind, executable).is_err(), "{kind:?} {executable:?}");
            }
        }
    }

    #[test]
    fn what_could_run_is_never_shown() {
        for kind in ContentType::ALL {
            let runs = matches!(kind, ContentType::Html | ContentType::Svg | ContentType::Text | ContentType::Zip);
            assert!(!(runs && kind.is_shown()), "{}", kind.name());
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
    }
}
