//! What a file of a package is served as: by its name, which packages are written for, as far as its bytes do not say otherwise.
//!
//! Files of packages are shown on an origin of their own, so what can run there is no danger to the pages. Programs are another matter: nobody
//! needs them in a package, and whoever saves one may start it.

/// How a file is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admitted {
    /// With this type.
    As(&'static str),
    /// With this type, which is not what its name says.
    Otherwise(&'static str),
    /// Not at all: it is a program.
    Never,
}

/// Types by endings, in the order of the alphabet: what browsers need, and nothing more. Texts have no character set: packages say theirs
/// themselves.
const TYPES: &[(&str, &str)] = &[
    ("aac", "audio/aac"),
    ("apng", "image/apng"),
    ("avif", "image/avif"),
    ("bmp", "image/bmp"),
    ("css", "text/css"),
    ("csv", "text/csv"),
    ("cur", "image/x-icon"),
    ("dtd", "application/xml-dtd"),
    ("eot", "application/vnd.ms-fontobject"),
    ("flac", "audio/flac"),
    ("gif", "image/gif"),
    ("htm", "text/html"),
    ("html", "text/html"),
    ("ico", "image/x-icon"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("js", "text/javascript"),
    ("json", "application/json"),
    ("m4a", "audio/mp4"),
    ("m4v", "video/mp4"),
    ("map", "application/json"),
    ("mjs", "text/javascript"),
    ("mov", "video/quicktime"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("oga", "audio/ogg"),
    ("ogg", "audio/ogg"),
    ("ogv", "video/ogg"),
    ("otf", "font/otf"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("srt", "text/plain"),
    ("svg", "image/svg+xml"),
    ("swf", "application/x-shockwave-flash"),
    ("ttf", "font/ttf"),
    ("txt", "text/plain"),
    ("vtt", "text/vtt"),
    ("wasm", "application/wasm"),
    ("wav", "audio/wav"),
    ("webm", "video/webm"),
    ("webp", "image/webp"),
    ("woff", "font/woff"),
    ("woff2", "font/woff2"),
    ("xhtml", "application/xhtml+xml"),
    ("xml", "text/xml"),
    ("xsd", "text/xml"),
    ("xsl", "text/xml"),
];

/// Endings of programs and of what systems run when it is opened, in the order of the alphabet.
const PROGRAMS: &[&str] = &[
    "apk", "app", "bat", "cmd", "com", "cpl", "deb", "dll", "dmg", "exe", "hta", "iso", "jar", "jse", "lnk", "msi", "msp", "pif", "pkg",
    "ps1", "reg", "rpm", "scr", "sh", "sys", "vb", "vbe", "vbs", "wsf",
];

/// What bytes are, where they say so without a doubt: other types than texts.
fn by_bytes(head: &[u8]) -> Option<&'static str> {
    let found = infer::get(head)?.mime_type();
    TYPES.iter().map(|(_, name)| *name).find(|name| *name == found)
}

fn is_program(ending: &str, head: &[u8]) -> bool {
    let starts_a_program =
        [b"MZ".as_slice(), b"\x7fELF", b"#!", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe"];
    let is_named = PROGRAMS.binary_search(&ending).is_ok();
    // Two letters begin many texts: a program has zeros soon after.
    let is_binary = head.iter().take(64).any(|byte| *byte == 0);
    is_named || starts_a_program.iter().any(|start| head.starts_with(start) && (is_binary || start == b"#!" || start.len() > 2))
}

/// How a file of this path that begins with these bytes is served.
#[must_use]
pub fn admit(path: &str, head: &[u8]) -> Admitted {
    let ending = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, ending)| ending).to_ascii_lowercase();
    if is_program(&ending, head) {
        return Admitted::Never;
    }
    let named = TYPES.binary_search_by_key(&ending.as_str(), |(ending, _)| ending).ok().and_then(|at| TYPES.get(at)).map(|(_, name)| *name);
    match (named, by_bytes(head)) {
        (Some(named), Some(found)) if family(named) != family(found) => Admitted::Otherwise(found),
        // A picture of another kind is shown as what it is.
        (Some(named), Some(found)) if family(named) == "image" && named != found => Admitted::Otherwise(found),
        (Some(named), _) => Admitted::As(named),
        (None, Some(found)) => Admitted::As(found),
        (None, None) => Admitted::As("application/octet-stream"),
    }
}

/// What is shown in the same way: films and sounds are in the same containers, and texts of all kinds look alike.
fn family(name: &str) -> &str {
    match name.split('/').next().unwrap_or_default() {
        "video" | "audio" => "media",
        "text" => "text",
        _ if name.ends_with("xml") || name.ends_with("json") || name.ends_with("xml-dtd") => "text",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_can_be_searched() {
        assert!(TYPES.is_sorted_by_key(|(ending, _)| ending) && PROGRAMS.is_sorted());
    }

    #[test]
    fn a_name_counts_as_far_as_the_bytes_agree() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice();
        for (path, head, expected) in [
            ("a/index.HTML", b"<html>".as_slice(), Admitted::As("text/html")),
            ("a/index.html", b"plain words", Admitted::As("text/html")),
            ("a.js", b"MZ = 1; // two letters alone are no program", Admitted::As("text/javascript")),
            ("a.js", b"<?xml version='1.0'?>", Admitted::As("text/javascript")),
            ("p.png", png, Admitted::As("image/png")),
            ("p.jpg", png, Admitted::Otherwise("image/png")),
            ("p.html", png, Admitted::Otherwise("image/png")),
            ("p", png, Admitted::As("image/png")),
            ("a.unknown", b"x", Admitted::As("application/octet-stream")),
            ("film.mp4", b"\0\0\0\x18ftypM4A \0\0\x02\0isomiso2", Admitted::As("video/mp4")),
            ("setup.exe", b"x", Admitted::Never),
            ("a.png", b"MZ\x90\0\x03\0\0\0", Admitted::Never),
            ("run", b"#!/bin/sh\n", Admitted::Never),
            ("run.txt", b"\x7fELF\x02\x01\x01\0", Admitted::Never),
            ("noextension/x.y/run", b"", Admitted::As("application/octet-stream")),
        ] {
            assert_eq!(admit(path, head), expected, "{path}");
        }
    }
}
