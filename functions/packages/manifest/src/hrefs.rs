//! Where parts of a package lie: an address in a manifest, and the file of the archive that it leads to.

use archive::paths;
use std::collections::BTreeMap;

/// The files of an archive, found under other spellings too.
pub(super) struct Files {
    /// By their paths in small letters.
    folded: BTreeMap<String, String>,
}

/// What an address leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// A file of the archive.
    File {
        path: String,
        /// Query and fragment as they stand there.
        rest: String,
        /// It is spelled otherwise in the manifest.
        is_respelled: bool,
    },
    /// Somewhere else.
    Remote,
    Missing,
}

/// A scheme of its own (RFC 3986, 3.1), or another host.
pub(super) fn is_remote(address: &str) -> bool {
    let scheme = address.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1
            && scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    });
    scheme || address.starts_with("//")
}

impl Files {
    pub(super) fn new<'a>(paths: impl Iterator<Item = &'a str>) -> Self {
        Self { folded: paths.map(|path| (path.to_lowercase(), path.to_owned())).collect() }
    }

    fn exact(&self, path: &str) -> Option<&str> {
        self.folded.get(&path.to_lowercase()).map(String::as_str).filter(|there| *there == path)
    }

    /// What an address leads to, from a folder of the archive.
    pub(super) fn find(&self, folder: &str, address: &str) -> Found {
        let address = address.trim();
        if is_remote(address) {
            return Found::Remote;
        }
        let (name, rest) = address.split_at(address.find(['?', '#']).unwrap_or(address.len()));
        let slashed = name.replace('\\', "/");
        let decoded = paths::decode(&slashed);
        // A file may really be called `a%20b.html`, or hold a `#`.
        let whole = address.replace('\\', "/");
        let spelled = [(Some(name.to_owned()), rest), (decoded, rest), (Some(slashed), rest), (Some(whole), "")];
        for (name, rest) in &spelled {
            let path = name.as_ref().and_then(|name| paths::join(folder, name.trim_start_matches('/')));
            if let Some(path) = path.and_then(|path| self.exact(&path)) {
                return Found::File { path: path.to_owned(), rest: (*rest).to_owned(), is_respelled: false };
            }
        }
        for (name, rest) in spelled {
            let path = name.and_then(|name| paths::join(folder, name.trim_start_matches('/')));
            if let Some(path) = path.and_then(|path| self.folded.get(&path.to_lowercase())) {
                return Found::File { path: path.clone(), rest: rest.to_owned(), is_respelled: true };
            }
        }
        Found::Missing
    }
}

/// The folder that several bases lead to, one after the other; `None` for one elsewhere or outside.
pub(super) fn folder(root: &str, bases: &[&str]) -> Option<String> {
    let mut folder = root.to_owned();
    for base in bases.iter().filter(|base| !base.is_empty()) {
        if is_remote(base) {
            return None;
        }
        let base = base.replace('\\', "/");
        folder = paths::join(&folder, &paths::decode(&base).unwrap_or(base))?;
    }
    Some(folder)
}

/// An address with parameters (SCORM 2004 4th ed., CAM 3.4.1.7).
pub(super) fn with_parameters(address: &str, parameters: &str) -> String {
    let parameters = parameters.trim().trim_start_matches(['?', '&']);
    if parameters.is_empty() {
        return address.to_owned();
    }
    let (before, fragment) = address.split_at(address.find('#').unwrap_or(address.len()));
    if parameters.starts_with('#') {
        return if fragment.is_empty() { format!("{address}{parameters}") } else { address.to_owned() };
    }
    let joint = if before.contains('?') { '&' } else { '?' };
    format!("{before}{joint}{parameters}{fragment}")
}

/// A path and what follows it, as browsers can ask for it.
pub(super) fn address(path: &str, rest: &str) -> String {
    let visible = |letter: char| if letter.is_ascii_graphic() { letter.to_string() } else { paths::encode(&letter.to_string()) };
    format!("{}{}", paths::encode(path), rest.chars().map(visible).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(folder: &str, address: &str) -> Option<(String, String, bool)> {
        let there = ["shared/launch page.html", "Shared2/A.html", "a%20b.html", "x/c#1.html", "é/ü.html"];
        match Files::new(there.into_iter()).find(folder, address) {
            Found::File { path, rest, is_respelled } => Some((path, rest, is_respelled)),
            Found::Remote | Found::Missing => None,
        }
    }

    #[test]
    fn files_are_found_as_players_find_them() {
        for (folder, address, path, rest, is_respelled) in [
            ("", "shared/launch%20page.html?a=b#c", "shared/launch page.html", "?a=b#c", false),
            ("", "shared\\launch page.html", "shared/launch page.html", "", false),
            ("", "/shared/launch page.html", "shared/launch page.html", "", false),
            ("shared", "../Shared2/A.html", "Shared2/A.html", "", false),
            ("", "shared2/a.HTML", "Shared2/A.html", "", true),
            ("", "a%20b.html", "a%20b.html", "", false),
            ("x", "c#1.html", "x/c#1.html", "", false),
            ("", "%C3%A9/%c3%bc.html", "é/ü.html", "", false),
        ] {
            assert_eq!(found(folder, address), Some((path.to_owned(), rest.to_owned(), is_respelled)), "{address}");
        }
        for missing in ["https://a.example/x.html", "//a.example/x", "../shared/launch page.html", "javascript:alert(1)", "gone.html", ""] {
            assert_eq!(found("", missing), None, "{missing}");
        }
    }

    #[test]
    fn parameters_are_joined_as_the_book_says() {
        for (address, parameters, expected) in [
            ("a.html", "?q=1", "a.html?q=1"),
            ("a.html", "q=1", "a.html?q=1"),
            ("a.html?x=2", "?&q=1", "a.html?x=2&q=1"),
            ("a.html#f", "q=1", "a.html?q=1#f"),
            ("a.html", "#part", "a.html#part"),
            ("a.html#f", "#part", "a.html#f"),
            ("a.html", "?", "a.html"),
        ] {
            assert_eq!(with_parameters(address, parameters), expected);
        }
        assert_eq!(address("a b/ü.html", "?q=\u{e9} #x"), "a%20b/%C3%BC.html?q=%C3%A9%20#x");
        assert_eq!(folder("m", &["a/", "", "b%20c/"]).as_deref(), Some("m/a/b c"));
        assert_eq!((folder("", &["https://a.example/"]), folder("", &["../"])), (None, None));
    }
}
