//! A zip archive that is not trusted: what it declares is checked first, what it holds is counted.

use crate::error::ArchiveError;
use crate::metered::{Allowance, Metered};
use crate::names;
use crate::paths;
use std::collections::BTreeMap;
use std::io::{self, Read, Seek};
use zip::{CompressionMethod, ZipArchive};

/// Bytes of the archive's directory that an entry may take: an ordinary one needs about 150.
const DIRECTORY_BYTES_PER_ENTRY: u64 = 512;
/// Bytes read to find the directory: the search goes back over a comment of at most 64 KiB.
const DIRECTORY_SEARCH_BYTES: u64 = 2 * 1024 * 1024;
/// Bytes of a link.
const LONGEST_LINK: usize = 1_024;
/// Links that are followed, one leading to the next.
const MOST_LINKS: usize = 8;
/// Bytes at the start of a file that tell its type.
pub const HEAD_BYTES: usize = 64;

/// How much an archive may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Entries, folders included.
    pub entries: usize,
    /// Bytes that all entries declare together, and bytes that are really inflated.
    pub total_bytes: u64,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    index: usize,
    declared: u64,
    /// It lies in the archive as it is.
    is_stored: bool,
}

/// What an archive names that is not simply a file.
#[derive(Debug, Default)]
struct Odd {
    refused: Vec<(String, ArchiveError)>,
    links: Vec<String>,
    /// Paths by their bytes, where these are not UTF-8.
    foreign: Vec<(String, Vec<u8>)>,
}

#[derive(Debug, Default)]
struct Entries {
    files: BTreeMap<String, Entry>,
    /// Where links lead; `None` for one that leaves the archive.
    links: BTreeMap<String, Option<String>>,
    odd: Odd,
}

impl Entries {
    fn find(&self, path: &str) -> Option<String> {
        let mut path = paths::composed(path);
        for _ in 0..=MOST_LINKS {
            if self.files.contains_key(&path) {
                return Some(path);
            }
            path = self.one_link_further(&path)?;
        }
        None
    }

    /// What a link leads to, be it a file or a folder; `None` where that is not in the archive.
    fn followed(&self, link: &str) -> Option<String> {
        let mut path = link.to_owned();
        for _ in 0..=MOST_LINKS {
            let folder = format!("{path}/");
            let is_there = self.files.contains_key(&path)
                || self.files.range(folder.clone()..).next().is_some_and(|(first, _)| first.starts_with(&folder));
            if is_there {
                return Some(path);
            }
            path = self.one_link_further(&path)?;
        }
        None
    }

    /// The path with its first component that is a link replaced.
    fn one_link_further(&self, path: &str) -> Option<String> {
        let ends = path.match_indices('/').map(|(end, _)| end).chain(std::iter::once(path.len()));
        for end in ends {
            if let Some(target) = self.links.get(&path[..end]) {
                return paths::join(target.as_deref()?, path[end..].trim_start_matches('/'));
            }
        }
        None
    }
}

/// The files of an archive by path; files are inflated only when they are asked for.
pub struct Archive<R> {
    zip: ZipArchive<Metered<R>>,
    entries: Entries,
    /// Bytes that may still be inflated. Reading a file twice counts twice, so that a small archive cannot ask for endless work.
    remaining: u64,
    total_bytes: u64,
}

/// What was learnt of a file by inflating it without keeping it.
#[derive(Debug)]
pub struct Inspected {
    /// The first bytes, at most [`HEAD_BYTES`].
    pub head: Vec<u8>,
    pub size: u64,
}

impl<R: Read + Seek> Archive<R> {
    /// Reads the archive's directory and checks every entry in it.
    ///
    /// # Errors
    /// A limit that is exceeded, or two entries with one name.
    pub fn open(reader: R, limits: impl Into<Limits>) -> Result<Self, ArchiveError> {
        let limits = limits.into();
        let too_many = ArchiveError::TooManyEntries { limit: limits.entries };
        let allowance =
            Allowance::of((limits.entries as u64).saturating_mul(DIRECTORY_BYTES_PER_ENTRY).saturating_add(DIRECTORY_SEARCH_BYTES));
        let zip = match ZipArchive::new(Metered::new(reader, allowance.clone())) {
            Ok(zip) => zip,
            Err(_) if allowance.is_spent() => return Err(too_many),
            Err(_) => return Err(ArchiveError::NotZip),
        };
        allowance.lift();
        if zip.len() > limits.entries {
            return Err(too_many);
        }
        let mut archive = Self { zip, entries: Entries::default(), remaining: limits.total_bytes, total_bytes: limits.total_bytes };
        archive.entries.files = checked_entries(&archive.zip, &mut archive.entries.odd)?;
        if archive.declared_bytes() > limits.total_bytes {
            return Err(ArchiveError::TooLarge { limit: limits.total_bytes });
        }
        archive.read_links()?;
        Ok(archive)
    }

    /// Moves links out of the files: what they hold is where they lead.
    fn read_links(&mut self) -> Result<(), ArchiveError> {
        for path in std::mem::take(&mut self.entries.odd.links) {
            let small = self.declared(&path)? <= LONGEST_LINK as u64;
            let target = if small { self.text(&path, LONGEST_LINK).ok() } else { None };
            self.entries.files.remove(&path);
            let target = target
                .and_then(|target| paths::join(paths::folder_of(&path), &target.replace('\\', "/")).filter(|_| !target.starts_with('/')));
            self.entries.links.insert(path, target);
        }
        Ok(())
    }

    /// The path under which the archive holds a file, links followed; `None` if it has none.
    pub fn find(&self, path: &str) -> Option<String> {
        self.entries.find(path)
    }

    pub fn contains(&self, path: &str) -> bool {
        self.find(path).is_some()
    }

    /// Why a file is not among those of the archive although the archive names it.
    pub fn refusal(&self, path: &str) -> Option<&ArchiveError> {
        self.entries.odd.refused.iter().find(|(refused, _)| refused == path).map(|(_, error)| error)
    }

    /// Entries that are no files of the book, and links that lead nowhere: paths and why, sorted.
    pub fn left_out(&self) -> Vec<(String, ArchiveError)> {
        let mut left_out = self.entries.odd.refused.clone();
        let broken = self.entries.links.iter().filter(|(path, _)| self.entries.followed(path).is_none());
        left_out.extend(broken.map(|(path, _)| (path.clone(), ArchiveError::SymbolicLink { file: path.clone() })));
        left_out.sort_by(|one, other| one.0.cmp(&other.0));
        left_out
    }

    /// Whether names are in an encoding that the archive does not tell.
    pub fn has_foreign_names(&self) -> bool {
        !self.entries.odd.foreign.is_empty()
    }

    /// Reads names that are not UTF-8 in the encoding in which most of the files in `wanted` are there, and answers what it is called.
    pub fn read_foreign_names(&mut self, wanted: &[String]) -> Option<&'static str> {
        let (encoding, names) = names::best(&self.entries.odd.foreign, wanted)?;
        for ((old, _), new) in self.entries.odd.foreign.iter().zip(names) {
            let Some(entry) = self.entries.files.remove(old) else { continue };
            // A name that another file has already stays what it was.
            let free = !self.entries.files.contains_key(&new);
            self.entries.files.insert(if free { new } else { old.clone() }, entry);
        }
        self.entries.odd.foreign.clear();
        Some(encoding)
    }

    /// Nothing but files: what a book can do without ends an archive that Trellis is said to have made.
    ///
    /// # Errors
    /// The first entry that is no file, or whose name or packing is odd.
    pub fn require_plain(&self) -> Result<(), ArchiveError> {
        if let Some((file, _)) = self.entries.links.first_key_value() {
            return Err(ArchiveError::Link { file: file.clone() });
        }
        self.left_out().into_iter().next().map_or(Ok(()), |(_, error)| Err(error))
    }

    /// All files, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.entries.files.keys().map(String::as_str)
    }

    /// A file as text, without a byte order mark.
    ///
    /// # Errors
    /// [`ArchiveError::FileTooLarge`] above `limit` bytes, [`ArchiveError::NotUtf8`], or the archive is bad.
    pub fn text(&mut self, path: &str, limit: usize) -> Result<String, ArchiveError> {
        let mut bytes = self.bytes(path, limit)?;
        if bytes.starts_with("\u{feff}".as_bytes()) {
            bytes.drain(.."\u{feff}".len());
        }
        String::from_utf8(bytes)
            .map_err(|error| ArchiveError::NotUtf8 { file: path.to_owned(), position: error.utf8_error().valid_up_to() })
    }

    /// A file as bytes.
    ///
    /// # Errors
    /// [`ArchiveError::FileTooLarge`] above `limit` bytes, or the archive is bad.
    pub fn bytes(&mut self, path: &str, limit: usize) -> Result<Vec<u8>, ArchiveError> {
        if self.declared(path)? > limit as u64 {
            return Err(ArchiveError::FileTooLarge { file: path.to_owned(), limit: limit as u64 });
        }
        let mut bytes = Vec::new();
        self.inflate(path, |chunk| {
            bytes.extend_from_slice(chunk);
            true
        })?;
        Ok(bytes)
    }

    /// What all files declare to unpack to, in bytes.
    #[must_use]
    pub fn declared_bytes(&self) -> u64 {
        self.entries.files.values().fold(0, |total, entry| total.saturating_add(entry.declared))
    }

    /// What a file declares to unpack to, in bytes; `None` where there is no such file.
    #[must_use]
    pub fn declared_size(&self, path: &str) -> Option<u64> {
        self.entries.files.get(path).map(|entry| entry.declared)
    }

    /// Inflates a picture without keeping it, so that every later reading of it is known to succeed.
    ///
    /// # Errors
    /// [`ArchiveError::FileTooLarge`] above `limit` bytes, or the archive is bad.
    pub fn inspect(&mut self, path: &str, limit: u64) -> Result<Inspected, ArchiveError> {
        if self.declared(path)? > limit {
            return Err(ArchiveError::FileTooLarge { file: path.to_owned(), limit });
        }
        let mut head = Vec::with_capacity(HEAD_BYTES);
        let size = self.inflate(path, |chunk| {
            let wanted = (HEAD_BYTES - head.len()).min(chunk.len());
            head.extend_from_slice(&chunk[..wanted]);
            true
        })?;
        Ok(Inspected { head, size })
    }

    /// The bytes of a file that was inspected before: they are not counted again.
    ///
    /// # Errors
    /// The archive is bad.
    pub fn inspected_bytes(&mut self, path: &str) -> Result<Vec<u8>, ArchiveError> {
        let mut bytes = Vec::with_capacity(usize::try_from(self.declared(path)?).unwrap_or(0));
        let remaining = std::mem::replace(&mut self.remaining, self.total_bytes);
        let outcome = self.inflate(path, |chunk| {
            bytes.extend_from_slice(chunk);
            true
        });
        self.remaining = remaining;
        outcome.map(|_| bytes)
    }

    /// Bytes of a file that lies in the archive as it is; `None` if it is packed, or not there.
    #[must_use]
    pub fn stored_size(&self, path: &str) -> Option<u64> {
        self.entries.files.get(path).filter(|entry| entry.is_stored).map(|entry| entry.declared)
    }

    /// Hands out a file in pieces of `size` bytes, the last one shorter, as long as somebody takes them.
    ///
    /// # Errors
    /// The archive is bad.
    pub fn pieces(&mut self, path: &str, size: usize, mut take: impl FnMut(Vec<u8>) -> bool) -> Result<(), ArchiveError> {
        let mut piece = Vec::with_capacity(size);
        self.inflate(path, |mut chunk| {
            while !chunk.is_empty() {
                let (fits, rest) = chunk.split_at(chunk.len().min(size - piece.len()));
                piece.extend_from_slice(fits);
                chunk = rest;
                if piece.len() == size && !take(std::mem::replace(&mut piece, Vec::with_capacity(size))) {
                    return false;
                }
            }
            true
        })?;
        if !piece.is_empty() {
            take(piece);
        }
        Ok(())
    }

    fn declared(&self, path: &str) -> Result<u64, ArchiveError> {
        let entry = self.entries.files.get(path);
        entry.map(|entry| entry.declared).ok_or_else(|| damaged(path))
    }

    /// Inflates a file piece by piece and returns its size, which is the declared one.
    ///
    /// At most one byte more than declared is inflated: the caller has held the declared size
    /// against its limit, and an entry that holds more than it declares is refused here. It ends early where `keep` says so.
    fn inflate(&mut self, path: &str, mut keep: impl FnMut(&[u8]) -> bool) -> Result<u64, ArchiveError> {
        let entry = self.entries.files.get(path).copied().ok_or_else(|| damaged(path))?;
        let file = self.zip.by_index(entry.index).map_err(|_| damaged(path))?;
        let mut file = file.take(entry.declared.saturating_add(1));
        let mut buffer = [0; 16 * 1024];
        let mut size = 0_u64;
        loop {
            let count = match file.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) => return Err(damaged(path)),
            };
            size += count as u64;
            if size > entry.declared {
                return Err(damaged(path));
            }
            self.remaining = self.remaining.checked_sub(count as u64).ok_or(ArchiveError::TooLarge { limit: self.total_bytes })?;
            if !keep(&buffer[..count]) {
                return Ok(size);
            }
        }
        if size == entry.declared { Ok(size) } else { Err(damaged(path)) }
    }
}

fn damaged(path: &str) -> ArchiveError {
    ArchiveError::Damaged { file: path.to_owned() }
}

fn checked_entries<R: Read + Seek>(zip: &ZipArchive<Metered<R>>, odd: &mut Odd) -> Result<BTreeMap<String, Entry>, ArchiveError> {
    let mut entries = BTreeMap::new();
    // The directory keeps only the last of several entries with one name: other programs may show its author another one.
    if zip.has_duplicate_names() {
        return Err(ArchiveError::Repeated { file: "a file".to_owned() });
    }
    for index in 0..zip.len() {
        let entry = zip.by_index_data(index).map_err(|_| ArchiveError::NotZip)?;
        let raw = entry.name_raw();
        let shown = || String::from_utf8_lossy(raw).escape_debug().take(200).collect::<String>();
        // Many tools write UTF-8 without saying so; what is none is read by the archive's old character set until more is known.
        let name = std::str::from_utf8(raw).map(str::to_owned).ok().or_else(|| entry.name().ok().map(std::borrow::Cow::into_owned));
        let Some(Ok(path)) = name.map(|name| paths::entry_path(&name)) else {
            odd.refused.push((shown(), ArchiveError::UnsafePath { file: shown() }));
            continue;
        };
        let Some(path) = path.filter(|_| !entry.is_dir()) else { continue };
        if entry.encrypted() {
            odd.refused.push((path.clone(), ArchiveError::Encrypted { file: path }));
            continue;
        }
        if ![CompressionMethod::Stored, CompressionMethod::Deflated].contains(&entry.compression()) {
            odd.refused.push((path.clone(), ArchiveError::Method { file: path }));
            continue;
        }
        if entries.contains_key(&path) {
            return Err(ArchiveError::Repeated { file: path });
        }
        if entry.is_symlink() {
            odd.links.push(path.clone());
        }
        if std::str::from_utf8(raw).is_err() {
            odd.foreign.push((path.clone(), raw.to_vec()));
        }
        entries.insert(path, Entry { index, declared: entry.size(), is_stored: entry.compression() == CompressionMethod::Stored });
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{self, Sample};
    use std::io::Cursor;

    const LIMITS: Limits = Limits { entries: 10_000, total_bytes: 512 * 1024 * 1024 };

    fn open(bytes: Vec<u8>) -> Result<Archive<Cursor<Vec<u8>>>, ArchiveError> {
        Archive::open(Cursor::new(bytes), LIMITS)
    }

    fn refusal(bytes: Vec<u8>) -> ArchiveError {
        open(bytes).map(|_| ()).unwrap_err()
    }

    #[test]
    fn what_is_no_archive_is_refused() {
        for bytes in [Vec::new(), b"PK".to_vec(), vec![0; 70_000], b"<html>".repeat(1_000)] {
            assert_eq!(refusal(bytes), ArchiveError::NotZip);
        }
        let mut cut = sample::zip(&[("a.md", b"text")]);
        cut.truncate(cut.len() - 10);
        assert_eq!(refusal(cut), ArchiveError::NotZip);
    }

    #[test]
    fn dangerous_names_are_left_out() {
        for name in ["../a.md", "/a.md", "C:/a.md", "..\\a.md", "a/../../b"] {
            let archive = open(Sample::new().raw_name(name).finish()).unwrap();
            assert_eq!(archive.paths().count(), 0, "{name}");
            assert!(matches!(archive.left_out()[0].1, ArchiveError::UnsafePath { .. }), "{name}");
        }
        let archive = open(Sample::new().raw_name("a\\b.md").finish()).unwrap();
        assert_eq!(archive.paths().collect::<Vec<_>>(), ["a/b.md"]);
    }

    #[test]
    fn links_within_the_archive_are_followed_and_others_left_out() {
        let pack = Sample::new().file("d/code/x.rs", b"x").link("d/list", "code").link("d/one", "list/x.rs").link("d/out", "/etc/passwd");
        let pack = pack.link("d/up", "../../x").link("d/gone", "nowhere").link("round", "d/again").link("d/again", "../round");
        let archive = open(pack.finish()).unwrap();
        for path in ["d/list/x.rs", "d/one", "d/code/x.rs"] {
            assert_eq!(archive.find(path).as_deref(), Some("d/code/x.rs"), "{path}");
        }
        for path in ["d/out", "d/up", "d/gone", "round", "d/again", "round/x.rs", "d/out/x", "d/list"] {
            assert_eq!(archive.find(path), None, "{path}");
        }
        let left_out: Vec<_> = archive.left_out().into_iter().map(|(path, _)| path).collect();
        assert_eq!(left_out, ["d/again", "d/gone", "d/out", "d/up", "round"]);
        assert_eq!(archive.paths().collect::<Vec<_>>(), ["d/code/x.rs"]);
    }

    #[test]
    fn names_in_another_encoding_are_read_by_what_the_outline_wants() {
        // The name stands in Shift-JIS (cp932).
        let raw = b"src/\x97\xfb\x8fK.md";
        let bytes = sample::replace(Sample::new().stored("src/QQQQ.md", b"x").finish(), b"src/QQQQ.md", raw);
        let mut archive = open(bytes).unwrap();
        assert!(archive.has_foreign_names() && !archive.contains("src/練習.md"));
        assert_eq!(archive.read_foreign_names(&["b.md".to_owned()]), None);
        assert_eq!(archive.read_foreign_names(&["練習.md".to_owned()]), Some("Shift_JIS"));
        assert!(archive.contains("src/練習.md"));
    }

    #[test]
    fn repeated_names_are_refused() {
        let twice = Sample::new().file("a.md", b"1").file("./a.md", b"2").finish();
        assert_eq!(refusal(twice), ArchiveError::Repeated { file: "a.md".to_owned() });
        let same = sample::replace(Sample::new().file("a.md", b"1").file("b.md", b"2").finish(), b"b.md", b"a.md");
        assert!(matches!(refusal(same), ArchiveError::Repeated { .. }));
    }

    #[test]
    fn encrypted_and_strangely_packed_entries_are_left_out() {
        let left_out = |bytes| open(bytes).unwrap().left_out().remove(0).1;
        assert_eq!(left_out(sample::with_flags(&[("a.md", b"x")], 1)), ArchiveError::Encrypted { file: "a.md".to_owned() });
        assert_eq!(left_out(sample::with_method(&[("a.md", b"x")], 12)), ArchiveError::Method { file: "a.md".to_owned() });
    }

    #[test]
    fn entries_are_counted() {
        let limits = Limits { entries: 3, ..LIMITS };
        let pack = |count: usize| (0..count).fold(Sample::new(), |pack, n| pack.file(&format!("{n}.md"), b"")).finish();
        assert!(Archive::open(Cursor::new(pack(3)), limits).is_ok());
        let refused = Archive::open(Cursor::new(pack(4)), limits).map(|_| ()).unwrap_err();
        assert_eq!(refused, ArchiveError::TooManyEntries { limit: 3 });
        // A directory that is not even read to its end.
        let long = (0..2_200).fold(Sample::new(), |pack, n| pack.stored(&format!("{n:01000}"), b"")).finish();
        let no_allowance = Archive::open(Cursor::new(long), limits).map(|_| ()).unwrap_err();
        assert_eq!(no_allowance, ArchiveError::TooManyEntries { limit: 3 });
    }

    #[test]
    fn declared_sizes_are_limited() {
        let bytes = sample::declaring(&[("a.md", b"x"), ("b.md", b"y")], "b.md", 2_000_000_000);
        assert_eq!(refusal(bytes), ArchiveError::TooLarge { limit: 512 * 1024 * 1024 });
        let mut archive = open(sample::zip(&[("a.md", &[b'x'; 200])])).unwrap();
        assert_eq!(archive.text("a.md", 199), Err(ArchiveError::FileTooLarge { file: "a.md".to_owned(), limit: 199 }));
        assert_eq!(archive.inspect("a.md", 199).unwrap_err(), ArchiveError::FileTooLarge { file: "a.md".to_owned(), limit: 199 });
        assert_eq!(archive.inspect("a.md", 200).unwrap().head.len(), HEAD_BYTES);
    }

    #[test]
    fn real_bytes_are_counted_whatever_is_declared() {
        let bomb = vec![b'x'; 5_000_000];
        for declared in [0, 10, 4_999_999, 5_000_001] {
            let mut archive = open(sample::declaring(&[("a.md", &bomb)], "a.md", declared)).unwrap();
            assert_eq!(archive.text("a.md", 10_000_000), Err(damaged("a.md")), "{declared}");
            assert!(archive.remaining >= 512 * 1024 * 1024 - 5_000_000);
        }
        let limits = Limits { total_bytes: 500, ..LIMITS };
        let mut archive = Archive::open(sample::reader(&[("a.md", &"x".repeat(200))]), limits).unwrap();
        assert!(archive.text("a.md", 200).is_ok());
        assert!(archive.text("a.md", 200).is_ok());
        assert_eq!(archive.text("a.md", 200), Err(ArchiveError::TooLarge { limit: 500 }), "reading again counts again");
        assert_eq!(archive.inspected_bytes("a.md").unwrap().len(), 200);
    }

    #[test]
    fn texts_are_utf8() {
        let mut archive = open(sample::zip(&[("a.md", b"abc\xffd"), ("bom.md", b"\xef\xbb\xbfx")])).unwrap();
        assert_eq!(archive.text("a.md", 100), Err(ArchiveError::NotUtf8 { file: "a.md".to_owned(), position: 3 }));
        assert_eq!(archive.text("bom.md", 100).as_deref(), Ok("x"));
        assert_eq!(archive.text("gone.md", 100), Err(ArchiveError::Damaged { file: "gone.md".to_owned() }));
    }

    #[test]
    fn an_archive_of_plain_files_holds_nothing_else() {
        assert_eq!(open(Sample::new().file("a.md", b"x").finish()).unwrap().require_plain(), Ok(()));
        let link = open(Sample::new().file("a.md", b"x").link("b.md", "a.md").finish()).unwrap().require_plain();
        assert_eq!(link, Err(ArchiveError::Link { file: "b.md".to_owned() }));
        let odd = open(Sample::new().raw_name("../a.md").finish()).unwrap().require_plain();
        assert!(matches!(odd, Err(ArchiveError::UnsafePath { .. })));
        let locked = open(sample::with_flags(&[("a.md", b"x")], 1)).unwrap().require_plain();
        assert_eq!(locked, Err(ArchiveError::Encrypted { file: "a.md".to_owned() }));
    }

    #[test]
    fn files_are_handed_out_in_pieces() {
        let content: Vec<u8> = (0..100_000_u32).flat_map(u32::to_le_bytes).collect();
        let mut archive = open(Sample::new().stored("a", &content).file("b", &content).finish()).unwrap();
        assert_eq!((archive.stored_size("a"), archive.stored_size("b"), archive.stored_size("c")), (Some(400_000), None, None));
        for size in [1_000, 16_384, 300_000, 400_000, 500_000] {
            let mut pieces = Vec::new();
            archive
                .pieces("a", size, |piece| {
                    pieces.push(piece);
                    true
                })
                .unwrap();
            assert!(pieces.iter().rev().skip(1).all(|piece| piece.len() == size));
            assert!(pieces.concat() == content, "{size}");
        }
        let mut taken = 0;
        archive
            .pieces("a", 1_000, |_| {
                taken += 1;
                taken < 3
            })
            .unwrap();
        assert_eq!(taken, 3, "nobody takes more");
    }

    #[test]
    fn damaged_entries_are_told() {
        let bytes = sample::replace(Sample::new().stored("a.md", b"unpacked text").finish(), b"unpacked", b"unpicked");
        assert_eq!(open(bytes).unwrap().text("a.md", 100), Err(ArchiveError::Damaged { file: "a.md".to_owned() }));
    }
}
