//! The file of the API keys.

use bytes::Bytes;
use http::Method;
use local_kit::Clock;
use serde_json::json;

use super::Fixture;
use crate::api_keys::{ApiKeys, TABLES};

#[tokio::test]
async fn ten_thousand_keys_are_the_limit() {
    let fixture = Fixture::new();
    let filled = fixture.keys.database.write_blocking(|transaction| {
        transaction.execute_batch(
            "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 9999)
             INSERT INTO api_keys (id, value, name, enabled, created_at) SELECT 'id' || n, 'value' || n, 'name', 1, 0 FROM numbers",
        )
    });
    filled.unwrap();
    assert_eq!(fixture.control("POST", "/apikeys", json!({"name": "last"})).await.0, 201);
    assert_eq!(fixture.control("POST", "/apikeys", json!({"name": "over"})).await.0, 429);
}

#[tokio::test]
async fn keys_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys.sqlite");
    let keys = ApiKeys::open(&file, Clock::system()).unwrap();
    let body = Bytes::from(json!({"name": "kept"}).to_string());
    assert_eq!(keys.handle(&Method::POST, "/apikeys", &body).await.status, 201);
    drop(keys);
    let answer = ApiKeys::open(&file, Clock::system()).unwrap().handle(&Method::GET, "/apikeys", &Bytes::new()).await;
    assert!(answer.body.contains("kept"), "{answer:?}");
}

#[tokio::test]
async fn a_file_from_before_versions_were_counted_keeps_its_keys() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys.sqlite");
    let first = rusqlite::Connection::open(&file).unwrap();
    first.execute_batch(TABLES).unwrap();
    first
        .execute_batch(
            "INSERT INTO api_keys VALUES ('k', 'value', 'kept', NULL, NULL, 1, '{}', 0, 0);
             INSERT INTO usage_plan_keys VALUES ('k', 'plan');",
        )
        .unwrap();
    drop(first);
    for _ in 0..2 {
        let keys = ApiKeys::open(&file, Clock::system()).unwrap();
        let answer = keys.handle(&Method::GET, "/apikeys?name=ke", &Bytes::new()).await;
        assert!(answer.body.contains("kept"), "{answer:?}");
        let plan: Result<String, _> =
            keys.database.write_blocking(|it| it.query_row("SELECT plan_id FROM usage_plan_keys", [], |row| row.get(0)));
        assert_eq!(plan, Ok("plan".to_owned()));
    }
}
