//! From bytes to the text of a manifest (XML 1.0, appendix F).

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Bytes in which a declaration must stand.
const DECLARATION: usize = 256;

/// A text, and whether it was in another encoding than it says.
pub(super) fn decoded(bytes: &[u8]) -> (String, bool) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        return (text.into_owned(), false);
    }
    let declared = declared(bytes).unwrap_or(UTF_8);
    if let Some(text) = declared.decode_without_bom_handling_and_without_replacement(bytes) {
        return (text.into_owned(), false);
    }
    // What tools on Windows write, whatever they say.
    (WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(), true)
}

/// The encoding in a declaration, as far as it is read: one of UTF-16 without a mark says so by its zeros.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(DECLARATION)).unwrap_or_default();
    match head {
        [b'<', 0, ..] => return Some(encoding_rs::UTF_16LE),
        [0, b'<', ..] => return Some(encoding_rs::UTF_16BE),
        _ => {}
    }
    let text = String::from_utf8_lossy(head);
    let declaration = text.trim_start().strip_prefix("<?xml")?.split("?>").next()?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| ['"', '\''].contains(quote))?;
    let named = Encoding::for_label(value.split(quote).nth(1)?.as_bytes())?;
    // A text that declares UTF-16 and is read as bytes is not in it.
    Some(if named == encoding_rs::UTF_16LE || named == encoding_rs::UTF_16BE { UTF_8 } else { named })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_by_mark_then_declaration_then_as_windows_does() {
        let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
        for (bytes, expected) in [
            (b"<a>\xc3\xbc</a>".to_vec(), ("<a>ü</a>", false)),
            (b"\xef\xbb\xbf<a/>".to_vec(), ("<a/>", false)),
            ([b"\xff\xfe".to_vec(), utf16("<a>ü</a>")].concat(), ("<a>ü</a>", false)),
            (utf16("<a>ü</a>"), ("<a>ü</a>", false)),
            (wide("<a>ü</a>"), ("<a>ü</a>", false)),
            (b"<?xml encoding='iso-8859-1'?><a>\xfc</a>".to_vec(), ("<?xml encoding='iso-8859-1'?><a>ü</a>", false)),
            (b"<?xml encoding=\"Shift_JIS\"?>\x97\xfb".to_vec(), ("<?xml encoding=\"Shift_JIS\"?>練", false)),
            (b"<?xml encoding=\"UTF-16\"?><a/>".to_vec(), ("<?xml encoding=\"UTF-16\"?><a/>", false)),
            (b"<a>\xfc</a>".to_vec(), ("<a>ü</a>", true)),
        ] {
            assert_eq!(decoded(&bytes), (expected.0.to_owned(), expected.1));
        }
    }
}
