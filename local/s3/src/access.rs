//! Who may do what: whoever signed the whole request, as far as policies allow, and nobody else.
//!
//! The protocol crate verifies the signature itself; what S3 asks for beyond that is checked here.

use http::HeaderMap;
use http::header::AUTHORIZATION;
use s3s::access::{S3Access, S3AccessContext};
use s3s::dto::DeleteObjectsInput;
use s3s::path::S3Path;
use s3s::{S3Error, S3Request, S3Result, s3_error};

use crate::options::Authorize;

/// The longest life of a presigned URL: seven days, in seconds.
const LONGEST_EXPIRY: u32 = 604_800;

/// The check that every request passes after its signature.
pub(crate) struct Access {
    pub(crate) authorize: Authorize,
}

impl Access {
    fn authorize(&self, token: &str, operation: &str, bucket: &str, key: Option<&str>) -> S3Result<()> {
        (self.authorize)(token, operation, bucket, key).map_err(|refusal| s3_error!(AccessDenied, "{}", refusal))
    }
}

/// The session token, of the header or of a presigned URL.
fn session_token(headers: &HeaderMap, query: &str) -> String {
    let in_header = headers.get("x-amz-security-token").and_then(|token| token.to_str().ok()).map(str::to_owned);
    in_header.or_else(|| parameter(query, "X-Amz-Security-Token")).unwrap_or_default()
}

#[async_trait::async_trait]
impl S3Access for Access {
    async fn check(&self, request: &mut S3AccessContext<'_>) -> S3Result<()> {
        if request.credentials().is_none() {
            return Err(s3_error!(AccessDenied, "Access Denied"));
        }
        let signed = match presigned(request.uri().query().unwrap_or_default())? {
            Some(signed) => signed,
            None => in_header(request.headers()).ok_or_else(outdated)?,
        };
        require_signed(request.headers(), &signed)?;
        let (bucket, key) = match request.s3_path() {
            // Which objects is said in the body.
            _ if request.s3_op().name() == "DeleteObjects" => return Ok(()),
            S3Path::Root => ("", None),
            S3Path::Bucket { bucket } => (&**bucket, None),
            S3Path::Object { bucket, key } => (&**bucket, Some(&**key)),
        };
        let token = session_token(request.headers(), request.uri().query().unwrap_or_default());
        self.authorize(&token, request.s3_op().name(), bucket, key)
    }

    async fn delete_objects(&self, request: &mut S3Request<DeleteObjectsInput>) -> S3Result<()> {
        let token = session_token(&request.headers, request.uri.query().unwrap_or_default());
        let DeleteObjectsInput { bucket, delete, .. } = &request.input;
        delete.objects.iter().try_for_each(|object| self.authorize(&token, "DeleteObject", bucket, Some(&object.key)))
    }
}

/// A parameter of a query.
fn parameter(query: &str, wanted: &str) -> Option<String> {
    form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned())
}

/// The signed headers of a presigned URL, separated by semicolons.
fn presigned(query: &str) -> S3Result<Option<String>> {
    let parameter = |wanted: &str| parameter(query, wanted);
    if parameter("X-Amz-Signature").is_none() {
        return Ok(None);
    }
    let seconds = parameter("X-Amz-Expires").and_then(|seconds| seconds.parse::<u32>().ok());
    if !seconds.is_some_and(|seconds| (1..=LONGEST_EXPIRY).contains(&seconds)) {
        let message = "X-Amz-Expires must be between 1 second and a week (in seconds)";
        return Err(s3_error!(AuthorizationQueryParametersError, "{}", message));
    }
    Ok(parameter("X-Amz-SignedHeaders"))
}

/// The signed headers of an `Authorization` header of version 4.
fn in_header(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let fields = value.strip_prefix("AWS4-HMAC-SHA256")?;
    let mut fields = fields.split(',').map(str::trim);
    Some(fields.find_map(|field| field.strip_prefix("SignedHeaders="))?.to_owned())
}

/// S3 refuses requests whose host or `x-amz-` headers the signature does not cover: anyone could have added them.
fn require_signed(headers: &HeaderMap, signed: &str) -> S3Result<()> {
    let covered = |name: &str| signed.split(';').any(|signed| signed.eq_ignore_ascii_case(name));
    let unsigned = headers.keys().map(|name| name.as_str()).find(|name| (*name == "host" || name.starts_with("x-amz-")) && !covered(name));
    match unsigned {
        None => Ok(()),
        Some(name) => Err(s3_error!(AccessDenied, "There were headers present in the request which were not signed: {}", name)),
    }
}

fn outdated() -> S3Error {
    let message = "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.";
    s3_error!(InvalidRequest, "{}", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expiry_is_bounded() {
        let query = |seconds: &str| format!("X-Amz-Signature=s&X-Amz-SignedHeaders=host%3Bx-a&X-Amz-Expires={seconds}");
        assert_eq!(presigned(&query("604800")).unwrap().as_deref(), Some("host;x-a"));
        for wrong in ["0", "604801", "-1", "x"] {
            assert!(presigned(&query(wrong)).is_err(), "{wrong}");
        }
        assert_eq!(presigned("list-type=2").unwrap(), None);
    }

    #[test]
    fn every_amazon_header_must_be_signed() {
        let mut headers = HeaderMap::new();
        headers.insert("host", "a".parse().unwrap());
        headers.insert("x-amz-tagging", "a=b".parse().unwrap());
        headers.insert("accept", "*/*".parse().unwrap());
        assert!(require_signed(&headers, "host;x-amz-tagging").is_ok());
        assert!(require_signed(&headers, "host").is_err());
        assert!(require_signed(&headers, "x-amz-tagging").is_err());
    }

    #[test]
    fn version_two_names_no_signed_headers() {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, "AWS id:signature".parse().unwrap());
        assert_eq!(in_header(&headers), None);
        let value = "AWS4-HMAC-SHA256 Credential=c, SignedHeaders=host;x-amz-date, Signature=s";
        headers.insert(AUTHORIZATION, value.parse().unwrap());
        assert_eq!(in_header(&headers).as_deref(), Some("host;x-amz-date"));
    }
}
