//! Finding functions by name, and what a call that cannot be made answers.

use std::collections::BTreeMap;
use std::time::Duration;

use local_kit::Clock;
use serde_json::{Value, json};

use super::{Functions, Placement, Surroundings};

/// A function of a template.
pub(crate) fn function(handler: &str, code_uri: &str) -> local_template::Function {
    local_template::Function {
        logical_id: format!("Logical-{handler}"),
        physical_name: format!("trellis-{handler}"),
        arn: format!("arn:aws:lambda:eu-central-1:000000000000:function:trellis-{handler}"),
        handler: handler.to_owned(),
        code_uri: code_uri.to_owned(),
        timeout: Duration::from_secs(3),
        memory_mb: 256,
        environment: BTreeMap::new(),
        policies: Value::Null,
        events: Vec::new(),
    }
}

fn placement() -> Placement {
    Placement {
        invoke_url: None,
        invoke_areas: Vec::new(),
        surroundings: Surroundings { region: "eu-central-1".to_owned(), aws_endpoint: "http://127.0.0.1:1".to_owned() },
    }
}

#[test]
fn a_function_has_many_names() {
    let declared = [function("open-workspace", "target/lambda/workspaces/bootstrap.zip")];
    let functions = Functions::new(&declared, &placement(), &Clock::system()).unwrap();
    for name in [
        "open-workspace",
        "trellis-open-workspace",
        "Logical-open-workspace",
        "arn:aws:lambda:eu-central-1:000000000000:function:trellis-open-workspace",
        "arn:aws:lambda:eu-central-1:000000000000:function:trellis-open-workspace:live",
    ] {
        assert!(functions.find(name).is_some(), "{name}");
    }
    assert!(functions.find("open").is_none());
}

#[test]
fn a_function_without_code_is_named() {
    let error = |function| Functions::new(&[function], &placement(), &Clock::system()).err().unwrap().to_string();
    let area = error(function("f", "target/lambda/nowhere/bootstrap.zip"));
    assert!(area.starts_with("the function Logical-f has the CodeUri target/lambda/nowhere/bootstrap.zip, and there is no area"), "{area}");
    let handler = error(function("no-such-handler", "target/lambda/workspaces/bootstrap.zip"));
    assert!(handler.contains("the area workspaces has no such handler"), "{handler}");
}

/// Without its environment a function cannot start: that is an error of the function, and the stack goes on.
#[tokio::test]
async fn a_failed_cold_start_is_a_function_error_and_is_logged() {
    let functions =
        Functions::new(&[function("open-workspace", "target/lambda/workspaces/bootstrap.zip")], &placement(), &Clock::system()).unwrap();
    let called = functions.invoke("Logical-open-workspace", json!({})).await;
    let error = called.result.unwrap_err().to_string();
    assert!(error.starts_with("Runtime.InitError: "), "{error}");
    let log = functions.recent(Some("open-workspace"), None);
    assert_eq!(log.len(), 1);
    assert_eq!(log[0].request_id, called.request_id);
    assert_eq!(serde_json::to_value(log[0].outcome).unwrap(), "function_error");
    assert!(functions.recent(None, Some(log[0].number)).is_empty());
    assert!(functions.invoke("Nobody", json!({})).await.result.is_err());
}
