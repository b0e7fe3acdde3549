//! Where a course stands: an author publishes it, takes it back and puts it away.

use crate::view::{CourseDetail, CourseSummary};
use catalog_model::{
    course::CourseState,
    courses::{self, Course, CourseChange, outlines},
};
use lambda::{
    Audience, Call, Method, Problem, Reply, Route,
    Table::{self, BatchGetItem, GetItem, PutItem, UpdateItem},
};
use table::Record;
use trellis_core::api_scope::ApiScope;

/// What a change of state does to the table.
pub(crate) const TABLE: &[Table] = &[BatchGetItem, GetItem, PutItem, UpdateItem];

/// A route by which an author changes where a course stands.
pub(crate) fn route(name: &'static str, path: &'static str, summary: &'static str) -> Route {
    Route::new(name, Method::Post, path, summary).audience(Audience::Author).scope(ApiScope::CoursesWrite).versioned()
}

/// The course that a request is about, as the caller has seen it.
pub(crate) async fn expected<B>(call: &Call<B>) -> Result<Record<Course>, Problem> {
    let id = call.request.path("course_id", "course")?;
    let version = call.request.if_match()?;
    let course = courses::course_to_change(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("course"))?;
    course.expect(version)?;
    Ok(course)
}

/// What is taught in a course of the global catalogue is not this workspace's to change.
pub(crate) fn foreign(field: &'static str) -> Problem {
    Problem::rule(
        field,
        "this course comes from the global catalogue; only how it is offered here can be changed: groups, prerequisites, how people enrol, and the note",
    )
}

/// Brings a course to a state, and says so in the audit log; where it is there already, nothing changes.
pub(crate) async fn bring(
    call: &Call<()>,
    mut course: Record<Course>,
    state: CourseState,
    action: &str,
) -> Result<Reply<CourseDetail>, Problem> {
    if course.value.state != state {
        let after = Course { state, ..course.value.clone() };
        let act = call.act(action, format!("course/{}", after.id));
        let act = act.change(&CourseSummary::from(&course.value), &CourseSummary::from(&after));
        let change = CourseChange::of(after);
        course = courses::update_course(&call.tenant, &course, change, &act).await.map_err(Problem::of_update)?;
    }
    reply(call, &course).await
}

/// The draft of a course as it is after what was done to it.
pub(crate) async fn reply<B>(call: &Call<B>, course: &Record<Course>) -> Result<Reply<CourseDetail>, Problem> {
    let outline = outlines::draft(&call.tenant, &course.value).await?.value;
    Ok(Reply::ok(CourseDetail::draft(&call.tenant, &call.caller, course, outline).await?).etag(course.version))
}
