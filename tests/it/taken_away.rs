//! What was taken away cannot be used to give it back: every route that changes access, called by whoever has just lost what let them in.

use crate::{
    admin_identity_providers::{connect_saml, file, saml},
    dynamodb::{environment, stored},
    enrolment_requests::course,
    generated::events::sample_event,
    global_courses::{collections::collect, offer},
    isolation::{Ids, sample},
    meddler::{Change, Meddler},
    platform_workspaces::operator,
    repository::{functions, pascal},
    stack::{SITE, Site, root, run_apart, until},
    support::agent,
    workspace::{Person, Workspace, draft, letters, publish, request, ticket},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use lambda::{Area, Audience, Function, Kind, Method, RouteDescription};
use local::{Options, Stack};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

struct Guarded {
    area: Area,
    handler: &'static str,
    route: Arc<RouteDescription>,
}

/// The routes that change access, for whoever is admitted.
fn guarded(wanted: impl Fn(&RouteDescription) -> bool) -> Vec<Guarded> {
    let mut found = Vec::new();
    for area in areas::all() {
        for handler in area.handlers() {
            if let Kind::Route(route) = handler.kind()
                && route.changes_access
                && wanted(route)
            {
                found.push(Guarded { area: area.clone(), handler: handler.name(), route: Arc::clone(route) });
            }
        }
    }
    found
}

fn of_people(route: &RouteDescription) -> bool {
    route.audience != Audience::Operator
}

#[test]
fn every_route_that_writes_says_whether_it_changes_access() {
    let mut keeping = Vec::new();
    for area in areas::all() {
        for handler in area.handlers() {
            let Kind::Route(route) = handler.kind() else { continue };
            let writes = route.method != Method::Get;
            assert!(writes || !route.changes_access, "{} reads", handler.name());
            if writes && route.audience != Audience::Anyone && !route.changes_access {
                assert!(
                    matches!(route.audience, Audience::Learner | Audience::Member | Audience::Author),
                    "{} is for administrators",
                    handler.name()
                );
                if route.audience != Audience::Learner {
                    keeping.push(handler.name());
                }
            }
        }
    }
    // Whoever adds one says why nobody's access depends on it.
    assert_eq!(
        keeping,
        [
            "update-me",
            "begin-upload",
            "sign-parts",
            "finish-upload",
            "preview-regrading",
            "regrade-quiz",
            "read-questions",
            "write-questions"
        ]
    );
    // Each is allowed to ask in its transactions, and before.
    let functions = functions();
    for Guarded { handler, .. } in guarded(|_| true) {
        let policy = serde_yaml_ng::to_string(&functions[&pascal(handler)]["Policies"]).expect("YAML");
        for action in ["dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem"] {
            assert!(policy.contains(action), "{handler} may not {action}");
        }
    }
}

async fn apart(test: impl AsyncFnOnce(&Stack)) {
    let data = tempfile::tempdir().expect("a folder");
    // The authorizer's answers are kept as long as on AWS.
    let mut options = Options::new(root().join("template.yaml"), data.path());
    options.parameters = [("TenantIsolation".to_owned(), crate::stack::isolation())].into();
    let stack = Stack::start(options).await.expect("the stack starts");
    let site = Site { url: stack.url().to_owned(), aws_url: stack.aws_url().to_owned() };
    SITE.scope(site, test(&stack)).await;
    stack.shut_down().await;
}

type Items = HashMap<(String, String), Value>;

/// The keys of what has come, changed or gone; what has an expiry may go by itself.
fn differences(before: &Items, after: &Items) -> Vec<(String, String)> {
    let other = after.iter().filter(|(key, item)| before.get(*key) != Some(item)).map(|(key, _)| key);
    let gone = before.iter().filter(|(key, item)| !after.contains_key(*key) && item.get("expires_at").is_none()).map(|(key, _)| key);
    other.chain(gone).cloned().collect()
}

/// Calls routes by way of the gateway; none may be allowed, and nothing may change. How many there were.
async fn refused(way: &str, caller: &Person, routes: &[Guarded], ids: &Ids, workspace: &str) -> usize {
    let before = stored(&format!("W#{workspace}#")).await;
    for Guarded { handler, route, .. } in routes {
        let answer = caller.send(route.method.name(), &ids.fill(route.path), &[("if-match", "\"1\"")], sample(handler).as_ref()).await;
        let problem = answer.problem().to_owned();
        assert!(["unauthenticated", "forbidden"].contains(&problem.as_str()), "{way}: {handler} answers {}", answer.body);
    }
    // The gateway has not asked again: it lets the caller through still.
    let changed = differences(&before, &stored(&format!("W#{workspace}#")).await);
    assert!(changed.is_empty(), "{way}: {changed:?}");
    println!("{way}: {} routes, 0 allowed", routes.len());
    routes.len()
}

const EVERYTHING: &[&str] = &["author", "manager", "admin", "auditor"];

/// Makes sure that the gateway has asked about the caller.
async fn let_in(caller: &Person) {
    caller.get("/v1/me").await.expect(200);
}

/// What a caller could change if they were let do it.
async fn targets(workspace: &Workspace, admin: &Person) -> Ids {
    let group = admin.post("/v1/admin/groups", &json!({ "name": "Group" })).await.expect(201);
    let course = admin.post("/v1/admin/courses", &draft("Course", 1)).await.expect(201);
    let path = admin.post("/v1/admin/paths", &json!({ "title": "Path" })).await.expect(201);
    let asked = json!([{ "id": "q1", "kind": "true_false", "text": "?", "right": true }]);
    let bank = admin.post("/v1/admin/question-banks", &json!({ "title": "Bank", "questions": asked })).await.expect(201);
    Ids {
        workspace: workspace.id.clone(),
        bank: bank["bank_id"].as_str().expect("an id").to_owned(),
        path: path["path_id"].as_str().expect("an id").to_owned(),
        group: group["group_id"].as_str().expect("an id").to_owned(),
        course: course["course_id"].as_str().expect("an id").to_owned(),
        member: admin.member_id.clone(),
        ..Ids::made_up()
    }
}

async fn deactivated() -> usize {
    let workspace = Workspace::open().await;
    let people = workspace.members(&[("all", EVERYTHING)]).await;
    let (caller, ids) = (&people["all"], targets(&workspace, &people["admin"]).await);
    let_in(caller).await;
    let path = format!("/v1/admin/people/{}", caller.member_id);
    people["admin"].send("PATCH", &path, &[], Some(&json!({ "state": "deactivated" }))).await.expect(200);
    let count = refused("a deactivated member", caller, &guarded(of_people), &ids, &workspace.id).await;
    let_in(caller).await;
    count
}

async fn role_taken() -> usize {
    let workspace = Workspace::open().await;
    let people = workspace.members(&[("all", EVERYTHING)]).await;
    let (caller, ids) = (&people["all"], targets(&workspace, &people["admin"]).await);
    let_in(caller).await;
    let path = format!("/v1/admin/people/{}", caller.member_id);
    people["admin"].send("PATCH", &path, &[], Some(&json!({ "roles": [] }))).await.expect(200);
    // The identity provider follows, and so does what the table knows of password and app.
    let (partition, factor) = (format!("W#{}#MEMBER#{}", workspace.id, caller.member_id), "SECOND_FACTOR".to_owned());
    let key = (partition, factor);
    until("codes again", || async { (!stored(&key.0).await.contains_key(&key)).then_some(()) }).await;
    // What is one's own needs no role.
    let routes = guarded(|route| of_people(route) && route.audience != Audience::Member);
    let count = refused("a member whose roles were taken", caller, &routes, &ids, &workspace.id).await;
    let_in(caller).await;
    count
}

async fn session_revoked() -> usize {
    let workspace = Workspace::open().await;
    let people = workspace.members(&[("all", EVERYTHING)]).await;
    let (caller, ids) = (&people["all"], targets(&workspace, &people["admin"]).await);
    let_in(caller).await;
    request("POST", "/v1/auth/sign-out", &[("cookie", &caller.cookie)], None).await.expect(204);
    let count = refused("a session that was signed out", caller, &guarded(of_people), &ids, &workspace.id).await;
    let_in(caller).await;
    count
}

async fn client_revoked() -> usize {
    let workspace = Workspace::open().await;
    let admin = workspace.admin().await;
    let ids = targets(&workspace, &admin).await;
    let scopes = json!(["people.read", "people.write", "courses.read", "courses.write"]);
    let made = admin.post("/v1/admin/api-clients", &json!({ "name": "HR", "scopes": scopes })).await.expect(201);
    let client = &made["api_client"];
    let token = reqwest::Client::new().post(made["token_url"].as_str().expect("a URL"));
    let token = token.basic_auth(client["client_id"].as_str().expect("an id"), made["client_secret"].as_str());
    let token: Value = token.body("grant_type=client_credentials").send().await.expect("a token").json().await.expect("JSON");
    let caller = Person { token: token["access_token"].as_str().expect("a token").to_owned(), ..admin.clone() };
    caller.get("/v1/admin/people").await.expect(200);
    let path = format!("/v1/admin/api-clients/{}", client["api_client_id"].as_str().expect("an id"));
    admin.send("DELETE", &path, &[], None).await.expect(204);
    let routes = guarded(|route| route.scope.is_some());
    let count = refused("a revoked API client", &caller, &routes, &ids, &workspace.id).await;
    caller.get("/v1/admin/people").await.expect(200);
    count
}

async fn support_ended() -> usize {
    let workspace = Workspace::open().await;
    let admin = workspace.admin().await;
    let (ids, email) = (targets(&workspace, &admin).await, agent().await);
    let access = json!({ "agent_email": email, "hours": 1, "reason": "A look" });
    let access = admin.post("/v1/admin/support-access", &access).await.expect(201);
    let caller = workspace.sign_in_as(&email).await;
    let_in(&caller).await;
    let path = format!("/v1/admin/support-access/{}", access["support_grant_id"].as_str().expect("an id"));
    admin.send("DELETE", &path, &[], None).await.expect(204);
    let routes = guarded(of_people);
    let count = refused("support that has ended", &caller, &routes, &ids, &workspace.id).await;
    let_in(&caller).await;
    count
}

async fn workspace_suspended(operator: &Person) -> usize {
    let workspace = Workspace::open().await;
    let people = workspace.members(&[("all", EVERYTHING)]).await;
    let (caller, ids) = (&people["all"], targets(&workspace, &people["admin"]).await);
    let_in(caller).await;
    operator.send("POST", &format!("/v1/platform/workspaces/{}/suspend", workspace.id), &[], None).await.expect(200);
    let count = refused("the administrator of a suspended workspace", caller, &guarded(of_people), &ids, &workspace.id).await;
    let_in(caller).await;
    count
}

async fn operator_signed_out(caller: &Person) -> usize {
    let workspace = Workspace::open().await;
    let ids = targets(&workspace, &workspace.admin().await).await;
    let_in(caller).await;
    request("POST", "/v1/auth/sign-out", &[("cookie", &caller.cookie)], None).await.expect(204);
    let routes = guarded(|route| route.audience == Audience::Operator);
    let before = stored(&format!("W#{}#", workspace.id)).await;
    let count = refused("an operator who has signed out", caller, &routes, &ids, "platform").await;
    let changed = differences(&before, &stored(&format!("W#{}#", workspace.id)).await);
    assert!(changed.is_empty(), "{changed:?}");
    let_in(caller).await;
    count
}

#[test]
fn whoever_has_just_lost_what_let_them_in_changes_nothing_while_the_gateway_remembers_them() {
    run_apart(apart(async |_| {
        let operator = operator().await;
        let ways = (deactivated(), role_taken(), session_revoked(), client_revoked(), support_ended(), workspace_suspended(&operator));
        let counts = futures_util::join!(ways.0, ways.1, ways.2, ways.3, ways.4, ways.5);
        let people = counts.0 + counts.1 + counts.2 + counts.3 + counts.4 + counts.5;
        let total = people + operator_signed_out(&operator).await;
        println!("{total} calls of {} routes by callers who had lost what let them in: 0 allowed", guarded(|_| true).len());
        assert_eq!(total, 273);
    }));
}

/// One who calls, and what could be taken from them: the items of the table on which their right rests.
struct Rights {
    context: Value,
    losses: Vec<(&'static str, Change)>,
}

/// The session of an access token.
fn session(token: &str) -> String {
    let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).expect("a payload")).expect("base64");
    let claims: Value = serde_json::from_slice(&payload).expect("claims");
    claims["origin_jti"].as_str().expect("a session").to_owned()
}

fn loss(workspace: &str, partition: &str, sort: &str, name: &'static str, value: Value) -> Change {
    Change { key: (format!("W#{workspace}#{partition}"), sort.to_owned()), name, value }
}

/// What the authorizer says of a member.
pub(crate) fn context_of(workspace: &str, member: &Person, roles: &str) -> Value {
    json!({
        "workspace": workspace,
        "member_id": member.member_id,
        "roles": roles,
        "session": session(&member.token),
        "regions": "[]",
        "support_until": "",
    })
}

fn of_member(workspace: &str, member: &Person, roles: &str) -> Rights {
    let (session, own) = (session(&member.token), format!("MEMBER#{}", member.member_id));
    let mut losses = vec![
        ("deactivated", loss(workspace, &own, "HOME#PROFILE", "state", json!({ "S": "deactivated" }))),
        ("session revoked", loss(workspace, &own, &format!("SESSION#{session}"), "revoked", json!({ "BOOL": true }))),
        ("workspace suspended", loss(workspace, "WORKSPACE", "WORKSPACE", "state", json!({ "S": "suspended" }))),
    ];
    if roles != "learner" {
        losses.push(("role taken", loss(workspace, &own, "HOME#PROFILE", "roles", json!({ "L": [{ "S": "learner" }] }))));
    }
    Rights { context: context_of(workspace, member, roles), losses }
}

/// Everything that the routes are about, so that each of them would succeed.
struct Scene {
    before: Items,
    ids: Ids,
    admin: Rights,
    client: Rights,
    enrolling: Rights,
    operator: Rights,
    /// What differs from the sample event: body, version, ids.
    bodies: BTreeMap<&'static str, Value>,
    versions: BTreeMap<&'static str, String>,
    other_ids: BTreeMap<&'static str, (&'static str, String)>,
}

fn id_of(made: &Value, name: &str) -> String {
    made[name].as_str().expect("an id").to_owned()
}

/// Courses that a report of the caller asks for, and is invited to, and one to which they can be invited.
async fn admissions(admin: &Person, caller: &Person, learner: &Person) -> (String, String, String) {
    let reports = json!({ "manager_id": caller.member_id });
    admin.send("PATCH", &format!("/v1/admin/people/{}", learner.member_id), &[], Some(&reports)).await.expect(200);
    let asked = course(caller, "Asked for", &json!({ "mode": "approval" })).await;
    learner.put(&format!("/v1/me/enrolment-requests/{asked}")).await.expect(201);
    let invited = course(caller, "Invited to", &json!({ "mode": "invitation" })).await;
    let invitation = json!({ "member_ids": [learner.member_id] });
    let body = caller.post(&format!("/v1/admin/courses/{invited}/invitations"), &invitation).await.expect(200);
    assert_eq!(body["invited"], 1);
    (asked, invited, course(caller, "Inviting", &json!({ "mode": "invitation" })).await)
}

/// What workspaces have, and the global catalogue.
async fn everything() -> Items {
    let mut items = stored("W#").await;
    items.extend(stored("G#").await);
    items
}

async fn scene() -> Scene {
    let workspace = Workspace::open().await;
    let people = workspace.members(&[("all", EVERYTHING), ("learner", &[]), ("auditor", &["auditor"]), ("enrolling", &[])]).await;
    let (admin, caller) = (&people["admin"], &people["all"]);
    // Their new roles want a password, which they have not set yet.
    let path = format!("/v1/admin/people/{}", people["enrolling"].member_id);
    admin.send("PATCH", &path, &[], Some(&json!({ "roles": ["auditor"] }))).await.expect(200);
    let mut ids = targets(&workspace, admin).await;
    ids.member = people["learner"].member_id.clone();
    admin.put(&format!("/v1/admin/groups/{}/members/{}", ids.group, ids.member)).await.expect(204);
    let joinable = id_of(&admin.post("/v1/admin/groups", &json!({ "name": "Another" })).await.expect(201), "group_id");
    let pending = admin.post("/v1/admin/people", &json!({ "email": workspace.email("pending"), "name": "Pending" })).await.expect(201);
    let scopes = json!(["people.write", "courses.write"]);
    let client = admin.post("/v1/admin/api-clients", &json!({ "name": "HR", "scopes": scopes })).await.expect(201);
    ids.api_client = id_of(&client["api_client"], "api_client_id");
    ids.identity_provider = connect_saml(admin).await;
    let (granted, free) = (agent().await, agent().await);
    let access = |email: &str| json!({ "agent_email": email, "hours": 1, "reason": "A look" });
    ids.support_grant = id_of(&admin.post("/v1/admin/support-access", &access(&granted)).await.expect(201), "support_grant_id");
    // What the preparations have set off comes to rest with the letters.
    for email in [granted.clone(), workspace.email("enrolling")] {
        until("a link", || async { letters(&email).await.first().and_then(ticket) }).await;
    }
    ids.session = session(&workspace.sign_in("all").await.token);
    let operator = operator().await;
    let removable = json!({ "email": format!("removable@{}.example", workspace.id), "name": "Removable" });
    let removable = id_of(&operator.post("/v1/platform/agents", &removable).await.expect(201), "agent_id");
    let (suspended, platform) = (Workspace::open().await, Workspace::unopened("platform"));
    for email in [suspended.email("admin"), platform.email("admin")] {
        until("a link", || async { letters(&email).await.first().and_then(ticket) }).await;
    }
    let suspended = suspended.id;
    operator.send("POST", &format!("/v1/platform/workspaces/{suspended}/suspend"), &[], None).await.expect(200);
    let published = workspace.course(caller, "Published", 1).await;
    let (asked, invited, inviting) = admissions(admin, caller, &people["learner"]).await;
    let (global, unoffered) = (publish(&operator, &draft("Offered", 1)).await, publish(&operator, &draft("Not offered", 1)).await);
    offer(&operator, &global).await;
    let (collection, taken) = (collect(&operator, "One").await, collect(&operator, "Other").await);
    admin.put(&format!("/v1/admin/global-collections/{taken}/subscription")).await.expect(201);
    ids.collection = collection;
    let of_published = admin.get(&format!("/v1/catalog/courses/{published}")).await.etag();
    let versions = BTreeMap::from([
        ("archive-course", of_published.clone()),
        ("unpublish-course", of_published),
        ("update-group", admin.get(&format!("/v1/admin/groups/{}", ids.group)).await.etag()),
        ("update-member", admin.get(&format!("/v1/admin/people/{}", ids.member)).await.etag()),
        ("update-settings", admin.get("/v1/admin/workspace").await.etag()),
        ("update-identity-provider", admin.get(&format!("/v1/admin/identity-providers/{}", ids.identity_provider)).await.etag()),
        ("update-workspace", operator.get(&format!("/v1/platform/workspaces/{}", workspace.id)).await.etag()),
    ]);
    let bodies = BTreeMap::from([
        ("review-course", json!({ "state": "requested" })),
        ("update-path", json!({ "title": "Another title" })),
        ("create-course-of-package", json!({})),
        ("close-workspace", json!({ "workspace": workspace.id })),
        ("create-identity-provider", saml(&file("metadata.xml"))),
        ("create-workspace", {
            let administrator = json!({ "email": "admin@new.example", "name": "Admin" });
            json!({ "workspace": format!("new{}", workspace.id), "name": "New", "tier": "large", "administrator": administrator })
        }),
        ("grant-support-access", access(&free)),
        ("invite-to-course", json!({ "member_ids": [ids.member] })),
        ("invite-member", json!({ "email": workspace.email("new"), "name": "New" })),
        ("update-identity-provider", json!({ "name": "Another name" })),
        ("update-settings", json!({ "locale": "hi" })),
        ("update-workspace", json!({ "name": "Another name" })),
    ]);
    let package = crate::packages::sample("taken away");
    assert_eq!(crate::packages::unpacked(caller, &package).await["state"], "ready");
    let other_ids = BTreeMap::from([
        ("create-course-of-package", ("digest", crate::admin_files::digest(&package))),
        ("add-to-group", ("group_id", joinable)),
        ("decide-request", ("course_id", asked.clone())),
        ("decide-team-request", ("course_id", asked)),
        ("invite-to-course", ("course_id", inviting)),
        ("withdraw-invitation", ("course_id", invited)),
        ("archive-course", ("course_id", published.clone())),
        ("subscribe-course", ("course_id", global.clone())),
        ("withdraw-course", ("course_id", global)),
        ("offer-course", ("course_id", unoffered)),
        ("leave-collection", ("collection_id", taken)),
        ("unpublish-course", ("course_id", published)),
        ("recover-member", ("member_id", people["auditor"].member_id.clone())),
        ("remove-agent", ("agent_id", removable)),
        ("resend-invitation", ("member_id", id_of(&pending, "member_id"))),
        ("resume-workspace", ("workspace_id", suspended)),
    ]);
    let machine =
        json!({ "workspace": workspace.id, "api_client_id": ids.api_client, "scopes": "people.write courses.write", "roles": "machine" });
    let own = format!("API_CLIENT#{}", ids.api_client);
    let client = Rights {
        context: machine,
        losses: vec![
            ("client revoked", loss(&workspace.id, &own, "API_CLIENT", "state", json!({ "S": "revoked" }))),
            ("scopes taken", loss(&workspace.id, &own, "API_CLIENT", "scopes", json!({ "L": [] }))),
            ("workspace suspended", loss(&workspace.id, "WORKSPACE", "WORKSPACE", "state", json!({ "S": "suspended" }))),
        ],
    };
    Scene {
        admin: of_member(&workspace.id, caller, "learner author manager admin auditor"),
        client,
        enrolling: of_member(&workspace.id, &people["enrolling"], "learner"),
        operator: of_member("platform", &operator, "admin platform"),
        ids,
        bodies,
        versions,
        other_ids,
        before: everything().await,
    }
}

impl Scene {
    fn event(&self, guarded: &Guarded, rights: &Rights) -> Value {
        let mut event = sample_event(guarded.handler);
        event["requestContext"]["authorizer"] = rights.context.clone();
        let parameters = guarded.route.path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'));
        let parameters = parameters.map(|name| {
            let other = self.other_ids.get(guarded.handler).filter(|(other, _)| *other == name).map(|(_, id)| id.clone());
            (name.to_owned(), json!(other.unwrap_or_else(|| self.ids.fill(&format!("{{{name}}}")))))
        });
        event["pathParameters"] = Value::Object(parameters.collect());
        let version = self.versions.get(guarded.handler).map_or("\"1\"", String::as_str);
        event["headers"]["if-match"] = json!(version);
        if let Some(body) = self.bodies.get(guarded.handler) {
            event["body"] = json!(body.to_string());
        }
        event
    }
}

/// One call during which something is taken away: it is refused, and everything is as before.
async fn raced(scene: &Scene, meddler: &Meddler, guarded: &Guarded, rights: &Rights, way: &str, change: &Change) {
    let mut variables = environment(guarded.area.name()).await;
    variables.insert("AWS_ENDPOINT_URL".to_owned(), meddler.url.clone());
    let function = Function::start(&guarded.area, guarded.handler, &variables).expect("the function starts");
    meddler.plan("TransactWriteItems", vec![change.clone()]);
    let answer = function.invoke(scene.event(guarded, rights), "test").await.result.expect("an answer");
    let handler = guarded.handler;
    let back = meddler.done();
    assert!(back.is_some(), "{handler} wrote nothing: {answer}");
    let back = back.unwrap_or_default();
    for change in &back {
        change.make().await;
    }
    assert!([401, 403].contains(&answer["statusCode"].as_u64().expect("a status")), "{handler}, {way}: {answer}");
    let changed = differences(&scene.before, &everything().await);
    assert!(changed.is_empty(), "{handler}, {way}: {changed:?}");
}

/// The caller is who they say when the call begins, and loses it before the write: only the transaction itself can tell.
#[test]
fn what_is_lost_during_a_call_stops_its_transaction() {
    run_apart(apart(async |_| {
        let (scene, meddler) = (scene().await, Meddler::start().await);
        let mut calls = 0;
        // Its cookie comes from a provider: the walk by way of the gateway has it, and its transaction is like the others.
        let routes: Vec<Guarded> = guarded(|_| true).into_iter().filter(|guarded| guarded.handler != "link-identity").collect();
        for guarded in &routes {
            let who = match (guarded.handler, guarded.route.audience) {
                ("begin-enrolment", _) => vec![&scene.enrolling],
                (_, Audience::Operator) => vec![&scene.operator],
                _ if guarded.route.scope.is_some() => vec![&scene.admin, &scene.client],
                _ => vec![&scene.admin],
            };
            for rights in who {
                for (way, change) in &rights.losses {
                    // What is one's own needs no role.
                    if *way != "role taken" || guarded.route.audience != Audience::Member {
                        raced(&scene, &meddler, guarded, rights, way, change).await;
                        calls += 1;
                    }
                }
            }
        }
        println!("{calls} losses during calls of {} routes: 0 written", routes.len());
        assert!(routes.len() >= 33 && calls >= 150, "{calls} losses during calls of {} routes", routes.len());
    }));
}
