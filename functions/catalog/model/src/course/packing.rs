//! The stored form of an outline: column by column, then deflated (RFC 1951). A reader pays for every 4 kB of an item, and 4,000
//! lessons take some 300 kB as JSON, but 15 to 25 kB like this.

use super::{Module, Outline, OutlineLesson, Part};
use crate::{
    ids::{LessonId, VersionNumber},
    lesson::LessonKind,
};
use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Read, Write},
};
use trellis_core::title::Title;

/// More than the longest outline takes unpacked: 5,000 titles of 200 letters, four bytes each.
const MOST_UNPACKED: u64 = 16 * 1024 * 1024;

/// An outline cannot be packed, or bytes cannot be unpacked.
#[derive(Debug, thiserror::Error)]
#[error("not a packed outline: {0}")]
pub struct BadPacking(String);

impl BadPacking {
    fn new(reason: impl ToString) -> Self {
        Self(reason.to_string())
    }
}

/// An outline as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackedOutline(Vec<u8>);

/// What is alike stands together, and so packs well.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Columns {
    next_lesson: u16,
    /// Each with the number of its modules.
    parts: Vec<(Title, usize)>,
    /// Each with the number of its lessons.
    modules: Vec<(Title, usize)>,
    titles: Vec<Title>,
    /// How far a lesson's number is from the one that follows the lesson before: mostly not at all.
    steps: Vec<i32>,
    kinds: Vec<LessonKind>,
    minutes: Vec<u16>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    optional: BTreeSet<LessonId>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    after: BTreeMap<LessonId, LessonId>,
    /// Shorter than the others where the rest is of the first version.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    since: Vec<VersionNumber>,
}

impl Columns {
    fn of(outline: &Outline) -> Self {
        let mut columns = Self { next_lesson: outline.next_lesson, ..Self::default() };
        let mut following = 0;
        for part in &outline.parts {
            columns.parts.push((part.title.clone(), part.modules.len()));
            for module in &part.modules {
                columns.modules.push((module.title.clone(), module.lessons.len()));
                for lesson in &module.lessons {
                    let number = i32::from(lesson.id.number());
                    columns.steps.push(number - following);
                    following = number + 1;
                    columns.titles.push(lesson.title.clone());
                    columns.kinds.push(lesson.kind);
                    columns.minutes.push(lesson.minutes);
                    if lesson.optional {
                        columns.optional.insert(lesson.id);
                    }
                    columns.after.extend(lesson.after.map(|after| (lesson.id, after)));
                    columns.since.push(lesson.since);
                }
            }
        }
        let later = columns.since.iter().rposition(|since| *since != VersionNumber::FIRST).map_or(0, |last| last + 1);
        columns.since.truncate(later);
        columns
    }

    /// `None` if the columns do not fit together.
    fn outline(self) -> Option<Outline> {
        let mut following = 0;
        let since = self.since.into_iter().chain(std::iter::repeat(VersionNumber::FIRST));
        let columns = self.titles.into_iter().zip(self.steps).zip(self.kinds).zip(self.minutes).zip(since);
        let mut lessons = columns.map(|((((title, step), kind), minutes), since)| {
            let number = step + following;
            following = number + 1;
            let id = LessonId::new(u16::try_from(number).ok()?)?;
            let (optional, after) = (self.optional.contains(&id), self.after.get(&id).copied());
            Some(OutlineLesson { id, title, kind, minutes, optional, after, since })
        });
        let mut modules = self.modules.into_iter();
        let mut parts = Vec::with_capacity(self.parts.len());
        for (title, size) in self.parts {
            let mut own = Vec::new();
            for _ in 0..size {
                let (title, size) = modules.next()?;
                own.push(Module { title, lessons: (0..size).map(|_| lessons.next()?).collect::<Option<_>>()? });
            }
            parts.push(Part { title, modules: own });
        }
        Some(Outline { parts, next_lesson: self.next_lesson })
    }
}

impl PackedOutline {
    /// The stored form of an outline.
    ///
    /// # Errors
    /// Never, since it is written to memory.
    pub fn of(outline: &Outline) -> Result<Self, BadPacking> {
        let json = serde_json::to_vec(&Columns::of(outline)).map_err(BadPacking::new)?;
        let mut deflated = DeflateEncoder::new(Vec::new(), Compression::best());
        deflated.write_all(&json).map_err(BadPacking::new)?;
        Ok(Self(deflated.finish().map_err(BadPacking::new)?))
    }

    #[must_use]
    pub const fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// The outline.
    ///
    /// # Errors
    /// When these are not the bytes of an outline.
    pub fn unpack(&self) -> Result<Outline, BadPacking> {
        let mut json = Vec::new();
        let unpacked = DeflateDecoder::new(self.0.as_slice()).take(MOST_UNPACKED).read_to_end(&mut json);
        unpacked.map_err(BadPacking::new)?;
        let columns: Columns = serde_json::from_slice(&json).map_err(BadPacking::new)?;
        columns.outline().ok_or_else(|| BadPacking::new("its columns do not fit together"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lessons() -> impl Strategy<Value = Vec<OutlineLesson>> {
        let lesson = (0..=LessonId::MAX, "\\PC{1,40}", any::<u16>());
        let lesson = lesson.prop_map(|(number, title, minutes)| OutlineLesson {
            id: LessonId::new(number).unwrap(),
            title: Title::nearest(&title, "x"),
            kind: if number % 2 == 0 { LessonKind::Page } else { LessonKind::Checklist },
            minutes,
            // The same wherever a number comes again: in an outline it stands once.
            optional: number % 3 == 0,
            after: LessonId::new(number / 2).filter(|_| number % 5 == 0),
            since: VersionNumber::try_from(u64::from(number % 4) + 1).unwrap(),
        });
        proptest::collection::vec(lesson, 0..6)
    }

    fn outlines() -> impl Strategy<Value = Outline> {
        let module = ("[a-z ]{1,20}", lessons()).prop_map(|(title, lessons)| Module { title: Title::nearest(&title, "x"), lessons });
        let modules = proptest::collection::vec(module, 0..4);
        let part = ("[a-z ]{1,20}", modules).prop_map(|(title, modules)| Part { title: Title::nearest(&title, "x"), modules });
        (proptest::collection::vec(part, 0..4), any::<u16>()).prop_map(|(parts, next_lesson)| Outline { parts, next_lesson })
    }

    proptest! {
        #[test]
        fn what_is_packed_is_unpacked(outline in outlines()) {
            prop_assert_eq!(PackedOutline::of(&outline).unwrap().unpack().unwrap(), outline);
        }

        #[test]
        fn other_bytes_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(PackedOutline::new(bytes).unpack().is_err());
        }
    }

    #[test]
    fn columns_of_different_lengths_are_refused() {
        let outline = Outline {
            parts: vec![Part {
                title: Title::nearest("Part", "x"),
                modules: vec![Module { title: Title::nearest("Module", "x"), lessons: Vec::new() }],
            }],
            next_lesson: 0,
        };
        let mut columns = Columns::of(&outline);
        columns.modules[0].1 = 1;
        assert_eq!(columns.outline(), None);
    }
}
