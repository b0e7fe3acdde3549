//! POST /v1/me/enrolments/{course_id}/lessons/{lesson_id}/launches: a member opens a package; its run time gets the right to report.

use crate::{
    needs::{CONTENT_KEY, CONTENT_ORIGIN, PORTAL_URL},
    taken::{Taken, taken},
};
use catalog_model::{courses::home, lesson::PackageCompletion};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, Query},
    services::ContentOrigin,
};
use package_manifest::Standard;
use packages_model::{
    attempts::{self, AttemptState},
    launch::{Launch, Rule},
    packages,
};
use serde::{Deserialize, Serialize};

/// What the ticket is for.
pub(crate) const PURPOSE: &str = "package-launch";

/// The page that runs packages, on their origin.
const PLAYER: &str = "_trellis/player.html";

#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct LaunchWish {
    /// To look at the last attempt: nothing is written.
    #[serde(default)]
    review: bool,
}

/// A package that is opened.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct PackageLaunch {
    /// The address of the page that runs it.
    player: String,
    /// The origin of that page.
    origin: String,
    /// By it the page begins sessions and reports. Sessions begin within 12 hours; reports are taken for 31 days.
    launch: String,
    /// Whether it is only looked at.
    review: bool,
}

pub(crate) fn handler() -> Handler {
    let path = "/v1/me/enrolments/{course_id}/lessons/{lesson_id}/launches";
    Route::new("launch-package", Method::Post, path, "Open a package")
        .audience(Audience::Learner)
        .succeeds_with(&[201])
        .member(handle)
        .table(&[BatchGetItem, GetItem, Query])
        .settings(&[CONTENT_ORIGIN, CONTENT_KEY, PORTAL_URL])
        .example(r#"{"review": false}"#)
}

async fn handle(call: Call<Option<LaunchWish>>) -> Result<Reply<PackageLaunch>, Problem> {
    let Taken { member, course, lesson, version, content, is_global } = taken(&call).await?;
    let home = home(call.tenant.scope(), is_global);
    let item = content.item.as_str();
    let unit = packages::unit(&call.tenant, &home, content.file, item).await?;
    let unit =
        unit.ok_or_else(|| Problem::rule("lesson_id", "the package isn't ready, or no longer has this part; try again in a moment"))?;
    if unit.standard == Standard::Cmi5 {
        return Err(Problem::rule("lesson_id", "packages of cmi5 can't be opened yet"));
    }
    let rule = Rule {
        completion: if unit.is_asset { PackageCompletion::Launched } else { content.completion },
        mastery_percent: content.mastery_percent.map(|percent| percent.get()).or(unit.mastery_percent),
        attempts: content.attempts.map(|attempts| attempts.get()),
        scoring: content.scoring,
    };
    let latest = attempts::latest(&call.tenant, member, course, lesson).await?;
    let is_over = latest.is_some_and(|latest| latest.value.state != AttemptState::Open && !latest.value.can_follow(&rule));
    let review = is_over || call.request.body.as_ref().is_some_and(|wish| wish.review);
    let page = Some(page(&call)?);
    let (digest, at) = (content.file, call.tenant.now());
    let launch = Launch {
        member,
        course,
        lesson,
        version,
        digest,
        item: item.to_owned(),
        standard: unit.standard,
        is_global,
        rule,
        review,
        at,
        page,
    };
    let origin = call.app.service::<ContentOrigin>()?.package(&home, digest, at).origin;
    let ticket = call.app.issue_ticket(PURPOSE, call.tenant.scope(), launch)?;
    Ok(Reply::created(PackageLaunch { player: format!("{origin}/{PLAYER}"), origin, launch: ticket, review }))
}

/// The origin of the page that asks (Fetch, "origin header"); for others it is the portal's.
fn page<B>(call: &Call<B>) -> Result<String, Problem> {
    let said = call.request.header("origin").filter(|origin| origin.len() <= 300 && origin.starts_with("http"));
    Ok(said.map_or_else(|| call.app.settings().require("PORTAL_URL").map(str::to_owned), |origin| Ok(origin.to_owned()))?)
}
