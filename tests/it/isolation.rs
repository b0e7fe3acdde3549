//! One workspace never sees another: every route of the template, called by a stranger with the other's ids.

use crate::{
    admin_files::{PDF, digest, upload},
    admin_identity_providers::connect_saml,
    dynamodb::environment,
    stack::{SITE, Site, root, run, run_apart, site},
    workspace::{Answer, Person, Workspace, completion},
};
use lambda::Area;
use local::{Options, Stack};
use local_template::{Environment, Event};
use serde_json::{Value, json};

/// Every route of the template: handler, method, path, and whether it needs a token. A new route joins by being there.
pub(crate) fn routes() -> Vec<(String, String, String, bool)> {
    let environment = Environment {
        region: "eu-central-1".to_owned(),
        account: "000000000000".to_owned(),
        stack_name: "trellis".to_owned(),
        endpoint: "http://127.0.0.1:1".to_owned(),
        secrets: ["trellis-Data-SigningKey", "trellis-Data-ContentSecret"].map(|name| (name.to_owned(), "k".repeat(64))).into(),
        ..Environment::default()
    };
    let stack = local_template::load(&root().join("template.yaml"), &environment).expect("the template");
    let mut routes = Vec::new();
    for function in &stack.functions {
        for event in &function.events {
            if let Event::Api(route) = event {
                routes.push((function.handler.clone(), route.method.to_uppercase(), route.path.clone(), route.authorizer.is_some()));
            }
        }
    }
    assert!(routes.len() >= 26, "only {} routes in the template", routes.len());
    routes
}

/// What the victim has, and what stands in its place when it is made up.
#[derive(Clone)]
pub(crate) struct Ids {
    pub(crate) course: String,
    pub(crate) collection: String,
    pub(crate) path: String,
    pub(crate) bank: String,
    pub(crate) import: String,
    pub(crate) export: String,
    pub(crate) member: String,
    pub(crate) group: String,
    pub(crate) workspace: String,
    pub(crate) support_grant: String,
    pub(crate) api_client: String,
    pub(crate) identity_provider: String,
    pub(crate) session: String,
    pub(crate) digest: String,
}

impl Ids {
    pub(crate) fn made_up() -> Self {
        let made_up = || ulid::Ulid::generate().to_string();
        Self {
            workspace: format!("no{}", made_up().to_lowercase()),
            group: made_up(),
            support_grant: made_up(),
            course: made_up(),
            collection: made_up(),
            path: made_up(),
            bank: made_up(),
            import: made_up(),
            export: made_up(),
            member: made_up(),
            api_client: made_up(),
            session: made_up(),
            identity_provider: made_up(),
            digest: "00".repeat(32),
        }
    }

    pub(crate) fn fill(&self, path: &str) -> String {
        path.replace("{course_id}", &self.course)
            .replace("{collection_id}", &self.collection)
            .replace("{path_id}", &self.path)
            .replace("{bank_id}", &self.bank)
            .replace("{import_id}", &self.import)
            .replace("{export_id}", &self.export)
            .replace("{member_id}", &self.member)
            .replace("{group_id}", &self.group)
            .replace("{workspace_id}", &self.workspace)
            .replace("{support_grant_id}", &self.support_grant)
            .replace("{agent_id}", &"0".repeat(64))
            .replace("{api_client_id}", &self.api_client)
            .replace("{identity_provider_id}", &self.identity_provider)
            .replace("{test_id}", &self.identity_provider)
            .replace("{session_id}", &self.session)
            .replace("{digest}", &self.digest)
            .replace("{lesson_id}", "l0")
            .replace("{number}", "1")
            .replace("{question_id}", "q1")
            .replace("{board_id}", "week")
            .replace("{queue}", "trellis-EngagementQueues-AwardsDeadLetters")
    }
}

/// The body that the route is tried with.
pub(crate) fn sample(handler: &str) -> Option<Value> {
    let text = areas::all().iter().flat_map(Area::handlers).find(|known| known.name() == handler).expect("a handler").sample().body;
    text.map(|body| serde_json::from_str(body).expect("JSON"))
}

async fn call(person: &Person, route: &(String, String, String, bool), ids: &Ids) -> Answer {
    let (handler, method, path, _) = route;
    person.send(method, &ids.fill(path), &[("if-match", "\"1\"")], sample(handler).as_ref()).await
}

/// The body without what differs from call to call.
fn essence(answer: &Answer) -> (u16, Value) {
    let mut body = answer.body.clone();
    if let Some(fields) = body.as_object_mut() {
        fields.remove("request_id");
    }
    (answer.status.as_u16(), body)
}

#[test]
fn a_stranger_learns_nothing_on_any_route() {
    run(async {
        // The stranger's name is longer than the victim's and begins like it; there the stranger may do everything.
        let name = format!("v{}", ulid::Ulid::generate().to_string().to_lowercase());
        let (victim, stranger) = (Workspace::named(&name).await, Workspace::named(&format!("{name}-corp")).await);
        let people = victim.members(&[("author", &["author"]), ("learner", &[])]).await;
        let foreign = stranger.members(&[("all", &["author", "manager", "admin", "auditor"])]).await;
        let foreign = &foreign["all"];
        let course = victim.course(&people["author"], "Secret plans", 2).await;
        people["learner"].put(&format!("/v1/me/enrolments/{course}")).await.expect(201);
        people["learner"].put(&completion(&course, 0)).await.expect(200);
        let asked = crate::enrolment_requests::course(&people["author"], "Secret height", &json!({ "mode": "approval" })).await;
        people["learner"].put(&format!("/v1/me/enrolment-requests/{asked}")).await.expect(201);
        let import = people["author"]
            .post("/v1/admin/imports", &json!({ "kind": "mdbook", "file_name": "secret.zip", "size": 5 }))
            .await
            .expect(201);
        let import = import["import_id"].as_str().expect("an id").to_owned();
        let export = people["author"].send("POST", &format!("/v1/admin/courses/{course}/exports"), &[], None).await.expect(202);
        assert_eq!(upload(&people["author"], "secret.pdf", "document", PDF).await["state"], "ready");
        let steps = json!([{ "title": "Secret milestone", "courses": [{ "course_id": course }] }]);
        let path = people["author"].post("/v1/admin/paths", &json!({ "title": "Secret path", "milestones": steps })).await.expect(201);
        let path = path["path_id"].as_str().expect("an id").to_owned();
        let asked = json!([{ "id": "q1", "kind": "true_false", "text": "?", "right": true }]);
        let bank =
            people["author"].post("/v1/admin/question-banks", &json!({ "title": "Secret bank", "questions": asked })).await.expect(201);
        let bank = bank["bank_id"].as_str().expect("an id").to_owned();
        let group = people["admin"].post("/v1/admin/groups", &json!({ "name": "Secret group" })).await.expect(201);
        let group = group["group_id"].as_str().expect("an id").to_owned();
        let joined = format!("/v1/admin/groups/{group}/members/{}", people["learner"].member_id);
        people["admin"].put(&joined).await.expect(204);
        let agent = crate::support::agent().await;
        let access = json!({ "agent_email": agent, "hours": 1, "reason": "Secret trouble" });
        let access = people["admin"].post("/v1/admin/support-access", &access).await.expect(201);
        let support_grant = access["support_grant_id"].as_str().expect("an id").to_owned();
        let order = json!({ "name": "Secret system", "scopes": ["people.read"] });
        let client = people["admin"].post("/v1/admin/api-clients", &order).await.expect(201);
        let api_client = client["api_client"]["api_client_id"].as_str().expect("an id").to_owned();
        let sessions = people["learner"].get("/v1/me/sessions").await.expect(200);
        let session = sessions["items"][0]["session_id"].as_str().expect("a session").to_owned();
        let identity_provider = connect_saml(&people["admin"]).await;
        let real = Ids {
            workspace: victim.id.clone(),
            support_grant,
            group,
            course: course.clone(),
            // It belongs to nobody: all see the same of it.
            collection: ulid::Ulid::generate().to_string(),
            path,
            bank,
            import,
            export: export["export_id"].as_str().expect("an id").to_owned(),
            member: people["learner"].member_id.clone(),
            api_client,
            session,
            identity_provider,
            digest: digest(PDF),
        };
        let nothing = Ids::made_up();
        let own = [&real.group, &real.course, &real.import, &real.export, &real.member].map(String::as_str);
        let secrets = [
            &own[..],
            &[
                "Secret trouble",
                "Secret group",
                "Secret height",
                "Secret plans",
                "Secret system",
                "Secret bank",
                "secret.zip",
                "secret.pdf",
            ],
        ]
        .concat();

        let mut checked = 0;
        for route in routes() {
            let (handler, _, path, needs_token) = &route;
            let named = path.contains("_id}") && !path.contains("{board_id}");
            if *needs_token && named {
                let (seen, control) = (call(foreign, &route, &real).await, call(foreign, &route, &nothing).await);
                assert!(!seen.status.is_success(), "{handler}: {} {}", seen.status, seen.body);
                assert_eq!(essence(&seen), essence(&control), "{handler} tells that something exists");
                checked += 1;
            } else if *needs_token {
                let seen = call(foreign, &route, &real).await;
                let text = seen.body.to_string();
                assert!(secrets.iter().all(|secret| !text.contains(secret)), "{handler}: {text}");
                checked += 1;
            }
            // Without a token nothing opens that needs one.
            if *needs_token {
                let anonymous = Person { token: String::new(), ..foreign.clone() };
                assert_eq!(call(&anonymous, &route, &real).await.status, 401, "{handler}");
            }
        }
        println!("{checked} routes called as a stranger");
        // Nothing of the victim's has changed.
        let enrolment = people["learner"].get(&format!("/v1/me/enrolments/{course}")).await.expect(200);
        assert_eq!(enrolment["progress"]["completed"], 1);
        let seen = people["author"].get(&format!("/v1/catalog/courses/{course}")).await.expect(200);
        assert_eq!(seen["title"], "Secret plans");
    });
}

/// What `TenantIsolation=Strict` costs and does, on a stack of its own.
#[test]
fn strict_isolation_opens_one_session_per_function_and_workspace() {
    run_apart(async {
        let data = tempfile::tempdir().expect("a folder");
        let mut options = Options::new(root().join("template.yaml"), data.path());
        options.parameters = [("TenantIsolation".to_owned(), "Strict".to_owned())].into();
        let stack = Stack::start(options).await.expect("the stack starts");
        let site = Site { url: stack.url().to_owned(), aws_url: stack.aws_url().to_owned() };
        SITE.scope(site, async {
            let (acme, corp) = (Workspace::named("strict").await, Workspace::named("strict-corp").await);
            let (people, others) = (acme.members(&[("learner", &[])]).await, corp.members(&[("learner", &[])]).await);
            let (ours, theirs) = (&people["learner"], &others["learner"]);
            let mut times = Vec::new();
            for _ in 0..40 {
                for person in [ours, theirs] {
                    let begun = std::time::Instant::now();
                    person.get("/v1/me/home").await.expect(200);
                    times.push(begun.elapsed());
                }
            }
            let homes = stack.invocations(Some("get-home"), None);
            assert_eq!(homes.len(), 80);
            let sessions = stack.tenant_sessions();
            // One warm environment of get-home, two workspaces: eighty calls, two sessions.
            println!("{sessions} sessions of all functions; first calls {:?} and {:?}, later {:?}", times[0], times[1], times[79]);
            ours.get("/v1/me/home").await.expect(200);
            theirs.get("/v1/me/home").await.expect(200);
            assert_eq!(stack.tenant_sessions(), sessions, "a warm environment opens no further session");
        })
        .await;
        stack.shut_down().await;
    });
}

/// What IAM says where no guard is asked: a workspace's session reads the global catalogue, and only that of the operators writes it.
#[test]
fn strict_isolation_lets_workspaces_read_the_global_catalogue_and_operators_write_it() {
    run_apart(async {
        let data = tempfile::tempdir().expect("a folder");
        let mut options = Options::new(root().join("template.yaml"), data.path());
        options.parameters = [("TenantIsolation".to_owned(), "Strict".to_owned())].into();
        let stack = Stack::start(options).await.expect("the stack starts");
        let site = Site { url: stack.url().to_owned(), aws_url: stack.aws_url().to_owned() };
        SITE.scope(site, async {
            let item = |pk: &str| json!({ "pk": { "S": pk }, "sk": { "S": "X" } });
            let table = environment("catalog").await.remove("TABLE_NAME").expect("the table's name");
            let query = |index: Option<&str>, name: &str| {
                let mut query = json!({ "TableName": table, "KeyConditionExpression": format!("{name} = :pk"), "ExpressionAttributeValues": { ":pk": { "S": "G#X" } } });
                if let Some(index) = index {
                    query["IndexName"] = json!(index);
                }
                query
            };
            let reads = [
                ("GetItem", json!({ "TableName": table, "Key": item("G#X") })),
                ("BatchGetItem", json!({ "RequestItems": { &table: { "Keys": [item("G#X")] } } })),
                ("BatchGetItem", json!({ "RequestItems": { &table: { "Keys": [item("G#X"), item("W#own#X")] } } })),
                ("Query", query(None, "pk")),
                ("Query", query(Some("gsi1"), "gsi1pk")),
            ];
            let put = json!({ "TableName": table, "Item": item("G#X") });
            let writes = [
                ("PutItem", put.clone()),
                ("DeleteItem", json!({ "TableName": table, "Key": item("G#X") })),
                ("UpdateItem", json!({ "TableName": table, "Key": item("G#X"), "UpdateExpression": "SET a = :a", "ExpressionAttributeValues": { ":a": { "S": "a" } } })),
                ("BatchWriteItem", json!({ "RequestItems": { &table: [{ "PutRequest": { "Item": item("G#X") } }] } })),
                ("TransactWriteItems", json!({ "TransactItems": [{ "Put": put }] })),
            ];
            for workspace in ["acme", "platforms"] {
                let session = session_of(workspace).await;
                for (operation, request) in &reads {
                    let request = serde_json::from_str(&request.to_string().replace("W#own#", &format!("W#{workspace}#"))).expect("JSON");
                    assert_eq!(by(&session, operation, &request).await, 200, "{workspace}: {operation}");
                }
                for (operation, request) in &writes {
                    assert_eq!(by(&session, operation, request).await, 400, "{workspace}: {operation}");
                }
            }
            let operators = session_of("platform").await;
            assert_eq!(by(&operators, "PutItem", &writes[0].1).await, 200);
            assert_eq!(by(&operators, "GetItem", &json!({ "TableName": table, "Key": item("W#acme#COURSE#1") })).await, 400);
        })
        .await;
        stack.shut_down().await;
    });
}

/// The access key of a session of the tenants' role.
async fn session_of(workspace: &str) -> String {
    let role = environment("catalog").await.remove("TENANT_ROLE_ARN").expect("the role");
    let form = format!("Action=AssumeRole&Version=2011-06-15&RoleArn={role}&Tags.member.1.Key=WorkspaceId&Tags.member.1.Value={workspace}");
    let signed = "AWS4-HMAC-SHA256 Credential=local/20261122/eu-central-1/sts/aws4_request, SignedHeaders=host, Signature=0";
    let request = reqwest::Client::new().post(site().aws_url).header("authorization", signed);
    let request = request.header("content-type", "application/x-www-form-urlencoded").body(form);
    let answer = request.send().await.expect("STS answers").text().await.expect("text");
    let key = answer.split("<AccessKeyId>").nth(1).and_then(|rest| rest.split('<').next());
    key.unwrap_or_else(|| panic!("{answer}")).to_owned()
}

/// The status of a request to the table on somebody's credentials.
async fn by(credential: &str, operation: &str, request: &Value) -> u16 {
    let signed =
        format!("AWS4-HMAC-SHA256 Credential={credential}/20261122/eu-central-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0");
    let sent = reqwest::Client::new().post(site().aws_url).header("x-amz-target", format!("DynamoDB_20120810.{operation}"));
    let sent =
        sent.header("content-type", "application/x-amz-json-1.0").header("x-amz-date", "20261122T100000Z").header("authorization", signed);
    sent.body(request.to_string()).send().await.expect("the table answers").status().as_u16()
}

#[test]
fn a_request_cannot_name_another_workspace() {
    run(async {
        let (own, other) = (Workspace::open().await, Workspace::open().await);
        let (admin, _) = (own.admin().await, other.admin().await);
        let headers = [("x-workspace", other.id.as_str()), ("x-amzn-workspace", other.id.as_str())];
        let me = admin.send("GET", &format!("/v1/me?workspace={}", other.id), &headers, None).await.expect(200);
        assert_eq!(me["workspace"], own.id.as_str());
        let body = json!({ "email": "x@y.example", "name": "X", "workspace": other.id });
        assert_eq!(admin.post("/v1/admin/people", &body).await.problem(), "rule-broken");
    });
}
