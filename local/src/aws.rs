//! The AWS endpoint: one port on which every AWS service of the stack answers, as SDKs and the CLI expect it.

mod accesses;
mod answers;
mod bucket_policy;
mod dynamodb;
mod lambda_api;
mod policy;
mod roles;
mod service;
mod tenants;
mod uses;

use std::net::{IpAddr, SocketAddr};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::response::Response;
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, Method, Uri};
use local_cognito::Cognito;
use local_dynamodb::DynamoDb;
use local_gateway::ApiKeys;
use local_mailbox::Mailbox;
use local_scheduler::Scheduler;
use local_sqs::Sqs;
use serde_json::Value;

use crate::door::Door;
use crate::functions::Functions;
pub(crate) use accesses::{DeadLetterSources, object};
use answers::{error, json};
pub(crate) use bucket_policy::readable;
use policy::Access;
pub(crate) use roles::Roles;
use service::Service;
pub(crate) use tenants::Tenants;
pub(crate) use uses::Uses;

/// No request of these services may be larger: a mail of 40 MB in Base64 is the largest.
const LARGEST_REQUEST: usize = 56 * 1024 * 1024;

/// The services behind the port.
#[derive(Clone)]
pub(crate) struct Services {
    pub(crate) api_keys: ApiKeys,
    pub(crate) cognito: Cognito,
    pub(crate) dead_letter_sources: DeadLetterSources,
    pub(crate) door: Door,
    pub(crate) dynamodb: DynamoDb,
    /// What browsers are told with the files of courses.
    pub(crate) file_headers: HeaderMap,
    pub(crate) functions: Functions,
    pub(crate) mailbox: Mailbox,
    pub(crate) roles: Roles,
    pub(crate) s3: local_s3::S3,
    pub(crate) scheduler: Scheduler,
    pub(crate) sqs: Sqs,
    pub(crate) tenants: Tenants,
}

/// Why a request is refused, in the words of the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Denied {
    pub(crate) kind: &'static str,
    pub(crate) message: String,
}

impl Denied {
    fn access(message: impl Into<String>) -> Self {
        Self { kind: "AccessDeniedException", message: message.into() }
    }

    /// As STS tells it (query protocol).
    fn xml(&self) -> String {
        let Self { kind, message } = self;
        format!("<ErrorResponse><Error><Type>Sender</Type><Code>{kind}</Code><Message>{message}</Message></Error></ErrorResponse>")
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// The access key that signed a request.
fn credential(headers: &HeaderMap) -> &str {
    header(headers, "authorization").split("Credential=").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default()
}

/// Serves every request of the port.
pub(crate) fn router(services: Services) -> Router {
    Router::new().fallback(answer).with_state(services)
}

async fn answer(State(services): State<Services>, ConnectInfo(source): ConnectInfo<SocketAddr>, request: Request) -> Response {
    let service = Service::of(request.method(), request.uri(), request.headers());
    // Identity providers of elsewhere send browsers back to a page of Cognito's; what they bring is checked there.
    let admitted = match service {
        Service::CognitoPage => Door::admits_navigation(request.uri(), request.headers()).map(drop),
        _ => services.door.admits(request.uri(), request.headers()),
    };
    if let Err(stranger) = admitted {
        return error(403, "AccessDeniedException", &stranger.to_string());
    }
    if service == Service::S3 {
        return s3(&services, request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_REQUEST).await else {
        return error(413, "RequestEntityTooLargeException", "the request is larger than 56 MB");
    };
    services.answer(&service, &parts, body, source.ip()).await
}

/// Bodies of objects are streamed; the request must arrive as it was signed.
async fn s3(services: &Services, request: Request) -> Response {
    let (shown, read) = (is_shown(request.method(), request.uri()), Read::of(&request));
    let mut service = services.s3.service();
    let mut response = match tower_service::Service::call(&mut service, request).await {
        Ok(response) => response.map(Body::new),
        Err(never) => match never {},
    };
    if let Some(Read { token, bucket }) = read.filter(|_| response.status() == 404)
        && let Err(denied) = services.roles.check_access(&token, &object("ListBucket", &bucket, None))
    {
        return json(403, "application/xml", format!("<Error><Code>AccessDenied</Code><Message>{}</Message></Error>", denied.message));
    }
    if shown {
        response.headers_mut().extend(services.file_headers.clone());
    }
    response
}

/// Who reads an object. Only to those who may list its bucket S3 says that it is missing (API reference, GetObject: permissions).
struct Read {
    token: String,
    bucket: String,
}

impl Read {
    fn of(request: &Request) -> Option<Self> {
        let mut path = request.uri().path().trim_start_matches('/').splitn(2, '/');
        let (bucket, _key) = (path.next()?.to_owned(), path.next().filter(|key| !key.is_empty())?);
        let query = request.uri().query().unwrap_or_default();
        // An upload that is missing is another matter.
        if ![Method::GET, Method::HEAD].contains(request.method()) || query.contains("uploadId=") {
            return None;
        }
        let signed = query.split('&').find_map(|part| part.strip_prefix("X-Amz-Security-Token="));
        Some(Self { token: signed.unwrap_or_else(|| header(request.headers(), "x-amz-security-token")).to_owned(), bucket })
    }
}

/// Whether a browser reads a file of a workspace, or of the global catalogue, by a signed address. On AWS such files have the addresses
/// `/W/…` and `/G/…` at CloudFront.
fn is_shown(method: &Method, uri: &Uri) -> bool {
    let signed = uri.query().is_some_and(|query| query.split('&').any(|part| part.starts_with("X-Amz-Signature=")));
    [Method::GET, Method::HEAD].contains(method) && signed && matches!(uri.path().split('/').nth(2), Some("W" | "F" | "G"))
}

impl Services {
    async fn answer(&self, service: &Service, parts: &Parts, body: Bytes, source: IpAddr) -> Response {
        let method = parts.method.as_str();
        let path = parts.uri.path();
        let query = parts.uri.query().unwrap_or_default();
        if let Err(denied) = self.roles.check(&parts.headers, || self.asked(service, parts, &body)) {
            // Services with actions in their paths say 403, the others 400.
            let status = if parts.headers.contains_key("x-amz-target") { 400 } else { 403 };
            return error(status, denied.kind, &denied.message);
        }
        match service {
            Service::DynamoDb => self.dynamodb(parts, body).await,
            Service::Sqs { target } => answers::of(self.sqs.handle(target, &body).await),
            Service::Cognito { target } => answers::of(self.cognito.handle(target, &body, &source.to_string()).await),
            Service::CognitoToken => {
                let authorization = parts.headers.get("authorization").and_then(|value| value.to_str().ok());
                answers::of(self.cognito.oauth2_token(authorization, &body).await)
            }
            Service::CognitoPage => {
                // Providers send browsers back with a query or with a form.
                let form = String::from_utf8_lossy(&body);
                answers::of(self.cognito.hosted_page(path, if query.is_empty() { &form } else { query }).await)
            }
            Service::CognitoKeys { pool } => found(self.cognito.jwks(pool)),
            Service::CognitoDiscovery { pool } => found(self.cognito.openid_configuration(pool)),
            Service::Mail => answers::of(self.mailbox.handle(method, path, &body).await),
            Service::Scheduler => answers::of(self.scheduler.handle(method, path, &body).await),
            Service::ApiKeys => {
                let path = parts.uri.path_and_query().map_or(path, |both| both.as_str());
                answers::of(self.api_keys.handle(&parts.method, path, &body).await)
            }
            Service::Lambda { function } => lambda_api::invoke(&self.functions, function, &parts.headers, &body).await,
            Service::Sts => match self.tenants.answer(&body) {
                Ok(text) => json(200, "text/xml", text),
                Err(denied) => json(403, "text/xml", denied.xml()),
            },
            Service::S3 | Service::Unknown { .. } => {
                error(400, "UnknownOperationException", "the local stack has no such service or operation")
            }
        }
    }

    /// What a request asks for, as far as policies of functions decide about it. S3 asks by itself, once it has read the request.
    fn asked(&self, service: &Service, parts: &Parts, body: &[u8]) -> Vec<Access> {
        let (method, path) = (&parts.method, parts.uri.path());
        match service {
            Service::DynamoDb => {
                let operation = header(&parts.headers, "x-amz-target").rsplit('.').next().unwrap_or_default();
                let request = serde_json::from_slice(body).unwrap_or_default();
                // What cannot be read is no policy's.
                dynamodb::accesses(operation, &request).unwrap_or_else(|| vec![Access::new(format!("dynamodb:{operation}"), "")])
            }
            Service::Sqs { target } => accesses::queues(target, body, &self.dead_letter_sources),
            Service::Cognito { target } => accesses::cognito(target, body),
            Service::Mail => accesses::mail(method, path, body),
            Service::Scheduler => accesses::schedules(method, path, body),
            Service::ApiKeys => accesses::api_keys(method, path),
            Service::Lambda { function } => accesses::invocation(function),
            // Pages and keys are for everybody, and about sessions the role that is assumed decides.
            Service::CognitoToken
            | Service::CognitoPage
            | Service::CognitoKeys { .. }
            | Service::CognitoDiscovery { .. }
            | Service::Sts => Vec::new(),
            Service::S3 | Service::Unknown { .. } => Vec::new(),
        }
    }

    async fn dynamodb(&self, parts: &Parts, body: Bytes) -> Response {
        if let Err(denied) = self.tenants.check(&parts.headers, &body) {
            return error(400, denied.kind, &denied.message);
        }
        let request = http::Request::from_parts(parts.clone(), body);
        match self.dynamodb.forward(request).await {
            Ok(response) => response.map(Body::from),
            Err(failure) => error(500, "InternalServerError", &failure.to_string()),
        }
    }
}

fn found(page: Option<Value>) -> Response {
    match page {
        Some(page) => json(200, "application/json", page.to_string()),
        None => error(404, "ResourceNotFoundException", "there is no such user pool"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_read_files_of_workspaces_by_signed_addresses() {
        let shown = |method: Method, uri: &str| is_shown(&method, &uri.parse().unwrap());
        assert!(shown(Method::GET, "/files/W/acme/courses/1/assets/0.svg?X-Amz-Date=1&X-Amz-Signature=a"));
        assert!(shown(Method::GET, "/files/F/acme/b5bb9d?X-Amz-Date=1&X-Amz-Signature=a"));
        assert!(shown(Method::GET, "/files/G/courses/1/assets/0.svg?X-Amz-Date=1&X-Amz-Signature=a"));
        assert!(!shown(Method::PUT, "/files/W/acme/imports/1/archive.zip?X-Amz-Signature=a"));
        assert!(!shown(Method::GET, "/files/W/acme/courses/1/assets/0.svg"));
        assert!(!shown(Method::GET, "/files/other?X-Amz-Signature=a"));
    }
}
