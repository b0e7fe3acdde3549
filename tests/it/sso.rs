//! A customer's identity provider that others wrote, and a browser that goes through it.

use crate::{
    stack::{root, site},
    workspace::{Answer, Person, Workspace},
};
use reqwest::{Client, Method, Response, redirect::Policy};
use serde_json::{Value, json};
use std::{collections::BTreeMap, path::PathBuf, process::Stdio, sync::LazyLock};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    sync::OnceCell,
};

/// The secret that `tests/sso/provider.mjs` expects of its one client.
const SECRET: &str = "a-secret-of-the-customer";

/// `oidc-provider`, running.
pub(crate) struct OidcProvider {
    pub(crate) issuer: String,
    /// Ends with its standard input.
    _child: Child,
}

/// The folder with its packages, installed once as the lock file says; `None` without Node.
static INSTALLED: LazyLock<OnceCell<Option<PathBuf>>> = LazyLock::new(OnceCell::new);

async fn installed() -> Option<PathBuf> {
    let made = INSTALLED.get_or_init(|| async {
        let from = root().join("tests/sso");
        let folder = root().join("target/sso");
        std::fs::create_dir_all(&folder).expect("a folder");
        let names = ["package.json", "package-lock.json", "provider.mjs"];
        let stale = names.iter().any(|name| std::fs::read(from.join(name)).ok() != std::fs::read(folder.join(name)).ok());
        if stale || !folder.join("node_modules/oidc-provider").exists() {
            for name in names {
                std::fs::copy(from.join(name), folder.join(name)).expect("copied");
            }
            let done = Command::new("npm").args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&folder).output().await;
            let done = match done {
                Ok(done) => done,
                Err(_) => return None,
            };
            assert!(done.status.success(), "npm ci: {}", String::from_utf8_lossy(&done.stderr));
        }
        Command::new("node").arg("--version").output().await.is_ok().then_some(folder)
    });
    made.await.clone()
}

/// `pysaml2` in an environment of its own, with a folder for its key; `None` without Python.
static PYTHON: LazyLock<OnceCell<Option<PathBuf>>> = LazyLock::new(OnceCell::new);

/// Runs `tests/sso/saml_idp.py` and answers what it prints; `None`, loudly, on a machine without Python.
pub(crate) async fn pysaml2(command: &str, rest: &[&str]) -> Option<String> {
    let made = PYTHON.get_or_init(|| async {
        let folder = root().join("target/sso/python");
        let wanted = std::fs::read(root().join("tests/sso/requirements.txt")).expect("a file");
        let python = folder.join("bin/python");
        if std::fs::read(folder.join("installed.txt")).ok().as_ref() != Some(&wanted) {
            let made = Command::new("python3").args(["-m", "venv"]).arg(&folder).output().await;
            if !made.is_ok_and(|made| made.status.success()) {
                return None;
            }
            let requirements = root().join("tests/sso/requirements.txt");
            let done = Command::new(&python).args(["-m", "pip", "install", "-q", "-r"]).arg(requirements).output().await.expect("pip");
            assert!(done.status.success(), "pip: {}", String::from_utf8_lossy(&done.stderr));
            std::fs::write(folder.join("installed.txt"), wanted).expect("written");
        }
        Some(folder)
    });
    let Some(folder) = made.await.clone() else {
        eprintln!("SKIPPED: SAML needs python3 with venv, and this machine has none");
        return None;
    };
    let script = root().join("tests/sso/saml_idp.py");
    let run = Command::new(folder.join("bin/python")).arg(script).arg(command).arg(&folder).args(rest).output().await.expect("python");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    Some(String::from_utf8(run.stdout).expect("text"))
}

impl OidcProvider {
    /// `None`, loudly, on a machine without Node.
    pub(crate) async fn start() -> Option<Self> {
        let Some(folder) = installed().await else {
            eprintln!("SKIPPED: single sign-on needs node and npm, and this machine has none");
            return None;
        };
        let mut child = Command::new("node")
            .arg("provider.mjs")
            .arg(format!("{}/oauth2/idpresponse", site().aws_url))
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("node");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let line = lines.next_line().await.expect("a line").expect("a line");
        // What it says later must go somewhere: a closed pipe would end it.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        let said: Value = serde_json::from_str(&line).expect("JSON");
        Some(Self { issuer: said["issuer"].as_str().expect("an issuer").to_owned(), _child: child })
    }

    /// The order that connects it; `more` is laid over it.
    pub(crate) fn order(&self, more: &Value) -> Value {
        let scopes = ["email", "profile", "groups"];
        let protocol = json!({ "kind": "oidc", "issuer": self.issuer, "client_id": "trellis", "client_secret": SECRET, "scopes": scopes });
        let mut order = json!({ "name": "The customer's", "protocol": protocol });
        for (name, value) in more.as_object().expect("an object") {
            order[name] = value.clone();
        }
        order
    }

    /// Connects it to a workspace; the provider's id there.
    pub(crate) async fn connect(&self, admin: &Person, more: &Value) -> String {
        let made = admin.post("/v1/admin/identity-providers", &self.order(more)).await.expect(201);
        assert!(!made.to_string().contains(SECRET));
        made["identity_provider_id"].as_str().expect("an id").to_owned()
    }
}

/// A browser: cookies by host and port.
#[derive(Default)]
pub(crate) struct Browser {
    cookies: BTreeMap<String, BTreeMap<String, String>>,
}

fn origin(address: &str) -> String {
    address.split('/').take(3).collect::<Vec<_>>().join("/")
}

impl Browser {
    /// One request, not one more: redirects are looked at.
    pub(crate) async fn send(&mut self, method: Method, address: &str, body: Option<String>) -> Response {
        let client = Client::builder().redirect(Policy::none()).build().expect("a client");
        let jar = self.cookies.entry(origin(address)).or_default();
        let cookies: Vec<String> = jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = client.request(method, address).header("cookie", cookies.join("; "));
        if let Some(body) = body {
            request = request.body(body);
        }
        let answer = request.send().await.expect("an answer");
        for set in answer.headers().get_all("set-cookie") {
            let pair = set.to_str().expect("text").split(';').next().expect("a pair");
            let (name, value) = pair.split_once('=').expect("a pair");
            jar.insert(name.to_owned(), value.to_owned());
        }
        answer
    }

    /// A cookie that the API has set.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        let value = self.cookies.get(&site().url)?.get(name).filter(|value| !value.is_empty())?;
        Some(format!("{name}={value}"))
    }

    /// Where an answer leads.
    #[track_caller]
    pub(crate) fn location(answer: &Response) -> String {
        assert!(answer.status().is_redirection(), "{}", answer.status());
        answer.headers().get("location").expect("a location").to_str().expect("text").to_owned()
    }

    async fn follow(&mut self, address: &str) -> String {
        Self::location(&self.send(Method::GET, address, None).await)
    }

    /// Begins a sign-in; where the browser is sent.
    pub(crate) async fn begin(&mut self, workspace: &Workspace, more: &str) -> String {
        self.follow(&format!("{}/v1/auth/sso/start?workspace={}&{more}", site().url, workspace.id)).await
    }

    /// Begins a test sign-in as an administrator; its id, and where the browser is sent.
    pub(crate) async fn begin_test(&mut self, admin: &Person, provider: &str) -> (String, String) {
        let path = format!("/v1/admin/identity-providers/{provider}/tests");
        let answer = admin.send("POST", &path, &[], None).await;
        let cookie = answer.headers["set-cookie"].to_str().expect("text").split(';').next().expect("a pair").to_owned();
        let started = answer.expect(201);
        let (name, value) = cookie.split_once('=').expect("a pair");
        self.cookies.entry(site().url).or_default().insert(name.to_owned(), value.to_owned());
        let text = |name: &str| started[name].as_str().expect("text").to_owned();
        (text("test_id"), text("address"))
    }

    /// From there through the provider's sign-in as somebody: the query of the callback.
    pub(crate) async fn through(&mut self, authorize: &str, claims: &Value) -> String {
        let at_provider = self.follow(authorize).await;
        let issuer = origin(&at_provider);
        let interaction = self.follow(&at_provider).await;
        let signed_in = self.send(Method::POST, &format!("{issuer}{interaction}"), Some(claims.to_string())).await;
        let back = self.follow(&Self::location(&signed_in)).await;
        assert!(back.starts_with(&format!("{}/oauth2/idpresponse", site().aws_url)), "{back}");
        let callback = self.follow(&back).await;
        let (path, query) = callback.split_once('?').expect("a query");
        assert!(path.ends_with("/v1/auth/sso/callback"), "{callback}");
        query.to_owned()
    }

    /// The callback itself, as an answer of the API.
    pub(crate) async fn call_back(&mut self, query: &str) -> Answer {
        let answer = self.send(Method::GET, &format!("{}/v1/auth/sso/callback?{query}", site().url), None).await;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let text = answer.text().await.expect("a body");
        Answer { status, headers, body: serde_json::from_str(&text).unwrap_or(Value::String(text)) }
    }

    /// A whole sign-in through a provider.
    pub(crate) async fn arrive(&mut self, workspace: &Workspace, provider: &str, claims: &Value) -> Answer {
        let authorize = self.begin(workspace, &format!("provider={provider}")).await;
        let query = self.through(&authorize, claims).await;
        self.call_back(&query).await
    }

    /// Exchanges the refresh cookie, as the portal does, and asks who one is.
    pub(crate) async fn person(&mut self) -> Person {
        let answer = self.send(Method::POST, &format!("{}/v1/auth/refresh", site().url), None).await;
        assert_eq!(answer.status(), 200);
        let body: Value = answer.json().await.expect("JSON");
        let token = body["access_token"].as_str().expect("a token").to_owned();
        let person = Person { token, member_id: String::new(), cookie: self.cookie("__Host-trellis_refresh").expect("a cookie") };
        let me = person.get("/v1/me").await.expect(200);
        Person { member_id: me["member_id"].as_str().expect("an id").to_owned(), ..person }
    }
}
