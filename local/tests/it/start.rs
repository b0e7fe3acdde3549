//! Starting, stopping, starting again, and each way in which a start fails.

use std::time::{Duration, Instant};

use local::{Options, Stack, StartError};
use serde_json::json;

use crate::support::{call, get, start, table, template};

#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_is_quick_and_finds_everything_again() {
    let data = tempfile::tempdir().unwrap();
    let stack = start(data.path()).await;
    let name = table(&stack).await;
    let item = json!({"pk": {"S": "W#test#Thing"}, "sk": {"S": "1"}});
    call(&stack, "DynamoDB_20120810.PutItem", json!({"TableName": name, "Item": item})).await;
    let secrets = std::fs::read(data.path().join("secrets.json")).unwrap();
    let stopping = Instant::now();
    stack.shut_down().await;
    assert!(stopping.elapsed() < Duration::from_secs(3), "{:?}", stopping.elapsed());
    let starting = Instant::now();
    let stack = start(data.path()).await;
    assert!(starting.elapsed() < Duration::from_secs(2), "{:?}", starting.elapsed());
    let found = call(&stack, "DynamoDB_20120810.GetItem", json!({"TableName": name, "Key": item})).await;
    assert_eq!(found["Item"], item);
    assert_eq!(std::fs::read(data.path().join("secrets.json")).unwrap(), secrets);
    assert_eq!(get(&format!("{}/v1/health", stack.url())).await.0, 200);
    stack.shut_down().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_or_a_port_in_use_is_a_sentence() {
    let data = tempfile::tempdir().unwrap();
    let stack = start(data.path()).await;
    let error = Stack::start(Options::new(template(), data.path())).await.err().unwrap();
    assert!(matches!(error, StartError::FolderInUse { .. }), "{error}");
    let port = stack.url().rsplit(':').next().unwrap().parse().unwrap();
    let other = tempfile::tempdir().unwrap();
    let error = Stack::start(Options { port, ..Options::new(template(), other.path()) }).await.err().unwrap();
    assert!(error.to_string().starts_with(&format!("Port {port} is in use;")), "{error}");
    stack.shut_down().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_damaged_file_is_named_and_left_as_it_is() {
    for file in
        ["dynamodb.db", "sqs.db", "cognito.db", "scheduler.db", "mailbox.db", "api-keys.db", "mappings.db", "s3/s3.db", "secrets.json"]
    {
        let data = tempfile::tempdir().unwrap();
        let path = data.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let damage = vec![b'x'; 9000];
        std::fs::write(&path, &damage).unwrap();
        let error = Stack::start(Options::new(template(), data.path())).await.err().unwrap().to_string();
        let name = file.rsplit('/').next().unwrap();
        assert!(error.contains(name), "{file}: {error}");
        assert!(error.contains("move the whole folder away to start afresh"), "{file}: {error}");
        assert!(!error.contains('\n') && error.ends_with('.'), "{file}: {error}");
        assert_eq!(std::fs::read(&path).unwrap(), damage, "{file}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_template_is_a_sentence() {
    let data = tempfile::tempdir().unwrap();
    let error = Stack::start(Options::new(data.path().join("none.yaml"), data.path())).await.err().unwrap().to_string();
    assert!(error.starts_with("The template cannot be used: ") && error.contains("none.yaml"), "{error}");
}
