//! What the time is in the stack, and setting it.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::{SignedDuration, Timestamp};
use local_kit::{Clock, machine_time};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Api;

/// One of the two.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wish {
    now: Option<Timestamp>,
    /// Before the machine's clock, or behind it if negative.
    offset_seconds: Option<i64>,
}

/// `{now, offset_seconds}`
pub(super) async fn show(State(api): State<Api>) -> Json<Value> {
    Json(shown(&api.clock))
}

/// Takes `{"now": "2026-07-20T09:00:00Z"}` or `{"offset_seconds": -86400}`; 0 is the machine's own time.
pub(super) async fn set(State(api): State<Api>, body: Bytes) -> Response {
    match wanted(&body).and_then(|offset| apply(&api.clock, offset)) {
        Ok(()) => {
            api.scheduler.clock_was_set();
            tracing::info!(now = %api.clock.now(), "the clock was set");
            Json(shown(&api.clock)).into_response()
        }
        Err(reason) => (StatusCode::BAD_REQUEST, Json(json!({ "error": reason }))).into_response(),
    }
}

fn shown(clock: &Clock) -> Value {
    let now = clock.now();
    json!({ "now": Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now), "offset_seconds": clock.offset().as_secs() })
}

/// The offset that is wished for.
fn wanted(body: &[u8]) -> Result<SignedDuration, String> {
    let wish = serde_json::from_slice(body)
        .map_err(|error| format!("expected {{\"now\": \"2026-07-20T09:00:00Z\"}} or {{\"offset_seconds\": -86400}}: {error}"))?;
    match wish {
        Wish { now: Some(now), offset_seconds: None } => Ok(now.duration_since(machine_time())),
        Wish { now: None, offset_seconds: Some(seconds) } => Ok(SignedDuration::from_secs(seconds)),
        _ => Err("expected either \"now\" or \"offset_seconds\"".to_owned()),
    }
}

fn apply(clock: &Clock, offset: SignedDuration) -> Result<(), String> {
    if offset.is_zero() {
        clock.reset();
        return Ok(());
    }
    let now = machine_time().checked_add(offset).map_err(|_| "there is no such time".to_owned())?;
    clock.set(now).map_err(|refused| refused.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonsense_is_refused_in_words() {
        let refused = |body: &str| wanted(body.as_bytes()).and_then(|offset| apply(&Clock::system(), offset)).unwrap_err();
        for body in ["", "null", "[]", "{\"now\": \"yesterday\"}", "{\"now\": \"2026-07-20\"}", "{\"now\": 5}", "{\"offset\": 5}"] {
            assert!(refused(body).contains("2026-07-20T09:00:00Z"), "{body}");
        }
        for body in ["{}", "{\"now\": null}", "{\"now\": \"2026-07-20T09:00:00Z\", \"offset_seconds\": 0}"] {
            assert!(refused(body).contains("either"), "{body}");
        }
        for body in ["{\"now\": \"1970-01-01T00:00:00Z\"}", "{\"offset_seconds\": 999999999}", "{\"now\": \"9999-01-01T00:00:00Z\"}"] {
            assert!(refused(body).contains("ten years"), "{body}");
        }
        assert!(refused("{\"offset_seconds\": 9223372036854775807}").contains("no such time"));
    }

    #[test]
    fn no_offset_is_the_machines_own_time() {
        let clock = Clock::system();
        apply(&clock, wanted(b"{\"offset_seconds\": -86400}").unwrap()).unwrap();
        assert!((-86_401..=-86_399).contains(&clock.offset().as_secs()));
        apply(&clock, wanted(b"{\"offset_seconds\": 0}").unwrap()).unwrap();
        assert_eq!(clock.offset(), SignedDuration::ZERO);
    }
}
