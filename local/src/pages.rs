//! The pages of the web applications, as CloudFront serves them: an address without a file extension is an application's page,
//! hashed files never change, and every answer has the headers of `infra/edge.yaml`.

use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_yaml_ng::Value;
use tower_http::services::ServeDir;

use crate::start_error::StartError;

/// Hashed by the build: another content has another name.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// Where things are that the policies of `infra/edge.yaml` name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Places {
    /// The pages, and the API below them: all names of them.
    pub(crate) pages: Vec<String>,
    /// Courses' files.
    pub(crate) files: String,
    /// Packages, with a star for the name of each.
    pub(crate) packages: String,
}

impl Places {
    fn in_policy(&self, policy: &str) -> String {
        let policy = policy.replace("https://${ContentDomain}", &self.files).replace("https://*.content.${DomainName}", &self.packages);
        policy.replace("https://${DomainName}", &self.pages.join(" "))
    }
}

/// Serves the built applications.
#[derive(Debug, Clone)]
pub(crate) struct Pages {
    folder: PathBuf,
    headers: HeaderMap,
}

/// The application's folder and the file in it that a path names.
fn place(path: &str) -> (&'static str, String) {
    let (app, rest) = match path.strip_prefix("/admin") {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => ("admin", rest),
        _ => ("learn", path),
    };
    let file = rest.rsplit('/').next().is_some_and(|name| name.contains('.'));
    (app, if file { rest.to_owned() } else { "/index.html".to_owned() })
}

impl Pages {
    /// The applications under `folder`, each in `<application>/dist`, with the headers of the template's `infra/edge.yaml`. `None` where there
    /// is no such template.
    pub(crate) fn new(template: &Path, folder: PathBuf, places: &Places) -> Result<Option<Self>, StartError> {
        Ok(edge_headers(template, "Headers", places)?.map(|headers| Self { folder, headers }))
    }

    /// Answers a request for a page or a file of one.
    pub(crate) async fn serve(&self, request: Request<Body>) -> Response {
        let (app, file) = place(request.uri().path());
        let mut response = self.answer(request, app, &file).await;
        let cache = if file.starts_with("/assets/") && response.status().is_success() { IMMUTABLE } else { "no-cache" };
        response.headers_mut().extend(self.headers.clone());
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        response
    }

    async fn answer(&self, mut request: Request<Body>, app: &str, file: &str) -> Response {
        if ![Method::GET, Method::HEAD].contains(request.method()) {
            return StatusCode::METHOD_NOT_ALLOWED.into_response();
        }
        let folder = self.folder.join(app).join("dist");
        if !folder.join("index.html").is_file() {
            return (StatusCode::NOT_FOUND, "The web applications are not built yet: `make web` builds them.\n").into_response();
        }
        let Ok(uri) = file.parse::<Uri>() else { return StatusCode::NOT_FOUND.into_response() };
        *request.uri_mut() = uri;
        match ServeDir::new(folder).append_index_html_on_directories(false).try_call(request).await {
            Ok(response) => response.map(Body::new),
            Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
        }
    }
}

/// The value below a tag such as `!Sub`, as a text.
fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Tagged(tagged) => tagged.value.as_str(),
        value => value.as_str(),
    }
}

/// What CloudFront adds to courses' files by the template's `infra/edge.yaml`; nothing where there is no such template.
pub(crate) fn file_headers(template: &Path) -> Result<HeaderMap, StartError> {
    Ok(edge_headers(template, "FileHeaders", &Places::default())?.unwrap_or_default())
}

/// What CloudFront adds by a policy of the template's `infra/edge.yaml`; `None` where there is no such template.
pub(crate) fn edge_headers(template: &Path, policy: &str, places: &Places) -> Result<Option<HeaderMap>, StartError> {
    let Ok(text) = std::fs::read_to_string(template.with_file_name("infra").join("edge.yaml")) else { return Ok(None) };
    let wrong = |reason: String| StartError::template(format!("infra/edge.yaml: {reason}"));
    let edge: Value = serde_yaml_ng::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    let headers = headers(&edge, policy, places).ok_or_else(|| wrong(format!("its resource {policy} is not as expected")))?;
    Ok(Some(headers))
}

/// What CloudFront adds by a response headers policy.
fn headers(edge: &Value, policy: &str, places: &Places) -> Option<HeaderMap> {
    let config = &edge["Resources"][policy]["Properties"]["ResponseHeadersPolicyConfig"];
    let security = &config["SecurityHeadersConfig"];
    let policy = places.in_policy(text(&security["ContentSecurityPolicy"]["ContentSecurityPolicy"])?);
    let transport = format!("max-age={}; includeSubDomains", security["StrictTransportSecurity"]["AccessControlMaxAgeSec"].as_u64()?);
    let mut named = vec![
        ("content-security-policy", policy),
        ("x-content-type-options", "nosniff".to_owned()),
        ("referrer-policy", text(&security["ReferrerPolicy"]["ReferrerPolicy"])?.to_owned()),
        ("strict-transport-security", transport),
    ];
    if let Some(option) = text(&security["FrameOptions"]["FrameOption"]) {
        named.push(("x-frame-options", option.to_owned()));
    }
    for item in config["CustomHeadersConfig"]["Items"].as_sequence()? {
        named.push((text(&item["Header"])?, text(&item["Value"])?.to_owned()));
    }
    named.into_iter().map(|(name, value)| Some((HeaderName::try_from(name).ok()?, HeaderValue::try_from(value).ok()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_pages_and_names_with_a_dot_are_files() {
        for (path, app, file) in [
            ("/", "learn", "/index.html"),
            ("/courses/x/lessons/l0", "learn", "/index.html"),
            ("/assets/main-1a2b.js", "learn", "/assets/main-1a2b.js"),
            ("/administer", "learn", "/index.html"),
            ("/admin", "admin", "/index.html"),
            ("/admin/people", "admin", "/index.html"),
            ("/admin/assets/main-1a2b.js", "admin", "/assets/main-1a2b.js"),
        ] {
            assert_eq!(place(path), (app, file.to_owned()), "{path}");
        }
    }

    fn places() -> Places {
        let pages = vec!["http://localhost:3000".to_owned(), "http://127.0.0.1:3000".to_owned()];
        Places { pages, files: "http://127.0.0.1:3001".to_owned(), packages: "http://*.localhost:3002".to_owned() }
    }

    #[test]
    fn packages_are_shown_by_the_pages_alone_and_reach_their_own_origin() {
        let policy =
            |name| edge_headers(&template(), name, &places()).unwrap().unwrap()["content-security-policy"].to_str().unwrap().to_owned();
        let pages = "http://localhost:3000 http://127.0.0.1:3000";
        assert!(policy("Headers").contains("frame-src http://*.localhost:3002; "), "{}", policy("Headers"));
        assert!(policy("PackageHeaders").ends_with(&format!("frame-ancestors 'self' {pages}")), "{}", policy("PackageHeaders"));
        let player = policy("PlayerHeaders");
        assert!(player.ends_with(&format!("frame-ancestors {pages}")) && player.contains(&format!("connect-src {pages};")), "{player}");
        assert!(!player.contains("unsafe") && !player.contains("${"), "{player}");
    }

    fn template() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../template.yaml")
    }

    async fn get(pages: &Pages, path: &str) -> Response {
        pages.serve(Request::get(path).body(Body::empty()).unwrap()).await
    }

    #[tokio::test]
    async fn pages_are_never_kept_hashed_files_always_and_all_have_the_headers() {
        let folder = tempfile::tempdir().unwrap();
        let pages = Pages::new(&template(), folder.path().to_owned(), &places()).unwrap().unwrap();
        let missing = get(&pages, "/").await;
        assert_eq!(missing.status(), StatusCode::NOT_FOUND);
        for app in ["learn", "admin"] {
            let dist = folder.path().join(app).join("dist");
            std::fs::create_dir_all(dist.join("assets")).unwrap();
            std::fs::write(dist.join("index.html"), app).unwrap();
            std::fs::write(dist.join("assets/main-1a2b.js"), "1").unwrap();
        }
        for (path, status, cache) in [
            ("/courses/x", 200, "no-cache"),
            ("/admin/people", 200, "no-cache"),
            ("/assets/main-1a2b.js", 200, IMMUTABLE),
            ("/assets/main-0000.js", 404, "no-cache"),
            ("/../../../etc/passwd.txt", 404, "no-cache"),
            ("/%2e%2e/%2e%2e/Cargo.toml", 404, "no-cache"),
        ] {
            let answer = get(&pages, path).await;
            assert_eq!((answer.status().as_u16(), answer.headers()["cache-control"].to_str().unwrap()), (status, cache), "{path}");
            let policy = answer.headers()["content-security-policy"].to_str().unwrap();
            assert!(policy.contains("img-src 'self' data: blob: http://127.0.0.1:3001;") && !policy.contains("unsafe"), "{policy}");
            assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
        }
        let files = file_headers(&template()).unwrap();
        let policy = files["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; sandbox; ") && !policy.contains("allow"), "{policy}");
        let posted = pages.serve(Request::post("/").body(Body::empty()).unwrap()).await;
        assert_eq!(posted.status(), StatusCode::METHOD_NOT_ALLOWED);
    }
}
