//! The request that a handler is given.

use crate::{
    App, SearchText, gateway,
    plain_words::{Finding, plain},
    problem::Problem,
};
use aws_lc_rs::{
    constant_time::verify_slices_are_equal as equal,
    digest::{SHA256, digest},
};
use http::{Extensions, HeaderMap, Method, request::Parts};
use lambda_http::{Body, RequestExt};
use serde::{
    Deserializer,
    de::{
        DeserializeOwned, IgnoredAny, IntoDeserializer, Visitor,
        value::{self, SeqDeserializer},
    },
    forward_to_deserialize_any,
};
use serde_json::Value;
use std::{any::TypeId, str::FromStr};
use table::{
    Operation, Origin, Page, Tenant, WorkspaceScope,
    audit::{Act, Actor},
    authority::Authority,
};
use trellis_core::{host::HostName, personal::Personal};

/// A text of the query, which is a number where its type asks for one.
struct QueryText<'a>(&'a str);

impl<'de> Deserializer<'de> for QueryText<'_> {
    type Error = value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_str(self.0)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self.0.parse() {
            Ok(number) => visitor.visit_u64(number),
            Err(_) => visitor.visit_str(self.0),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.0.into_deserializer().deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct seq tuple tuple_struct map
        struct identifier ignored_any
    }
}

/// A request with its decoded body.
#[derive(Debug)]
pub struct Request<B> {
    pub app: App,
    pub body: B,
    pub headers: HeaderMap,
    /// The caller's network address as the edge or the gateway saw it.
    pub source: String,
    /// The host name that the request is for (RFC 9110 §7.2), if it is one.
    pub host: Option<HostName>,
    pub request_id: String,
    /// Path and query parameters, as `lambda_http` keeps them.
    extensions: Extensions,
    pub(crate) route: &'static str,
    pub(crate) digest: String,
    operation: Operation,
    shows_cookies: bool,
}

/// Whether cookies count: not if a page of elsewhere has sent them. A package's page is of the same site as ours, so `SameSite=Strict` does
/// not keep them from it; browsers say who asks (Fetch Metadata Request Headers, section 2.3). Whoever comes by a link from elsewhere counts.
fn shows_cookies(method: &Method, headers: &HeaderMap) -> bool {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let is_followed_link = method == Method::GET && said("sec-fetch-mode") == Some("navigate");
    matches!(said("sec-fetch-site"), None | Some("same-origin" | "none")) || is_followed_link
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// U+FFFD stands where bytes were no characters: whoever sends it has read a file in the wrong encoding and lost what it said.
fn readable(text: &str) -> Result<(), Problem> {
    let escaped = text.as_bytes().windows(6).any(|escape| escape.eq_ignore_ascii_case(br"\ufffd"));
    if !escaped && !text.contains(char::REPLACEMENT_CHARACTER) {
        return Ok(());
    }
    let Ok(body) = serde_json::from_str::<Value>(text) else { return Ok(()) };
    match unreadable(&body, String::new()) {
        None => Ok(()),
        Some(field) => Err(Problem::rule(
            field,
            "contains U+FFFD, the sign for a character that could not be read; save the file as UTF-8 and read it again",
        )),
    }
}

/// The path of the first text with U+FFFD in it.
fn unreadable(value: &Value, path: String) -> Option<String> {
    match value {
        Value::String(text) => text.contains(char::REPLACEMENT_CHARACTER).then_some(path),
        Value::Array(items) => items.iter().enumerate().find_map(|(index, item)| unreadable(item, format!("{path}[{index}]"))),
        Value::Object(fields) => fields.iter().find_map(|(name, field)| {
            let dot = if path.is_empty() { "" } else { "." };
            unreadable(field, format!("{path}{dot}{name}"))
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn no_json(error: &serde_json::Error) -> Problem {
    Problem::malformed("body", format!("this is not valid JSON: look at line {}, column {}", error.line(), error.column()))
}

/// How a body may come.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sent {
    /// Bytes.
    pub(crate) limit: usize,
    /// JSON may be called a text.
    pub(crate) may_be_text: bool,
}

fn decode<B: DeserializeOwned + 'static>(headers: &HeaderMap, body: &Body, Sent { limit, may_be_text }: Sent) -> Result<B, Problem> {
    if TypeId::of::<B>() == TypeId::of::<()>() {
        return serde_json::from_str("null").map_err(Problem::internal);
    }
    // Where a body may be left out, its type takes `null`.
    if body.is_empty()
        && let Ok(body) = serde_json::from_str("null")
    {
        return Ok(body);
    }
    if body.len() > limit {
        return Err(Problem::too_large(limit));
    }
    let media_type = headers.get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is = |name: &str| media_type.split(';').next().is_some_and(|essence| essence.trim().eq_ignore_ascii_case(name));
    let json = is("application/json") || may_be_text && is("text/plain");
    let text = match body {
        Body::Text(text) if json => text.as_str(),
        Body::Empty if json => "",
        // A body that came in base64 is a file: no route takes one.
        _ => return Err(Problem::unsupported_media_type()),
    };
    readable(text)?;
    let mut reader = serde_json::Deserializer::from_str(text);
    let body = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let cause = error.into_inner();
        // A name that is a number is JSON, although it is reported as if it were none.
        if !cause.is_data() && serde_json::from_str::<IgnoredAny>(text).is_err() {
            return no_json(&cause);
        }
        Problem::unread(&path, &cause)
    })?;
    reader.end().map_err(|error| no_json(&error))?;
    Ok(body)
}

impl<B: DeserializeOwned + 'static> Request<B> {
    pub(crate) fn of(request: lambda_http::Request, app: App, actor: Actor, route: &'static str, how: Sent) -> Result<Self, Problem> {
        let (Parts { method, headers, extensions, .. }, sent) = request.into_parts();
        let body = decode(&headers, &sent, how)?;
        let context = gateway::context(&extensions).ok_or_else(|| Problem::internal("the request has no context"))?;
        // What the edge shows of itself, where there is one.
        let edge_key = app.settings().get("EDGE_KEY");
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        // The edge's word counts, and nobody else's: the gateway sees the edge's address and its own name instead of these.
        let through_edge =
            edge_key.zip(header("x-trellis-edge")).is_some_and(|(key, shown)| equal(key.as_bytes(), shown.as_bytes()).is_ok());
        let viewer = header("x-trellis-viewer").filter(|_| through_edge).map(str::to_owned);
        let host = header(if through_edge { "x-trellis-host" } else { "host" }).and_then(HostName::of_header);
        let source = viewer.or_else(|| context.identity.source_ip.clone()).unwrap_or_default();
        let request_id = context.request_id.clone().unwrap_or_default();
        let known = Some(source.clone()).filter(|source| !source.is_empty()).map(Personal::new);
        let operation = app.operation_of(Origin { actor, source: known, request_id: Some(request_id.clone()) });
        Ok(Self {
            app,
            body,
            digest: hex(digest(&SHA256, &sent).as_ref()),
            source,
            host,
            request_id,
            shows_cookies: shows_cookies(&method, &headers),
            headers,
            extensions,
            operation,
            route,
        })
    }
}

impl<B> Request<B> {
    pub(crate) fn acting_on(mut self, authority: &Authority) -> Self {
        self.app = self.app.acting_on(authority);
        self.operation = self.operation.acting_on(authority);
        self
    }

    /// What this request does on the table.
    #[must_use]
    pub const fn operation(&self) -> &Operation {
        &self.operation
    }

    /// The same in one workspace.
    #[must_use]
    pub fn tenant(&self, scope: &WorkspaceScope) -> Tenant {
        self.operation.within(scope.clone())
    }

    /// An act for the audit log, by somebody whom the request has shown: `action` is `<thing>.<what is done>`, `target` is `<thing>/<id>`.
    pub fn act(&self, actor: Actor, action: &str, target: impl Into<String>) -> Act {
        self.operation.act_of(actor, action, target)
    }

    /// A path parameter. What is not an id of this kind names nothing: 404.
    ///
    /// # Errors
    /// 404.
    pub fn path<T: FromStr>(&self, name: &str, thing: &'static str) -> Result<T, Problem> {
        let text = self.extensions.path_parameters_ref().and_then(|parameters| parameters.first(name));
        text.and_then(|text| text.parse().ok()).ok_or_else(|| Problem::not_found(thing))
    }

    /// A query parameter; the last one where there are several, as the gateway takes it.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&str> {
        self.extensions.query_string_parameters_ref()?.all(name)?.pop()
    }

    /// What a list is searched for: the parameter `q`.
    ///
    /// # Errors
    /// 400 for more than a search may have.
    pub fn search(&self) -> Result<Option<SearchText>, Problem> {
        self.query_of("q")
    }

    /// A query parameter that is what its type says.
    ///
    /// # Errors
    /// 400 that tells what is expected.
    pub fn query_of<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Problem> {
        let parsed = self.query(name).map(|text| T::deserialize(QueryText(text))).transpose();
        parsed.map_err(|error: value::Error| Self::unread_query(name, &error))
    }

    /// A query parameter that may be given several times: a list of what its type says.
    ///
    /// # Errors
    /// 400 that tells what is expected.
    pub fn query_list_of<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Problem> {
        let Some(texts) = self.extensions.query_string_parameters_ref().and_then(|parameters| parameters.all(name)) else {
            return Ok(None);
        };
        let list = SeqDeserializer::<_, value::Error>::new(texts.into_iter());
        T::deserialize(list).map(Some).map_err(|error| Self::unread_query(name, &error))
    }

    /// A query parameter that is `true`, `false` or left out.
    ///
    /// # Errors
    /// 400 for anything else.
    pub fn query_flag(&self, name: &str) -> Result<bool, Problem> {
        match self.query(name) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(_) => Err(Problem::malformed(format!("query.{name}"), "expected true or false")),
        }
    }

    fn unread_query(name: &str, error: &value::Error) -> Problem {
        let Finding { field, detail } = plain(&format!("query.{name}"), &error.to_string());
        Problem::malformed(field, detail)
    }

    /// The wanted page: `limit` (1 to 100, 25 if left out), `cursor` and `reverse`.
    ///
    /// # Errors
    /// 400 for a limit or a direction that is none.
    pub(crate) fn page(&self) -> Result<Page, Problem> {
        let limit = match self.query("limit") {
            None => 25,
            Some(text) => {
                let limit = text.parse().ok().filter(|limit| (1..=100).contains(limit));
                limit.ok_or_else(|| Problem::malformed("query.limit", "expected a number from 1 to 100"))?
            }
        };
        let reverse = self.query_flag("reverse")?;
        Ok(Page { limit, cursor: self.query("cursor").map(str::to_owned), reverse, reader: String::new() })
    }

    /// A header as text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// A cookie by name (RFC 6265 §4.2), unless the page of another origin has sent it.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<&str> {
        if !self.shows_cookies {
            return None;
        }
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
        let detail = "send the ETag of the version you changed, like If-Match: \"3\"";
        let text = self.header("if-match").ok_or_else(|| Problem::malformed("header.If-Match", detail))?;
        let version = text.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        // Digits alone: a number in Rust may begin with a plus sign.
        let version = version.filter(|version| version.len() <= 19 && version.bytes().all(|byte| byte.is_ascii_digit()));
        version.and_then(|version| version.parse().ok()).ok_or_else(|| Problem::malformed("header.If-Match", detail))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Clock, Settings};

    fn request(edge_key: Option<&str>, headers: &[(&str, &str)]) -> Request<()> {
        let mut event = aws_lambda_events::event::apigw::ApiGatewayProxyRequest::default();
        event.request_context.identity.source_ip = Some("192.0.2.1".to_owned());
        for (name, value) in headers {
            event.headers.insert(http::HeaderName::try_from(*name).unwrap(), value.parse().unwrap());
        }
        let edge_key = edge_key.map(|key| ("EDGE_KEY", key));
        let app = App::new("get-me", Settings::with(edge_key.as_slice()), Clock::machine()).unwrap();
        Request::of(gateway::request(event).unwrap(), app, Actor::Anonymous, "get-me", Sent { limit: 10, may_be_text: false }).unwrap()
    }

    #[test]
    fn what_could_not_be_decoded_is_refused_where_it_stands() {
        for (text, field) in [
            ("{\"items\":[{\"name\":\"Ann\"},{\"name\":\"J\u{fffd}rgen\"}]}", Some("items[1].name")),
            (r#"{"name":"J\ufffdrgen"}"#, Some("name")),
            (r#""J\uFFFDrgen""#, Some("")),
            // A backslash of its own, before letters that happen to be these.
            (r#"{"markdown":"\\ufffd"}"#, None),
            (r#"{"name":"Jürgen"}"#, None),
        ] {
            let body: Value = serde_json::from_str(text).unwrap();
            assert_eq!(unreadable(&body, String::new()).as_deref(), field, "{text}");
            assert_eq!(readable(text).is_err(), field.is_some(), "{text}");
        }
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

    #[test]
    fn pages_of_elsewhere_bring_no_cookies() {
        let cookie = |told: &[(&str, &str)]| {
            let headers: Vec<_> = told.iter().copied().chain([("cookie", "__Host-trellis=a")]).collect();
            request(None, &headers).cookie("__Host-trellis").map(str::to_owned)
        };
        let (site, mode) = ("sec-fetch-site", "sec-fetch-mode");
        for own in [&[][..], &[(site, "same-origin")], &[(site, "none")], &[(site, "cross-site"), (mode, "navigate")]] {
            assert_eq!(cookie(own).as_deref(), Some("a"), "{own:?}");
        }
        for other in [&[(site, "same-site"), (mode, "cors")][..], &[(site, "same-site"), (mode, "no-cors")], &[(site, "cross-site")]] {
            assert_eq!(cookie(other), None, "{other:?}");
        }
        let headers: HeaderMap = [(site, "same-site"), (mode, "navigate")]
            .into_iter()
            .map(|(name, value)| (http::HeaderName::from_static(name), value.parse().unwrap()))
            .collect();
        assert!(shows_cookies(&Method::GET, &headers) && !shows_cookies(&Method::POST, &headers), "a form is no link");
    }
}
