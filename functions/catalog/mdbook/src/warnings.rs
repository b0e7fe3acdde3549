//! What an import left out, with file and line, so that an author can mend it.

/// Something that was left out or changed; the import goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    pub kind: WarningKind,
    /// The file's path in the archive.
    pub file: String,
    /// The line in that file, from 1, where it can be told.
    pub line: Option<u32>,
    /// One sentence.
    pub message: String,
}

/// What a warning is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WarningKind {
    /// A setting of the book has no usable value.
    Setting,
    /// A chapter without a page.
    Draft,
    /// The outline names a page that is not there, or none at all.
    MissingPage,
    /// The outline names a page twice.
    RepeatedPage,
    /// A page stands in no outline.
    UnlistedPage,
    /// A page's front matter has no usable value.
    FrontMatter,
    /// A file or passage to include is not there.
    UnresolvedInclude,
    /// An instruction to an mdBook preprocessor, or a block between colons, that is unknown here or not complete.
    UnknownDirective,
    /// Speaker notes that are opened but not closed, or the other way round.
    SpeakerNotes,
    /// A link to something that is no lesson.
    BrokenLink,
    /// A picture that is not in the archive.
    MissingPicture,
    /// A picture of a kind, or from a place, that is not shown.
    RefusedPicture,
    /// A link to a file that is not offered for download.
    RefusedFile,
    /// HTML or something in a drawing that a lesson cannot hold.
    LostMarkup,
    /// A formula that is not understood.
    Formula,
    /// A page that is left out: it is too large, no text, or asks for too much.
    LeftOutPage,
    /// An entry of the archive that is left out.
    LeftOutFile,
    /// Names of files that are not UTF-8.
    FileNames,
    /// Another book in the archive.
    AnotherBook,
    /// The list of warnings itself was cut.
    MoreWarnings,
}

impl WarningKind {
    /// A stable name, such as `unresolved_include`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Setting => "setting",
            Self::Draft => "draft",
            Self::MissingPage => "missing_page",
            Self::RepeatedPage => "repeated_page",
            Self::UnlistedPage => "unlisted_page",
            Self::FrontMatter => "front_matter",
            Self::UnresolvedInclude => "unresolved_include",
            Self::UnknownDirective => "unknown_directive",
            Self::SpeakerNotes => "speaker_notes",
            Self::BrokenLink => "broken_link",
            Self::MissingPicture => "missing_picture",
            Self::RefusedPicture => "refused_picture",
            Self::RefusedFile => "refused_file",
            Self::LostMarkup => "lost_markup",
            Self::Formula => "formula",
            Self::LeftOutPage => "left_out_page",
            Self::LeftOutFile => "left_out_file",
            Self::FileNames => "file_names",
            Self::AnotherBook => "another_book",
            Self::MoreWarnings => "more_warnings",
        }
    }
}

/// Warnings kept of one import: a book with more needs another kind of help than a longer list.
const OF_A_BOOK: usize = 5_000;
/// The same of one lesson that is written here.
const OF_A_TEXT: usize = 100;

/// Characters of a quotation from a book in a message.
const QUOTED: usize = 120;

/// Collects the warnings of one import or text.
#[derive(Debug)]
pub(super) struct Warnings {
    most: usize,
    kept: Vec<Warning>,
    dropped: usize,
}

impl Warnings {
    pub(super) fn of_a_book() -> Self {
        Self { most: OF_A_BOOK, kept: Vec::new(), dropped: 0 }
    }

    pub(super) fn of_a_text() -> Self {
        Self { most: OF_A_TEXT, kept: Vec::new(), dropped: 0 }
    }

    pub(super) fn add(&mut self, kind: WarningKind, file: &str, line: impl Into<Option<u32>>, message: String) {
        if self.kept.len() >= self.most {
            self.dropped += 1;
            return;
        }
        self.kept.push(Warning { kind, file: file.to_owned(), line: line.into(), message });
    }

    /// The warnings; if there were too many, the last one says how many more, of `file`.
    pub(super) fn into_vec(mut self, file: &str) -> Vec<Warning> {
        if self.dropped > 0 {
            self.kept.push(Warning {
                kind: WarningKind::MoreWarnings,
                file: file.to_owned(),
                line: None,
                message: format!("{} more warnings are not listed", self.dropped),
            });
        }
        self.kept
    }
}

/// Text of the book as a message may quote it: one short line.
pub(super) fn quoted(text: &str) -> String {
    let mut short: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(QUOTED).collect();
    if text.chars().nth(QUOTED).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_cut_and_says_so() {
        let mut warnings = Warnings::of_a_book();
        for line in 0..6_000 {
            warnings.add(WarningKind::BrokenLink, "a.md", line, "gone".to_owned());
        }
        let list = warnings.into_vec("SUMMARY.md");
        assert_eq!(list.len(), 5_001);
        assert_eq!(list[5_000].kind, WarningKind::MoreWarnings);
        assert_eq!(list[5_000].message, "1000 more warnings are not listed");
    }

    #[test]
    fn quotations_are_one_short_line() {
        assert_eq!(quoted("a\nb"), "a b");
        assert_eq!(quoted(&"é".repeat(121)).chars().count(), 121);
        assert!(!quoted(&"é".repeat(120)).ends_with('…'));
    }
}
