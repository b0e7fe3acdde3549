//! The mailbox page: a list for people and for programs, HTML bodies in a sandbox.

mod code;
mod document;
mod markup;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;
use serde_json::json;

use crate::database::MailboxError;
use crate::mailbox::Mailbox;

pub use document::PATH;

/// Mails on a page, unless `limit` asks for another number.
const PAGE: usize = 50;
const LARGEST_PAGE: usize = 5_000;

const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// A mail may style itself and show pictures, run nothing, and reach nothing of this origin.
const MAIL_POLICY: &str = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src http: https: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

#[derive(Deserialize)]
struct ListQuery {
    to: Option<String>,
    limit: Option<usize>,
}

/// What the page answers instead of what was asked for.
enum PageError {
    NotFound(&'static str),
    Mailbox(MailboxError),
}

impl From<MailboxError> for PageError {
    fn from(error: MailboxError) -> Self {
        Self::Mailbox(error)
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        match self {
            Self::NotFound(message) => (StatusCode::NOT_FOUND, message).into_response(),
            Self::Mailbox(error) => {
                tracing::error!(%error, "the mailbox page failed");
                let message = "The mailbox could not be read; the log of the stack tells why.";
                (StatusCode::INTERNAL_SERVER_ERROR, message).into_response()
            }
        }
    }
}

impl Mailbox {
    /// The page, to be nested under [`PATH`].
    ///
    /// `GET /?to=&limit=` answers `{"items": […]}`, newest first, or HTML when the client accepts
    /// `text/html`; `GET /{id}/html` the HTML body, sandboxed.
    pub fn router(&self) -> Router {
        Router::new()
            .route("/", get(list))
            .route("/page.css", get(stylesheet))
            .route("/page.js", get(script))
            .route("/{id}/html", get(html_body))
            .with_state(self.clone())
    }
}

async fn list(State(mailbox): State<Mailbox>, Query(query): Query<ListQuery>, headers: HeaderMap) -> Result<Response, PageError> {
    let to = query.to.as_deref().map(str::trim).filter(|to| !to.is_empty());
    let limit = query.limit.unwrap_or(PAGE).min(LARGEST_PAGE);
    let mails = mailbox.list(to, limit).await?;
    let browser = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).is_some_and(|accept| accept.contains("text/html"));
    let (kind, body) = if browser {
        ("text/html; charset=utf-8", document::render(&mails, to))
    } else {
        ("application/json", json!({"items": mails}).to_string())
    };
    let mut response = answer(kind, PAGE_POLICY, body);
    let headers = response.headers_mut();
    headers.insert(VARY, HeaderValue::from_static("accept"));
    Ok(response)
}

async fn stylesheet() -> Response {
    answer("text/css; charset=utf-8", PAGE_POLICY, include_str!("page/page.css"))
}

async fn script() -> Response {
    answer("text/javascript; charset=utf-8", PAGE_POLICY, include_str!("page/page.js"))
}

async fn html_body(State(mailbox): State<Mailbox>, Path(id): Path<i64>) -> Result<Response, PageError> {
    let mail = mailbox.find(id).await?.ok_or(PageError::NotFound("There is no such mail."))?;
    let html = mail.html.ok_or(PageError::NotFound("This mail has no HTML."))?;
    Ok(answer("text/html; charset=utf-8", MAIL_POLICY, html))
}

fn answer(kind: &'static str, policy: &'static str, body: impl IntoResponse) -> Response {
    const HEADERS: [(HeaderName, &str); 3] =
        [(X_CONTENT_TYPE_OPTIONS, "nosniff"), (REFERRER_POLICY, "no-referrer"), (CACHE_CONTROL, "no-store")];
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
