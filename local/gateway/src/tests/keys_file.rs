//! The file of the API keys.

use std::fs;

use bytes::Bytes;
use http::Method;
use serde_json::json;

use super::Fixture;
use crate::ApiKeys;

const VALUE: &str = "abcdefghij0123456789";

#[tokio::test]
async fn ten_thousand_keys_are_the_limit() {
    let fixture = Fixture::new();
    let filled = fixture.keys.blocking(|shared| {
        shared.connection.execute_batch(
            "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 9999)
             INSERT INTO api_keys SELECT 'id' || n, 'value' || n, 'name', NULL, NULL, 1, '{}', 0, 0 FROM numbers",
        )?;
        Ok(())
    });
    filled.await.unwrap();
    assert_eq!(fixture.control("POST", "/apikeys", json!({"name": "last"})).await.0, 201);
    assert_eq!(fixture.control("POST", "/apikeys", json!({"name": "over"})).await.0, 429);
}

#[tokio::test]
async fn keys_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys.sqlite");
    let keys = ApiKeys::open(&file).unwrap();
    let body = Bytes::from(json!({"name": "a", "value": VALUE}).to_string());
    assert_eq!(keys.handle(&Method::POST, "/apikeys", &body).await.status, 201);
    drop(keys);
    let answer = ApiKeys::open(&file).unwrap().handle(&Method::GET, "/apikeys?includeValues=true", &Bytes::new()).await;
    assert!(answer.body.contains(VALUE));
}

#[test]
fn files_that_are_no_database_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys.sqlite");
    fs::write(&file, "this is no database, however long it may be ".repeat(100)).unwrap();
    let error = ApiKeys::open(&file).unwrap_err().to_string();
    assert!(error.contains("keys.sqlite") && error.contains("not a database"), "{error}");
    let missing = ApiKeys::open(&folder.path().join("none").join("keys.sqlite")).unwrap_err();
    assert!(missing.to_string().contains("unable to open"), "{missing}");
}
