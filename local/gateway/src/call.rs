//! One request on its way through the gateway, and what becomes known of it.

use std::collections::BTreeMap;
use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderMap, Request, Version, header};
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// What is the same for every request.
#[derive(Debug)]
pub(crate) struct ApiFacts {
    pub(crate) region: String,
    pub(crate) account: String,
    pub(crate) api_id: String,
    pub(crate) stage: String,
    pub(crate) stage_variables: BTreeMap<String, String>,
}

/// One request.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: String,
    /// Percent-encoded, without a slash at the end.
    pub(crate) path: String,
    /// Query parameters in their order, decoded.
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) source_ip: IpAddr,
    pub(crate) request_id: String,
    pub(crate) extended_request_id: String,
    pub(crate) trace_id: String,
    pub(crate) time: Timestamp,
    protocol: &'static str,
    /// The id and path pattern of the resource.
    pub(crate) resource: Option<(String, String)>,
    pub(crate) path_parameters: BTreeMap<String, String>,
    /// What the authorizer said: `principalId` and its context.
    pub(crate) authorizer: Option<Map<String, Value>>,
    /// The usage key the authorizer gave.
    pub(crate) usage_identifier_key: Option<String>,
    /// The id and value of the API key in use.
    pub(crate) api_key: Option<(String, String)>,
}

impl Call {
    pub(crate) fn new(request: Request<Bytes>, source_ip: IpAddr, time: Timestamp) -> Self {
        let (parts, body) = request.into_parts();
        let path = parts.uri.path();
        let path = path.strip_suffix('/').filter(|path| !path.is_empty()).unwrap_or(path);
        let query = parts.uri.query().unwrap_or_default();
        let random = Uuid::new_v4();
        let hexadecimal = Uuid::new_v4().simple().to_string();
        Self {
            method: parts.method.as_str().to_owned(),
            path: path.to_owned(),
            query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            headers: parts.headers,
            body,
            source_ip,
            request_id: Uuid::new_v4().to_string(),
            extended_request_id: STANDARD.encode(&random.as_bytes()[..11]),
            trace_id: format!("Root=1-{:08x}-{}", time.as_second(), &hexadecimal[..24]),
            time,
            protocol: protocol(parts.version),
            resource: None,
            path_parameters: BTreeMap::new(),
            authorizer: None,
            usage_identifier_key: None,
            api_key: None,
        }
    }

    /// A header's text; the last one where there are several, as API Gateway takes it.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get_all(name).iter().next_back().and_then(|value| value.to_str().ok())
    }

    /// A query parameter; the last one where there are several.
    pub(crate) fn query_parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// `requestContext` of the function's event.
    pub(crate) fn request_context(&self, facts: &ApiFacts) -> Value {
        let domain = self.header(header::HOST.as_str()).unwrap_or_default();
        let domain = domain.rsplit_once(':').map_or(domain, |(name, _port)| name);
        let (resource_id, resource_path) = self.resource.clone().unwrap_or_default();
        let mut context = json!({
            "accountId": facts.account,
            "apiId": facts.api_id,
            "domainName": domain,
            "domainPrefix": domain.split('.').next(),
            "extendedRequestId": self.extended_request_id,
            "httpMethod": self.method,
            "identity": self.identity(),
            "path": self.path,
            "protocol": self.protocol,
            "requestId": self.request_id,
            "requestTime": self.time.strftime("%d/%b/%Y:%H:%M:%S +0000").to_string(),
            "requestTimeEpoch": self.time.as_millisecond(),
            "resourceId": resource_id,
            "resourcePath": resource_path,
            "stage": facts.stage,
        });
        if let (Some(authorizer), Value::Object(context)) = (&self.authorizer, &mut context) {
            context.insert("authorizer".to_owned(), Value::Object(authorizer.clone()));
        }
        context
    }

    fn identity(&self) -> Value {
        let mut identity = json!({
            "accessKey": null,
            "accountId": null,
            "caller": null,
            "cognitoAuthenticationProvider": null,
            "cognitoAuthenticationType": null,
            "cognitoIdentityId": null,
            "cognitoIdentityPoolId": null,
            "principalOrgId": null,
            "sourceIp": self.source_ip.to_string(),
            "user": null,
            "userAgent": self.header(header::USER_AGENT.as_str()),
            "userArn": null,
        });
        if let (Some((id, value)), Value::Object(identity)) = (&self.api_key, &mut identity) {
            identity.insert("apiKeyId".to_owned(), Value::from(id.as_str()));
            identity.insert("apiKey".to_owned(), Value::from(value.as_str()));
        }
        identity
    }
}

fn protocol(version: Version) -> &'static str {
    match version {
        Version::HTTP_10 => "HTTP/1.0",
        Version::HTTP_2 => "HTTP/2.0",
        Version::HTTP_3 => "HTTP/3.0",
        _ => "HTTP/1.1",
    }
}

/// Looks `a.b.c` up in nested maps.
pub(crate) fn lookup<'v>(value: &'v Value, dotted: &str) -> Option<&'v Value> {
    dotted.split('.').try_fold(value, |value, key| value.get(key))
}
