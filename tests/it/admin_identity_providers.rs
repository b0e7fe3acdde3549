//! /v1/admin/identity-providers: what is connected, and what is refused.

use crate::{
    sso::{Browser, OidcProvider, pysaml2},
    stack::{root, run},
    workspace::{Person, Workspace, request},
};
use reqwest::Method;
use serde_json::{Value, json};

const PATH: &str = "/v1/admin/identity-providers";

pub(crate) fn file(name: &str) -> String {
    std::fs::read_to_string(root().join("tests/sso").join(name)).expect("a file")
}

/// An order that connects a SAML provider.
pub(crate) fn saml(metadata: &str) -> Value {
    json!({ "name": "The customer's", "protocol": { "kind": "saml", "metadata": metadata } })
}

/// Connects the SAML provider of `tests/sso/metadata.xml`; its id.
pub(crate) async fn connect_saml(admin: &Person) -> String {
    let made = admin.post(PATH, &saml(&file("metadata.xml"))).await.expect(201);
    made["identity_provider_id"].as_str().expect("an id").to_owned()
}

#[test]
fn a_provider_is_connected_changed_and_taken_away() {
    run(async {
        let Some(provider) = OidcProvider::start().await else { return };
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"])]).await;
        let (admin, author) = (&people["admin"], &people["author"]);
        let made = admin.post(PATH, &provider.order(&json!({ "just_in_time": true }))).await;
        let etag = made.etag();
        let made = made.expect(201);
        let id = made["identity_provider_id"].as_str().expect("an id");
        assert_eq!(
            (&made["protocol"]["kind"], &made["protocol"]["pkce"], &made["state"]),
            (&json!("oidc"), &json!(true), &json!("active"))
        );
        assert!(made["callback_url"].as_str().is_some_and(|url| url.ends_with("/oauth2/idpresponse")));
        let path = format!("{PATH}/{id}");
        assert_eq!(admin.get(&path).await.expect(200), made);
        assert_eq!(admin.get(PATH).await.expect(200)["items"], json!([made]));
        assert_eq!(author.get(PATH).await.problem(), "forbidden");

        let change = json!({ "client_secret": "another-secret-of-the-customer", "name": "Renamed" });
        let changed = admin.send("PATCH", &path, &[("if-match", &etag)], Some(&change)).await.expect(200);
        assert_eq!(changed["name"], "Renamed");
        assert_eq!(admin.send("PATCH", &path, &[("if-match", &etag)], Some(&change)).await.problem(), "changed");
        // The log says that the secret was changed, and no answer says what it is.
        let told = admin.get(&format!("/v1/admin/audit-events?target=identity_provider/{id}")).await.expect(200);
        assert!(told["items"][0]["after"]["protocol"]["secret_set_at"].is_string(), "{told}");
        assert!(!format!("{told}{changed}{made}").contains("of-the-customer"));
        // With a wrong secret nobody comes through.
        let mut browser = Browser::default();
        let authorize = browser.begin(&workspace, &format!("provider={id}")).await;
        let query = browser.through(&authorize, &json!({ "sub": "ann", "email": "ann@x.example", "email_verified": true })).await;
        assert_eq!(browser.call_back(&query).await.problem(), "unauthenticated");

        admin.send("DELETE", &path, &[], None).await.expect(204);
        assert_eq!(admin.get(&path).await.problem(), "not-found");
        assert_eq!(admin.send("DELETE", &path, &[], None).await.problem(), "not-found");
    });
}

#[test]
fn the_same_order_twice_connects_one() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let (key, order) = ([("idempotency-key", "once")], saml(&file("metadata.xml")));
        let first = admin.send("POST", PATH, &key, Some(&order)).await.expect(201);
        let second = admin.send("POST", PATH, &key, Some(&order)).await.expect(201);
        assert_eq!(first, second);
        assert_eq!(admin.get(PATH).await.expect(200)["items"].as_array().map(Vec::len), Some(1));
    });
}

#[test]
fn openid_providers_that_are_not_what_they_say_are_refused() {
    run(async {
        let Some(provider) = OidcProvider::start().await else { return };
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let with = |name: &str, value: Value| {
            let mut order = provider.order(&json!({}));
            order["protocol"][name] = value;
            order
        };
        for order in [
            // Not exactly the issuer, nobody there, no address at all.
            with("issuer", json!(format!("{}/", provider.issuer))),
            with("issuer", json!(provider.issuer.replace("127.0.0.1", "localhost"))),
            with("issuer", json!("http://127.0.0.1:1")),
            with("issuer", json!("file:///etc/passwd")),
            with("issuer", json!("")),
            with("client_secret", json!("")),
            with("client_id", json!("a b")),
            with("scopes", json!(["email profile"])),
            with("kind", json!("ldap")),
            with("metadata", json!("<x/>")),
            provider.order(&json!({ "domains": ["not a domain"] })),
            provider.order(&json!({ "roles": ["admin"] })),
        ] {
            let answer = admin.post(PATH, &order).await;
            assert_eq!(answer.problem(), "rule-broken", "{order}");
            assert!(!answer.body.to_string().contains("of-the-customer"));
        }
        assert_eq!(admin.get(PATH).await.expect(200)["items"], json!([]));
    });
}

#[test]
fn a_domain_that_a_provider_gives_up_is_free_for_another() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let mut order = saml(&file("metadata.xml"));
        order["domains"] = json!([format!("{}.example", workspace.id)]);
        let made = admin.post(PATH, &order).await;
        let (etag, made) = (made.etag(), made.expect(201));
        assert_eq!(admin.post(PATH, &order).await.problem(), "domain-taken");
        let path = format!("{PATH}/{}", made["identity_provider_id"].as_str().expect("an id"));
        admin.send("PATCH", &path, &[("if-match", &etag)], Some(&json!({ "domains": [] }))).await.expect(200);
        admin.post(PATH, &order).await.expect(201);
    });
}

#[test]
fn metadata_is_read_with_care() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let good = file("metadata.xml");
        let entity = |declaration: &str| good.replace("<md:EntityDescriptor", &format!("{declaration}\n<md:EntityDescriptor"));
        let certificate = good.split("<ds:X509Certificate>").nth(1).and_then(|rest| rest.split('<').next()).expect("a certificate");
        for (bad, says) in [
            (entity("<!DOCTYPE md:EntityDescriptor [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"), "DTD"),
            (entity("<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>"), "DTD"),
            (good.replace("</md:EntityDescriptor>", ""), "well-formed"),
            (String::new(), "1 to 200,000 characters"),
            (good.replace("IDPSSODescriptor", "SPSSODescriptor"), "exactly one"),
            (good.replace(" entityID=\"https://idp.acme.example/metadata\"", ""), "entityID"),
            (good.replace("SAML:2.0:protocol", "SAML:1.1:protocol"), "SAML 2.0"),
            (good.replace("HTTP-Redirect", "SOAP"), "HTTP-Redirect"),
            (good.replace("https://idp.acme.example/sso/redirect", "ftp://idp.acme.example/"), "SingleSignOnService"),
            (good.replace(certificate, "bm90aGluZw=="), "certificate"),
            (good.replace(certificate, &file("expired-certificate.txt")), "valid now"),
            (good.replace("use=\"signing\"", "use=\"encryption\""), "valid now"),
        ] {
            let answer = admin.post(PATH, &saml(&bad)).await;
            assert_eq!(answer.problem(), "rule-broken", "{says}");
            assert!(answer.body["detail"].as_str().is_some_and(|detail| detail.contains(says)), "{says}: {}", answer.body);
        }
        assert_eq!(admin.get(PATH).await.expect(200)["items"], json!([]));
    });
}

#[test]
fn a_saml_provider_is_sent_a_request() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let id = connect_saml(&admin).await;
        let seen = admin.get(&format!("{PATH}/{id}")).await.expect(200);
        assert_eq!(seen["protocol"]["entity_id"], "https://idp.acme.example/metadata");
        assert!(seen["callback_url"].as_str().is_some_and(|url| url.ends_with("/saml2/idpresponse")), "{seen}");
        let mut browser = Browser::default();
        let authorize = browser.begin(&workspace, &format!("provider={id}")).await;
        let leave = Browser::location(&browser.send(Method::GET, &authorize, None).await);
        assert!(leave.starts_with("https://idp.acme.example/sso/redirect?SAMLRequest=") && leave.contains("&RelayState="), "{leave}");
    });
}

#[test]
fn pysaml2_is_accepted_and_accepts_the_request() {
    run(async {
        let Some(metadata) = pysaml2("metadata", &[]).await else { return };
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let made = admin.post(PATH, &saml(&metadata)).await.expect(201);
        let text = |name: &str| made[name].as_str().expect("text").to_owned();
        let mut browser = Browser::default();
        let authorize = browser.begin(&workspace, &format!("provider={}", text("identity_provider_id"))).await;
        let leave = Browser::location(&browser.send(Method::GET, &authorize, None).await);
        let said = pysaml2("accept", &[&text("audience"), &text("callback_url"), &leave]).await.expect("an answer");
        let said: Value = serde_json::from_str(&said).expect("JSON");
        assert_eq!((&said["issuer"], &said["answer_to"]), (&made["audience"], &made["callback_url"]));
        assert_eq!((&said["id"], &said["destination"]), (&said["in_response_to"], &json!("https://idp.acme.example/sso/redirect")));
        assert!(said["binding"].as_str().is_some_and(|binding| binding.ends_with("HTTP-POST")));
        // Reading the answer, with its signatures, is Cognito's: the local identity provider says that it cannot.
        let answer = browser.send(Method::POST, &text("callback_url"), Some("SAMLResponse=eA&RelayState=x".to_owned())).await;
        assert_eq!(answer.status(), 501);
    });
}

#[test]
fn the_sign_in_page_offers_the_providers_that_are_active() {
    run(async {
        let (workspace, other) = (Workspace::open().await, Workspace::open().await);
        let admin = workspace.admin().await;
        let id = connect_saml(&admin).await;
        let offered = async |workspace: &Workspace| {
            request("GET", &format!("/v1/workspace?workspace={}", workspace.id), &[], None).await.expect(200)["providers"].clone()
        };
        let shown = offered(&workspace).await;
        assert_eq!((shown.as_array().map(Vec::len), &shown[0]["identity_provider_id"]), (Some(1), &json!(id)));
        assert_eq!(shown[0].as_object().map(serde_json::Map::len), Some(2), "{shown}");
        assert_eq!(offered(&other).await, json!([]));
        let path = format!("/v1/admin/identity-providers/{id}");
        let etag = admin.get(&path).await.etag();
        admin.send("PATCH", &path, &[("if-match", &etag)], Some(&json!({ "state": "disabled" }))).await.expect(200);
        assert_eq!(offered(&workspace).await, json!([]));
    });
}
