//! What requests to the other services ask for, in the words of policies (service authorization reference).

use std::collections::HashMap;

use http::Method;
use local_template::Stack;
use serde_json::Value;

use super::policy::Access;
use crate::options::{ACCOUNT, REGION};

/// Cognito's operations that need no AWS credentials: whoever calls brings a client's id or a token.
const PUBLIC: [&str; 9] = [
    "AssociateSoftwareToken",
    "GetTokensFromRefreshToken",
    "GetUser",
    "GlobalSignOut",
    "InitiateAuth",
    "RespondToAuthChallenge",
    "RevokeToken",
    "SetUserMFAPreference",
    "VerifySoftwareToken",
];

fn arn(service: &str, resource: &str) -> String {
    format!("arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}")
}

fn operation(target: &str) -> &str {
    target.rsplit('.').next().unwrap_or_default()
}

fn read(body: &[u8]) -> Value {
    serde_json::from_slice(body).unwrap_or_default()
}

/// The queues of the template whose failed messages a dead-letter queue takes, by its ARN.
#[derive(Debug, Clone)]
pub(crate) struct DeadLetterSources(HashMap<String, Vec<String>>);

impl DeadLetterSources {
    pub(crate) fn of(template: &Stack) -> Self {
        let mut sources = HashMap::<_, Vec<_>>::new();
        for queue in template.resources_of("AWS::SQS::Queue") {
            if let Some(target) = queue.properties["RedrivePolicy"]["deadLetterTargetArn"].as_str() {
                sources.entry(target.to_owned()).or_default().push(queue.arn.clone());
            }
        }
        Self(sources)
    }
}

/// Batches have no permission of their own. A move task does what its caller may do: it receives and deletes on one queue and sends to
/// others (SQS developer guide, "Configuring queue permissions for dead-letter queue redrive").
pub(super) fn queues(target: &str, body: &[u8], sources: &DeadLetterSources) -> Vec<Access> {
    let (operation, request) = (operation(target), read(body));
    if operation == "StartMessageMoveTask" {
        let source = request["SourceArn"].as_str().unwrap_or_default();
        let origins = sources.0.get(source).into_iter().flatten();
        let on_source = ["StartMessageMoveTask", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes"].into_iter();
        let on_source = on_source.map(|operation| Access::new(format!("sqs:{operation}"), source));
        return on_source.chain(origins.map(|origin| Access::new("sqs:SendMessage", origin))).collect();
    }
    let name = request["QueueUrl"].as_str().and_then(|url| url.rsplit('/').next()).unwrap_or_default();
    vec![Access::new(format!("sqs:{}", operation.strip_suffix("Batch").unwrap_or(operation)), arn("sqs", name))]
}

pub(super) fn cognito(target: &str, body: &[u8]) -> Vec<Access> {
    let operation = operation(target);
    if PUBLIC.contains(&operation) {
        return Vec::new();
    }
    let pool = arn("cognito-idp", &format!("userpool/{}", read(body)["UserPoolId"].as_str().unwrap_or_default()));
    vec![Access::new(format!("cognito-idp:{operation}"), pool)]
}

/// The sender's identity is asked about. In the sandbox of SES the recipients' are too, which the stack does not play.
pub(super) fn mail(method: &Method, path: &str, body: &[u8]) -> Vec<Access> {
    let request = read(body);
    let from = request["FromEmailAddress"].as_str().unwrap_or_default();
    let address = from.rsplit_once('<').map_or(from, |(_, rest)| rest.trim_end_matches('>'));
    let domain = address.rsplit('@').next().unwrap_or_default();
    let action =
        if method == Method::POST && path == "/v2/email/outbound-emails" { "ses:SendEmail".to_owned() } else { format!("ses:{path}") };
    vec![Access::new(action, arn("ses", &format!("identity/{domain}"))).with("ses:FromAddress", vec![address.to_owned()])]
}

/// Whoever makes a schedule hands it a role.
pub(super) fn schedules(method: &Method, path: &str, body: &[u8]) -> Vec<Access> {
    let name = path.trim_start_matches("/schedules/");
    let schedule = arn("scheduler", &format!("schedule/default/{name}"));
    if method != Method::POST {
        return vec![Access::new(format!("scheduler:{method}"), schedule)];
    }
    let role = read(body)["Target"]["RoleArn"].as_str().unwrap_or_default().to_owned();
    let passed = Access::new("iam:PassRole", role).with("iam:PassedToService", vec!["scheduler.amazonaws.com".to_owned()]);
    vec![Access::new("scheduler:CreateSchedule", schedule), passed]
}

/// API Gateway's actions are methods, and its resources are paths.
pub(super) fn api_keys(method: &Method, path: &str) -> Vec<Access> {
    vec![Access::new(format!("apigateway:{method}"), format!("arn:aws:apigateway:{REGION}::{path}"))]
}

pub(super) fn invocation(function: &str) -> Vec<Access> {
    let name = function.rsplit_once(":function:").map_or(function, |(_, name)| name);
    vec![Access::new("lambda:InvokeFunction", arn("lambda", &format!("function:{name}")))]
}

/// An operation of S3 on a bucket (no key) or an object. Parts of an upload are part of the object's writing.
pub(crate) fn object(operation: &str, bucket: &str, key: Option<&str>) -> Access {
    let action = match operation {
        "HeadObject" => "GetObject",
        "CreateMultipartUpload" | "UploadPart" | "CompleteMultipartUpload" | "PostObject" => "PutObject",
        "ListParts" => "ListMultipartUploadParts",
        "ListObjects" | "ListObjectsV2" | "HeadBucket" => "ListBucket",
        other => other,
    };
    let key = key.map(|key| format!("/{key}")).unwrap_or_default();
    Access::new(format!("s3:{action}"), format!("arn:aws:s3:::{bucket}{key}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(accesses: &[Access]) -> Vec<(&str, &str)> {
        accesses.iter().map(|access| (access.action.as_str(), access.resource.as_str())).collect()
    }

    const DEAD: &str = "arn:aws:sqs:eu-central-1:000000000000:awards-dead";

    #[test]
    fn a_redrive_asks_for_all_that_it_does() {
        let sources = DeadLetterSources(HashMap::from([(DEAD.to_owned(), vec!["arn:awards".to_owned()])]));
        let body = format!(r#"{{"SourceArn":"{DEAD}"}}"#);
        assert_eq!(
            pairs(&queues("AmazonSQS.StartMessageMoveTask", body.as_bytes(), &sources)),
            [
                ("sqs:StartMessageMoveTask", DEAD),
                ("sqs:ReceiveMessage", DEAD),
                ("sqs:DeleteMessage", DEAD),
                ("sqs:GetQueueAttributes", DEAD),
                ("sqs:SendMessage", "arn:awards"),
            ]
        );
        let body = br#"{"QueueUrl":"http://127.0.0.1:3001/000000000000/awards-dead"}"#;
        assert_eq!(pairs(&queues("AmazonSQS.SendMessageBatch", body, &sources)), [("sqs:SendMessage", DEAD)]);
    }

    #[test]
    fn signing_in_needs_no_credentials_and_everything_else_does() {
        let body = br#"{"UserPoolId":"eu-central-1_pool"}"#;
        let pool = "arn:aws:cognito-idp:eu-central-1:000000000000:userpool/eu-central-1_pool";
        let asked = |operation: &str| cognito(&format!("AWSCognitoIdentityProviderService.{operation}"), body);
        assert_eq!(asked("InitiateAuth"), []);
        assert_eq!(pairs(&asked("AddUserPoolClientSecret")), [("cognito-idp:AddUserPoolClientSecret", pool)]);
    }

    #[test]
    fn a_mail_is_sent_from_an_identity_and_a_schedule_takes_a_role() {
        let body = br#"{"FromEmailAddress":"Trellis <hello@trellis.example>"}"#;
        let sent = mail(&Method::POST, "/v2/email/outbound-emails", body);
        assert_eq!(pairs(&sent), [("ses:SendEmail", "arn:aws:ses:eu-central-1:000000000000:identity/trellis.example")]);
        assert_eq!(sent[0].values("ses:FromAddress"), ["hello@trellis.example"]);
        let made = schedules(&Method::POST, "/schedules/end-1", br#"{"Target":{"RoleArn":"arn:role"}}"#);
        let schedule = "arn:aws:scheduler:eu-central-1:000000000000:schedule/default/end-1";
        assert_eq!(pairs(&made), [("scheduler:CreateSchedule", schedule), ("iam:PassRole", "arn:role")]);
    }

    #[test]
    fn keys_functions_and_objects_have_their_names() {
        let key = "arn:aws:apigateway:eu-central-1::/apikeys/k";
        assert_eq!(pairs(&api_keys(&Method::DELETE, "/apikeys/k")), [("apigateway:DELETE", key)]);
        let function = "arn:aws:lambda:eu-central-1:000000000000:function:f";
        assert_eq!(pairs(&invocation(function)), [("lambda:InvokeFunction", function)]);
        let part = object("UploadPart", "files", Some("W/acme/x"));
        assert_eq!(
            pairs(&[part, object("ListObjectsV2", "files", None)]),
            [("s3:PutObject", "arn:aws:s3:::files/W/acme/x"), ("s3:ListBucket", "arn:aws:s3:::files")]
        );
    }
}
