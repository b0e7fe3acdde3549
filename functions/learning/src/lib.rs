//! Taking courses: home, enrolments, completions.

mod complete_lesson;
mod enrol;
mod get_enrolment;
mod get_home;
mod list_enrolments;
mod view;

/// The handlers of this area.
#[must_use]
pub fn area() -> lambda::Area {
    let handlers =
        vec![get_home::handler(), enrol::handler(), list_enrolments::handler(), get_enrolment::handler(), complete_lesson::handler()];
    lambda::Area::new("learning", handlers)
}
