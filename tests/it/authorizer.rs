//! The authorizer itself, called with tokens of an issuer that the test controls: what is refused, and when keys are fetched.

use crate::{
    stack::{run, site},
    workspace::{Person, Workspace},
};
use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der},
    rsa::{KeyPair, KeySize},
};
use base64::{Engine, engine::general_purpose::STANDARD, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{
    Algorithm, EncodingKey, Header, encode,
    jwk::{Jwk, JwkSet},
};
use lambda::Function;
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    time::{SystemTime, UNIX_EPOCH},
};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{method, path},
};

/// A key of the issuer.
struct Key {
    kid: &'static str,
    encoding: EncodingKey,
}

impl Key {
    fn new(kid: &'static str) -> Self {
        let pair = KeyPair::generate(KeySize::Rsa2048).expect("a key");
        let der: Pkcs8V1Der<'_> = pair.as_der().expect("PKCS #8");
        let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(der.as_ref()));
        Self { kid, encoding: EncodingKey::from_rsa_pem(pem.as_bytes()).expect("a key") }
    }

    fn jwk(&self) -> Jwk {
        let mut jwk = Jwk::from_encoding_key(&self.encoding, Algorithm::RS256).expect("a public key");
        jwk.common.key_id = Some(self.kid.to_owned());
        jwk
    }

    fn sign(&self, claims: &Value) -> String {
        let header = Header { kid: Some(self.kid.to_owned()), ..Header::new(Algorithm::RS256) };
        encode(&header, claims, &self.encoding).expect("a token")
    }
}

/// An issuer with some keys, an authorizer that trusts it, and a member to whom tokens are issued.
struct Scene {
    issuer: MockServer,
    authorizer: Function,
    member: Person,
    workspace: Workspace,
    session: String,
}

#[expect(clippy::disallowed_methods, reason = "the authorizer under test has the machine's clock")]
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("a time").as_secs()
}

const CLIENT: &str = "the-portal";

impl Scene {
    async fn new(keys: &[&Key]) -> Self {
        let workspace = Workspace::open().await;
        let member = workspace.members(&[("learner", &[])]).await.remove("learner").expect("a learner");
        let payload = URL_SAFE_NO_PAD.decode(member.token.split('.').nth(1).expect("a payload")).expect("base64");
        let claims: Value = serde_json::from_slice(&payload).expect("claims");
        let session = claims["origin_jti"].as_str().expect("a session").to_owned();
        let issuer = MockServer::start().await;
        let scene = Self { authorizer: authorizer(&issuer.uri()).await, issuer, member, workspace, session };
        scene.publish(keys).await;
        scene
    }

    async fn publish(&self, keys: &[&Key]) {
        self.issuer.reset().await;
        let set = JwkSet { keys: keys.iter().map(|key| key.jwk()).collect() };
        let answer = ResponseTemplate::new(200).set_body_json(set);
        Mock::given(method("GET")).and(path("/.well-known/jwks.json")).respond_with(answer).mount(&self.issuer).await;
    }

    async fn fetches(&self) -> usize {
        self.issuer.received_requests().await.expect("recorded").len()
    }

    fn claims(&self) -> Value {
        json!({
            "iss": self.issuer.uri(),
            "client_id": CLIENT,
            "token_use": "access",
            "sub": "c0ffee",
            "username": self.member.member_id,
            "member_id": self.member.member_id,
            "workspace": self.workspace.id,
            "origin_jti": self.session,
            "acr": "urn:cognito:loa:2",
            "iat": now() - 10,
            "exp": now() + 600,
        })
    }

    fn changed(&self, name: &str, value: Value) -> Value {
        let mut claims = self.claims();
        if value.is_null() {
            claims.as_object_mut().expect("claims").remove(name);
        } else {
            claims[name] = value;
        }
        claims
    }

    /// The authorizer's answer, or `None` for 401.
    async fn ask(&self, authorization: &str) -> Option<Value> {
        match self.answer(authorization).await {
            Ok(answer) => Some(answer),
            Err(message) => {
                assert_eq!(message, "Unauthorized", "{authorization}");
                None
            }
        }
    }

    async fn answer(&self, authorization: &str) -> Result<Value, String> {
        let event = json!({
            "type": "REQUEST",
            "methodArn": "arn:aws:execute-api:eu-central-1:000000000000:local/live/GET/v1/me",
            "headers": { "Authorization": authorization },
        });
        self.authorizer.invoke(event, "test").await.result.map_err(|error| error.message)
    }

    async fn admits(&self, token: &str) -> bool {
        self.ask(&format!("Bearer {token}")).await.is_some()
    }
}

/// The authorizer as the stack starts it, with another issuer.
async fn authorizer(issuer: &str) -> Function {
    let url = format!("{}/_local/environment/authorizer", site().url);
    let text = reqwest::get(url).await.expect("the environment").text().await.expect("text");
    let mut variables: BTreeMap<String, String> =
        text.lines().filter_map(|line| line.split_once('=')).map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    variables.insert("ISSUER".to_owned(), issuer.to_owned());
    variables.insert("CLIENT_ID".to_owned(), CLIENT.to_owned());
    Function::start(&authorizer::area(), "authorize", &variables).expect("the authorizer starts")
}

fn encoded(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(header), part(claims))
}

#[test]
fn a_token_is_refused_for_any_one_thing_that_is_wrong() {
    run(async {
        let (key, stranger) = (Key::new("one"), Key::new("one"));
        let scene = Scene::new(&[&key]).await;
        let good = key.sign(&scene.claims());
        assert!(scene.admits(&good).await);
        let answer = scene.ask(&format!("bearer {good}")).await.expect("the scheme's case does not matter");
        assert_eq!(answer["context"]["workspace"], scene.workspace.id.as_str());

        let mut refused: Vec<(&str, String)> = Vec::new();
        for (name, value) in [
            ("exp", json!(now() - 60)),
            ("exp", Value::Null),
            ("nbf", json!(now() + 600)),
            ("iss", json!("https://issuer-cognito-idp.eu-central-1.amazonaws.com/other")),
            ("iss", Value::Null),
            ("client_id", json!("another-client")),
            ("client_id", Value::Null),
            ("token_use", json!("id")),
            ("token_use", Value::Null),
            ("workspace", json!("acme")),
            ("workspace", json!("ACME#")),
            ("workspace", Value::Null),
            ("member_id", json!(ulid::Ulid::generate().to_string())),
            ("member_id", json!("someone")),
            ("origin_jti", json!("made-up")),
            ("origin_jti", Value::Null),
        ] {
            refused.push((name, key.sign(&scene.changed(name, value))));
        }
        let claims = scene.claims();
        let body = encoded(&json!({ "alg": "RS256", "kid": "one", "typ": "JWT" }), &claims);
        let signature = good.rsplit('.').next().expect("a signature");
        refused.push(("another key", stranger.sign(&claims)));
        refused.push((
            "changed claims",
            format!("{}.{signature}", encoded(&json!({ "alg": "RS256", "kid": "one" }), &scene.changed("sub", json!("x")))),
        ));
        refused.push(("no signature", format!("{body}.")));
        refused.push(("alg none", format!("{}.", encoded(&json!({ "alg": "none", "kid": "one" }), &claims))));
        refused.push(("alg none, signed", format!("{}.{signature}", encoded(&json!({ "alg": "none", "kid": "one" }), &claims))));
        let public = key.jwk();
        let secret = EncodingKey::from_secret(serde_json::to_string(&public).expect("JSON").as_bytes());
        let header = Header { kid: Some("one".to_owned()), ..Header::new(Algorithm::HS256) };
        refused.push(("HS256 with the public key", encode(&header, &claims, &secret).expect("a token")));
        let header = Header { kid: Some("one".to_owned()), ..Header::new(Algorithm::RS384) };
        refused.push(("RS384", encode(&header, &claims, &key.encoding).expect("a token")));
        refused.push(("no key id", encode(&Header::new(Algorithm::RS256), &claims, &key.encoding).expect("a token")));
        let header = Header { kid: Some("../../etc/passwd".to_owned()), ..Header::new(Algorithm::RS256) };
        refused.push(("an unknown key id", encode(&header, &claims, &key.encoding).expect("a token")));
        refused.push(("1 MB", key.sign(&scene.changed("padding", json!("x".repeat(1024 * 1024))))));
        refused.push(("no token at all", String::new()));
        refused.push(("nonsense", "a.b.c".to_owned()));
        refused.push(("two tokens", format!("{good} {good}")));
        for (what, token) in &refused {
            assert!(!scene.admits(token).await, "{what}");
        }
        for authorization in [good.as_str(), &format!("Basic {good}"), "Bearer", "", "Bearer  "] {
            assert!(scene.ask(authorization).await.is_none(), "{authorization}");
        }
        assert_eq!(refused.len(), 29, "a new way to be wrong joins the matrix");
        // Clocks differ by some seconds.
        assert!(scene.admits(&key.sign(&scene.changed("exp", json!(now() - 2)))).await);
        assert!(scene.admits(&key.sign(&scene.changed("nbf", json!(now() + 2)))).await);
    });
}

#[test]
fn keys_are_fetched_seldom_and_outlive_the_issuer() {
    run(async {
        let (first, second, third) = (Key::new("first"), Key::new("second"), Key::new("third"));
        // The issuer publishes the next key before it signs with it.
        let scene = Scene::new(&[&first, &second]).await;
        assert!(scene.admits(&first.sign(&scene.claims())).await);
        assert!(scene.admits(&second.sign(&scene.claims())).await);
        assert_eq!(scene.fetches().await, 1);
        // A flood of made-up key ids must not become a flood of fetches.
        for number in 0..200 {
            let header = Header { kid: Some(format!("made-up-{number}")), ..Header::new(Algorithm::RS256) };
            assert!(!scene.admits(&encode(&header, &scene.claims(), &third.encoding).expect("a token")).await);
        }
        assert_eq!(scene.fetches().await, 1);
        // With the issuer gone, the keys that are known go on working.
        scene.issuer.reset().await;
        assert!(scene.admits(&first.sign(&scene.claims())).await);
        assert!(scene.admits(&second.sign(&scene.claims())).await);
        assert!(!scene.admits(&third.sign(&scene.claims())).await);
    });
}

#[test]
fn an_issuer_that_is_down_at_a_cold_start_locks_nobody_out() {
    run(async {
        let key = Key::new("one");
        let scene = Scene::new(&[&key]).await;
        scene.issuer.reset().await;
        let token = key.sign(&scene.claims());
        // Nobody is told that they are not signed in: clients would begin anew.
        let failed = scene.answer(&format!("Bearer {token}")).await.expect_err("nobody can be let in");
        assert!(failed.contains("could not be fetched"), "{failed}");
        scene.publish(&[&key]).await;
        assert!(scene.admits(&token).await);
    });
}
