//! Drives the guard with forged keys on every kind of operation, through a real client: what is refused never reaches the wire.

use super::*;
use aws_sdk_dynamodb::{
    Client,
    config::{BehaviorVersion, Credentials, Region},
    types::{ConditionCheck, Delete, DeleteRequest, Get, KeysAndAttributes, Put, PutRequest, TransactGetItem, Update},
};
use aws_smithy_http_client::test_util::{CaptureRequestReceiver, capture_request};

fn text(value: &str) -> AttributeValue {
    AttributeValue::S(value.to_owned())
}

fn item(pairs: &[(&str, &str)]) -> Attributes {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), text(value))).collect()
}

fn key(pk: &str) -> Attributes {
    item(&[("pk", pk), ("sk", "X")])
}

fn client() -> (Client, CaptureRequestReceiver) {
    let (http, sent) = capture_request(None);
    let config = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-central-1"))
        .credentials_provider(Credentials::new("key", "secret", None, None, "test"))
        .http_client(http)
        .interceptor(FailClosed);
    (Client::from_conf(config.build()), sent)
}

fn guard() -> ScopeGuard {
    ScopeGuard::new(&tenancy::doors::registered("acme".parse().unwrap()))
}

/// Keys that are not acme's: another workspace, a longer name with the same beginning, none at all, tricks with the separator.
const FORGED: [&str; 8] =
    ["W#acme-corp#COURSE#1", "W#other#COURSE#1", "W#acme", "W#acme#", "W#ACME#COURSE#1", "acme#COURSE#1", "", "X#W#acme#COURSE#1"];
const OWN: &str = "W#acme#COURSE#1";

/// Sends one request of every kind that carries keys; answers how many were let through to the wire.
async fn let_through(pk: &str) -> Vec<&'static str> {
    let_through_by(guard, pk).await
}

async fn let_through_by(guard: impl Fn() -> ScopeGuard, pk: &str) -> Vec<&'static str> {
    let mut passed = Vec::new();
    macro_rules! attempt {
        ($name:literal, $build:expr) => {{
            let (client, sent) = client();
            let request = $build(&client).customize().interceptor(guard());
            let _ = request.send().await;
            if sent_something(sent) {
                passed.push($name);
            }
        }};
    }
    attempt!("get", |client: &Client| client.get_item().table_name("t").set_key(Some(key(pk))));
    attempt!("put", |client: &Client| client.put_item().table_name("t").set_item(Some(key(pk))));
    attempt!("put into an index", |client: &Client| client.put_item().table_name("t").set_item(Some(item(&[
        ("pk", OWN),
        ("sk", "X"),
        ("gsi1pk", pk)
    ]))));
    attempt!("delete", |client: &Client| client.delete_item().table_name("t").set_key(Some(key(pk))));
    attempt!("update", |client: &Client| client.update_item().table_name("t").set_key(Some(key(pk))).update_expression("SET a = :a"));
    attempt!("query", |client: &Client| client
        .query()
        .table_name("t")
        .key_condition_expression("pk = :pk")
        .expression_attribute_values(":pk", text(pk)));
    attempt!("query an index", |client: &Client| client
        .query()
        .table_name("t")
        .index_name("gsi1")
        .key_condition_expression("gsi1pk = :pk AND begins_with(gsi1sk, :p)")
        .expression_attribute_values(":pk", text(pk)));
    attempt!("query from a start", |client: &Client| client
        .query()
        .table_name("t")
        .key_condition_expression("pk = :pk")
        .expression_attribute_values(":pk", text(OWN))
        .set_exclusive_start_key(Some(key(pk))));
    attempt!("batch get", |client: &Client| client
        .batch_get_item()
        .request_items("t", KeysAndAttributes::builder().keys(key(OWN)).keys(key(pk)).build().unwrap()));
    attempt!("batch put", |client: &Client| client.batch_write_item().request_items(
        "t",
        vec![
            WriteRequest::builder().put_request(PutRequest::builder().set_item(Some(key(OWN))).build().unwrap()).build(),
            WriteRequest::builder().put_request(PutRequest::builder().set_item(Some(key(pk))).build().unwrap()).build(),
        ]
    ));
    attempt!("batch delete", |client: &Client| client.batch_write_item().request_items(
        "t",
        vec![WriteRequest::builder().delete_request(DeleteRequest::builder().set_key(Some(key(pk))).build().unwrap()).build()]
    ));
    let own = || TransactWriteItem::builder().put(Put::builder().table_name("t").set_item(Some(key(OWN))).build().unwrap()).build();
    attempt!("transact put", |client: &Client| client
        .transact_write_items()
        .transact_items(own())
        .transact_items(TransactWriteItem::builder().put(Put::builder().table_name("t").set_item(Some(key(pk))).build().unwrap()).build()));
    attempt!("transact delete", |client: &Client| client.transact_write_items().transact_items(own()).transact_items(
        TransactWriteItem::builder().delete(Delete::builder().table_name("t").set_key(Some(key(pk))).build().unwrap()).build()
    ));
    attempt!("transact check", |client: &Client| client.transact_write_items().transact_items(own()).transact_items(
        TransactWriteItem::builder()
            .condition_check(
                ConditionCheck::builder().table_name("t").set_key(Some(key(pk))).condition_expression("a = :a").build().unwrap()
            )
            .build()
    ));
    attempt!("transact update", |client: &Client| client.transact_write_items().transact_items(own()).transact_items(
        TransactWriteItem::builder()
            .update(Update::builder().table_name("t").set_key(Some(key(pk))).update_expression("SET a = :a").build().unwrap())
            .build()
    ));
    attempt!("transact get", |client: &Client| client
        .transact_get_items()
        .transact_items(TransactGetItem::builder().get(Get::builder().table_name("t").set_key(Some(key(pk))).build().unwrap()).build()));
    passed
}

fn sent_something(sent: CaptureRequestReceiver) -> bool {
    // The receiver panics on "nothing was sent"; that is the answer.
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| sent.expect_request())).is_ok()
}

#[tokio::test]
async fn a_forged_key_never_reaches_the_wire() {
    for pk in FORGED {
        assert_eq!(let_through(pk).await, Vec::<&str>::new(), "{pk}");
    }
}

#[tokio::test]
async fn the_workspaces_own_keys_do() {
    assert_eq!(let_through(OWN).await.len(), 16);
}

#[tokio::test]
async fn operations_without_a_key_are_refused() {
    let refused = |sent| assert!(!sent_something(sent));
    let (client, sent) = self::client();
    let _ = client.scan().table_name("t").customize().interceptor(guard()).send().await;
    refused(sent);
    let (client, sent) = self::client();
    let _ = client.execute_statement().statement("SELECT * FROM t").customize().interceptor(guard()).send().await;
    refused(sent);
    let (client, sent) = self::client();
    let _ = client.batch_execute_statement().customize().interceptor(guard()).send().await;
    refused(sent);
    let (client, sent) = self::client();
    let _ = client.execute_transaction().customize().interceptor(guard()).send().await;
    refused(sent);
}

#[tokio::test]
async fn a_request_without_a_guard_is_refused() {
    let (client, sent) = client();
    let _ = client.get_item().table_name("t").set_key(Some(key(OWN))).send().await;
    assert!(!sent_something(sent));
}

#[tokio::test]
async fn expressions_cannot_smuggle_a_partition() {
    for condition in ["sk = :pk", "gsi1pk = :pk", "pk = :other", "pk = :pk OR pk = :other", "pk = :pkx", "#p = :pk"] {
        let (client, sent) = client();
        let query = client.query().table_name("t").key_condition_expression(condition);
        let query = query.expression_attribute_values(":pk", text(OWN)).expression_attribute_values(":other", text("W#other#X"));
        let _ = query.customize().interceptor(guard()).send().await;
        assert!(!sent_something(sent), "{condition}");
    }
    let (client, sent) = client();
    let update = client
        .update_item()
        .table_name("t")
        .set_key(Some(key(OWN)))
        .update_expression("SET #i = :v")
        .expression_attribute_names("#i", "gsi1pk");
    let _ = update.customize().interceptor(guard()).send().await;
    assert!(!sent_something(sent));
}

#[test]
fn operators_reach_a_workspaces_entry_and_log_and_nothing_else_of_it() {
    let scope = |id: &str| tenancy::doors::registered(id.parse().unwrap());
    let operators = tenancy::doors::operator_job();
    let guard = ScopeGuard::operators(&operators, &scope("acme"));
    for good in ["W#platform#WORKSPACES", "W#platform#HOST#a.example", "W#acme#WORKSPACE", "W#acme#AUDIT#2026-11", "W#acme#AUDITED#ab"] {
        assert!(guard.partition(Some(&text(good)), Act::Write).is_ok(), "{good}");
    }
    for bad in [
        "W#acme#MEMBER#1",
        "W#acme#WORKSPACES",
        "W#acme#WORKSPACE#1",
        "W#acme#AUDIT#",
        "W#acme-corp#WORKSPACE",
        "W#platform#",
        "W#platform-corp#HOST#a.example",
        "W#other#AUDIT#2026-11",
    ] {
        assert!(guard.partition(Some(&text(bad)), Act::Read).is_err(), "{bad}");
    }
    // Only what operators change goes through that guard; a workspace's own reaches nothing of the operators'.
    assert!(ScopeGuard::new(&scope("acme")).partition(Some(&text("W#platform#LISTED#acme")), Act::Read).is_err());
}

/// What reads only: a condition on an item is one, too.
const READS: [&str; 7] = ["get", "query", "query an index", "query from a start", "batch get", "transact check", "transact get"];

#[tokio::test]
async fn the_global_catalogue_is_read_by_every_workspace_and_written_by_operators() {
    assert_eq!(let_through("G#COURSE#1").await, READS);
    for near in ["G#", "G", "GCOURSE#1", "g#COURSE#1", "XG#COURSE#1"] {
        assert_eq!(let_through(near).await, Vec::<&str>::new(), "{near}");
    }
    let publishers = || ScopeGuard::publishers(&tenancy::doors::operator_job());
    assert_eq!(let_through_by(publishers, "W#acme#COURSE#1").await, Vec::<&str>::new());
    let guard = publishers();
    for own in ["G#COURSE#1", "W#platform#OFFER#1"] {
        assert!(guard.partition(Some(&text(own)), Act::Write).is_ok(), "{own}");
    }
    assert!(guard.partition(Some(&text("G#")), Act::Write).is_err());
    let registry = ScopeGuard::registry();
    assert!(registry.partition(Some(&text("G#COURSE#1")), Act::Read).is_err());
}
