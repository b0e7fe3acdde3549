//! Routes to which a person's browser navigates: a refusal is a sentence on the sign-in page, not a document of JSON.

use http::header::{ACCEPT, SET_COOKIE};
use lambda::{App, Problem, Reply, Request};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use trellis_core::ids::WorkspaceId;

/// For the sign-in page to read and to take away. Not in the address, where a link could put words into our mouth.
const REFUSAL_COOKIE: &str = "__Host-trellis_refusal";

/// For the pages to find the session of somebody who has come from elsewhere, in a browser that knows nothing of it yet.
const ARRIVED_COOKIE: &str = "__Host-trellis_arrived";

/// Tells the page that there is a session, and of which workspace. It opens nothing: the page exchanges the refresh cookie.
pub(crate) fn arrived(reply: Reply<()>, workspace: &WorkspaceId) -> Reply<()> {
    reply.header(SET_COOKIE, format!("{ARRIVED_COOKIE}={workspace}; Path=/; Max-Age=60; Secure; SameSite=Lax"))
}

/// Whether what comes back is shown as a page; programs do not ask for HTML (RFC 9110 §12.5.1).
pub(crate) fn is_navigation<B>(request: &Request<B>) -> bool {
    request.header(ACCEPT.as_str()).is_some_and(|accepted| accepted.contains("text/html"))
}

/// Sends who was refused back to the sign-in page with the reason. What is our own fault stays a failure, and is logged as one.
pub(crate) fn told(app: &App, outcome: Result<Reply<()>, Problem>) -> Result<Reply<()>, Problem> {
    let refused = match outcome {
        Err(problem) if problem.is_refusal() => problem,
        outcome => return outcome,
    };
    let portal = app.settings().require("PORTAL_URL")?;
    let words = utf8_percent_encode(refused.detail(), NON_ALPHANUMERIC);
    let cookie = format!("{REFUSAL_COOKIE}={words}; Path=/; Max-Age=60; Secure; SameSite=Lax");
    Ok(Reply::see(format!("{portal}/"), ()).header(SET_COOKIE, cookie))
}
