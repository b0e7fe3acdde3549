//! Taking courses: home, enrolments, completions.

mod complete_lesson;
mod decide_request;
mod decide_team_request;
mod decision;
mod decline_invitation;
mod enrol;
mod file_requests;
mod get_enrolment;
mod get_home;
mod invitation_view;
mod invite_to_course;
mod leave_course;
mod leave_path;
mod list_course_invitations;
mod list_enrolments;
mod list_own_invitations;
mod list_own_requests;
mod list_requests;
mod list_taken_paths;
mod list_team_requests;
mod path_view;
mod people;
mod put_lesson_work;
mod refresh_enrolments;
mod request_enrolment;
mod request_view;
mod take_path;
mod take_version;
mod view;
mod withdraw_invitation;
mod withdraw_request;

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
        request_enrolment::handler(),
        withdraw_request::handler(),
        list_own_requests::handler(),
        list_team_requests::handler(),
        decide_team_request::handler(),
        list_requests::handler(),
        decide_request::handler(),
        list_own_invitations::handler(),
        decline_invitation::handler(),
        invite_to_course::handler(),
        list_course_invitations::handler(),
        withdraw_invitation::handler(),
        refresh_enrolments::handler(),
        file_requests::handler(),
    ];
    lambda::Area::new("learning", "taking courses", handlers).keeping(learning_model::keys::PREFIXES).announcing(LearningEvent::KINDS)
}
