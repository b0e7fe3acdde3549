//! What the gateway does before a function is called: throttles, refusals, preflights.

use crate::{
    isolation::routes,
    stack::{invoke, portal, run, stack},
    workspace::{Workspace, request},
};
use lambda::{Audience, Kind};
use local::Outcome;
use serde_json::json;
use std::collections::BTreeSet;

#[test]
fn the_gateway_has_every_route_at_its_own_function_guarded_unless_it_is_for_anybody() {
    let declared: BTreeSet<_> = routes().into_iter().collect();
    let mut built = BTreeSet::new();
    for area in areas::all() {
        for handler in area.handlers() {
            if let Kind::Route(route) = handler.kind() {
                let guarded = route.audience != Audience::Anyone;
                built.insert((handler.name().to_owned(), route.method.name().to_owned(), route.path.to_owned(), guarded));
            }
        }
    }
    assert_eq!(declared, built);
}

#[test]
fn a_noisy_workspace_is_throttled_and_its_neighbour_is_not() {
    run(async {
        let noisy = Workspace::unopened(&format!("n{}", ulid::Ulid::generate().to_string().to_lowercase()));
        let administrator = json!({ "email": noisy.email("admin"), "name": "Ada Admin" });
        let order = json!({ "workspace": noisy.id, "name": "Noisy", "tier": "standard", "administrator": administrator });
        invoke("open-workspace", &order).await.expect("the workspace opens");
        let quiet = Workspace::open().await;
        let (loud, calm) = (noisy.admin().await, quiet.admin().await);
        let load = (0..150).map(|_| loud.get("/v1/me"));
        let answers = futures_util::future::join_all(load).await;
        let refused: Vec<_> = answers.iter().filter(|answer| answer.status == 429).collect();
        assert!(!refused.is_empty(), "150 requests at once went through a plan of 5 per second");
        assert_eq!(refused[0].problem(), "too-many-requests");
        assert_eq!(refused[0].headers["retry-after"], "1");
        let other = answers.iter().find(|answer| ![200, 429].contains(&answer.status.as_u16()));
        assert!(other.is_none(), "{other:?}");
        calm.get("/v1/me").await.expect(200);
        assert!(
            invoke("open-workspace", &json!({ "workspace": "abc", "name": "x", "tier": "golden", "administrator": administrator }))
                .await
                .is_err()
        );
    });
}

#[test]
fn refusals_of_the_gateway_are_problems_too() {
    run(async {
        let unknown = request("GET", "/v1/nowhere", &[], None).await;
        assert_eq!((unknown.status.as_u16(), unknown.problem()), (404, "not-found"));
        let anonymous = request("GET", "/v1/me", &[], None).await;
        assert_eq!((anonymous.status.as_u16(), anonymous.problem()), (401, "unauthenticated"));
        assert!(anonymous.body["request_id"].as_str().is_some_and(|id| !id.is_empty()));
        // A token that is not good, or no longer, is refused by an authorizer that has done its work.
        let refused = request("GET", "/v1/me", &[("authorization", "Bearer a.b.c")], None).await;
        assert_eq!((refused.status.as_u16(), refused.problem()), (401, "unauthenticated"));
        let asked = stack().invocations(Some("authorize"), None);
        assert!(asked.iter().any(|invocation| invocation.outcome == Outcome::Refused));
        assert!(asked.iter().all(|invocation| invocation.outcome != Outcome::FunctionError), "{asked:?}");
        let large = "x".repeat(11 * 1024 * 1024);
        let large = request("POST", "/v1/auth/start", &[], Some(&json!(large))).await;
        assert_eq!((large.status.as_u16(), large.problem()), (413, "too-large"));
        let preflight = request("OPTIONS", "/v1/me", &[("origin", portal()), ("access-control-request-method", "GET")], None).await;
        assert!(preflight.status.is_success());
        assert!(preflight.headers.get("access-control-allow-origin").is_some());
    });
}
