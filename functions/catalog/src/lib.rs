//! Courses: what members find in the catalogue, and how authors make and import them.

mod create_course;
mod create_import;
mod draft;
mod get_course;
mod get_import;
mod get_lesson;
mod import_view;
mod list_all_courses;
mod list_courses;
mod list_imports;
pub mod mdbook;
mod publish_course;
mod run_import;
mod update_course;
mod view;

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
        create_import::handler(),
        list_imports::handler(),
        get_import::handler(),
        run_import::handler(),
    ];
    lambda::Area::new("catalog", handlers)
}
