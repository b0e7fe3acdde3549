//! /v1/workspace and /v1/admin/workspace: what everybody sees of a workspace, and what its administrators set.

use crate::{
    stack::run,
    workspace::{Workspace, request},
};
use serde_json::json;

#[test]
fn administrators_change_the_look_and_everybody_sees_it() {
    run(async {
        let (workspace, other) = (Workspace::open().await, Workspace::open().await);
        let people = workspace.members(&[("author", &["author"])]).await;
        let admin = &people["admin"];
        let settings = admin.get("/v1/admin/workspace").await;
        let etag = settings.etag();
        assert_eq!(settings.expect(200)["workspace"], workspace.id.as_str());
        let look = json!({ "locale": "de", "time_zone": "Asia/Kolkata", "branding": { "primary": "#FFE066", "accent": "#003300" } });
        let changed = admin.send("PATCH", "/v1/admin/workspace", &[("if-match", &etag)], Some(&look)).await;
        let next = changed.etag();
        changed.expect(200);
        assert_eq!(admin.send("PATCH", "/v1/admin/workspace", &[("if-match", &etag)], Some(&look)).await.problem(), "changed");
        let seen = request("GET", &format!("/v1/workspace?workspace={}", workspace.id), &[], None).await.expect(200);
        let expected = json!({ "primary": "#ffe066", "primary_text": "#000000", "accent": "#003300", "accent_text": "#ffffff" });
        assert_eq!((&seen["branding"], &seen["locale"]), (&expected, &json!("de")));
        let untouched = request("GET", &format!("/v1/workspace?workspace={}", other.id), &[], None).await.expect(200);
        assert_eq!(untouched["locale"], "en");

        let not_theirs = [
            json!({ "tier": "large" }),
            json!({ "state": "closed" }),
            json!({ "workspace": other.id }),
            json!({ "custom_domain": "learn.example.com" }),
            json!({ "retention_days": 3650 }),
            json!({ "usage_key": "x" }),
            json!({ "branding": { "primary": "red", "accent": "#000000" } }),
            json!({ "time_zone": "Mars/Olympus" }),
            json!({ "email_domains": ["acme"] }),
        ];
        for wrong in not_theirs {
            let refused = admin.send("PATCH", "/v1/admin/workspace", &[("if-match", &next)], Some(&wrong)).await;
            assert_eq!(refused.problem(), "rule-broken", "{wrong}");
        }
        assert_eq!(people["author"].get("/v1/admin/workspace").await.problem(), "forbidden");
        let told = admin.get("/v1/admin/audit-events?action=workspace.updated").await.expect(200);
        assert_eq!(told["items"].as_array().map(Vec::len), Some(1));
        assert_eq!(told["items"][0]["after"]["locale"], "de");
    });
}

/// A picture of one pixel.
const LOGO: &str = "data:image/png;base64,\
    iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

#[test]
fn a_workspace_has_its_logo() {
    run(async {
        let (workspace, other) = (Workspace::open().await, Workspace::open().await);
        let admin = workspace.admin().await;
        let page = |id: &str| format!("/v1/workspace?workspace={id}");
        assert_eq!(request("GET", &page(&workspace.id), &[], None).await.expect(200)["logo"], json!(null));
        let etag = admin.get("/v1/admin/workspace").await.etag();
        let given = admin.send("PATCH", "/v1/admin/workspace", &[("if-match", &etag)], Some(&json!({ "logo": LOGO }))).await;
        let next = given.etag();
        assert_ne!(etag, next);
        assert_eq!(given.expect(200)["logo"], LOGO);
        let seen = request("GET", &page(&workspace.id), &[], None).await.expect(200);
        assert_eq!((&seen["logo"], &seen["workspace"]), (&json!(LOGO), &json!(workspace.id)));
        assert_eq!(admin.get("/v1/admin/workspace").await.expect(200)["logo"], LOGO);
        assert_eq!(request("GET", &page(&other.id), &[], None).await.expect(200)["logo"], json!(null));
        // The log says that it was another, without the picture.
        let told = admin.get("/v1/admin/audit-events?action=workspace.updated").await.expect(200);
        assert!(told["items"][0]["after"]["logo"].as_str().is_some_and(|name| name.len() == 64), "{told}");

        for wrong in ["data:image/svg+xml;base64,PHN2Zy8+", "https://acme.example/logo.png", ""] {
            let refused = admin.send("PATCH", "/v1/admin/workspace", &[("if-match", &next)], Some(&json!({ "logo": wrong }))).await;
            assert_eq!(refused.problem(), "rule-broken", "{wrong}");
        }
        // Other settings leave it, null takes it away.
        let dark = json!({ "branding": { "primary": "#003300", "accent": "#003300" } });
        let kept = admin.send("PATCH", "/v1/admin/workspace", &[("if-match", &next)], Some(&dark)).await;
        let next = kept.etag();
        assert_eq!(kept.expect(200)["logo"], LOGO);
        let gone = admin.send("PATCH", "/v1/admin/workspace", &[("if-match", &next)], Some(&json!({ "logo": null }))).await;
        assert_eq!(gone.expect(200)["logo"], json!(null));
        assert_eq!(request("GET", &page(&workspace.id), &[], None).await.expect(200)["logo"], json!(null));
    });
}

#[test]
fn what_is_not_there_looks_like_what_is_closed() {
    run(async {
        for wrong in ["nobody-has-this", "A", "%23", "acm%C3%A9", &"x".repeat(1000)] {
            let answer = request("GET", &format!("/v1/workspace?workspace={wrong}"), &[], None).await;
            assert_eq!((answer.status.as_u16(), answer.problem()), (404, "not-found"), "{wrong}");
        }
        // The stack's own address is no workspace's.
        request("GET", "/v1/workspace", &[], None).await.expect(404);
        request("GET", "/v1/workspace", &[("host", "learn.nobody.example")], None).await.expect(404);
    });
}
