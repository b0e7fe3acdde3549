//! From a book to the lessons and outline of a course.

use super::{Stop, matching};
use catalog_model::{
    course::{Module, Outline, OutlineLesson, Part, Sources},
    courses::lessons::{Lesson, LessonOrigin},
    dialect::{Dialect, TextDirection},
    ids::{ImportId, LessonId, VersionNumber},
    lesson::Content,
};
use mdbook_import::{Asset, Target, resolve_links};
use std::collections::{BTreeMap, HashMap};
use trellis_core::title::Title;

/// Bytes of a lesson up to which its Markdown is kept beside the HTML.
const LESSON_BYTES: usize = 350_000;

pub(super) struct Converted {
    pub(super) title: Title,
    pub(super) summary: String,
    pub(super) language: String,
    pub(super) direction: TextDirection,
    pub(super) outline: Outline,
    pub(super) sources: Sources,
    pub(super) lessons: Vec<Lesson>,
    pub(super) warnings: Vec<mdbook_import::Warning>,
}

/// The name under which a picture or file is stored.
pub(super) fn asset_name(edition: Option<ImportId>, index: usize, asset: &Asset) -> String {
    let of_type = match asset.content_type {
        "image/svg+xml" => Some("svg"),
        other => other.strip_prefix("image/"),
    };
    let of_name = asset
        .path
        .rsplit_once('.')
        .map(|(_, extension)| extension)
        .filter(|extension| extension.len() <= 5 && extension.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let name = format!("{index}.{}", of_type.or(of_name).unwrap_or("bin"));
    edition.map_or_else(|| name.clone(), |edition| format!("{edition}/{name}"))
}

/// The name under which browsers save a file: all but pictures made of dots, which have nothing that could run in them.
pub(super) fn save_as(asset: &Asset) -> Option<&str> {
    let is_inert = asset.content_type.starts_with("image/") && asset.content_type != "image/svg+xml";
    (!is_inert).then(|| asset.path.rsplit('/').next().unwrap_or(&asset.path))
}

/// Numbers the lessons and lets links and pictures point to what is stored. Lessons that `before` has keep their numbers.
pub(super) fn convert(course: mdbook_import::Course, before: (&Outline, &Sources), edition: Option<ImportId>) -> Result<Converted, Stop> {
    let mdbook_import::Course { title, description, language, direction, folder, parts, dialect, assets, warnings } = course;
    let mut outline = Outline { next_lesson: before.0.next_lesson, ..Outline::default() };
    let pages = parts.iter().flat_map(|part| &part.modules).flat_map(|module| &module.lessons);
    let (ids, sources) = matching::ids(pages, &folder, before, &mut outline).map_err(|error| Stop::Archive(error.to_string()))?;
    let files: HashMap<String, String> =
        assets.iter().enumerate().map(|(index, asset)| (asset.path.clone(), asset_name(edition, index, asset))).collect();
    let point = Point { ids: &ids, files: &files, dialect: &dialect };

    let mut lessons = Vec::new();
    for part in parts {
        let mut modules = Vec::new();
        for module in part.modules {
            let mut entries = Vec::new();
            for lesson in module.lessons {
                let Some(id) = ids.get(&lesson.source).copied() else { continue };
                let stored = point.store(id, lesson);
                entries.push(OutlineLesson {
                    id,
                    title: stored.title.clone(),
                    kind: stored.content.kind(),
                    minutes: stored.minutes,
                    optional: false,
                    after: None,
                    since: VersionNumber::FIRST,
                });
                lessons.push(stored);
            }
            modules.push(Module { title: Title::nearest(&module.title, "Module"), lessons: entries });
        }
        outline.parts.push(Part { title: Title::nearest(&part.title, "Part"), modules });
    }
    outline.check_size().map_err(|error| Stop::Archive(error.to_string()))?;
    Ok(Converted {
        title: Title::nearest(&title, "Untitled course"),
        summary: description.unwrap_or_default().chars().take(2_000).collect(),
        language,
        direction,
        outline,
        sources,
        lessons,
        warnings,
    })
}

/// Where placeholders of the book lead in the course.
struct Point<'a> {
    ids: &'a HashMap<String, LessonId>,
    files: &'a HashMap<String, String>,
    dialect: &'a Dialect,
}

impl Point<'_> {
    fn target(&self, target: Target) -> Option<String> {
        let target = match target {
            Target::Lesson { source, fragment } => Target::Lesson { source: self.ids.get(&source)?.to_string(), fragment },
            Target::Asset { path } => Target::Asset { path: self.files.get(&path)?.clone() },
            // A book brings its files along.
            Target::File { .. } => return None,
        };
        Some(target.placeholder())
    }

    fn html(&self, html: &str) -> String {
        resolve_links(html, |target| self.target(target))
    }

    fn store(&self, id: LessonId, lesson: mdbook_import::Lesson) -> Lesson {
        let html = self.html(&lesson.html);
        let speaker_notes = lesson.speaker_notes.as_deref().map(|notes| self.html(notes));
        let addresses: BTreeMap<String, String> = lesson
            .addresses
            .into_iter()
            .filter_map(|(address, placeholder)| Some((address, self.target(Target::parse(&placeholder)?)?)))
            .collect();
        let bytes = html.len()
            + speaker_notes.as_ref().map_or(0, String::len)
            + lesson.markdown.len()
            + addresses.iter().map(|(address, placeholder)| address.len() + placeholder.len()).sum::<usize>();
        let fits = bytes < LESSON_BYTES;
        Lesson {
            id,
            title: Title::nearest(&lesson.title, "Lesson"),
            content: Content::default(),
            minutes: u16::try_from(lesson.minutes).unwrap_or(u16::MAX),
            html,
            markdown: fits.then_some(lesson.markdown),
            speaker_notes,
            files: Vec::new(),
            questions: None,
            origin: fits.then(|| LessonOrigin { dialect: self.dialect.clone(), addresses }),
        }
    }
}
