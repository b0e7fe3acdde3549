//! /v1/auth: strangers from many sources cannot keep a member out.

use crate::{
    stack::{run, site, until},
    workspace::{Answer, PASSWORD, Workspace, code, letters},
};
use reqwest::Client;
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    net::{IpAddr, Ipv4Addr},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::sync::Semaphore;

/// One request from a source of this machine's own network, which has sixteen million.
async fn post(source: u32, path: &str, cookie: Option<&str>, body: &Value) -> Answer {
    let source = IpAddr::V4(Ipv4Addr::from(0x7F00_0000 | (source & 0x00FF_FFFF)));
    let client = Client::builder().local_address(source).build().expect("a client");
    let mut request = client.post(format!("{}{path}", site().url)).header("content-type", "application/json").body(body.to_string());
    if let Some(cookie) = cookie {
        request = request.header("cookie", cookie);
    }
    let answer = request.send().await.expect("the API answers");
    let (status, headers) = (answer.status(), answer.headers().clone());
    Answer { status, headers, body: answer.json().await.unwrap_or(Value::Null) }
}

/// Requests that are on their way at once: more would only queue up in a machine that is slower.
const AT_ONCE: usize = 6;

/// Asks from ever new sources, up to eighteen times a second, until it is told to stop or dropped.
struct Attack {
    stop: Arc<AtomicBool>,
    answers: [Arc<AtomicU32>; 2],
    begun: Instant,
    worker: tokio::task::JoinHandle<()>,
}

impl Attack {
    fn begin(path: &'static str, body: Value) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let answers = [Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0))];
        let (over, [heard, refused]) = (Arc::clone(&stop), answers.clone());
        let worker = tokio::spawn(async move {
            let mut ticks = tokio::time::interval(Duration::from_millis(1000 / 18));
            ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            let places = Arc::new(Semaphore::new(AT_ONCE));
            // From 127.16.0.1 on.
            for source in (0x0010_0001..).take(4_000) {
                ticks.tick().await;
                let Ok(place) = Arc::clone(&places).acquire_owned().await else { break };
                if over.load(Ordering::Relaxed) {
                    break;
                }
                let (body, heard, refused) = (body.clone(), Arc::clone(&heard), Arc::clone(&refused));
                tokio::spawn(async move {
                    let counter = if post(source, path, None, &body).await.status == 429 { refused } else { heard };
                    counter.fetch_add(1, Ordering::Relaxed);
                    drop(place);
                });
            }
        });
        Self { stop, answers, begun: Instant::now(), worker }
    }

    fn attempts(&self) -> [u32; 2] {
        [0, 1].map(|which: usize| self.answers[which].load(Ordering::Relaxed))
    }

    fn refused(&self) -> u32 {
        self.attempts()[1]
    }

    /// Ends it with its figures.
    fn end(self, what: &str) {
        let [heard, refused] = self.attempts();
        let seconds = self.begun.elapsed().as_secs_f64();
        println!("{what}: {} attempts from as many sources in {seconds:.1} s; {heard} heard, {refused} refused", heard + refused);
    }
}

/// Asks for a code and signs in with it: among the newest ones is the member's own. Answers the cookies.
async fn sign_in(workspace: &Workspace, email: &str, source: u32, cookie: Option<&str>, link: Option<&str>) -> Result<String, Answer> {
    let before = letters(email).await.len();
    let body = json!({ "workspace": workspace.id, "email": email, "device": link });
    let started = post(source, "/v1/auth/start", cookie, &body).await;
    if started.status != 200 {
        return Err(started);
    }
    // Each code is entered once: six wrong ones would end the sign-in.
    let tried = Mutex::new(BTreeSet::new());
    let answer = until("a session", || async {
        let all = letters(email).await;
        for code in all[..all.len() - before].iter().filter_map(code) {
            if !tried.lock().expect("nobody has panicked").insert(code.clone()) {
                continue;
            }
            let entered = json!({ "session": started.body["session"], "code": code });
            let answer = post(source, "/v1/auth/verify", cookie, &entered).await;
            if answer.status == 200 {
                return Some(answer);
            }
        }
        None
    })
    .await;
    let set = answer.headers.get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
    Ok(set.collect::<Vec<_>>().join("; "))
}

/// A test that fails must not leave the attack to the next one.
impl Drop for Attack {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.worker.abort();
    }
}

fn device_link(letter: &Value) -> Option<String> {
    Some(letter["text"].as_str()?.split_once("#device=")?.1.split_whitespace().next()?.to_owned())
}

#[test]
fn a_member_gets_in_while_strangers_keep_the_address_busy() {
    run(async {
        let workspace = Workspace::open().await;
        workspace.members(&[("victim", &[])]).await;
        let (email, nobody) = (workspace.email("victim"), workspace.email("nobody"));
        let known = sign_in(&workspace, &email, 0x0001_0001, None, None).await.expect("signed in");
        assert!(known.contains("__Host-trellis_device="), "{known}");

        let attack = Attack::begin("/v1/auth/start", json!({ "workspace": workspace.id, "email": email }));
        until("the address to be busy", || async { (attack.refused() > 20).then_some(()) }).await;
        // A stranger's attempt is refused, and so is the member's from nowhere known; the member has a link by now.
        let refused = sign_in(&workspace, &email, 0x0002_0001, None, None).await.expect_err("refused");
        assert_eq!((refused.status.as_u16(), refused.problem()), (429, "address-busy"));
        // A known device gets in from anywhere, and so does a fresh one where the member has been.
        sign_in(&workspace, &email, 0x0003_0001, Some(&known), None).await.expect("known device");
        sign_in(&workspace, &email, 0x0001_0001, None, None).await.expect("known network");
        // Somebody else's proof is worth nothing.
        let stranger = json!({ "workspace": workspace.id, "email": nobody });
        let link = until("the link", || async { letters(&email).await.iter().find_map(device_link) }).await;
        sign_in(&workspace, &email, 0x0002_0001, None, Some(&link)).await.expect("fresh device, fresh network, by the link");
        sign_in(&workspace, &email, 0x0004_0001, None, Some("made.up")).await.expect_err("a forged link");
        attack.end("codes");

        // Of an address that nobody has, the same is told.
        let attack = Attack::begin("/v1/auth/start", stranger.clone());
        until("the address to be busy", || async { (attack.refused() > 20).then_some(()) }).await;
        let same = post(0x0005_0001, "/v1/auth/start", Some(&known), &stranger).await;
        let words = |answer: &Answer| answer.body["detail"].as_str().map(|text| text.replace(char::is_numeric, ""));
        assert_eq!((same.problem(), words(&same)), (refused.problem(), words(&refused)));
        attack.end("codes for nobody");
        // The mailbox was not flooded: 30 codes, then one in 5 to 60 s, one link, and the sign-ins above.
        assert!(letters(&email).await.len() < 60);
        assert!(letters(&nobody).await.is_empty());
    });
}

#[test]
fn an_administrator_gets_in_while_strangers_guess_passwords() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let email = workspace.email("admin");
        let right = json!({ "workspace": workspace.id, "email": email, "password": PASSWORD });
        let wrong = json!({ "workspace": workspace.id, "email": email, "password": "a guessed password" });
        let attack = Attack::begin("/v1/auth/password", wrong);
        until("the address to be busy", || async { (attack.refused() > 20).then_some(()) }).await;
        assert_eq!(post(0x0002_0001, "/v1/auth/password", None, &right).await.problem(), "address-busy");
        // 127.0.0.1 is where the administrator has signed in.
        post(1, "/v1/auth/password", None, &right).await.expect(200);
        let link = until("the link", || async { letters(&email).await.iter().find_map(device_link) }).await;
        let mut with = right.clone();
        with["device"] = json!(link);
        post(0x0003_0001, "/v1/auth/password", None, &with).await.expect(200);
        attack.end("passwords");
        admin.get("/v1/me").await.expect(200);
    });
}

#[test]
fn what_is_no_code_is_said_before_anybody_is_asked() {
    run(async {
        let workspace = Workspace::open().await;
        workspace.members(&[("learner", &[])]).await;
        let (session, code) = crate::workspace::start_sign_in(&workspace.id, &workspace.email("learner")).await;
        for none in ["", " ", "\u{3000}", "abcdefgh", "1234567", "123456789"] {
            let answer = post(1, "/v1/auth/verify", None, &json!({ "session": session, "code": none })).await;
            assert_eq!((answer.status.as_u16(), answer.body["errors"][0]["field"].as_str()), (422, Some("code")), "{none:?}");
        }
        // They have used up no try, and digits of other keyboards are digits.
        let wide: String = code.chars().filter_map(|digit| char::from_u32(u32::from(digit) - 0x30 + 0xFF10)).collect();
        post(1, "/v1/auth/verify", None, &json!({ "session": session, "code": format!(" {wide}\n") })).await.expect(200);
    });
}
