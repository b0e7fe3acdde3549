//! Devices from which a member has signed in before: their attempts have a counter of their own, which no stranger reaches.
//!
//! A device shows a signed proof, in a cookie that scripts cannot read. It opens nothing: whoever steals one may guess as slowly as at
//! any other door. Who has none gets one by signing in, or by a link to the member's mailbox while strangers keep the address busy.

use http::header::SET_COOKIE;
use identity_model::ids::SignInId;
use jiff::{SignedDuration, Timestamp};
use lambda::{App, Problem, Reply, Request};
use serde::{Deserialize, Serialize};
use table::Tenant;
use trellis_core::ids::MemberId;

const COOKIE: &str = "__Host-trellis_device";
const PROOF: &str = "known-device";
const LINK: &str = "device-link";

/// How long a device is known after its last sign-in, and a network with it.
pub(crate) const LIFE: SignedDuration = SignedDuration::from_hours(180 * 24);

/// How long a link to the mailbox is good.
const LINK_LIFE: SignedDuration = SignedDuration::from_mins(30);

/// Members whom one device is known for: more of them would be a kiosk, and the cookie would grow with every one.
const MOST: usize = 4;

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Known {
    member_id: MemberId,
    /// What is counted.
    device: SignInId,
    until: Timestamp,
}

fn open(app: &App, purpose: &str, tenant: &Tenant, member: MemberId, ticket: &str) -> Option<SignInId> {
    let (workspace, known) = app.open_ticket::<Known>(purpose, ticket)?;
    (workspace == *tenant.scope() && known.member_id == member && app.now() < known.until).then_some(known.device)
}

fn issue(app: &App, purpose: &str, tenant: &Tenant, known: Known) -> Result<String, serde_json::Error> {
    app.issue_ticket(purpose, tenant.scope(), known)
}

fn proofs<B>(request: &Request<B>) -> impl Iterator<Item = &str> {
    request.cookie(COOKIE).unwrap_or_default().split('~').filter(|proof| !proof.is_empty())
}

/// The device of this request, if the member has signed in from it or has just been sent a link.
pub(crate) fn of<B>(request: &Request<B>, link: Option<&str>, tenant: &Tenant, member: MemberId) -> Option<SignInId> {
    let by_link = link.and_then(|link| open(&request.app, LINK, tenant, member, link));
    by_link.or_else(|| proofs(request).take(MOST).find_map(|proof| open(&request.app, PROOF, tenant, member, proof)))
}

/// The proof that a link to the member's mailbox carries.
pub(crate) fn link(app: &App, tenant: &Tenant, member_id: MemberId) -> Result<String, serde_json::Error> {
    let until = app.now().checked_add(LINK_LIFE).unwrap_or_else(|_| app.now());
    issue(app, LINK, tenant, Known { member_id, device: SignInId::random(), until })
}

/// Makes the browser a known device of the member, who has just signed in; the oldest of too many is forgotten.
pub(crate) fn remember<B, T>(request: &Request<B>, tenant: &Tenant, member_id: MemberId, reply: Reply<T>) -> Result<Reply<T>, Problem> {
    let present = proofs(request).take(MOST).find_map(|proof| open(&request.app, PROOF, tenant, member_id, proof));
    let until = request.app.now().checked_add(LIFE).map_err(Problem::internal)?;
    let own = issue(&request.app, PROOF, tenant, Known { member_id, device: present.unwrap_or_else(SignInId::random), until })?;
    let others = proofs(request).filter(|proof| open(&request.app, PROOF, tenant, member_id, proof).is_none());
    let all: Vec<&str> = std::iter::once(own.as_str()).chain(others.take(MOST - 1)).collect();
    let seconds = LIFE.as_secs();
    let cookie = format!("{COOKIE}={}; Path=/; Max-Age={seconds}; HttpOnly; Secure; SameSite=Strict", all.join("~"));
    Ok(reply.header(SET_COOKIE, cookie))
}
