//! Courses: an outline of parts, modules and lessons.

mod packing;

use crate::{
    ids::{LessonId, VersionNumber},
    lesson::LessonKind,
    lesson_set::LessonSet,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use trellis_core::{personal::NotPersonal, title::Title};

pub use packing::{BadPacking, PackedOutline};

/// Where a course stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CourseState {
    /// For its authors alone.
    Draft,
    Published,
    /// Not in the catalogue any more, and nobody new takes it; who takes it goes on.
    Archived,
}

impl CourseState {
    /// Whether those whom a course is for can read it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        match self {
            Self::Draft => false,
            Self::Published | Self::Archived => true,
        }
    }
}

/// In which order the lessons of a course can be taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unlock {
    /// In any, but for lessons that wait for another one.
    #[default]
    Free,
    /// Each once the required lessons before it are done.
    InOrder,
}

/// A lesson as the outline shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OutlineLesson {
    pub id: LessonId,
    pub title: Title,
    pub kind: LessonKind,
    /// How long it takes.
    pub minutes: u16,
    /// The course can be completed without it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub optional: bool,
    /// The lesson before it that must be done first, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<LessonId>,
    /// The version in which its content became what it is.
    #[serde(skip)]
    pub since: VersionNumber,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// A module: lessons in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Module {
    pub title: Title,
    pub lessons: Vec<OutlineLesson>,
}

/// A part: modules in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Part {
    pub title: Title,
    pub modules: Vec<Module>,
}

/// A course's outline.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    pub parts: Vec<Part>,
    /// The number that the next new lesson gets; numbers are never used again, so that a completion never moves to another lesson.
    pub next_lesson: u16,
}

/// Of imported lessons, the page of the book that each came from: by it the next edition finds its lesson again. Lessons that have left
/// the outline may be among them, since numbers are never used again.
pub type Sources = BTreeMap<LessonId, NotPersonal<String>>;

/// The outline breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutlineError {
    #[error("a course holds at most {} lessons in its life", LessonId::MAX)]
    TooManyLessons,
    #[error("the outline is too large; shorten its titles or divide the course")]
    TooLarge,
    #[error("lesson {0} stands in the outline twice")]
    Repeated(LessonId),
    #[error("lesson {0} is not a lesson of this course; leave its id out to add a lesson")]
    Unknown(LessonId),
    #[error("lesson {0} waits for a lesson that does not stand before it")]
    WaitsInVain(LessonId),
    #[error("at least one lesson must be required")]
    AllOptional,
}

impl Outline {
    pub fn lessons(&self) -> impl Iterator<Item = &OutlineLesson> {
        self.parts.iter().flat_map(|part| &part.modules).flat_map(|module| &module.lessons)
    }

    /// Gives out the next lesson number.
    ///
    /// # Errors
    /// [`OutlineError::TooManyLessons`] when the course has used all of them.
    pub fn new_lesson_id(&mut self) -> Result<LessonId, OutlineError> {
        let id = LessonId::new(self.next_lesson).ok_or(OutlineError::TooManyLessons)?;
        self.next_lesson += 1;
        Ok(id)
    }

    #[must_use]
    pub fn lesson_set(&self) -> LessonSet {
        self.lessons().map(|lesson| lesson.id).collect()
    }

    /// Lessons that the course can be completed without.
    #[must_use]
    pub fn optional(&self) -> LessonSet {
        self.lessons().filter(|lesson| lesson.optional).map(|lesson| lesson.id).collect()
    }

    /// Lessons that are completed by the member's work in them.
    #[must_use]
    pub fn proven(&self) -> LessonSet {
        self.lessons().filter(|lesson| lesson.kind.is_proven()).map(|lesson| lesson.id).collect()
    }

    /// Lessons whose work has a score.
    #[must_use]
    pub fn scored(&self) -> LessonSet {
        self.lessons().filter(|lesson| lesson.kind.is_scored()).map(|lesson| lesson.id).collect()
    }

    /// The lesson that must be done before this one can be begun, if there is any left.
    #[must_use]
    pub fn awaited(&self, lesson: LessonId, unlock: Unlock, completed: &LessonSet) -> Option<&OutlineLesson> {
        let wanted = self.lessons().find(|other| other.id == lesson)?;
        let is_awaited = |other: &OutlineLesson| (unlock == Unlock::InOrder && !other.optional) || wanted.after == Some(other.id);
        let mut before = self.lessons().take_while(|other| other.id != lesson);
        before.find(|other| is_awaited(other) && !completed.contains(other.id))
    }

    /// Takes in the lessons of another outline that are not in this one: in a module of their own at its end.
    pub fn keep_lessons_of(&mut self, other: &Self) {
        let there = self.lesson_set();
        let lessons: Vec<OutlineLesson> = other.lessons().filter(|lesson| !there.contains(lesson.id)).cloned().collect();
        if !lessons.is_empty() {
            let title = Title::nearest("Removed", "Removed");
            self.parts.push(Part { title: title.clone(), modules: vec![Module { title, lessons }] });
        }
    }

    /// Takes over from another outline since when lessons are what they are, which of them are optional and which wait, as far as that
    /// still makes sense.
    pub fn keep_rules_of(&mut self, before: &Self) {
        let rules: HashMap<LessonId, &OutlineLesson> = before.lessons().map(|lesson| (lesson.id, lesson)).collect();
        let (mut passed, mut all_optional) = (LessonSet::default(), true);
        for lesson in self.lessons_mut() {
            let rules = rules.get(&lesson.id);
            lesson.since = rules.map_or(lesson.since, |rules| rules.since);
            let (optional, after) = rules.map(|rules| (rules.optional, rules.after)).unwrap_or_default();
            (lesson.optional, lesson.after) = (optional, after.filter(|after| passed.contains(*after)));
            all_optional &= optional;
            passed.insert(lesson.id);
        }
        if all_optional {
            self.lessons_mut().for_each(|lesson| lesson.optional = false);
        }
    }

    /// Notes that these lessons have become what they are in this version.
    pub fn mark(&mut self, changed: &LessonSet, version: VersionNumber) {
        self.lessons_mut().filter(|lesson| changed.contains(lesson.id)).for_each(|lesson| lesson.since = version);
    }

    fn lessons_mut(&mut self) -> impl Iterator<Item = &mut OutlineLesson> {
        self.parts.iter_mut().flat_map(|part| &mut part.modules).flat_map(|module| &mut module.lessons)
    }

    #[must_use]
    pub fn minutes(&self) -> u32 {
        self.lessons().map(|lesson| u32::from(lesson.minutes)).sum()
    }

    /// An outline is stored, packed, in one item of at most 400 KB; titles make most of it.
    ///
    /// # Errors
    /// [`OutlineError::TooLarge`].
    pub fn check_size(&self) -> Result<(), OutlineError> {
        const LARGEST: usize = 350_000;
        if PackedOutline::of(self).is_ok_and(|packed| packed.len() <= LARGEST) { Ok(()) } else { Err(OutlineError::TooLarge) }
    }

    /// Every lesson stands once, only lessons of `known` or numbered by this outline stand in it, each waits for an earlier one only, and
    /// not all are optional.
    ///
    /// # Errors
    /// The first lesson that breaks the rule.
    pub fn check(&self, known: &LessonSet, first_new: u16) -> Result<(), OutlineError> {
        self.check_size()?;
        let mut seen = LessonSet::default();
        for lesson in self.lessons() {
            if !seen.insert(lesson.id) {
                return Err(OutlineError::Repeated(lesson.id));
            }
            let new = (first_new..self.next_lesson).contains(&lesson.id.number());
            if !new && !known.contains(lesson.id) {
                return Err(OutlineError::Unknown(lesson.id));
            }
            if lesson.after.is_some_and(|after| after == lesson.id || !seen.contains(after)) {
                return Err(OutlineError::WaitsInVain(lesson.id));
            }
        }
        if !seen.is_empty() && self.lessons().all(|lesson| lesson.optional) {
            return Err(OutlineError::AllOptional);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lesson(id: LessonId) -> OutlineLesson {
        OutlineLesson {
            id,
            title: Title::nearest("Lesson", "x"),
            kind: LessonKind::Page,
            minutes: 3,
            optional: false,
            after: None,
            since: VersionNumber::FIRST,
        }
    }

    fn outline(lessons: Vec<OutlineLesson>, next_lesson: u16) -> Outline {
        let title = Title::nearest("One", "x");
        Outline { parts: vec![Part { title: title.clone(), modules: vec![Module { title, lessons }] }], next_lesson }
    }

    #[test]
    fn lesson_numbers_are_never_given_twice() {
        let mut outline = Outline::default();
        let first = outline.new_lesson_id().unwrap();
        let second = outline.new_lesson_id().unwrap();
        assert_ne!(first, second);
        outline.next_lesson = LessonId::MAX + 1;
        assert_eq!(outline.new_lesson_id(), Err(OutlineError::TooManyLessons));
    }

    #[test]
    fn an_outline_names_its_own_lessons_once() {
        let id = |number| LessonId::new(number).unwrap();
        let known: LessonSet = [id(0), id(1)].into_iter().collect();
        let good = outline(vec![lesson(id(1)), lesson(id(2))], 3);
        assert_eq!(good.check(&known, 2), Ok(()));
        assert_eq!(good.minutes(), 6);
        assert_eq!(outline(vec![lesson(id(1)), lesson(id(1))], 2).check(&known, 2), Err(OutlineError::Repeated(id(1))));
        // Titles of 200 letters by chance (SplitMix64), which packing makes little smaller.
        let mut state = 0_u64;
        let mut letter = || {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            char::from(b'a' + ((mixed ^ (mixed >> 31)) % 26) as u8)
        };
        let mut long = || OutlineLesson { title: Title::nearest(&(0..200).map(|_| letter()).collect::<String>(), "x"), ..lesson(id(0)) };
        assert_eq!(outline((0..4_999).map(|_| long()).collect(), 3).check(&known, 2), Err(OutlineError::TooLarge));
        assert_eq!(outline(vec![lesson(id(7))], 3).check(&known, 2), Err(OutlineError::Unknown(id(7))));
        let after = |number, after| OutlineLesson { after: Some(id(after)), ..lesson(id(number)) };
        assert_eq!(outline(vec![lesson(id(0)), after(1, 0)], 2).check(&known, 2), Ok(()));
        for vain in [vec![lesson(id(0)), after(1, 1)], vec![after(1, 0), lesson(id(0))], vec![lesson(id(0)), after(1, 9)]] {
            assert_eq!(outline(vain, 2).check(&known, 2), Err(OutlineError::WaitsInVain(id(1))));
        }
        let optional = |number| OutlineLesson { optional: true, ..lesson(id(number)) };
        assert_eq!(outline(vec![lesson(id(0)), optional(1)], 2).check(&known, 2), Ok(()));
        assert_eq!(outline(vec![optional(0), optional(1)], 2).check(&known, 2), Err(OutlineError::AllOptional));
    }

    #[test]
    fn a_lesson_opens_when_what_it_waits_for_is_done() {
        let id = |number| LessonId::new(number).unwrap();
        let awaited = |outline: &Outline, lesson, unlock, done: &[u16]| {
            let done = done.iter().map(|number| id(*number)).collect();
            outline.awaited(id(lesson), unlock, &done).map(|lesson| lesson.id.number())
        };
        let optional = OutlineLesson { optional: true, ..lesson(id(1)) };
        let waiting = OutlineLesson { after: Some(id(1)), ..lesson(id(3)) };
        let outline = outline(vec![lesson(id(0)), optional, lesson(id(2)), waiting], 4);
        for (lesson, unlock, done, expected) in [
            (0, Unlock::InOrder, &[][..], None),
            (1, Unlock::InOrder, &[], Some(0)),
            (2, Unlock::InOrder, &[0], None),
            (2, Unlock::InOrder, &[1], Some(0)),
            (3, Unlock::InOrder, &[0], Some(1)),
            (3, Unlock::InOrder, &[0, 1], Some(2)),
            (3, Unlock::InOrder, &[0, 1, 2], None),
            (2, Unlock::Free, &[], None),
            (3, Unlock::Free, &[2], Some(1)),
            (3, Unlock::Free, &[1], None),
            (9, Unlock::InOrder, &[], None),
        ] {
            assert_eq!(awaited(&outline, lesson, unlock, done), expected, "{lesson} {unlock:?} {done:?}");
        }
    }

    #[test]
    fn a_new_edition_keeps_the_rules_that_still_make_sense() {
        let id = |number| LessonId::new(number).unwrap();
        let before = outline(vec![lesson(id(0)), OutlineLesson { after: Some(id(0)), optional: true, ..lesson(id(1)) }, lesson(id(2))], 3);
        let mut swapped = outline(vec![lesson(id(1)), lesson(id(0)), lesson(id(3))], 4);
        swapped.keep_rules_of(&before);
        let rules: Vec<_> = swapped.lessons().map(|lesson| (lesson.optional, lesson.after)).collect();
        assert_eq!(rules, [(true, None), (false, None), (false, None)]);
        let mut same = outline(vec![lesson(id(0)), lesson(id(1))], 3);
        same.keep_rules_of(&before);
        assert_eq!(same.lessons().map(|lesson| lesson.after).collect::<Vec<_>>(), [None, Some(id(0))]);
        let mut alone = outline(vec![lesson(id(1))], 3);
        alone.keep_rules_of(&before);
        assert_eq!(alone.check(&alone.lesson_set(), 3), Ok(()));
    }
}
