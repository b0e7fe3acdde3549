//! Which service a request to the AWS endpoint means.

use http::{HeaderMap, Method, Uri};

/// A service, with what its address already says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Service {
    ApiKeys,
    Cognito {
        target: String,
    },
    CognitoDiscovery {
        pool: String,
    },
    CognitoKeys {
        pool: String,
    },
    /// What browsers are sent to.
    CognitoPage,
    CognitoToken,
    DynamoDb,
    Lambda {
        function: String,
    },
    Mail,
    S3,
    Scheduler,
    Sqs {
        target: String,
    },
    Sts,
    /// A JSON protocol of a service that the stack does not have.
    Unknown {
        target: String,
    },
}

impl Service {
    /// JSON protocols name themselves in `X-Amz-Target`; REST protocols by their paths; the rest is S3, path-style.
    pub(super) fn of(method: &Method, uri: &Uri, headers: &HeaderMap) -> Self {
        if let Some(target) = headers.get("x-amz-target").and_then(|target| target.to_str().ok()) {
            return Self::of_target(target);
        }
        let path = uri.path();
        let segments: Vec<&str> = path.trim_matches('/').split('/').collect();
        match segments.as_slice() {
            [pool, ".well-known", "jwks.json"] => Self::CognitoKeys { pool: (*pool).to_owned() },
            [pool, ".well-known", "openid-configuration"] => Self::CognitoDiscovery { pool: (*pool).to_owned() },
            ["oauth2", "token"] if method == Method::POST => Self::CognitoToken,
            ["oauth2", "authorize" | "idpresponse"] | ["saml2", "idpresponse"] | ["logout"] => Self::CognitoPage,
            ["v2", "email", ..] => Self::Mail,
            ["schedules" | "schedule-groups", ..] => Self::Scheduler,
            ["apikeys" | "usageplans", ..] => Self::ApiKeys,
            ["2015-03-31", "functions", function, "invocations"] => Self::Lambda { function: decode(function) },
            [""] if method == Method::POST && form(headers) => Self::Sts,
            _ => Self::S3,
        }
    }

    fn of_target(target: &str) -> Self {
        match target.split('.').next().unwrap_or_default() {
            "DynamoDB_20120810" | "DynamoDBStreams_20120810" => Self::DynamoDb,
            "AmazonSQS" => Self::Sqs { target: target.to_owned() },
            "AWSCognitoIdentityProviderService" => Self::Cognito { target: target.to_owned() },
            _ => Self::Unknown { target: target.to_owned() },
        }
    }
}

/// Whether a request speaks the query protocol.
fn form(headers: &HeaderMap) -> bool {
    let media_type = headers.get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    media_type.is_some_and(|value| value.starts_with("application/x-www-form-urlencoded"))
}

/// SDKs percent-encode ARNs in paths.
fn decode(segment: &str) -> String {
    percent_encoding::percent_decode_str(segment).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(method: Method, uri: &str, target: Option<&str>) -> Service {
        let mut headers = HeaderMap::new();
        if let Some(target) = target {
            headers.insert("x-amz-target", target.parse().unwrap());
        }
        Service::of(&method, &uri.parse().unwrap(), &headers)
    }

    #[test]
    fn targets_decide_first() {
        for (target, service) in [
            ("DynamoDB_20120810.PutItem", Service::DynamoDb),
            ("DynamoDBStreams_20120810.GetRecords", Service::DynamoDb),
            ("AmazonSQS.SendMessage", Service::Sqs { target: "AmazonSQS.SendMessage".to_owned() }),
            (
                "AWSCognitoIdentityProviderService.InitiateAuth",
                Service::Cognito { target: "AWSCognitoIdentityProviderService.InitiateAuth".to_owned() },
            ),
            ("Kinesis_20131202.PutRecord", Service::Unknown { target: "Kinesis_20131202.PutRecord".to_owned() }),
        ] {
            assert_eq!(of(Method::POST, "/", Some(target)), service);
        }
    }

    #[test]
    fn paths_decide_next_and_the_rest_is_s3() {
        let function = Service::Lambda { function: "arn:aws:lambda:eu:0:function:f".to_owned() };
        let pool = || "eu-central-1_pool".to_owned();
        for (method, path, service) in [
            (Method::GET, "/eu-central-1_pool/.well-known/jwks.json", Service::CognitoKeys { pool: pool() }),
            (Method::GET, "/eu-central-1_pool/.well-known/openid-configuration", Service::CognitoDiscovery { pool: pool() }),
            (Method::POST, "/oauth2/token", Service::CognitoToken),
            (Method::GET, "/oauth2/authorize?client_id=x", Service::CognitoPage),
            (Method::POST, "/saml2/idpresponse", Service::CognitoPage),
            (Method::POST, "/v2/email/outbound-emails", Service::Mail),
            (Method::GET, "/schedules?MaxResults=3", Service::Scheduler),
            (Method::POST, "/schedule-groups/g", Service::Scheduler),
            (Method::POST, "/apikeys", Service::ApiKeys),
            (Method::POST, "/usageplans/p/keys", Service::ApiKeys),
            (Method::POST, "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu%3A0%3Afunction%3Af/invocations", function),
            (Method::PUT, "/uploads/in/course.zip?X-Amz-Signature=00", Service::S3),
            (Method::GET, "/", Service::S3),
            (Method::GET, "/schedulesbucket/key", Service::S3),
        ] {
            assert_eq!(of(method, path, None), service, "{path}");
        }
    }
}
