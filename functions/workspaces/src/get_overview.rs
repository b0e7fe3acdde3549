//! GET /v1/admin/overview: exact numbers of the workspace.

use catalog_model::courses;
use lambda::{Audience, Call, Handler, Method, Problem, Reply, Route, Table::Query};
use learning_model::enrolments;
use people_model::members;
use serde::Serialize;
use table::figures::Figure;
use trellis_core::role::Role;

/// The workspace's people; everybody is in one of these numbers.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct PeopleNumbers {
    /// Have access and have signed in.
    active: u64,
    /// Have been invited and have not signed in yet, including those whose invitation has expired.
    invited: u64,
    deactivated: u64,
}

/// The workspace's courses.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct CourseNumbers {
    draft: u64,
    published: u64,
    archived: u64,
}

/// Enrolments in courses, including those of deactivated people.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct EnrolmentNumbers {
    /// Not completed yet.
    open: u64,
    completed: u64,
}

/// Exact numbers of the workspace.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Overview {
    /// Only for callers who may see all people.
    #[serde(skip_serializing_if = "Option::is_none")]
    people: Option<PeopleNumbers>,
    courses: CourseNumbers,
    enrolments: EnrolmentNumbers,
    /// `false` in a workspace that is older than these numbers, until an operator has had it counted.
    complete: bool,
}

pub(crate) fn handler() -> Handler {
    Route::new("get-overview", Method::Get, "/v1/admin/overview", "Exact numbers of people, courses and enrolments")
        .audience(Audience::Author)
        .member(handle)
        .table(&[Query])
}

async fn handle(call: Call<()>) -> Result<Reply<Overview>, Problem> {
    let figures = call.tenant.figures().await?;
    // Only a workspace that is not fully counted can be below zero somewhere, and it says so.
    let shown = |figure: &Figure| figures.of(figure).max(0).unsigned_abs();
    let people =
        PeopleNumbers { active: shown(&members::ACTIVE), invited: shown(&members::INVITED), deactivated: shown(&members::DEACTIVATED) };
    let sees_people = call.caller.has(Role::Admin) || call.caller.has(Role::Support);
    Ok(Reply::ok(Overview {
        people: sees_people.then_some(people),
        courses: CourseNumbers {
            draft: shown(&courses::DRAFT),
            published: shown(&courses::PUBLISHED),
            archived: shown(&courses::ARCHIVED),
        },
        enrolments: EnrolmentNumbers { open: shown(&enrolments::OPEN), completed: shown(&enrolments::COMPLETED) },
        complete: figures.complete,
    }))
}
