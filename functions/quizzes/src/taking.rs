//! A quiz as the caller takes it.

use catalog_model::{
    access,
    courses::{
        self,
        lessons::{self, Lesson},
    },
    ids::LessonId,
    lesson::Content,
};
use lambda::{Call, Problem};
use learning_model::{enrolments::Taken, rules};
use quizzes_model::attempts::{AttemptError, Taking};

/// The quiz that the path names, in the version that the caller learns with.
pub(crate) async fn taking<B>(call: &Call<B>) -> Result<(Taking, Lesson), Problem> {
    let (tenant, member) = (&call.tenant, call.caller.member()?);
    let course = access::see(call, courses::course(tenant, call.request.path("course_id", "course")?).await?).await?;
    let id: LessonId = call.request.path("lesson_id", "lesson")?;
    let Taken { enrolment, syllabus } = rules::taken_with(tenant, member, &course.value, id).await?;
    rules::check_open(tenant, (&course.value, &syllabus), id, &enrolment.value.completed).await?;
    let lesson = lessons::lesson(tenant, &course.value, &syllabus, id).await?.ok_or_else(|| Problem::not_found("lesson"))?.value;
    let (Content::Quiz(quiz), Some(digest)) = (lesson.content.clone(), lesson.questions.clone()) else {
        return Err(AttemptError::NoQuiz.into());
    };
    Ok((Taking { member, course, enrolment: Some(enrolment), version: syllabus.number, lesson: id, quiz, digest }, lesson))
}
