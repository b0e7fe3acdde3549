//! Packages and the page that they run in, at names of their own, as `infra/edge.yaml` has CloudFront serve them: an address says what may be
//! read, and until when.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::{constant_time, hmac};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use local_kit::Clock;
use local_s3::S3;
use local_template::Stack;
use percent_encoding::percent_decode_str;
use tower_http::services::{ServeDir, ServeFile};

use crate::pages::{Places, edge_headers};
use crate::start_error::StartError;

/// Where the player's files are, at every name.
const PLAYER: &str = "/_trellis/";

/// What serves packages.
#[derive(Clone)]
pub(crate) struct Packages {
    bucket: String,
    signed: Signed,
    player: PathBuf,
    player_headers: HeaderMap,
    package_headers: HeaderMap,
    s3: S3,
}

impl Packages {
    /// `web` is the folder of the web applications.
    pub(crate) fn new(file: &Path, template: &Stack, web: &Path, (places, s3, clock): (&Places, &S3, &Clock)) -> Result<Self, StartError> {
        // Who signs addresses need not read the bucket.
        let setting =
            |name: &str| template.functions.iter().find_map(|function| function.environment.get(name).filter(|value| !value.is_empty()));
        let key = setting("CONTENT_KEY").map(|key| hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes()));
        Ok(Self {
            bucket: setting("BUCKET_NAME").cloned().unwrap_or_default(),
            signed: Signed { key, clock: clock.clone() },
            player: web.join("player/dist"),
            player_headers: edge_headers(file, "PlayerHeaders", places)?.unwrap_or_default(),
            package_headers: edge_headers(file, "PackageHeaders", places)?.unwrap_or_default(),
            s3: s3.clone(),
        })
    }

    pub(crate) fn router(self) -> Router {
        Router::new().fallback(answer).with_state(self)
    }

    async fn player(&self, mut request: Request, file: &str) -> Response {
        let Ok(uri) = format!("/{file}").parse::<Uri>() else { return StatusCode::NOT_FOUND.into_response() };
        *request.uri_mut() = uri;
        let mut response = match ServeDir::new(&self.player).append_index_html_on_directories(false).try_call(request).await {
            Ok(response) => response.map(Body::new),
            Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
        };
        response.headers_mut().extend(self.player_headers.clone());
        response
    }

    async fn package(&self, request: Request, key: &str) -> Response {
        let mut response = match self.s3.blob(&self.bucket, key).await {
            Ok(Some((path, content_type))) => match ServeFile::new(path).try_call(request).await {
                Ok(response) => {
                    let mut response = response.map(Body::new);
                    if let Some(content_type) = content_type.and_then(|content_type| HeaderValue::try_from(content_type).ok()) {
                        response.headers_mut().insert(header::CONTENT_TYPE, content_type);
                    }
                    response
                }
                Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
            },
            Ok(None) => StatusCode::NOT_FOUND.into_response(),
            Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
        };
        response.headers_mut().extend(self.package_headers.clone());
        response
    }
}

/// Which addresses are answered.
#[derive(Clone)]
struct Signed {
    /// Without it there are none.
    key: Option<hmac::Key>,
    clock: Clock,
}

impl Signed {
    /// The key of the file in the bucket, if the address is signed for this name and still works.
    fn admitted(&self, host: &str, path: &str) -> Option<String> {
        let (token, rest) = path.strip_prefix('/')?.split_once('/')?;
        let (until, signature) = token.split_once('.')?;
        let mut parts = rest.splitn(4, '/');
        let (space, workspace, package, file) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        if space != "P" || file.is_empty() || until.parse::<i64>().ok()? < self.clock.now().as_second() {
            return None;
        }
        let folder = format!("/P/{workspace}/{package}/");
        let expected = hmac::sign(self.key.as_ref()?, format!("{until}\n{folder}").as_bytes());
        let given = URL_SAFE_NO_PAD.decode(signature).ok()?;
        constant_time::verify_slices_are_equal(expected.as_ref(), &given).ok()?;
        let file = percent_decode_str(file).decode_utf8().ok()?;
        (host.split('.').next()? == name(&folder)).then(|| format!("P/{workspace}/{package}/{file}"))
    }
}

/// The first label of the host name at which a package runs.
fn name(folder: &str) -> String {
    let digest = digest(&SHA256, folder.as_bytes());
    let hex = digest.as_ref().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    format!("p{}", &hex[..31])
}

async fn answer(State(packages): State<Packages>, request: Request) -> Response {
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let (path, host) = (request.uri().path().to_owned(), request.headers().get(header::HOST).cloned());
    let host = host.and_then(|host| host.to_str().map(str::to_owned).ok()).unwrap_or_default();
    if let Some(file) = path.strip_prefix(PLAYER) {
        return packages.player(request, file).await;
    }
    match packages.signed.admitted(&host, &path) {
        Some(key) => packages.package(request, &key).await,
        None => StatusCode::FORBIDDEN.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_opens_what_was_signed_at_its_name_and_in_its_time() {
        let clock = Clock::standing("2026-11-30T10:00:00Z".parse().unwrap());
        let signed = Signed { key: Some(hmac::Key::new(hmac::HMAC_SHA256, b"0123456789abcdef")), clock: clock.clone() };
        let (host, digest) = ("p217fd446152e17146556bceb84f9cc7.localhost:3002", "ab".repeat(32));
        let token = "1800000000.kBuiQJemhpV96Y2Tu7RrxN_XIdYaeou8Eney4ZY2tlU";
        let address = format!("/{token}/P/acme/{digest}/scos/a%20b.html");
        assert_eq!(signed.admitted(host, &address), Some(format!("P/acme/{digest}/scos/a b.html")));
        for (host, path) in [
            ("localhost:3002", address.clone()),
            (host, address.replace("acme", "acme-corp")),
            (host, address.replace("1800000000", "1800000001")),
            (host, address.replace(".kB", ".kC")),
            (host, address.replace(&digest, &"cd".repeat(32))),
            (host, address.replace("/P/", "/W/")),
            (host, format!("/{token}/P/acme/{digest}/")),
            (host, format!("/P/acme/{digest}/a.html")),
        ] {
            assert_eq!(signed.admitted(host, &path), None, "{host} {path}");
        }
        assert_eq!(Signed { key: None, ..signed.clone() }.admitted(host, &address), None);
        clock.set("2027-01-16T00:00:00Z".parse().unwrap()).unwrap();
        assert_eq!(signed.admitted(host, &address), None, "its time is over");
    }
}
