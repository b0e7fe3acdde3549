//! What CloudFront asks of addresses of packages: the template's own function, run by Node as CloudFront runs it.

use crate::{repository::yaml, stack::root};
use serde_json::{Value, json};
use std::process::Command;

/// Hands a request to the function of the template at a time, in seconds, and answers what it answers.
fn edge(host: &str, path: &str, now: u64) -> Option<Value> {
    let resources = &yaml("infra/edge.yaml")["Resources"]["PackageOfAddress"]["Properties"];
    assert_eq!(resources["FunctionConfig"]["Runtime"], "cloudfront-js-2.0");
    let serde_yaml_ng::Value::Tagged(code) = &resources["FunctionCode"] else { panic!("the code is no !Sub") };
    let code = code.value.as_str().expect("a text").replace("{{resolve:secretsmanager:${ContentSecretArn}}}", "0123456789abcdef");
    assert!(!code.contains("${"), "CloudFormation would replace more of it");
    let event = json!({ "request": { "uri": path, "headers": { "host": { "value": host } } } });
    let run = format!("{code}\nDate.now = () => {now}000;\nconsole.log(JSON.stringify(handler({event})));");
    let Ok(answer) = Command::new("node").arg("-e").arg(run).current_dir(root()).output() else {
        println!("SKIPPED: the edge's function needs node, and this machine has none");
        return None;
    };
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    Some(serde_json::from_slice(&answer.stdout).expect("JSON"))
}

#[test]
fn the_edge_opens_what_was_signed_at_its_name_and_in_its_time() {
    let (host, digest) = ("p217fd446152e17146556bceb84f9cc7.content.trellis.example", "ab".repeat(32));
    let address = format!("/1800000000.kBuiQJemhpV96Y2Tu7RrxN_XIdYaeou8Eney4ZY2tlU/P/acme/{digest}/scos/a%20b.html");
    let Some(admitted) = edge(host, &address, 1_800_000_000) else { return };
    assert_eq!(admitted["uri"], format!("/P/acme/{digest}/scos/a%20b.html"));
    for (host, path, now) in [
        (host, address.clone(), 1_800_000_001),
        ("content.trellis.example", address.clone(), 1_700_000_000),
        (host, address.replace("acme", "acme-corp"), 1_700_000_000),
        (host, address.replace("1800000000", "1800000001"), 1_700_000_000),
        (host, address.replace(".kB", ".kC"), 1_700_000_000),
        (host, address.replace(&digest, &"cd".repeat(32)), 1_700_000_000),
        (host, address.replace("/P/", "/W/"), 1_700_000_000),
        (host, format!("/P/acme/{digest}/a.html"), 1_700_000_000),
    ] {
        assert_eq!(edge(host, &path, now).expect("node")["statusCode"], 403, "{host} {path}");
    }
}
