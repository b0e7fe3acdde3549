//! Courses: what members find in the catalogue, and how authors make and import them.

mod archive_course;
mod authors;
mod clear_course;
mod compare_lesson;
mod compare_versions;
mod course_index;
mod create_course;
mod create_import;
mod create_path;
mod delete_course;
mod delete_path;
mod draft;
mod facets;
mod get_course;
mod get_import;
mod get_lesson;
mod get_path;
mod import_view;
mod index_courses;
mod index_workspace;
mod list_all_courses;
mod list_all_paths;
mod list_courses;
mod list_imports;
mod list_paths;
mod list_versions;
mod needs;
mod path_draft;
mod path_view;
mod publish_course;
mod queue_import;
mod review_course;
mod run_import;
mod shown;
mod standing;
mod terms;
mod unpublish_course;
mod update_course;
mod update_path;
mod view;

use catalog_model::{
    event::CatalogEvent,
    ids::{CourseId, ImportId, LessonId, PathId},
};
use lambda::PathParameter;
use table::outbox::Event;
use utoipa::PartialSchema;

/// What paths name of this area's things.
const PATH_PARAMETERS: &[PathParameter] = &[
    PathParameter { name: "course_id", meaning: "The course.", schema: CourseId::schema },
    PathParameter { name: "import_id", meaning: "The import.", schema: ImportId::schema },
    PathParameter { name: "path_id", meaning: "The path.", schema: PathId::schema },
    PathParameter { name: "lesson_id", meaning: "The lesson.", schema: LessonId::schema },
];

/// The handlers of this area.
#[must_use]
pub fn area() -> lambda::Area {
    let handlers = vec![
        list_courses::handler(),
        get_course::handler(),
        get_lesson::handler(),
        list_all_courses::handler(),
        create_course::handler(),
        update_course::handler(),
        publish_course::handler(),
        review_course::handler(),
        list_versions::handler(),
        compare_versions::handler(),
        compare_lesson::handler(),
        unpublish_course::handler(),
        archive_course::handler(),
        delete_course::handler(),
        list_paths::handler(),
        get_path::handler(),
        list_all_paths::handler(),
        create_path::handler(),
        update_path::handler(),
        delete_path::handler(),
        create_import::handler(),
        list_imports::handler(),
        get_import::handler(),
        queue_import::handler(),
        run_import::handler(),
        index_courses::handler(),
        index_workspace::handler(),
        clear_course::handler(),
    ];
    lambda::Area::new("catalog", "courses", handlers)
        .keeping(catalog_model::keys::PREFIXES)
        .announcing(CatalogEvent::KINDS)
        .naming(PATH_PARAMETERS)
}
