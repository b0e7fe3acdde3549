//! /v1/auth/sso: signing in through a customer's own identity provider, which is `oidc-provider`.

use crate::{
    sso::{Browser, OidcProvider},
    stack::{portal, run, site, until},
    workspace::{Person, Workspace, request},
};
use reqwest::Method;
use serde_json::{Value, json};

/// What the provider says of somebody.
fn claims(workspace: &Workspace, subject: &str) -> Value {
    json!({ "sub": subject, "email": workspace.email(subject), "email_verified": true, "name": format!("Somebody {subject}") })
}

/// Rules for the people of the workspace's own domain.
fn own(workspace: &Workspace, more: &Value) -> Value {
    let mut rules = json!({ "domains": [format!("{}.example", workspace.id)] });
    for (name, value) in more.as_object().expect("an object") {
        rules[name] = value.clone();
    }
    rules
}

async fn told(admin: &Person, action: &str) -> Vec<Value> {
    let told = admin.get(&format!("/v1/admin/audit-events?action={action}")).await.expect(200);
    told["items"].as_array().cloned().expect("events")
}

#[test]
fn somebody_new_becomes_one_member_whatever_the_address_says_later() {
    run(async {
        let Some(provider) = OidcProvider::start().await else { return };
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let id = provider.connect(&admin, &own(&workspace, &json!({ "just_in_time": true }))).await;
        let mut browser = Browser::default();
        let authorize = browser.begin(&workspace, &format!("provider={id}&return_to=/courses?new=1")).await;
        for part in ["code_challenge_method=S256", "response_type=code", "state=", "identity_provider="] {
            assert!(authorize.contains(part), "{authorize}");
        }
        let query = browser.through(&authorize, &claims(&workspace, "ann")).await;
        let answer = browser.call_back(&query).await;
        assert_eq!(answer.status, 302, "{}", answer.body);
        assert_eq!(answer.headers["location"], format!("{}/courses?new=1", portal()));
        // A browser that knows nothing of the session finds it by this.
        assert_eq!(browser.cookie("__Host-trellis_arrived").as_deref(), Some(format!("__Host-trellis_arrived={}", workspace.id).as_str()));
        let ann = browser.person().await;
        let me = ann.get("/v1/me").await.expect(200);
        assert_eq!(
            (&me["roles"], &me["email"], &me["name"]),
            (&json!(["learner"]), &json!(workspace.email("ann")), &json!("Somebody ann"))
        );
        assert_eq!(told(&admin, "member.joined").await[0]["actor"], json!({ "kind": "member", "id": ann.member_id }));

        // The same callback once more, and a state that has been used, are worth nothing.
        assert_eq!(browser.call_back(&query).await.problem(), "unauthenticated");

        // Married, another address: the same person, and nobody new.
        let mut elsewhere = Browser::default();
        let changed = json!({ "sub": "ann", "email": workspace.email("ann.married"), "email_verified": true, "name": "Ann" });
        assert_eq!(elsewhere.arrive(&workspace, &id, &changed).await.status, 302);
        assert_eq!(elsewhere.person().await.member_id, ann.member_id);
        let people = admin.get("/v1/admin/people").await.expect(200);
        assert_eq!(people["items"].as_array().map(Vec::len), Some(2));

        // Deactivated, she is refused everywhere.
        let path = format!("/v1/admin/people/{}", ann.member_id);
        admin.send("PATCH", &path, &[], Some(&json!({ "state": "deactivated" }))).await.expect(200);
        until("the refusal", || async { (ann.get("/v1/me").await.status == 401).then_some(()) }).await;
        request("POST", "/v1/auth/refresh", &[("cookie", &browser.cookie("__Host-trellis_refresh").expect("a cookie"))], None)
            .await
            .expect(401);
        let refused = Browser::default().arrive(&workspace, &id, &changed).await;
        assert!([401, 403].contains(&refused.status.as_u16()), "{}", refused.body);
    });
}

#[test]
fn a_sign_in_belongs_to_the_browser_that_began_it() {
    run(async {
        let Some(provider) = OidcProvider::start().await else { return };
        let (workspace, other) = (Workspace::open().await, Workspace::open().await);
        let (admin, stranger) = (workspace.admin().await, other.admin().await);
        let id = provider.connect(&admin, &json!({ "just_in_time": true })).await;
        let foreign = provider.connect(&stranger, &json!({ "just_in_time": true })).await;
        let begin = async |workspace: &Workspace, id: &str, subject: &str| {
            let mut browser = Browser::default();
            let authorize = browser.begin(workspace, &format!("provider={id}")).await;
            let query = browser.through(&authorize, &claims(workspace, subject)).await;
            (browser, query)
        };
        // A link with somebody else's state and code signs nobody in: neither without a cookie nor with another sign-in's.
        let (mut attacker, sent) = begin(&workspace, &id, "eve").await;
        assert_eq!(Browser::default().call_back(&sent).await.problem(), "unauthenticated");
        let (mut victim, own) = begin(&workspace, &id, "vic").await;
        assert_eq!(victim.call_back(&sent).await.problem(), "unauthenticated");
        // A code of another sign-in, in one's own state: of the same workspace, and of another's provider.
        let part = |query: &str, name: &str| {
            let found = query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")));
            found.expect("a parameter").to_owned()
        };
        let (_, elsewhere) = begin(&other, &foreign, "eve").await;
        let mixed = |code: &str, state: &str| format!("code={}&state={}", part(code, "code"), part(state, "state"));
        assert_eq!(attacker.call_back(&mixed(&elsewhere, &sent)).await.problem(), "unauthenticated");
        assert_eq!(victim.call_back(&mixed(&sent, &own)).await.problem(), "unauthenticated");
        // Each of these has used its attempt up.
        assert_eq!(victim.call_back(&own).await.problem(), "unauthenticated");
        for broken in ["", "state=x&code=y", "code=y", &sent.replace("code=", "error=access_denied&no=")] {
            assert_eq!(Browser::default().call_back(broken).await.problem(), "unauthenticated", "{broken}");
        }
        // What came back from the provider once does not come back twice.
        let mut browser = Browser::default();
        let authorize = browser.begin(&workspace, &format!("provider={id}")).await;
        let forged = format!("{}/oauth2/idpresponse?code=x&state=y", site().aws_url);
        assert_eq!(browser.send(Method::GET, &forged, None).await.status(), 400);
        assert!(authorize.starts_with(&site().aws_url));
        for workspace in [&admin, &stranger] {
            let people = workspace.get("/v1/admin/people").await.expect(200);
            assert_eq!(people["items"].as_array().map(Vec::len), Some(1), "somebody has joined");
        }
    });
}

#[test]
fn nobody_is_sent_to_another_site() {
    run(async {
        let Some(provider) = OidcProvider::start().await else { return };
        let (workspace, other) = (Workspace::open().await, Workspace::open().await);
        let id = provider.connect(&workspace.admin().await, &json!({})).await;
        for bad in ["//evil.example", "https://evil.example", "/%5Cevil.example", "%5C%5Cevil.example", "/%09/evil.example", "evil"] {
            let path = format!("/v1/auth/sso/start?workspace={}&provider={id}&return_to={bad}", workspace.id);
            assert_eq!(request("GET", &path, &[], None).await.problem(), "malformed-request", "{bad}");
        }
        // Another workspace's provider is none, and neither is one that is not there.
        for (workspace, provider) in [(&other.id, id.as_str()), (&workspace.id, "01JZ8Q4N7E5T9V3W2XKBYMCD6F"), (&workspace.id, "x")] {
            let path = format!("/v1/auth/sso/start?workspace={workspace}&provider={provider}");
            assert_eq!(request("GET", &path, &[], None).await.problem(), "not-found", "{path}");
        }
        // The pages take back only to the address that the client has.
        let authorize = Browser::default().begin(&workspace, &format!("provider={id}")).await;
        let encoded: String = form_urlencoded::byte_serialize(portal().as_bytes()).collect();
        let elsewhere = authorize.replace(&format!("redirect_uri={encoded}"), "redirect_uri=http%3A%2F%2Fevil.example");
        assert_ne!(authorize, elsewhere);
        assert_eq!(Browser::default().send(Method::GET, &elsewhere, None).await.status(), 400);
    });
}

#[test]
fn a_member_is_linked_by_saying_so() {
    run(async {
        let Some(provider) = OidcProvider::start().await else { return };
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("ann", &["author"]), ("bob", &[])]).await;
        let (admin, ann, bob) = (&people["admin"], &people["ann"], &people["bob"]);
        let id = provider.connect(admin, &own(&workspace, &json!({ "just_in_time": true }))).await;
        let mut browser = Browser::default();
        let asked = browser.arrive(&workspace, &id, &claims(&workspace, "ann")).await;
        assert_eq!(
            (asked.status.as_u16(), &asked.headers["location"]),
            (302, &format!("{}/link-account", portal()).parse().expect("text"))
        );
        assert!(browser.cookie("__Host-trellis_refresh").is_none(), "an address alone has opened a session");
        let cookie = browser.cookie("__Host-trellis_link").expect("a cookie");
        let confirm = async |person: &Person, cookie: &str| person.send("POST", "/v1/me/identities", &[("cookie", cookie)], None).await;
        // Bob cannot take her identity, and nobody without the cookie can.
        assert_eq!(confirm(bob, &cookie).await.problem(), "forbidden");
        assert_eq!(confirm(ann, "__Host-trellis_link=x").await.problem(), "rule-broken");
        let linked = confirm(ann, &cookie).await.expect(201);
        assert_eq!(linked["identity_provider"], id.as_str());
        assert_eq!(confirm(ann, &cookie).await.problem(), "linked");
        let mut browser = Browser::default();
        assert_eq!(browser.arrive(&workspace, &id, &claims(&workspace, "ann")).await.status, 302);
        assert_eq!(browser.person().await.member_id, ann.member_id);
        let events = told(admin, "member.linked").await;
        assert_eq!((events.len(), &events[0]["target"]), (1, &json!(format!("member/{}", ann.member_id))));

        // An administrator may say so for all of the provider's own domains.
        let path = format!("/v1/admin/identity-providers/{id}");
        let etag = admin.get(&path).await.etag();
        let change = json!({ "link_by_verified_email": true });
        admin.send("PATCH", &path, &[("if-match", &etag)], Some(&change)).await.expect(200);
        let mut browser = Browser::default();
        assert_eq!(browser.arrive(&workspace, &id, &claims(&workspace, "bob")).await.status, 302);
        assert_eq!(browser.person().await.member_id, bob.member_id);
        assert_eq!(told(admin, "member.linked").await.len(), 2);
    });
}

#[test]
fn those_whom_the_provider_does_not_vouch_for_are_turned_away() {
    run(async {
        let Some(provider) = OidcProvider::start().await else { return };
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let rules = own(&workspace, &json!({ "just_in_time": true, "link_by_verified_email": true }));
        let id = provider.connect(&admin, &rules).await;
        let with = |name: &str, value: Value| {
            let mut changed = claims(&workspace, "eve");
            changed[name] = value;
            changed
        };
        let attempts = [
            (with("email_verified", json!(false)), "unverified-email"),
            (with("email_verified", Value::Null), "unverified-email"),
            (with("email", Value::Null), "unverified-email"),
            (with("email", json!("eve@evil.example")), "foreign-domain"),
            // The administrator's own address, not verified.
            (json!({ "sub": "eve", "email": workspace.email("admin"), "email_verified": false, "name": "Eve" }), "unverified-email"),
        ];
        for (claims, _) in &attempts {
            let refused = Browser::default().arrive(&workspace, &id, claims).await;
            assert_eq!((refused.status.as_u16(), refused.problem()), (403, "forbidden"), "{claims}");
        }
        let path = format!("/v1/admin/identity-providers/{id}");
        let etag = admin.get(&path).await.etag();
        admin.send("PATCH", &path, &[("if-match", &etag)], Some(&json!({ "just_in_time": false }))).await.expect(200);
        let refused = Browser::default().arrive(&workspace, &id, &claims(&workspace, "eve")).await;
        assert_eq!(refused.problem(), "forbidden");
        let reasons: Vec<Value> =
            told(&admin, "identity_provider.turned_away").await.iter().map(|event| event["after"]["reason"].clone()).collect();
        let mut expected: Vec<&str> = attempts.iter().map(|(_, reason)| *reason).collect();
        expected.push("unknown");
        expected.reverse();
        assert_eq!(reasons, expected);
        // A provider that is switched off lets nobody in, nor on.
        let etag = admin.get(&path).await.etag();
        admin.send("PATCH", &path, &[("if-match", &etag)], Some(&json!({ "state": "disabled" }))).await.expect(200);
        let start = format!("/v1/auth/sso/start?workspace={}&provider={id}", workspace.id);
        assert_eq!(request("GET", &start, &[], None).await.problem(), "not-found");
        let people = admin.get("/v1/admin/people").await.expect(200);
        assert_eq!(people["items"].as_array().map(Vec::len), Some(1));
    });
}

#[test]
fn silence_about_an_address_counts_by_agreement_for_own_domains() {
    run(async {
        let Some(provider) = OidcProvider::start().await else { return };
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let alone = provider.order(&json!({ "trust_domain_emails": true }));
        assert_eq!(admin.post("/v1/admin/identity-providers", &alone).await.problem(), "rule-broken");
        let rules = own(&workspace, &json!({ "just_in_time": true, "trust_domain_emails": true }));
        let id = provider.connect(&admin, &rules).await;
        let silent = |subject: &str, email: String| json!({ "sub": subject, "email": email, "name": "Somebody" });
        let mut browser = Browser::default();
        assert_eq!(browser.arrive(&workspace, &id, &silent("ann", workspace.email("ann"))).await.status, 302);
        assert_eq!(browser.person().await.get("/v1/me").await.expect(200)["email"], workspace.email("ann").as_str());
        // Not beyond its domains, and not against its own word.
        let denied = json!({ "sub": "eve", "email": workspace.email("eve"), "email_verified": false, "name": "Eve" });
        for refused in [silent("bob", "bob@elsewhere.example".to_owned()), denied] {
            assert_eq!(Browser::default().arrive(&workspace, &id, &refused).await.problem(), "forbidden", "{refused}");
        }
    });
}

#[test]
fn groups_lead_to_roles_but_never_to_power() {
    run(async {
        let Some(provider) = OidcProvider::start().await else { return };
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        for role in ["admin", "auditor", "support", "platform", "machine"] {
            let order = provider.order(&json!({ "group_roles": { "bosses": role } }));
            assert_eq!(admin.post("/v1/admin/identity-providers", &order).await.problem(), "rule-broken", "{role}");
        }
        let rules = json!({ "just_in_time": true, "attributes": { "email": "email", "name": "name", "groups": "groups" },
            "group_roles": { "writers": "author", "leads": "manager" } });
        let id = provider.connect(&admin, &own(&workspace, &rules)).await;
        let arrive = async |groups: Value| {
            let mut claims = claims(&workspace, "ann");
            claims["groups"] = groups;
            claims["roles"] = json!(["admin"]);
            claims["custom:workspace"] = json!("other");
            let mut browser = Browser::default();
            let answer = browser.arrive(&workspace, &id, &claims).await;
            assert_eq!(answer.status, 302, "{}", answer.body);
            browser.person().await.get("/v1/me").await.expect(200)["roles"].clone()
        };
        assert_eq!(arrive(json!(["writers", "admin", "platform"])).await, json!(["learner", "author"]));
        assert_eq!(arrive(json!(["leads"])).await, json!(["learner", "manager"]));
        assert_eq!(arrive(json!("admin")).await, json!(["learner"]));
        assert_eq!(told(&admin, "member.roles_followed").await.len(), 3);
    });
}

#[test]
fn enforced_means_no_other_way() {
    run(async {
        let Some(provider) = OidcProvider::start().await else { return };
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let domain = format!("{}.example", workspace.id);
        for half in [json!({ "enforced": true }), own(&workspace, &json!({ "enforced": true })), json!({ "link_by_verified_email": true })]
        {
            assert_eq!(admin.post("/v1/admin/identity-providers", &provider.order(&half)).await.problem(), "rule-broken", "{half}");
        }
        let rules = own(&workspace, &json!({ "enforced": true, "link_by_verified_email": true }));
        let id = provider.connect(&admin, &rules).await;
        let start =
            async |email: String| request("POST", "/v1/auth/start", &[], Some(&json!({ "workspace": workspace.id, "email": email }))).await;
        // Members and strangers of the domain get the same answer.
        let (known, unknown) = (start(workspace.email("admin")).await, start(workspace.email("nobody")).await);
        assert_eq!((known.status.as_u16(), known.problem(), &known.body["detail"]), (409, "sso-required", &unknown.body["detail"]));
        start("guest@elsewhere.example".to_owned()).await.expect(200);
        // The domain leads to the provider, and there the administrator is the administrator.
        let mut browser = Browser::default();
        let authorize = browser.begin(&workspace, &format!("domain={domain}")).await;
        let query = browser.through(&authorize, &claims(&workspace, "admin")).await;
        assert_eq!(browser.call_back(&query).await.status, 302);
        assert_eq!(browser.person().await.member_id, admin.member_id);
        // A second provider cannot have the domain.
        let taken = admin.post("/v1/admin/identity-providers", &provider.order(&own(&workspace, &json!({})))).await;
        assert_eq!((taken.status.as_u16(), taken.problem()), (409, "domain-taken"));
        admin.send("DELETE", &format!("/v1/admin/identity-providers/{id}"), &[], None).await.expect(204);
        start(workspace.email("admin")).await.expect(200);
        assert_eq!(told(&admin, "identity_provider.deleted").await.len(), 1);
    });
}

#[test]
fn a_provider_stands_for_the_second_factor_only_by_agreement() {
    run(async {
        let Some(provider) = OidcProvider::start().await else { return };
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("ann", &["auditor"])]).await;
        let admin = &people["admin"];
        let id = provider.connect(admin, &own(&workspace, &json!({ "link_by_verified_email": true }))).await;
        let arrive = async || {
            let mut browser = Browser::default();
            assert_eq!(browser.arrive(&workspace, &id, &claims(&workspace, "ann")).await.status, 302);
            browser.person().await
        };
        let ann = arrive().await;
        assert_eq!(ann.get("/v1/me").await.expect(200)["second_factor"], "required");
        assert_eq!(ann.get("/v1/admin/audit-events").await.problem(), "forbidden");
        let path = format!("/v1/admin/identity-providers/{id}");
        let etag = admin.get(&path).await.etag();
        let agreed = json!({ "second_factor_by_provider": true });
        admin.send("PATCH", &path, &[("if-match", &etag)], Some(&agreed)).await.expect(200);
        let ann = arrive().await;
        assert_eq!(ann.get("/v1/me").await.expect(200)["second_factor"], "shown");
        ann.get("/v1/admin/audit-events").await.expect(200);
        let changed = told(admin, "identity_provider.updated").await;
        assert_eq!(changed[0]["after"]["second_factor_by_provider"], true);
    });
}
