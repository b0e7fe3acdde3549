//! Paths within an archive: `/` between names, nothing that leads out.

use std::fmt::Write;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Why an entry's name is no path within its archive.
#[derive(Debug, PartialEq, Eq)]
pub struct UnsafePath;

/// The path of an entry without empty and `.` components, in NFC; `None` for the archive's own root.
///
/// Older Windows tools write backslashes between names: they are slashes here, before anything is checked.
///
/// # Errors
/// A name that is absolute, climbs by `..`, names a drive, or holds a control character: readers of zip archives
/// differ in what they make of these.
pub fn entry_path(name: &str) -> Result<Option<String>, UnsafePath> {
    let name = &name.replace('\\', "/");
    let drive = name.as_bytes().get(1) == Some(&b':') && name.as_bytes()[0].is_ascii_alphabetic();
    let too_long = name.len() > 1_024;
    if drive || too_long || name.starts_with('/') || name.chars().any(char::is_control) {
        return Err(UnsafePath);
    }
    if name.split('/').any(|component| component == "..") {
        return Err(UnsafePath);
    }
    Ok(join("", name).filter(|path| !path.is_empty()))
}

/// Text in the one form in which names are compared: macOS takes letters and their marks apart, others do not.
pub fn composed(text: &str) -> String {
    if is_nfc(text) { text.to_owned() } else { text.nfc().collect() }
}

/// The folder of a file, empty for the root.
pub fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Follows `reference` from `folder`; `None` where it climbs out of the archive.
pub fn join(folder: &str, reference: &str) -> Option<String> {
    let mut components: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
    for component in reference.split('/') {
        match component {
            "" | "." => {}
            ".." => {
                components.pop()?;
            }
            name => components.push(name),
        }
    }
    Some(composed(&components.join("/")))
}

/// Undoes percent-encoding; `None` where the result is no text.
pub fn decode(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut position = 0;
    while let Some(byte) = bytes.get(position) {
        let escaped = (*byte == b'%')
            .then(|| text.get(position + 1..position + 3))
            .flatten()
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        decoded.push(escaped.unwrap_or(*byte));
        position += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).ok()
}

/// Percent-encodes everything but unreserved characters (RFC 3986, section 2.3) and `/`.
pub fn encode(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn entries_stay_inside() {
        assert_eq!(entry_path("./src//a.md"), Ok(Some("src/a.md".to_owned())));
        assert_eq!(entry_path("./"), Ok(None));
        assert_eq!(entry_path("a..b/c..md"), Ok(Some("a..b/c..md".to_owned())));
        assert_eq!(entry_path("src\\kapitel\\a.md"), Ok(Some("src/kapitel/a.md".to_owned())), "a backslash is a slash");
        assert_eq!(entry_path("src/U\u{308}bung.md"), Ok(Some("src/Übung.md".to_owned())), "names are composed");
        for bad in ["/etc/passwd", "../a", "a/../b", "a/..", "..\\a", "a\\..\\..\\b", "C:/a", "c:a", "C:\\a", "\\\\host\\a", "a\0b", "a\nb"]
        {
            assert_eq!(entry_path(bad), Err(UnsafePath), "{bad:?}");
        }
        assert_eq!(entry_path(&"a".repeat(1_025)), Err(UnsafePath));
    }

    #[test]
    fn references_are_followed() {
        assert_eq!(join("src/a", "../b.md").as_deref(), Some("src/b.md"));
        assert_eq!(join("src", "./c/d.md").as_deref(), Some("src/c/d.md"));
        assert_eq!(join("src", "../../x"), None);
        assert_eq!(folder_of("src/a/b.md"), "src/a");
        assert_eq!(folder_of("b.md"), "");
    }

    #[test]
    fn only_well_formed_escapes_are_decoded() {
        assert_eq!(decode("my%20file%C3%A9.md").as_deref(), Some("my fileé.md"));
        assert_eq!(decode("100%").as_deref(), Some("100%"));
        assert_eq!(decode("%é0").as_deref(), Some("%é0"));
        assert_eq!(decode("%+1").as_deref(), Some("%+1"));
        assert_eq!(decode("%FF"), None);
    }

    proptest! {
        #[test]
        fn encoding_comes_back(path in ".*") {
            prop_assert_eq!(decode(&encode(&path)), Some(path));
        }

        #[test]
        fn entries_never_climb(name in "[a./\\\\:]{0,12}") {
            if let Ok(Some(path)) = entry_path(&name) {
                prop_assert!(path.split('/').all(|component| !["", ".", ".."].contains(&component)));
            }
        }
    }
}
