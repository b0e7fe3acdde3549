//! The request that a handler is given.

use crate::problem::Problem;
use aws_lambda_events::event::apigw::ApiGatewayProxyRequest;
use aws_lc_rs::{
    constant_time::verify_slices_are_equal as equal,
    digest::{SHA256, digest},
};
use domain::{host::HostName, personal::Personal};
use http::HeaderMap;
use serde::de::{DeserializeOwned, IntoDeserializer, value};
use std::{any::TypeId, collections::HashMap, str::FromStr};
use store::{
    Page,
    audit::{Act, Actor},
};

/// A request with its decoded body.
#[derive(Debug)]
pub struct Request<B> {
    pub body: B,
    pub headers: HeaderMap,
    /// The caller's network address as the edge or the gateway saw it.
    pub source: String,
    /// The host name that the request is for (RFC 9110 §7.2), if it is one.
    pub host: Option<HostName>,
    pub request_id: String,
    path: HashMap<String, String>,
    query: HashMap<String, String>,
    pub(crate) route: &'static str,
    pub(crate) digest: String,
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn decode<B: DeserializeOwned + 'static>(event: &ApiGatewayProxyRequest, limit: usize) -> Result<B, Problem> {
    if TypeId::of::<B>() == TypeId::of::<()>() {
        return serde_json::from_str("null").map_err(Problem::internal);
    }
    let text = event.body.as_deref().unwrap_or_default();
    if text.len() > limit {
        return Err(Problem::too_large(limit));
    }
    let media_type = event.headers.get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let json = media_type.split(';').next().is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"));
    if !json || event.is_base64_encoded {
        return Err(Problem::unsupported_media_type());
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    let body = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let field = error.path().to_string();
        let field = if field == "." { "body".to_owned() } else { field };
        let cause = error.into_inner();
        // The position in the text helps where the text is not JSON; elsewhere the field says more.
        if cause.is_data() {
            let text = cause.to_string();
            Problem::rule(field, text.rsplit_once(" at line ").map_or(text.as_str(), |(reason, _)| reason))
        } else {
            Problem::malformed("body", cause.to_string())
        }
    })?;
    reader.end().map_err(|error| Problem::malformed("body", error.to_string()))?;
    Ok(body)
}

impl<B: DeserializeOwned + 'static> Request<B> {
    /// `edge_key` is what the edge shows of itself, where there is one.
    pub(crate) fn of(event: ApiGatewayProxyRequest, edge_key: Option<&str>, route: &'static str, limit: usize) -> Result<Self, Problem> {
        let body = decode(&event, limit)?;
        let header = |name: &str| event.headers.get(name).and_then(|value| value.to_str().ok());
        // The edge's word counts, and nobody else's: the gateway sees the edge's address and its own name instead of these.
        let through_edge =
            edge_key.zip(header("x-trellis-edge")).is_some_and(|(key, shown)| equal(key.as_bytes(), shown.as_bytes()).is_ok());
        let viewer = header("x-trellis-viewer").filter(|_| through_edge).map(str::to_owned);
        let host = header(if through_edge { "x-trellis-host" } else { "host" }).and_then(HostName::of_header);
        Ok(Self {
            body,
            digest: hex(digest(&SHA256, event.body.as_deref().unwrap_or_default().as_bytes()).as_ref()),
            source: viewer.or_else(|| event.request_context.identity.source_ip.clone()).unwrap_or_default(),
            host,
            request_id: event.request_context.request_id.clone().unwrap_or_default(),
            query: event.query_string_parameters.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            headers: event.headers,
            path: event.path_parameters,
            route,
        })
    }
}

impl<B> Request<B> {
    /// An act for the audit log, by somebody: `action` is `<thing>.<what is done>`, `target` is `<thing>/<id>`.
    pub fn act(&self, actor: Actor, action: &str, target: impl Into<String>) -> Act {
        let source = Some(self.source.clone()).filter(|source| !source.is_empty()).map(Personal);
        Act { source, request_id: Some(self.request_id.clone()), ..Act::new(actor, action, target) }
    }

    /// A path parameter. What is not an id of this kind names nothing: 404.
    ///
    /// # Errors
    /// 404.
    pub fn path<T: FromStr>(&self, name: &str, thing: &'static str) -> Result<T, Problem> {
        self.path.get(name).and_then(|text| text.parse().ok()).ok_or_else(|| Problem::not_found(thing))
    }

    /// A query parameter.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.get(name).map(String::as_str)
    }

    /// A query parameter that is one of a type's names.
    ///
    /// # Errors
    /// 400 that tells the names.
    pub fn query_of<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Problem> {
        let parsed = self.query(name).map(|text| T::deserialize(text.into_deserializer())).transpose();
        parsed.map_err(|error: value::Error| Problem::malformed(format!("query.{name}"), error.to_string()))
    }

    /// The wanted page: `limit` (1 to 100, 25 if left out), `cursor` and `reverse`.
    ///
    /// # Errors
    /// 400 for a limit or a direction that is none.
    pub fn page(&self) -> Result<Page, Problem> {
        let limit = match self.query("limit") {
            None => 25,
            Some(text) => {
                let limit = text.parse().ok().filter(|limit| (1..=100).contains(limit));
                limit.ok_or_else(|| Problem::malformed("query.limit", "expected a number from 1 to 100"))?
            }
        };
        let reverse = match self.query("reverse") {
            None | Some("false") => false,
            Some("true") => true,
            Some(_) => return Err(Problem::malformed("query.reverse", "expected true or false")),
        };
        Ok(Page { limit, cursor: self.query("cursor").map(str::to_owned), reverse })
    }

    /// A header as text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// A cookie by name (RFC 6265 §4.2).
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let cookies = self.headers.get_all(http::header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
        cookies.flat_map(|text| text.split(';')).find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name).then_some(value)
        })
    }

    /// The version that the caller has read, from `If-Match: "<version>"`.
    ///
    /// # Errors
    /// 400 when it is missing or is no version.
    pub fn if_match(&self) -> Result<u64, Problem> {
        let detail = "send the ETag of what you have read, like If-Match: \"3\"";
        let text = self.header("if-match").ok_or_else(|| Problem::malformed("header.If-Match", detail))?;
        let version = text.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        version.and_then(|version| version.parse().ok()).ok_or_else(|| Problem::malformed("header.If-Match", detail))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(edge_key: Option<&str>, headers: &[(&str, &str)]) -> Request<()> {
        let mut event = ApiGatewayProxyRequest::default();
        event.request_context.identity.source_ip = Some("192.0.2.1".to_owned());
        for (name, value) in headers {
            event.headers.insert(http::HeaderName::try_from(*name).unwrap(), value.parse().unwrap());
        }
        Request::of(event, edge_key, "get-me", 10).unwrap()
    }

    #[test]
    fn only_the_edge_says_for_whom_and_for_which_host_it_asks() {
        let told = [("host", "api.trellis.example"), ("x-trellis-viewer", "198.51.100.7"), ("x-trellis-host", "learn.acme.example")];
        let host = |request: &Request<()>| request.host.as_ref().unwrap().as_str().to_owned();
        for (edge_key, shown) in [(None, None), (None, Some("k")), (Some("k"), None), (Some("k"), Some("K"))] {
            let headers: Vec<_> = told.into_iter().chain(shown.map(|shown| ("x-trellis-edge", shown))).collect();
            let request = request(edge_key, &headers);
            assert_eq!((request.source.as_str(), host(&request).as_str()), ("192.0.2.1", "api.trellis.example"));
        }
        let headers: Vec<_> = told.into_iter().chain([("x-trellis-edge", "k")]).collect();
        let request = request(Some("k"), &headers);
        assert_eq!((request.source.as_str(), host(&request).as_str()), ("198.51.100.7", "learn.acme.example"));
    }
}
