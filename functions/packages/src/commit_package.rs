//! POST /v1/package-commits: the run time of a package reports, also while its page goes away. Nothing that is harmless is refused: what comes
//! again, late or in another order is taken as far as it says something new.

use crate::{
    begin_package_session::{Capability, over},
    launch_package::PURPOSE,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use lambda::{
    Handler, Method, Problem, Reply, Request, Route,
    Table::{GetItem, PutItem, Query, UpdateItem},
};
use packages_model::{
    attempts::{self, AttemptState, Committed, Refused},
    cmi::{self, Elements},
    commit::{Commit, CommitError},
    launch::Launch,
    report::Runtime,
};
use serde::{Deserialize, Serialize};
use trellis_core::bounded::Letters;

trellis_core::text!(
    /// A report that is packed: JSON, deflated (RFC 1951), in Base64 (RFC 4648, section 4).
    PackedCommit, 1..=1_400_000, Letters::Visible
);
trellis_core::number!(
    /// The number of an attempt.
    PackageAttemptNumber(u32), 0..=100_000
);
trellis_core::number!(
    /// The number of a session.
    PackageSessionNumber(u32), 0..=1_000_000
);
trellis_core::number!(
    /// It rises with every report of a session.
    CommitSequence(u64), 1..=9_007_199_254_740_991
);

/// A report: all of it, or packed.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct PackageCommit {
    /// The whole report, packed; then there is nothing else beside it.
    deflated: Option<PackedCommit>,
    launch: Option<Capability>,
    attempt: Option<PackageAttemptNumber>,
    session: Option<PackageSessionNumber>,
    sequence: Option<CommitSequence>,
    /// The session has ended.
    r#final: Option<bool>,
    /// Everything that the package has set: elements of the data model by name. What is left out stays as it was.
    cmi: Option<Elements>,
    /// What the run time says of the package's state.
    runtime: Option<Runtime>,
}

/// How far an attempt is after a report; `review` where nothing is kept.
#[derive(Debug, Clone, Copy, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
enum ReportedState {
    Open,
    Completed,
    Passed,
    Failed,
    Review,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct PackageCommitted {
    /// As it was sent.
    sequence: u64,
    /// When what was reported was last saved.
    #[schema(value_type = String, format = DateTime)]
    saved_at: Timestamp,
    state: ReportedState,
    /// A later session has begun: the places and answers of this one are not kept, what it has completed is.
    #[serde(skip_serializing_if = "Option::is_none")]
    superseded: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    score_percent: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    passed: Option<bool>,
    /// Whether this attempt completes the lesson.
    lesson_completed: bool,
}

pub(crate) fn handler() -> Handler {
    Route::new("commit-package", Method::Post, "/v1/package-commits", "Report from a package")
        .from_other_pages()
        .body_limit(2 * 1024 * 1024)
        .public(handle)
        .table(&[GetItem, PutItem, Query, UpdateItem])
        .example(
            r#"{
              "launch": "eyJ3b3Jr.c2ln", "attempt": 1, "session": 1, "sequence": 1, "final": false,
              "cmi": {"cmi.core.lesson_status": "incomplete"}, "runtime": {"completion": "incomplete"}
            }"#,
        )
}

/// A report with all that it must have.
struct Report {
    launch: Capability,
    attempt: u32,
    commit: Commit,
}

fn report(sent: PackageCommit) -> Result<Report, Problem> {
    let sent = match sent.deflated {
        Some(packed) => {
            let wrong = || Problem::malformed("deflated", "expected a report, deflated and in Base64, of at most 1 MiB");
            let bytes = STANDARD.decode(packed.as_str()).map_err(|_| wrong())?;
            cmi::read_deflated::<PackageCommit>(&bytes).map_err(|_| wrong())?
        }
        None => sent,
    };
    let missing = |field: &'static str| move || Problem::rule(field, "this is missing");
    Ok(Report {
        launch: sent.launch.ok_or_else(missing("launch"))?,
        attempt: sent.attempt.ok_or_else(missing("attempt"))?.get(),
        commit: Commit {
            session: sent.session.ok_or_else(missing("session"))?.get(),
            sequence: sent.sequence.ok_or_else(missing("sequence"))?.get(),
            is_final: sent.r#final.unwrap_or_default(),
            cmi: sent.cmi.unwrap_or_default(),
            runtime: sent.runtime.unwrap_or_default(),
        },
    })
}

async fn handle(mut request: Request<PackageCommit>) -> Result<Reply<PackageCommitted>, Problem> {
    let empty = PackageCommit {
        deflated: None,
        launch: None,
        attempt: None,
        session: None,
        sequence: None,
        r#final: None,
        cmi: None,
        runtime: None,
    };
    let Report { launch, attempt, commit } = report(std::mem::replace(&mut request.body, empty))?;
    let (scope, launch): (_, Launch) = request.app.open_ticket(PURPOSE, launch.as_str()).ok_or_else(over)?;
    let tenant = request.tenant(&scope);
    if !launch.reports(tenant.now()) {
        return Err(over());
    }
    let sequence = commit.sequence;
    // The attempt's own word says whether another review is looked at: there is no session of it.
    if launch.review || commit.session == 0 {
        let (state, saved_at) = (ReportedState::Review, tenant.now());
        let nothing =
            PackageCommitted { sequence, saved_at, state, superseded: None, score_percent: None, passed: None, lesson_completed: false };
        return Ok(Reply::ok(nothing));
    }
    let committed = attempts::commit(&tenant, &launch, (attempt, commit)).await;
    let Committed { attempt, is_superseded, completes } = committed.map_err(refused)?;
    Ok(Reply::ok(PackageCommitted {
        sequence,
        saved_at: attempt.saved_at.unwrap_or_else(|| tenant.now()),
        state: match attempt.state {
            AttemptState::Open => ReportedState::Open,
            AttemptState::Completed => ReportedState::Completed,
            AttemptState::Passed => ReportedState::Passed,
            AttemptState::Failed => ReportedState::Failed,
        },
        superseded: is_superseded.then_some(true),
        score_percent: attempt.said.percent,
        passed: attempt.is_passed,
        lesson_completed: completes,
    }))
}

fn refused(error: Refused) -> Problem {
    match error {
        Refused::NoAttempt => Problem::rule("attempt", error.to_string()),
        Refused::Commit(CommitError::NoSession) => Problem::rule("session", error.to_string()),
        Refused::Commit(CommitError::TooMuch(_)) => Problem::rule("cmi", error.to_string()),
        Refused::Commit(CommitError::Packing(error)) => Problem::internal(error),
        Refused::Table(error) => error.into(),
    }
}
