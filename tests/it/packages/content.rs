//! Files of packages, by the addresses that sessions are given.

use super::{Running, base, player, taking};
use crate::{
    quizzes::forward,
    stack::{run, run_alone},
    workspace::Workspace,
};
use jiff::SignedDuration;
use reqwest::Response;
use serde_json::json;

/// Reads an address on this machine, whatever resolves its name: every name below `localhost` is this machine (RFC 6761, 6.3).
pub(super) async fn read(address: &str, range: Option<&str>) -> Response {
    let (_, rest) = address.split_once("://").expect("an address");
    let (host, path) = rest.split_at(rest.find('/').expect("a path"));
    let port = host.rsplit(':').next().expect("a port");
    let mut request = reqwest::Client::new().get(format!("http://127.0.0.1:{port}{path}")).header("host", host);
    if let Some(range) = range {
        request = request.header("range", range);
    }
    request.send().await.expect("the content's origin answers")
}

fn host(address: &str) -> &str {
    address.split('/').nth(2).expect("a host")
}

#[test]
fn files_of_a_package_are_read_by_who_was_given_their_address() {
    run(async {
        let workspace = Workspace::open().await;
        let (_, learner, course) = taking(&workspace).await;
        let running = Running::open(&learner, &course, 0, "a").await;
        let address = running.begun["address"].as_str().expect("an address").to_owned();
        assert!(address.ends_with("/a%20b/intro.html"), "{address}");
        let page = read(&address, None).await;
        assert_eq!((page.status().as_u16(), page.headers()["content-type"].to_str().expect("text")), (200, "text/html"), "{address}");
        assert!(page.headers()["content-security-policy"].to_str().expect("text").contains("'unsafe-inline'"));
        assert!(page.headers().get("set-cookie").is_none() && page.headers().get("x-frame-options").is_none());
        assert_eq!(page.text().await.expect("a page"), "<html>intro</html>");
        let part = read(&address, Some("bytes=1-4")).await;
        assert_eq!((part.status().as_u16(), part.text().await.expect("a part")), (206, "html".to_owned()));
        // The other part of the same package is read by the same address, and nothing else is.
        assert_eq!(read(&address.replace("a%20b/intro.html", "test.html"), None).await.status(), 200);
        let token = address.split('/').nth(3).expect("a token");
        let (expiry, signature) = token.split_once('.').expect("two parts");
        let later = (expiry.parse::<u64>().expect("seconds") + 1).to_string();
        let id = &workspace.id;
        for wrong in [
            address.replace(expiry, &later),
            address.replace(signature, &format!("{signature}A")),
            address.replace(&format!("/{token}"), ""),
            address.replace(&format!("/P/{id}/"), &format!("/P/{id}x/")),
            address.replace("/P/", "/F/"),
            address.replace("intro.html", "%2e%2e/%2e%2e/x"),
        ] {
            assert_eq!(read(&wrong, None).await.status(), 403, "{wrong}");
        }
        // Each package has an origin of its own.
        let elsewhere = Workspace::open().await;
        let (_, other, course) = taking(&elsewhere).await;
        let theirs = Running::open(&other, &course, 0, "a").await;
        let their_address = theirs.begun["address"].as_str().expect("an address");
        assert_ne!(host(their_address), host(&address));
    });
}

#[test]
fn the_player_is_told_of_the_page_that_has_launched_it() {
    run(async {
        let workspace = Workspace::open().await;
        let (_, learner, course) = taking(&workspace).await;
        let path = format!("{}/launches", base(&course, 0));
        let origin = [("origin", "http://localhost:5173")];
        let launched = learner.send("POST", &path, &origin, Some(&json!({}))).await.expect(201);
        let (page, at) = (launched["player"].as_str().expect("an address"), launched["origin"].as_str().expect("an origin"));
        assert_eq!(page, format!("{at}/_trellis/player.html"));
        let session = player("/v1/package-sessions", &json!({ "launch": launched["launch"] })).await.expect(201);
        assert_eq!(session["pages"], json!(["http://localhost:5173"]));
        assert_eq!(host(session["begun"]["address"].as_str().expect("an address")), host(page));
    });
}

#[test]
fn a_package_whose_address_has_expired_is_opened_again_and_goes_on() {
    run_alone(open_for_longer_than_a_day());
}

async fn open_for_longer_than_a_day() {
    let workspace = Workspace::named("overnight").await;
    let (_, learner, course) = taking(&workspace).await;
    let mut running = Running::open(&learner, &course, 0, "a").await;
    let address = running.begun["address"].as_str().expect("an address").to_owned();
    running.commit(&json!({ "cmi.core.lesson_location": "p3", "cmi.core.session_time": "01:00:00" }), &json!({}), false).await;
    forward(SignedDuration::from_hours(11)).await;
    assert_eq!(read(&address, None).await.status(), 200);

    forward(SignedDuration::from_hours(2)).await;
    let expired = read(&address, None).await;
    assert_eq!(expired.status(), 403);
    assert!(!expired.text().await.expect("an answer").contains("intro"));
    // No session begins by the old ticket; what was done by it is taken, so that nothing is lost.
    let refused = player("/v1/package-sessions", &json!({ "launch": running.launch, "device": "a" })).await;
    assert_eq!(refused.problem(), "unauthenticated");
    let late = running.commit(&json!({ "cmi.core.lesson_location": "p5", "cmi.core.session_time": "12:00:00" }), &json!({}), true).await;
    assert_eq!((&late["state"], &late["superseded"]), (&json!("open"), &json!(null)));

    let learner = workspace.sign_in("learner").await;
    let again = Running::open(&learner, &course, 0, "a").await;
    let anew = again.begun["address"].as_str().expect("an address");
    assert_eq!((read(anew, None).await.status().as_u16(), host(anew)), (200, host(&address)));
    assert_eq!((&again.begun["attempt"], &again.begun["session"]), (&json!(1), &json!(2)));
    assert_eq!(again.begun["cmi"]["cmi.core.lesson_location"], "p5");
    assert_eq!(again.begun["cmi"]["cmi.core.total_time"], "0012:00:00");
}
