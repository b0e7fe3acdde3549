//! Pages of the book that stand in no outline: nobody sees them, but what they miss is told all the same.

use super::directives::{self, DirectiveKind};
use super::warnings::{WarningKind, Warnings, quoted};
use archive::Archive;
use archive::paths;
use std::io::{Read, Seek};

/// Reports what the instructions of a page that is no lesson would have needed.
pub(super) fn check<R: Read + Seek>(archive: &Archive<R>, warnings: &mut Warnings, page: &str, text: &str) {
    for (index, line) in text.lines().enumerate() {
        let mut from = 0;
        while let Some(directive) = directives::find(line, from) {
            from = directive.range.end;
            let path = match directive.kind {
                DirectiveKind::Include { path, .. }
                | DirectiveKind::RustdocInclude { path, .. }
                | DirectiveKind::Playground { path, .. } => path,
                DirectiveKind::Escaped | DirectiveKind::Title | DirectiveKind::Unknown => continue,
            };
            let found = paths::join(paths::folder_of(page), path).is_some_and(|path| archive.contains(&path));
            if !found {
                let line = u32::try_from(index + 1).unwrap_or(u32::MAX);
                warnings.add(WarningKind::UnresolvedInclude, page, line, format!("{} is not in the archive", quoted(path)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::limits::Limits;
    use super::super::sample;
    use super::*;

    #[test]
    fn pages_without_a_lesson_are_checked_too() {
        let archive = Archive::open(sample::reader(&[("src/a.rs", "x")]), &Limits::default()).unwrap();
        let mut warnings = Warnings::of_a_book();
        check(&archive, &mut warnings, "src/x.md", "{{#include a.rs}}\n{{%x}}\n{{#include b.rs}} \\{{#include c.rs}}");
        let list = warnings.into_vec("");
        assert_eq!(list.iter().map(|warning| warning.line).collect::<Vec<_>>(), [Some(3)]);
    }
}
