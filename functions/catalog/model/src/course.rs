//! Courses: an outline of parts, modules and lessons.

mod packing;

use crate::{ids::LessonId, lesson_set::LessonSet};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use trellis_core::{personal::NotPersonal, title::Title};

pub use packing::{BadPacking, PackedOutline};

/// Whether learners can see a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CourseState {
    Draft,
    Published,
}

/// What a lesson is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LessonKind {
    /// A page to read.
    Page,
}

/// A lesson as the outline shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OutlineLesson {
    pub id: LessonId,
    pub title: Title,
    pub kind: LessonKind,
    /// How long it takes.
    pub minutes: u16,
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

    /// Every lesson stands once, and only lessons of `known` or numbered by this outline stand in it.
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
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lesson(id: LessonId) -> OutlineLesson {
        OutlineLesson { id, title: Title::nearest("Lesson", "x"), kind: LessonKind::Page, minutes: 3 }
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
    }
}
