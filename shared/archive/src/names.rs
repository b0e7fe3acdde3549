//! Names of files in an encoding that the archive does not tell: found by what the book's outline calls its pages.

use crate::paths;
use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GBK, IBM866, SHIFT_JIS, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252};
use std::collections::BTreeSet;

/// The encodings in which packing programs write names where they do not write UTF-8.
const ENCODINGS: [&Encoding; 9] = [SHIFT_JIS, GBK, BIG5, EUC_KR, EUC_JP, IBM866, WINDOWS_1252, WINDOWS_1250, WINDOWS_1251];

/// The encoding in which most of the wanted files are there, and all names in it. `None` if none of them is in any.
pub(crate) fn best(foreign: &[(String, Vec<u8>)], wanted: &[String]) -> Option<(&'static str, Vec<String>)> {
    let wanted: BTreeSet<String> = wanted.iter().map(|path| paths::composed(path)).collect();
    let mut best: Option<(usize, &'static str, Vec<String>)> = None;
    for encoding in ENCODINGS {
        let Some(names) = decoded(foreign, encoding) else { continue };
        let found = names.iter().filter(|name| ends_in(name, &wanted)).count();
        if found > best.as_ref().map_or(0, |(most, ..)| *most) {
            best = Some((found, encoding.name(), names));
        }
    }
    best.map(|(_, encoding, names)| (encoding, names))
}

/// All names, if each of them is text in the encoding and a path within the archive.
fn decoded(foreign: &[(String, Vec<u8>)], encoding: &'static Encoding) -> Option<Vec<String>> {
    let decode = |raw: &[u8]| {
        let name = encoding.decode_without_bom_handling_and_without_replacement(raw)?;
        paths::entry_path(&name).ok()?
    };
    foreign.iter().map(|(_, raw)| decode(raw)).collect()
}

/// Whether a path is one of the wanted ones, in whatever folder.
fn ends_in(path: &str, wanted: &BTreeSet<String>) -> bool {
    let starts = std::iter::once(0).chain(path.match_indices('/').map(|(position, _)| position + 1));
    starts.into_iter().any(|start| wanted.contains(&path[start..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best_of(raw: &[u8], wanted: &str) -> Option<(&'static str, Vec<String>)> {
        best(&[("x".to_owned(), raw.to_vec())], &[wanted.to_owned()])
    }

    #[test]
    fn the_encoding_is_the_one_in_which_the_book_finds_its_pages() {
        assert_eq!(best_of(b"src/\x97\xfb\x8fK.md", "練習.md"), Some(("Shift_JIS", vec!["src/練習.md".to_owned()])));
        assert_eq!(best_of(b"\xc1\xb7\xcf\xb0.md", "练习.md"), Some(("GBK", vec!["练习.md".to_owned()])));
        assert_eq!(best_of(b"\xdcbung.md", "U\u{308}bung.md"), Some(("windows-1252", vec!["Übung.md".to_owned()])));
        assert_eq!(best_of(b"\xdcbung.md", "other.md"), None);
    }
}
