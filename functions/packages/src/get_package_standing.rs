//! GET /v1/me/enrolments/{course_id}/lessons/{lesson_id}/package: how far the member is in a lesson's package.

use crate::{
    standing_view::PackageStanding,
    taken::{Taken, taken},
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, Query},
};
use packages_model::{attempts, launch::Rule};

pub(crate) fn handler() -> Handler {
    let path = "/v1/me/enrolments/{course_id}/lessons/{lesson_id}/package";
    Route::new("get-package-standing", Method::Get, path, "See your attempts in a package")
        .audience(Audience::Learner)
        .refuses(&[422])
        .member(handle)
        .table(&[BatchGetItem, GetItem, Query])
}

async fn handle(call: Call<()>) -> Result<Reply<PackageStanding>, Problem> {
    let Taken { member, course, lesson, content, .. } = taken(&call).await?;
    let latest = attempts::latest(&call.tenant, member, course, lesson).await?;
    let rule = Rule {
        completion: content.completion,
        mastery_percent: content.mastery_percent.map(|percent| percent.get()),
        attempts: content.attempts.map(|attempts| attempts.get()),
        scoring: content.scoring,
    };
    Ok(Reply::ok(PackageStanding::of(latest.as_ref().map(|latest| &latest.value), &rule)))
}
