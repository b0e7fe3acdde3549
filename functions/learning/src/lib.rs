//! Taking courses: home, enrolments, completions.

mod complete_lesson;
mod enrol;
mod get_enrolment;
mod get_home;
mod leave_course;
mod leave_path;
mod list_enrolments;
mod list_taken_paths;
mod path_view;
mod put_lesson_work;
mod refresh_enrolments;
mod take_path;
mod take_version;
mod view;

use learning_model::event::LearningEvent;
use table::outbox::Event;

/// The handlers of this area.
#[must_use]
pub fn area() -> lambda::Area {
    let handlers = vec![
        get_home::handler(),
        enrol::handler(),
        leave_course::handler(),
        list_enrolments::handler(),
        get_enrolment::handler(),
        complete_lesson::handler(),
        put_lesson_work::handler(),
        take_version::handler(),
        take_path::handler(),
        leave_path::handler(),
        list_taken_paths::handler(),
        refresh_enrolments::handler(),
    ];
    lambda::Area::new("learning", "taking courses", handlers).keeping(learning_model::keys::PREFIXES).announcing(LearningEvent::KINDS)
}
