//! Courses: what members find in the catalogue, and how authors make and import them.

mod archive_course;
mod assets;
mod authors;
mod clear_course;
mod collection_view;
mod compare_lesson;
mod compare_versions;
mod copy_course;
mod course_archive;
mod course_index;
mod create_collection;
mod create_copy;
mod create_course;
mod create_export;
mod create_import;
mod create_path;
mod create_question_bank;
mod delete_collection;
mod delete_course;
mod delete_path;
mod delete_question_bank;
mod draft;
mod export_view;
mod facets;
mod follow_global_courses;
mod get_collection;
mod get_course;
mod get_export;
mod get_global_collection;
mod get_global_course;
mod get_import;
mod get_lesson;
mod get_path;
mod get_platform_course;
mod get_question_bank;
mod global_view;
mod import_view;
mod index_courses;
mod index_workspace;
mod leave_collection;
mod list_all_courses;
mod list_all_paths;
mod list_collections;
mod list_courses;
mod list_global_collections;
mod list_global_courses;
mod list_imports;
mod list_paths;
mod list_platform_courses;
mod list_question_banks;
mod list_versions;
mod needs;
mod offer_course;
mod offer_view;
mod path_draft;
mod path_view;
mod publish_course;
mod question_bank_draft;
mod question_bank_view;
mod queue_import;
mod review_course;
mod run_export;
mod run_import;
mod shown;
mod standing;
mod subscribe_collection;
mod subscribe_course;
mod take_collection;
mod terms;
mod unpublish_course;
mod update_collection;
mod update_course;
mod update_path;
mod update_question_bank;
mod view;
mod withdraw_course;

use catalog_model::{
    event::CatalogEvent,
    ids::{CollectionId, CourseId, ExportId, ImportId, LessonId, PathId},
};
use lambda::PathParameter;
use questions::draw::BankId;
use table::outbox::Event;
use utoipa::PartialSchema;

/// What paths name of this area's things.
const PATH_PARAMETERS: &[PathParameter] = &[
    PathParameter { name: "course_id", meaning: "The course.", schema: CourseId::schema },
    PathParameter { name: "import_id", meaning: "The import.", schema: ImportId::schema },
    PathParameter { name: "export_id", meaning: "The export.", schema: ExportId::schema },
    PathParameter { name: "path_id", meaning: "The path.", schema: PathId::schema },
    PathParameter { name: "collection_id", meaning: "The collection.", schema: CollectionId::schema },
    PathParameter { name: "bank_id", meaning: "The question bank.", schema: BankId::schema },
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
        list_question_banks::handler(),
        get_question_bank::handler(),
        create_question_bank::handler(),
        update_question_bank::handler(),
        delete_question_bank::handler(),
        create_import::handler(),
        list_imports::handler(),
        get_import::handler(),
        queue_import::handler(),
        run_import::handler(),
        create_export::handler(),
        get_export::handler(),
        run_export::handler(),
        create_copy::handler(),
        index_courses::handler(),
        index_workspace::handler(),
        clear_course::handler(),
        list_global_courses::handler(),
        get_global_course::handler(),
        subscribe_course::handler(),
        list_platform_courses::handler(),
        get_platform_course::handler(),
        offer_course::handler(),
        withdraw_course::handler(),
        copy_course::handler(),
        follow_global_courses::handler(),
        list_collections::handler(),
        get_collection::handler(),
        create_collection::handler(),
        update_collection::handler(),
        delete_collection::handler(),
        list_global_collections::handler(),
        get_global_collection::handler(),
        subscribe_collection::handler(),
        leave_collection::handler(),
        take_collection::handler(),
    ];
    lambda::Area::new("catalog", "courses", handlers)
        .keeping(catalog_model::keys::PREFIXES)
        .announcing(CatalogEvent::KINDS)
        .naming(PATH_PARAMETERS)
}
