//! From a book to the lessons and outline of a course.

use super::Stop;
use crate::mdbook::{self, Target, resolve_links};
use domain::{
    course::{LessonKind, Module, Outline, OutlineLesson, Part},
    ids::LessonId,
    title::Title,
};
use std::collections::HashMap;
use store::{courses::Lesson, imports::ImportWarning};

/// Warnings that are kept with an import, and bytes of each text: the item has 400 KB.
const KEPT_WARNINGS: usize = 500;
const KEPT_BYTES: usize = 250;

pub(super) struct Converted {
    pub(super) title: Title,
    pub(super) summary: String,
    pub(super) outline: Outline,
    pub(super) lessons: Vec<Lesson>,
    pub(super) warnings: Vec<ImportWarning>,
    pub(super) warning_count: u32,
}

/// The name under which a picture is stored.
pub(super) fn asset_name(index: usize, content_type: &str) -> String {
    let extension = content_type.rsplit('/').next().unwrap_or("bin");
    format!("{index}.{extension}")
}

/// Numbers the lessons and lets links and pictures point to what is stored.
pub(super) fn convert(course: mdbook::Course) -> Result<Converted, Stop> {
    let mut outline = Outline::default();
    let mut ids = HashMap::new();
    for lesson in course.lessons() {
        let id = outline.new_lesson_id().map_err(|error| Stop::Archive(error.to_string()))?;
        ids.insert(lesson.source.clone(), id);
    }
    let pictures: HashMap<String, String> =
        course.assets.iter().enumerate().map(|(index, asset)| (asset.path.clone(), asset_name(index, asset.content_type))).collect();
    let point = &|html: &str| {
        resolve_links(html, |target| match target {
            Target::Lesson { source, fragment } => {
                let id = ids.get(&source)?.to_string();
                Some(Target::Lesson { source: id, fragment }.placeholder())
            }
            Target::Asset { path } => Some(Target::Asset { path: pictures.get(&path)?.clone() }.placeholder()),
        })
    };

    let mut lessons = Vec::new();
    for part in course.parts {
        let mut modules = Vec::new();
        for module in part.modules {
            let mut entries = Vec::new();
            for lesson in module.lessons {
                let Some(id) = ids.get(&lesson.source).copied() else { continue };
                let stored = store(id, lesson, point);
                entries.push(OutlineLesson { id, title: stored.title.clone(), kind: stored.kind, minutes: stored.minutes });
                lessons.push(stored);
            }
            modules.push(Module { title: Title::nearest(&module.title, "Module"), lessons: entries });
        }
        outline.parts.push(Part { title: Title::nearest(&part.title, "Part"), modules });
    }
    outline.check_size().map_err(|error| Stop::Archive(error.to_string()))?;
    Ok(Converted {
        title: Title::nearest(&course.title, "Untitled course"),
        summary: course.description.unwrap_or_default().chars().take(2_000).collect(),
        outline,
        lessons,
        warning_count: u32::try_from(course.warnings.len()).unwrap_or(u32::MAX),
        warnings: course.warnings.into_iter().take(KEPT_WARNINGS).map(warning).collect(),
    })
}

fn store(id: LessonId, lesson: mdbook::Lesson, point: impl Fn(&str) -> String) -> Lesson {
    Lesson {
        id,
        title: Title::nearest(&lesson.title, "Lesson"),
        kind: LessonKind::Page,
        minutes: u16::try_from(lesson.minutes).unwrap_or(u16::MAX),
        html: point(&lesson.html),
        // Its links are those of the book: rendered alone, they would lead nowhere.
        markdown: None,
        speaker_notes: lesson.speaker_notes.as_deref().map(point),
    }
}

fn warning(warning: mdbook::Warning) -> ImportWarning {
    let short = |text: String| text.get(..text.floor_char_boundary(KEPT_BYTES)).unwrap_or_default().to_owned();
    ImportWarning {
        kind: warning.kind.name().to_owned(),
        file: short(warning.file),
        line: warning.line.unwrap_or(0),
        message: short(warning.message),
    }
}
