//! Every service answers on the AWS endpoint, and the API beside the local pages.

use serde_json::json;

use crate::support::{call, get, start, table};

#[tokio::test(flavor = "multi_thread")]
async fn services_answer_on_one_port() {
    let data = tempfile::tempdir().unwrap();
    let stack = start(data.path()).await;
    let aws = stack.aws_url();
    assert!(table(&stack).await.starts_with("trellis-"));
    assert!(!call(&stack, "AmazonSQS.ListQueues", json!({})).await["QueueUrls"].as_array().unwrap().is_empty());
    let streams = call(&stack, "DynamoDBStreams_20120810.ListStreams", json!({})).await;
    assert_eq!(streams["Streams"].as_array().unwrap().len(), 1);
    let pool = "eu-central-1_trellisIdentityUserPool";
    let (status, keys) = get(&format!("{aws}/{pool}/.well-known/jwks.json")).await;
    assert_eq!((status, keys["keys"][0]["kty"].as_str()), (200, Some("RSA")));
    assert_eq!(get(&format!("{aws}/{pool}/.well-known/openid-configuration")).await.1["issuer"], format!("{aws}/{pool}"));
    assert_eq!(get(&format!("{aws}/nobody/.well-known/jwks.json")).await.0, 404);
    let pools = call(&stack, "AWSCognitoIdentityProviderService.ListUserPools", json!({"MaxResults": 60})).await;
    assert_eq!(pools["UserPools"][0]["Id"], pool);
    let user = json!({"UserPoolId": pool, "Username": "ada", "MessageAction": "SUPPRESS"});
    let created = call(&stack, "AWSCognitoIdentityProviderService.AdminCreateUser", user).await;
    assert_eq!(created["User"]["Username"], "ada");
    assert_eq!(get(&format!("{aws}/schedules")).await.0, 404, "the scheduler only creates");
    assert_eq!(get(&format!("{aws}/usageplans")).await.0, 200);
    assert_eq!(get(&format!("{aws}/some-bucket/some-key")).await.0, 403, "S3 lets nobody in without a signature");
    stack.shut_down().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn functions_are_invoked_by_name_and_their_errors_are_lambda_s() {
    let data = tempfile::tempdir().unwrap();
    let stack = start(data.path()).await;
    let invoke = |name: &str, kind: &str, body: &'static str| {
        let url = format!("{}/2015-03-31/functions/{name}/invocations", stack.aws_url());
        reqwest::Client::new().post(url).header("x-amz-invocation-type", kind).body(body).send()
    };
    let failed = invoke("open-workspace", "RequestResponse", "{}").await.unwrap();
    assert_eq!(failed.status(), 200);
    assert_eq!(failed.headers()["x-amz-function-error"], "Unhandled");
    assert_eq!(failed.headers()["x-amz-executed-version"], "$LATEST");
    let error: serde_json::Value = serde_json::from_slice(&failed.bytes().await.unwrap()).unwrap();
    assert!(error["errorType"].is_string() && error["errorMessage"].is_string(), "{error}");
    assert_eq!(invoke("nobody", "RequestResponse", "{}").await.unwrap().status(), 404);
    assert_eq!(invoke("open-workspace", "RequestResponse", "{").await.unwrap().status(), 400);
    assert_eq!(invoke("open-workspace", "DryRun", "{}").await.unwrap().status(), 204);
    assert_eq!(invoke("open-workspace", "Event", "{}").await.unwrap().status(), 202);
    stack.shut_down().await;
}

/// What a page of elsewhere can send without asking first: a form, or plain text. It must reach nothing.
#[tokio::test(flavor = "multi_thread")]
async fn pages_of_elsewhere_reach_no_service_and_no_local_page() {
    let data = tempfile::tempdir().unwrap();
    let stack = start(data.path()).await;
    let (aws, api) = (stack.aws_url(), stack.url());
    let paths = [
        "/2015-03-31/functions/get-health/invocations",
        "/",
        "/v2/email/outbound-emails",
        "/schedules/x",
        "/apikeys",
        "/oauth2/token",
        "/bucket/key",
    ];
    let targets =
        paths.map(|path| format!("{aws}{path}")).into_iter().chain(["mailbox", "dead-letters"].map(|page| format!("{api}/_local/{page}")));
    let http = reqwest::Client::new();
    for url in targets {
        for (name, value) in [("origin", "https://evil.example"), ("origin", "null"), ("host", "rebound.example:3001")] {
            for target in [None, Some("DynamoDB_20120810.ListTables"), Some("AmazonSQS.ListQueues")] {
                let mut request = http.post(&url).header("content-type", "text/plain").header(name, value).body("{}");
                request = target.into_iter().fold(request, |request, target| request.header("x-amz-target", target));
                assert_eq!(request.send().await.unwrap().status(), 403, "{url} {name}: {value} {target:?}");
            }
            assert_eq!(http.get(&url).header(name, value).send().await.unwrap().status(), 403, "{url} {name}: {value}");
        }
    }
    assert!(stack.invocations(Some("get-health"), None).is_empty());
    // A page of the stack's own may ask, and an identity provider may send a browser back.
    let own = http.get(format!("{api}/_local/mailbox")).header("origin", stack.page_url()).send().await.unwrap();
    assert_eq!(own.status(), 200);
    let back = http.post(format!("{aws}/saml2/idpresponse")).header("origin", "https://provider.example").send().await.unwrap();
    assert_ne!(back.status(), 403);
    stack.shut_down().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_s_port_has_the_gateway_and_the_local_pages() {
    let data = tempfile::tempdir().unwrap();
    let stack = start(data.path()).await;
    let url = stack.url();
    assert_eq!(get(&format!("{url}/v1/health")).await.0, 200);
    let (status, log) = get(&format!("{url}/_local/invocations?function=get-health")).await;
    assert_eq!((status, log["items"][0]["outcome"].as_str()), (200, Some("answered")));
    let number = log["items"][0]["number"].as_u64().unwrap();
    let (_, later) = get(&format!("{url}/_local/invocations?after={number}")).await;
    assert_eq!(later["items"], json!([]));
    assert_eq!(get(&format!("{url}/_local/mailbox")).await, (200, json!({"items": []})));
    assert_eq!(get(&format!("{url}/_local/dead-letters")).await, (200, json!({"items": []})));
    assert_eq!(get(&format!("{url}/v1/me")).await.0, 401);
    for nowhere in ["/v1/nowhere", "/_local/nowhere"] {
        assert_eq!(get(&format!("{url}{nowhere}")).await.0, 404);
    }
    stack.shut_down().await;
}
