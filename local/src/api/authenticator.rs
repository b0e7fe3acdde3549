//! Everybody's authenticator app on one page, since a developer plays all the people.

use axum::Json;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::http::header::ACCEPT;
use axum::response::{Html, IntoResponse, Response};
use local_cognito::Authenticator;
use serde::Deserialize;
use serde_json::json;

use super::Api;

#[derive(Deserialize)]
pub(super) struct Wanted {
    /// Only the app of this address.
    email: Option<String>,
}

/// `{"items": [{email, username, workspace, code, seconds, pending}]}`, or a page for a browser.
pub(super) async fn page(State(api): State<Api>, Query(wanted): Query<Wanted>, headers: HeaderMap) -> Response {
    let apps = match api.cognito.authenticators().await {
        Ok(apps) => apps,
        Err(error) => {
            tracing::error!(%error, "the authenticator page failed");
            return (http::StatusCode::INTERNAL_SERVER_ERROR, "The users could not be read; the log of the stack tells why.")
                .into_response();
        }
    };
    let wanted = |app: &Authenticator| wanted.email.as_ref().is_none_or(|email| *email == app.email);
    let apps: Vec<Authenticator> = apps.into_iter().filter(wanted).collect();
    let browser = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).is_some_and(|accept| accept.contains("text/html"));
    if browser {
        Html(html(&apps)).into_response()
    } else {
        Json(json!({"items": apps.iter().map(item).collect::<Vec<_>>()})).into_response()
    }
}

fn item(app: &Authenticator) -> serde_json::Value {
    json!({
        "email": app.email, "username": app.username, "workspace": app.workspace,
        "code": app.code, "seconds": app.seconds, "pending": app.pending,
    })
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn html(apps: &[Authenticator]) -> String {
    let row = |app: &Authenticator| {
        let [email, workspace] = [app.email.as_str(), app.workspace.as_deref().unwrap_or_default()].map(escape);
        let code = app.code.as_deref().unwrap_or("wait for the next one");
        let note = if app.pending { "first code wanted" } else { "" };
        format!("<tr><td>{workspace}</td><td>{email}</td><td><code>{code}</code></td><td>{}\u{2009}s</td><td>{note}</td></tr>", app.seconds)
    };
    let rows: String = apps.iter().map(row).collect();
    let none = if apps.is_empty() { "<p>Nobody has set up an authenticator app yet.</p>" } else { "" };
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"5\"><title>Authenticator</title>\
         <style>body{{font:1rem system-ui;margin:2rem}}td,th{{padding:.3rem 1rem .3rem 0;text-align:left}}code{{font-size:1.4rem}}</style>\
         <h1>Authenticator</h1>{none}<table><tr><th>Workspace</th><th>Address</th><th>Code</th><th>New in</th><th></th></tr>{rows}</table></html>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_cannot_write_html() {
        let app = Authenticator {
            username: "one".to_owned(),
            email: "<b>@x.example".to_owned(),
            workspace: Some("acme".to_owned()),
            code: Some("123456".to_owned()),
            seconds: 12,
            pending: false,
        };
        let page = html(&[app]);
        assert!(page.contains("&lt;b&gt;@x.example") && page.contains("123456") && !page.contains("<b>"));
    }
}
