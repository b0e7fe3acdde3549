//! Samples of everything this area stores and announces, read and written again.

use crate::{
    enrolments::{Enrolment, RosterEntry},
    event::LearningEvent,
    invitations::CourseInvitation,
    paths::TakenPath,
    requests::EnrolmentRequest,
    work::LessonWork,
};
use serde_json::json;
use table::samples::{AT, ID, OTHER, all_checked, check, check_events};

#[test]
fn every_entity_is_read_as_it_was_written() {
    let enrolment = json!({
        "course_id": ID, "revision": 3, "course_version": 2, "recalled_from": 1, "title": "Safety", "minutes": 7, "state": "published", "groups": [OTHER],
        "opened": { "$bytes": [3] }, "completed": { "$bytes": [3] },
        "scores": { "l1": 75, "l12": 100 }, "score": { "percent": 87, "asked": 80 },
        "progress": { "completed": 2, "total": 2, "percent": 100 }, "last_lesson": "l1", "completed_at": AT, "left_at": AT, "seated": true
    });
    let decided = json!({ "decision": "declined", "by": OTHER, "at": AT, "reason": "Next quarter" });
    let request =
        json!({ "member_id": ID, "course_id": OTHER, "title": "Safety", "note": "Please", "requested_at": AT, "decided": decided });
    let invitation =
        json!({ "member_id": ID, "course_id": OTHER, "invited_by": OTHER, "invited_at": AT, "answer": "accepted", "answered_at": AT });
    all_checked(
        env!("CARGO_MANIFEST_DIR"),
        [
            check::<Enrolment>([enrolment]),
            check::<TakenPath>([json!({ "path_id": ID })]),
            check::<EnrolmentRequest>([request]),
            check::<CourseInvitation>([invitation]),
            check::<RosterEntry>([json!({ "member_id": ID })]),
            check::<LessonWork>([
                json!({ "work": { "kind": "checklist", "ticked": [ID, OTHER] } }),
                json!({ "work": { "kind": "media", "played": [{ "from": 0, "to": 30 }, { "from": 60, "to": 86_400 }], "position": 90 }, "implausible": 2 }),
            ]),
        ],
    );
}

#[test]
fn every_event_is_opened_as_it_was_sealed() {
    check_events::<LearningEvent>(
        env!("CARGO_MANIFEST_DIR"),
        [
            ("lesson.completed", json!({ "member_id": ID, "course_id": OTHER, "lesson_id": "l17", "at": AT })),
            ("course.completed", json!({ "member_id": ID, "course_id": OTHER, "at": AT })),
            ("enrolment.requested", json!({ "member_id": ID, "course_id": OTHER })),
            ("enrolment.decided", json!({ "member_id": ID, "course_id": OTHER, "decision": "approved" })),
            ("course.invited", json!({ "member_id": ID, "course_id": OTHER })),
        ],
    );
}

#[test]
fn no_two_prefixes_overlap() {
    let others = [table::keys::PREFIXES, people_model::keys::PREFIXES, catalog_model::keys::PREFIXES, engagement_model::keys::PREFIXES];
    assert_eq!(table::keys::overlaps(&[&others.concat(), crate::keys::PREFIXES].concat()), Vec::new());
}
