//! The AWS endpoint: one port on which every AWS service of the stack answers, as SDKs and the CLI expect it.

mod answers;
mod lambda_api;
mod service;
mod tenants;

use std::net::{IpAddr, SocketAddr};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::response::Response;
use bytes::Bytes;
use http::request::Parts;
use local_cognito::Cognito;
use local_dynamodb::DynamoDb;
use local_gateway::ApiKeys;
use local_mailbox::Mailbox;
use local_scheduler::Scheduler;
use local_sqs::Sqs;
use serde_json::Value;

use crate::functions::Functions;
use answers::{error, json};
use service::Service;
pub(crate) use tenants::Tenants;

/// No request of these services may be larger: a mail of 40 MB in Base64 is the largest.
const LARGEST_REQUEST: usize = 56 * 1024 * 1024;

/// The services behind the port.
#[derive(Clone)]
pub(crate) struct Services {
    pub(crate) api_keys: ApiKeys,
    pub(crate) cognito: Cognito,
    pub(crate) dynamodb: DynamoDb,
    pub(crate) functions: Functions,
    pub(crate) mailbox: Mailbox,
    pub(crate) s3: local_s3::S3,
    pub(crate) scheduler: Scheduler,
    pub(crate) sqs: Sqs,
    pub(crate) tenants: Tenants,
}

/// Serves every request of the port.
pub(crate) fn router(services: Services) -> Router {
    Router::new().fallback(answer).with_state(services)
}

async fn answer(State(services): State<Services>, ConnectInfo(source): ConnectInfo<SocketAddr>, request: Request) -> Response {
    let service = Service::of(request.method(), request.uri(), request.headers());
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
    let mut service = services.s3.service();
    match tower_service::Service::call(&mut service, request).await {
        Ok(response) => response.map(Body::new),
        Err(never) => match never {},
    }
}

impl Services {
    async fn answer(&self, service: &Service, parts: &Parts, body: Bytes, source: IpAddr) -> Response {
        let method = parts.method.as_str();
        let path = parts.uri.path();
        let query = parts.uri.query().unwrap_or_default();
        match service {
            Service::DynamoDb => self.dynamodb(parts, body).await,
            Service::Sqs { target } => {
                let answer = self.sqs.handle(target, &body).await;
                let mut response = json(answer.status, "application/x-amz-json-1.0", answer.body);
                if let Some(value) = answer.query_error.and_then(|value| value.parse().ok()) {
                    response.headers_mut().insert("x-amzn-query-error", value);
                }
                response
            }
            Service::Cognito { target } => {
                let answer = self.cognito.handle(target, &body, &source.to_string()).await;
                json(answer.status, "application/x-amz-json-1.1", answer.body)
            }
            Service::CognitoToken => {
                let authorization = parts.headers.get("authorization").and_then(|value| value.to_str().ok());
                let answer = self.cognito.oauth2_token(authorization, &body).await;
                json(answer.status, "application/json", answer.body)
            }
            Service::CognitoPage => {
                // Providers send browsers back with a query or with a form.
                let form = String::from_utf8_lossy(&body);
                let page = self.cognito.hosted_page(path, if query.is_empty() { &form } else { query }).await;
                answers::page(page)
            }
            Service::CognitoKeys { pool } => found(self.cognito.jwks(pool)),
            Service::CognitoDiscovery { pool } => found(self.cognito.openid_configuration(pool)),
            Service::Mail => {
                let answer = self.mailbox.handle(method, path, &body).await;
                json(answer.status, "application/json", answer.body)
            }
            Service::Scheduler => {
                let answer = self.scheduler.handle(method, path, query, &body).await;
                json(answer.status, "application/json", answer.body)
            }
            Service::ApiKeys => {
                let path = parts.uri.path_and_query().map_or(path, |both| both.as_str());
                let answer = self.api_keys.handle(&parts.method, path, &body).await;
                answers::with_headers(answer.status, &answer.headers, answer.body)
            }
            Service::Lambda { function } => lambda_api::invoke(&self.functions, function, &parts.headers, &body).await,
            Service::Sts => match self.tenants.assume(&body) {
                Ok(text) => json(200, "text/xml", text),
                Err(denied) => json(403, "text/xml", denied.xml()),
            },
            Service::S3 | Service::Unknown { .. } => {
                error(400, "UnknownOperationException", "the local stack has no such service or operation")
            }
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
