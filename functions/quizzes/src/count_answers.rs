//! Queue: graded attempts are added to what is known of their questions, a workspace's together and in order.

use crate::needs::ANSWERS;
use catalog_model::{
    courses::{self, Course},
    ids::{CourseId, LessonId, VersionNumber},
};
use lambda::{
    FunctionError, Handler, Message, Queue,
    Table::{GetItem, PutItem},
};
use quizzes_model::{
    attempt::Attempt,
    attempts,
    event::QuizEvent,
    regrading::Keys,
    statistics::{self, GradedAttempt},
};
use std::collections::BTreeMap;
use table::{Record, Tenant};
use trellis_core::ids::EventId;

pub(crate) fn handler() -> Handler {
    Queue::by_workspace("count-answers", &["quiz.graded"], handle).table(&[GetItem, PutItem]).from_queue(ANSWERS).example(
        r#"{
          "kind": "quiz.graded",
          "payload": {
            "name": {"member_id": "01JZ8Q4N7E5T9V3W2XKBYMCD6H", "course_id": "01JZ8Q4N7E5T9V3W2XKBYMCD6F", "lesson_id": "l0", "number": 1},
            "from": null,
            "to": {"at": "2026-11-22T10:00:00Z", "percent": 80, "hundredths": 400, "tenths_possible": 50, "passed": true, "questions": "ab12"}
          }
        }"#,
    )
}

/// An attempt counts once, as it was graded first: a corrected key says nothing about how people have answered.
async fn handle(tenant: Tenant, messages: Vec<Message<QuizEvent>>) -> Result<(), FunctionError> {
    let mut quizzes: BTreeMap<(CourseId, LessonId, VersionNumber), Vec<(EventId, Attempt)>> = BTreeMap::new();
    let mut courses: BTreeMap<CourseId, Option<Record<Course>>> = BTreeMap::new();
    for message in messages {
        let (name, is_first) = match message.event {
            QuizEvent::Graded { name, from, .. } => (name, from.is_none()),
            QuizEvent::Begun { .. } => return Err(FunctionError::misrouted("quiz.begun")),
            QuizEvent::TimeOver { .. } => return Err(FunctionError::misrouted("quiz.time_over")),
            QuizEvent::RegradingDue { .. } => return Err(FunctionError::misrouted("quiz.regrading_due")),
        };
        if let Some(attempt) = attempts::attempt(&tenant, name).await?.filter(|_| is_first) {
            let quiz = (name.course_id, name.lesson_id, attempt.value.course_version);
            quizzes.entry(quiz).or_default().push((message.id, attempt.value));
        }
    }
    for ((course, lesson, version), attempts) in quizzes {
        if let std::collections::btree_map::Entry::Vacant(unread) = courses.entry(course) {
            unread.insert(courses::course_or_its_rest(&tenant, course).await?);
        }
        let Some(known) = courses.get(&course).and_then(Option::as_ref) else { continue };
        let mut keys = Keys::default();
        for (_, attempt) in &attempts {
            keys.get(&tenant, &known.value, &attempt.questions).await?;
        }
        let graded: Vec<GradedAttempt<'_>> = attempts
            .iter()
            .map(|(event, attempt)| GradedAttempt { event: *event, attempt, questions: keys.known(&attempt.questions) })
            .collect();
        statistics::count(&tenant, (course, lesson, version), &graded).await?;
    }
    Ok(())
}
