//! POST /v1/admin/people/bulk: invites many at once; each row has its own result.

use crate::{
    invitations::{self, NewMember},
    person,
};
use domain::api_scope::ApiScope;
use domain::{host::HostName, ids::MemberId};
use jiff::SignedDuration;
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;
use store::{idempotency::Attempt, members::Invited};

/// Rows of one request; more come by an import.
const MOST: usize = 500;

/// The gateway waits 29 seconds; a busy table must not take the results of what has been done with it.
const TIME: SignedDuration = SignedDuration::from_secs(20);

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Invitations {
    /// At most 500.
    // Read one by one, so that one bad row does not keep the others out.
    #[schema(value_type = Vec<NewMember>, max_items = 500)]
    items: Vec<Value>,
}

/// What has become of a row.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(tag = "result", rename_all = "snake_case")]
enum Row {
    /// Invited, now or by an earlier request with this key.
    Invited { member_id: MemberId },
    /// Not invited, and why.
    Refused { detail: String },
    /// There was no time for it: send this row again, with the same key.
    NotTried,
}

/// The results in the order of the rows.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Results {
    invited: usize,
    refused: usize,
    /// If it is not 0, send these rows again, with the same `Idempotency-Key`.
    not_tried: usize,
    items: Vec<Row>,
}

pub(crate) fn handler() -> Handler {
    Route::new("invite-members", Method::Post, "/v1/admin/people/bulk", "Invite up to 500 members, each row with a result of its own")
        .audience(Audience::PeopleAdministrator)
        .scope(ApiScope::PeopleWrite)
        .idempotent()
        .member(handle)
}

async fn handle(app: App, call: Call<Invitations>) -> Result<Reply<Results>, Problem> {
    if call.request.body.items.is_empty() || call.request.body.items.len() > MOST {
        return Err(Problem::rule("items", format!("expected 1 to {MOST} rows")));
    }
    let attempt = call.attempt()?;
    let domains = invitations::domains(&app, &call.caller.scope).await?;
    let (begun, mut items) = (app.now(), Vec::with_capacity(call.request.body.items.len()));
    for row in &call.request.body.items {
        if app.now().duration_since(begun) > TIME {
            items.push(Row::NotTried);
            continue;
        }
        // The same row under the same key is the same invitation, in whatever request: what was cut off is finished by sending the rest.
        let attempt = attempt.as_ref().map(|attempt| attempt.part(&row.to_string()));
        items.push(invite(&app, &call, row, attempt.as_ref(), &domains).await?);
    }
    let count = |wanted: fn(&Row) -> bool| items.iter().filter(|row| wanted(row)).count();
    let (invited, not_tried) = (count(|row| matches!(row, Row::Invited { .. })), count(|row| matches!(row, Row::NotTried)));
    Ok(Reply::ok(Results { invited, refused: items.len() - invited - not_tried, not_tried, items }))
}

async fn invite(
    app: &App,
    call: &Call<Invitations>,
    row: &Value,
    attempt: Option<&Attempt>,
    domains: &BTreeSet<HostName>,
) -> Result<Row, Problem> {
    let new: NewMember = match serde_json::from_value(row.clone()) {
        Ok(new) => new,
        Err(error) => return Ok(Row::Refused { detail: error.to_string() }),
    };
    let member = match new.member(call, domains, app.now()) {
        Ok(member) => member,
        Err(problem) => return Ok(Row::Refused { detail: problem.detail().to_owned() }),
    };
    let act = call.act("member.invited", format!("member/{}", member.id)).made(&member);
    Ok(match app.store().invite_member(&call.caller.scope, member, attempt, &act, app.now()).await? {
        Invited::Member(member_id, _) => Row::Invited { member_id },
        Invited::Refused(refusal) => Row::Refused { detail: person::refused(refusal).detail().to_owned() },
    })
}
