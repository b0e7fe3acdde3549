//! Opening a folder: again, twice at once, and when it is not what it should be.

use std::fs;

use local_s3::{OpenError, S3};

use crate::support::{Stack, options};

fn sentence(result: Result<S3, OpenError>) -> String {
    let text = result.err().map(|error| error.to_string()).unwrap();
    assert!(text.ends_with('.') && !text.contains('\n'), "{text}");
    text
}

#[tokio::test]
async fn everything_is_there_again() {
    let stack = Stack::start().await;
    for number in 0..20 {
        stack.put(&format!("k{number}"), format!("v{number}").as_bytes()).await;
    }
    stack.delete("k7").await;
    let stack = stack.restart().await;
    for number in 0..20 {
        let expected = (number != 7).then(|| format!("v{number}").into_bytes());
        assert_eq!(stack.get(&format!("k{number}")).await, expected);
    }
}

#[tokio::test]
async fn orphans_go_and_foreign_files_stay() {
    let stack = Stack::start().await;
    stack.put("a", b"x").await;
    let blobs = stack.folder.path().join("blobs");
    fs::write(blobs.join("0123456789abcdef0123456789abcdef"), "half an upload").unwrap();
    fs::write(blobs.join("notes.txt"), "not ours").unwrap();
    let stack = stack.restart().await;
    assert_eq!(stack.blobs(), 2);
    assert!(blobs.join("notes.txt").exists());
    assert_eq!(stack.get("a").await.unwrap(), b"x");
}

#[tokio::test]
async fn a_folder_is_opened_once() {
    let stack = Stack::start().await;
    let second = S3::open(stack.folder.path(), &options());
    assert!(sentence(second).contains("in use"));
}

#[test]
fn damage_is_told_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    drop(S3::open(folder.path(), &options()).unwrap());
    let database = folder.path().join("s3.db");
    let blob = folder.path().join("blobs/0123456789abcdef0123456789abcdef");
    fs::write(&blob, "precious").unwrap();

    let healthy = fs::read(&database).unwrap();
    fs::write(&database, "this is no database, whatever its name may say").unwrap();
    assert!(sentence(S3::open(folder.path(), &options())).contains("damaged"));
    let mut torn = healthy.clone();
    torn.truncate(healthy.len() / 2);
    fs::write(&database, torn).unwrap();
    assert!(sentence(S3::open(folder.path(), &options())).contains("damaged"));
    fs::remove_file(&database).unwrap();
    assert!(sentence(S3::open(folder.path(), &options())).contains("missing"));
    assert_eq!(fs::read_to_string(&blob).unwrap(), "precious");

    let other = tempfile::tempdir().unwrap();
    fs::write(other.path().join("file"), "").unwrap();
    assert!(sentence(S3::open(&other.path().join("file"), &options())).contains("cannot be used"));
    let mut wrong = options();
    wrong.allowed_origins = vec!["a\nb".to_owned()];
    assert!(sentence(S3::open(&other.path().join("s3"), &wrong)).contains("origin"));
}
