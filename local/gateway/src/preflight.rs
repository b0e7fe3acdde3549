//! OPTIONS, answered from the template's `Cors` as the mock integration does that SAM makes of it.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, header};
use local_template::Cors;

use crate::failure::Failure;
use crate::media_types::is_binary;
use crate::method_routes::ApiResource;

/// The answer to a preflight request for `resource`.
pub(crate) fn preflight(cors: &Cors, resource: &ApiResource, binary_media_types: &[String]) -> Result<Response<Bytes>, Failure> {
    // A mock integration cannot read a binary body, and with */* every body is one.
    if is_binary(binary_media_types, None) {
        tracing::error!("BinaryMediaTypes with */* breaks OPTIONS");
        return Err(Failure::Internal);
    }
    let allow_methods = cors.allow_methods.clone().unwrap_or_else(|| resource.allowed_methods());
    let mut response = Response::new(Bytes::from_static(b"{}\n"));
    let headers = response.headers_mut();
    set(headers, header::CONTENT_TYPE, Some("application/json"))?;
    set(headers, header::ACCESS_CONTROL_ALLOW_ORIGIN, Some(&cors.allow_origin))?;
    set(headers, header::ACCESS_CONTROL_ALLOW_METHODS, Some(&allow_methods))?;
    set(headers, header::ACCESS_CONTROL_ALLOW_HEADERS, cors.allow_headers.as_deref())?;
    set(headers, header::ACCESS_CONTROL_MAX_AGE, cors.max_age.as_deref())?;
    set(headers, header::ACCESS_CONTROL_ALLOW_CREDENTIALS, cors.allow_credentials.then_some("true"))?;
    Ok(response)
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: Option<&str>) -> Result<(), Failure> {
    if let Some(value) = value {
        headers.insert(name, HeaderValue::from_str(value).map_err(|_| Failure::Internal)?);
    }
    Ok(())
}

/// Lets a web application that is served from one of `origins` read the answer, too.
pub(crate) fn allow_origin(headers: &mut HeaderMap, origin: Option<&str>, origins: &[String]) {
    let allowed = origin.filter(|origin| origins.iter().any(|known| known == origin));
    if let Some(value) = allowed.and_then(|origin| HeaderValue::from_str(origin).ok())
        && headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN)
    {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, value);
        headers.append(header::VARY, HeaderValue::from_static("Origin"));
    }
}
