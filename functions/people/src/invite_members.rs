//! POST /v1/admin/people/bulk: invites many at once; each row has its own result.

use crate::{
    invitations::{self, NewMember},
    person,
};
use jiff::SignedDuration;
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{GetItem, PutItem, UpdateItem},
};
use people_model::{member_changes, members::Invited};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{borrow::Cow, collections::BTreeSet};
use table::idempotency::Attempt;
use trellis_core::{api_scope::ApiScope, host::HostName, ids::MemberId};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, Schema},
};

/// The gateway waits 29 seconds; a busy table must not take the results of what has been done with it.
const TIME: SignedDuration = SignedDuration::from_secs(20);

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Invitations {
    items: Rows,
}

/// A row, read on its own, so that one bad row does not keep the others out.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
struct UnreadRow(Value);

impl PartialSchema for UnreadRow {
    fn schema() -> RefOr<Schema> {
        NewMember::schema()
    }
}

impl ToSchema for UnreadRow {
    fn name() -> Cow<'static, str> {
        NewMember::name()
    }
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        NewMember::schemas(schemas);
    }
}

trellis_core::list!(
    /// The people to invite; more come in further requests.
    #[derive(Debug)]
    Rows(Vec<UnreadRow>), 1..=500
);

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
    Route::new("invite-members", Method::Post, "/v1/admin/people/bulk", "Invite up to 500 members; each row gets its own result")
        .audience(Audience::PeopleAdministrator)
        .scope(ApiScope::PeopleWrite)
        .idempotent()
        .member(handle)
        .table(&[GetItem, PutItem, UpdateItem])
        .timeout(29)
        .memory(512)
        .example(
            r#"{
              "items": [
                {"email": "one@acme.example", "name": "One Colleague"},
                {"email": "two@acme.example", "name": "Two Colleague", "roles": ["author"]}
              ]
            }"#,
        )
}

async fn handle(call: Call<Invitations>) -> Result<Reply<Results>, Problem> {
    let attempt = call.attempt()?;
    let domains = invitations::domains(&call.tenant).await?;
    let (begun, mut items) = (call.app.now(), Vec::with_capacity(call.request.body.items.0.len()));
    for UnreadRow(row) in &call.request.body.items.0 {
        if call.app.now().duration_since(begun) > TIME {
            items.push(Row::NotTried);
            continue;
        }
        // The same row under the same key is the same invitation, in whatever request: what was cut off is finished by sending the rest.
        let attempt = attempt.as_ref().map(|attempt| attempt.part(&row.to_string()));
        items.push(invite(&call, row, attempt.as_ref(), &domains).await?);
    }
    let count = |wanted: fn(&Row) -> bool| items.iter().filter(|row| wanted(row)).count();
    let (invited, not_tried) = (count(|row| matches!(row, Row::Invited { .. })), count(|row| matches!(row, Row::NotTried)));
    Ok(Reply::ok(Results { invited, refused: items.len() - invited - not_tried, not_tried, items }))
}

async fn invite(call: &Call<Invitations>, row: &Value, attempt: Option<&Attempt>, domains: &BTreeSet<HostName>) -> Result<Row, Problem> {
    let new: NewMember = match serde_json::from_value(row.clone()) {
        Ok(new) => new,
        Err(error) => return Ok(Row::Refused { detail: Problem::unread("", &error).detail().to_owned() }),
    };
    let member = match new.member(call, domains, call.tenant.now()) {
        Ok(member) => member,
        Err(problem) => return Ok(Row::Refused { detail: problem.detail().to_owned() }),
    };
    let act = call.act("member.invited", format!("member/{}", member.id)).made(&member);
    Ok(match member_changes::invite_member(&call.tenant, member, attempt, &act).await? {
        Invited::Member(member_id, _) => Row::Invited { member_id },
        Invited::Refused(refusal) => Row::Refused { detail: person::refused(refusal).detail().to_owned() },
    })
}
