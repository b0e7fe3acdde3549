//! Events of the REST API as requests of `lambda_http`, and its responses as what the API expects.

use crate::function::FunctionError;
use aws_lambda_events::event::apigw::{ApiGatewayProxyRequest, ApiGatewayProxyRequestContext, ApiGatewayProxyResponse};
use base64::{Engine, engine::general_purpose::STANDARD};
use http::Extensions;
use lambda_http::{
    Body, Request, RequestExt, Response,
    request::{LambdaRequest, RequestContext},
};

/// The request that an event describes.
///
/// # Errors
/// When a body is not in the encoding that the event gives for it.
pub(crate) fn request(mut event: ApiGatewayProxyRequest) -> Result<Request, FunctionError> {
    if event.is_base64_encoded && event.body.as_deref().is_some_and(|body| STANDARD.decode(body).is_err()) {
        return Err(FunctionError::unreadable("the body is not base64"));
    }
    // `lambda_http` would build the request's URI from the host and scheme that a client names. The URI is the path alone; handlers read
    // the host from the headers, with a check of their own.
    event.request_context.domain_name = None;
    let headers = std::mem::take(&mut event.headers);
    let mut request = Request::from(LambdaRequest::ApiGatewayV1(event));
    // As `lambda_http` does: where a header is sent several times, the last one counts.
    request.headers_mut().extend(headers);
    Ok(request)
}

/// What the gateway knows of a request, with the authorizer's context.
pub(crate) fn context(extensions: &Extensions) -> Option<&ApiGatewayProxyRequestContext> {
    match extensions.request_context_ref()? {
        RequestContext::ApiGatewayV1(context) => Some(context),
        _ => None,
    }
}

/// A response as the gateway expects it from a function. `lambda_http` keeps its own conversion to itself.
pub(crate) fn response(response: Response<Body>) -> ApiGatewayProxyResponse {
    let (parts, body) = response.into_parts();
    let mut answer = ApiGatewayProxyResponse::default();
    answer.status_code = i64::from(parts.status.as_u16());
    // Only the multi-value form keeps a header that is sent twice.
    answer.multi_value_headers = parts.headers;
    answer.is_base64_encoded = matches!(body, Body::Binary(_));
    answer.body = (!matches!(body, Body::Empty)).then_some(body);
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn event(change: impl FnOnce(&mut Value)) -> ApiGatewayProxyRequest {
        let mut event = json!({
            "path": "/v1/me", "httpMethod": "GET", "headers": { "Host": "api.trellis.example" },
            "requestContext": { "stage": "live", "httpMethod": "GET", "requestId": "r", "domainName": "api.trellis.example" },
        });
        change(&mut event);
        serde_json::from_value(event).unwrap()
    }

    #[test]
    fn the_address_is_the_path_whatever_host_is_named() {
        let request_of = |change: &dyn Fn(&mut Value)| request(event(change));
        for host in ["api.trellis.example", "elsewhere.example"] {
            let request = request_of(&|event| {
                event["headers"] = json!({ "Host": host, "X-Forwarded-Proto": "https" });
                event["requestContext"]["domainName"] = json!(host);
            });
            assert_eq!(request.unwrap().uri().path(), "/live/v1/me", "{host}");
        }
        let request = request_of(&|event| event["queryStringParameters"] = json!({ "q": "Ada & ü%|^`{}\u{0}" })).unwrap();
        let query = request.extensions().query_string_parameters_ref().unwrap();
        assert_eq!(query.first("q"), Some("Ada & ü%|^`{}\u{0}"));
        let base64 = |body: &str| request_of(&|event| (event["body"], event["isBase64Encoded"]) = (json!(body), json!(true)));
        assert_eq!(base64("e30=").unwrap().body(), &Body::Binary(b"{}".to_vec()));
    }

    #[test]
    fn a_response_keeps_a_header_that_is_sent_twice() {
        let cookies = Response::builder().status(201).header("set-cookie", "a=1").header("set-cookie", "b=2");
        let answer = serde_json::to_value(response(cookies.body(Body::from("{}")).unwrap())).unwrap();
        assert_eq!(answer["multiValueHeaders"]["set-cookie"], json!(["a=1", "b=2"]));
        assert_eq!((&answer["statusCode"], &answer["body"], &answer["isBase64Encoded"]), (&json!(201), &json!("{}"), &json!(false)));
        let empty = serde_json::to_value(response(Response::new(Body::Empty))).unwrap();
        assert!(empty.get("body").is_none());
    }
}
