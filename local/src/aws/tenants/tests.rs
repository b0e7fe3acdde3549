use super::*;
use serde_json::json;

const ROLE: &str = "arn:aws:iam::000000000000:role/tenant";

fn tenants(strict: bool) -> Tenants {
    with(
        strict,
        &json!(["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:BatchGetItem"]),
        &json!({
            "Null": { "dynamodb:LeadingKeys": "false" },
            "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["W#${aws:PrincipalTag/WorkspaceId}#*"] },
        }),
    )
}

fn with(strict: bool, actions: &Value, condition: &Value) -> Tenants {
    let statement = json!({
        "Effect": "Allow",
        "Action": actions,
        "Resource": ["arn:aws:dynamodb:eu-central-1:000000000000:table/trellis", "arn:aws:dynamodb:eu-central-1:000000000000:table/trellis/index/*"],
        "Condition": condition,
    });
    let roles = HashMap::from([(ROLE.to_owned(), vec![statement])]);
    Tenants(Arc::new(Inner { roles, strict, sessions: Mutex::default() }))
}

/// The access key of a new session.
fn session(tenants: &Tenants, workspace: &str) -> String {
    let body = format!("Action=AssumeRole&Version=2011-06-15&RoleArn={ROLE}&Tags.member.1.Key=WorkspaceId&Tags.member.1.Value={workspace}");
    let answer = tenants.answer(body.as_bytes()).unwrap();
    answer.split("<AccessKeyId>").nth(1).unwrap().split('<').next().unwrap().to_owned()
}

fn headers(credential: &str, operation: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("x-amz-target", format!("DynamoDB_20120810.{operation}").parse().unwrap());
    let authorization =
        format!("AWS4-HMAC-SHA256 Credential={credential}/20261122/eu-central-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0");
    headers.insert("authorization", authorization.parse().unwrap());
    headers
}

fn check(tenants: &Tenants, credential: &str, operation: &str, request: &Value) -> Result<(), Denied> {
    tenants.check(&headers(credential, operation), request.to_string().as_bytes())
}

fn get(key: &str) -> Value {
    json!({ "TableName": "trellis", "Key": { "pk": { "S": key }, "sk": { "S": "x" } } })
}

#[test]
fn a_session_reaches_its_own_workspace_and_no_other() {
    let tenants = tenants(true);
    let acme = session(&tenants, "acme");
    assert_eq!(check(&tenants, &acme, "GetItem", &get("W#acme#MEMBER#1")), Ok(()));
    let put = json!({ "TableName": "trellis", "Item": get("W#acme#EVENT#1")["Key"] });
    assert_eq!(check(&tenants, &acme, "PutItem", &put), Ok(()));
    for key in ["W#acme-corp#MEMBER#1", "W#acm#MEMBER#1", "W#acme", "REGISTRY#x", "", "w#acme#x"] {
        assert_eq!(check(&tenants, &acme, "GetItem", &get(key)).unwrap_err().kind, "AccessDeniedException", "{key}");
    }
    let query = |partition: &str, index: Option<&str>| {
        let mut query = json!({
            "TableName": "trellis",
            "KeyConditionExpression": "gsi1pk = :pk AND begins_with(gsi1sk, :prefix)",
            "ExpressionAttributeValues": { ":pk": { "S": partition }, ":prefix": { "S": "W#acme#" } },
        });
        if let Some(index) = index {
            query["IndexName"] = json!(index);
        }
        query
    };
    assert_eq!(check(&tenants, &acme, "Query", &query("W#acme#MEMBERS", Some("gsi1"))), Ok(()));
    assert!(check(&tenants, &acme, "Query", &query("W#acme-corp#MEMBERS", Some("gsi1"))).is_err());
    let batch = json!({ "RequestItems": { "trellis": { "Keys": [get("W#acme#A")["Key"], get("W#other#A")["Key"]] } } });
    assert!(check(&tenants, &acme, "BatchGetItem", &batch).is_err());
}

#[test]
fn what_the_policy_does_not_name_is_refused() {
    let tenants = tenants(true);
    let acme = session(&tenants, "acme");
    assert!(check(&tenants, &acme, "DeleteItem", &get("W#acme#MEMBER#1")).is_err());
    assert!(check(&tenants, &acme, "Scan", &json!({ "TableName": "trellis" })).is_err());
    assert!(check(&tenants, &acme, "ExecuteStatement", &json!({ "Statement": "SELECT * FROM trellis" })).is_err());
    let elsewhere = json!({ "TableName": "other", "Key": { "pk": { "S": "W#acme#A" } } });
    assert!(check(&tenants, &acme, "GetItem", &elsewhere).is_err());
    let transaction =
        json!({ "TransactItems": [{ "Put": { "TableName": "trellis", "Item": get("W#acme#A")["Key"] } }, { "Delete": get("W#acme#B") }] });
    assert!(check(&tenants, &acme, "TransactWriteItems", &transaction).is_err());
}

/// `ForAllValues` alone is true where a request names no key: then a scan would read every workspace.
#[test]
fn a_request_without_a_key_is_refused_where_the_policy_asks_for_one() {
    let own = json!({ "dynamodb:LeadingKeys": ["W#${aws:PrincipalTag/WorkspaceId}#*"] });
    let every = json!("dynamodb:*");
    let scan = json!({ "TableName": "trellis" });
    let careless = with(true, &every, &json!({ "ForAllValues:StringLike": own }));
    assert_eq!(check(&careless, &session(&careless, "acme"), "Scan", &scan), Ok(()));
    let careful = with(true, &every, &json!({ "Null": { "dynamodb:LeadingKeys": "false" }, "ForAllValues:StringLike": own }));
    let acme = session(&careful, "acme");
    assert!(check(&careful, &acme, "Scan", &scan).is_err());
    assert!(check(&careful, &acme, "ExecuteStatement", &json!({ "Statement": "SELECT * FROM trellis" })).is_err());
    assert_eq!(check(&careful, &acme, "GetItem", &get("W#acme#MEMBER#1")), Ok(()));
}

#[test]
fn a_function_s_own_credentials_reach_workspaces_only_when_isolation_is_off() {
    let request = get("W#acme#MEMBER#1");
    assert!(check(&tenants(true), ACCESS_KEY_ID, "GetItem", &request).is_err());
    assert_eq!(check(&tenants(true), ACCESS_KEY_ID, "GetItem", &get("REGISTRY#open")), Ok(()));
    assert_eq!(check(&tenants(false), ACCESS_KEY_ID, "GetItem", &request), Ok(()));
    assert_eq!(check(&tenants(true), "somebody", "Scan", &json!({ "TableName": "trellis" })), Ok(()));
    assert!(check(&tenants(true), "ASIAMADEUP", "GetItem", &request).is_err());
}

#[test]
fn a_session_needs_its_tag_and_its_role() {
    let tenants = tenants(true);
    for body in [
        format!("Action=AssumeRole&RoleArn={ROLE}"),
        format!("Action=AssumeRole&RoleArn={ROLE}&Tags.member.1.Key=WorkspaceId&Tags.member.1.Value="),
        format!("Action=AssumeRole&RoleArn={ROLE}&Tags.member.1.Key=Other&Tags.member.1.Value=acme"),
        "Action=AssumeRole&RoleArn=arn:aws:iam::0:role/other&Tags.member.1.Key=WorkspaceId&Tags.member.1.Value=acme".to_owned(),
        "Action=GetSessionToken".to_owned(),
    ] {
        assert!(tenants.answer(body.as_bytes()).is_err(), "{body}");
    }
}

#[test]
fn whoever_asks_is_the_account() {
    let answer = tenants(true).answer(b"Action=GetCallerIdentity&Version=2011-06-15").unwrap();
    assert!(answer.contains("<Account>000000000000</Account>"), "{answer}");
}
