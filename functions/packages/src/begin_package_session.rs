//! POST /v1/package-sessions: the run time of a package begins a session, by the right that its launch has given it.

use crate::{
    launch_package::PURPOSE,
    needs::{CONTENT_KEY, CONTENT_ORIGIN},
    package_view::PackageStandard,
};
use catalog_model::courses::home;
use jiff::{SignedDuration, Timestamp};
use lambda::{
    Handler, Method, Problem, Reply, Request, Route,
    Table::{GetItem, PutItem, Query, UpdateItem},
    services::ContentOrigin,
};
use packages_model::{
    attempts::{self, Attempt, Begun, Device},
    cmi::{self, Entry, Learner},
    launch::Launch,
    packages::{self, Unit},
};
use people_model::{
    member::MemberState,
    members::{self, Member},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use trellis_core::bounded::Letters;

/// How often a package that goes on setting values is saved.
const COMMIT_SECONDS: u32 = 10;

/// For how long files of a package are read by one address: a working day, in which it may load its parts.
const FILES: SignedDuration = SignedDuration::from_hours(12);

trellis_core::text!(
    /// The right to run a package, as its launch has handed it out.
    pub(crate) Capability, 1..=8_000, Letters::Visible
);

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPackageSession {
    launch: Capability,
    /// What the browser calls itself: a session of the same one is taken over without asking.
    device: Option<Device>,
    /// Takes over from another device that is at it.
    #[serde(default)]
    takes_over: bool,
}

/// How a session may go on.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct PackageSession {
    /// The origins of pages that may frame the player.
    pages: Vec<String>,
    /// The session, if it has begun.
    #[serde(skip_serializing_if = "Option::is_none")]
    begun: Option<BegunSession>,
    /// Another device that is, or was, at the same attempt. Without `begun` nothing has begun: ask the learner, then send `takes_over`.
    #[serde(skip_serializing_if = "Option::is_none")]
    other_device: Option<OtherDevice>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct OtherDevice {
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct BegunSession {
    /// The attempt's number; 0 where there has never been one, and nothing is written.
    attempt: u32,
    /// 0 where it is only looked at.
    session: u32,
    standard: PackageStandard,
    /// From the package's root.
    href: String,
    /// The whole address of the part, good for 12 hours.
    address: String,
    /// What the package finds: elements of the data model by name.
    cmi: BTreeMap<String, String>,
    settings: PackageSettings,
    /// Whether it is only looked at: reports are not kept.
    review: bool,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct PackageSettings {
    /// How often values that are set are sent, at most.
    commit_seconds: u32,
    /// What must be reached. Whether it was is decided on the server.
    #[serde(skip_serializing_if = "Option::is_none")]
    mastery_percent: Option<u8>,
}

pub(crate) fn handler() -> Handler {
    Route::new("begin-package-session", Method::Post, "/v1/package-sessions", "Begin a session of a package")
        .from_other_pages()
        .succeeds_with(&[201])
        .refuses(&[404])
        .public(handle)
        .table(&[GetItem, PutItem, Query, UpdateItem])
        .settings(&[CONTENT_ORIGIN, CONTENT_KEY])
        .example(r#"{"launch": "eyJ3b3Jr.c2ln", "device": "b2c1"}"#)
}

/// One answer for a ticket that is none and for one that has ended.
pub(crate) fn over() -> Problem {
    Problem::unauthenticated("This package was not opened here, or that is too long ago. Open it again.")
}

async fn handle(request: Request<NewPackageSession>) -> Result<Reply<PackageSession>, Problem> {
    let NewPackageSession { launch, device, takes_over } = &request.body;
    let (scope, launch): (_, Launch) = request.app.open_ticket(PURPOSE, launch.as_str()).ok_or_else(over)?;
    let tenant = request.tenant(&scope);
    if !launch.begins(tenant.now()) {
        return Err(over());
    }
    let member = members::member(&tenant, launch.member).await?.filter(|member| member.value.state == MemberState::Active);
    let member = member.ok_or_else(over)?;
    let pages: Vec<String> = launch.page.iter().cloned().collect();
    let home = home(&scope, launch.is_global);
    let unit = packages::unit(&tenant, &home, launch.digest, &launch.item).await?.ok_or_else(|| Problem::not_found("package"))?;
    let (attempt, entry, elsewhere) = match attempts::begin(&tenant, &launch, device.clone(), *takes_over).await? {
        Begun::Elsewhere(since) => {
            let other_device = Some(OtherDevice { since });
            return Ok(Reply::created(PackageSession { pages, begun: None, other_device }));
        }
        Begun::Now { attempt, is_new, elsewhere } => {
            // One that was begun and never heard of begins anew.
            let entry = if is_new || attempt.saved_at.is_none() { Entry::AbInitio } else { Entry::Resume };
            (Some(attempt), entry, elsewhere)
        }
        Begun::Review(attempt) => (attempt, Entry::Review, None),
    };
    let cmi = elements(&member.value, (&launch, &unit), attempt.as_ref(), entry)?;
    let until = tenant.now().checked_add(FILES).map_err(Problem::internal)?;
    let base = request.app.service::<ContentOrigin>()?.package(&home, launch.digest, until).base;
    let address = format!("{base}{}", unit.address);
    let begun = BegunSession {
        attempt: attempt.as_ref().map_or(0, |attempt| attempt.number),
        session: attempt.as_ref().filter(|_| entry != Entry::Review).map_or(0, |attempt| attempt.session),
        standard: PackageStandard(unit.standard),
        href: unit.address,
        address,
        cmi,
        settings: PackageSettings { commit_seconds: COMMIT_SECONDS, mastery_percent: launch.rule.mastery_percent },
        review: entry == Entry::Review,
    };
    let other_device = elsewhere.map(|since| OtherDevice { since });
    Ok(Reply::created(PackageSession { pages, begun: Some(begun), other_device }))
}

fn elements(
    member: &Member,
    (launch, unit): (&Launch, &Unit),
    attempt: Option<&Attempt>,
    entry: Entry,
) -> Result<BTreeMap<String, String>, Problem> {
    let stored = attempt.map(|attempt| attempt.cmi.0.elements()).transpose().map_err(Problem::internal)?.unwrap_or_default();
    let seconds = attempt.map_or(0, Attempt::seconds);
    let learner = Learner { id: launch.member, name: member.name.0.as_str() };
    Ok(cmi::at_start(stored, (launch, unit), learner, (entry, seconds)))
}
