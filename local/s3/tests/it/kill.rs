//! `kill -9` while objects are overwritten: nothing torn, nothing acknowledged lost.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex};

use aws_sdk_s3::Client;
use local_s3::S3;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::task::JoinSet;

use crate::support::{BUCKET, SECRET_KEY, client, options, serve, until};

const FOLDER: &str = "LOCAL_S3_KILL_FOLDER";
const WRITERS: u32 = 4;
const ROUNDS: u32 = 8;

/// The highest version that was acknowledged, by key.
type Acknowledged = Arc<Mutex<HashMap<String, u32>>>;

/// Not a test: the process that [`acknowledged_writes_survive`] kills.
#[tokio::test]
#[ignore = "runs only as the child of acknowledged_writes_survive"]
async fn server() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let s3 = S3::open(Path::new(&folder), &options()).unwrap();
    s3.create_bucket(BUCKET).await.unwrap();
    s3.enable_notices(BUCKET).await.unwrap();
    let (address, server) = serve(&s3).await;
    println!("\nserving {address}");
    server.await.unwrap();
}

async fn spawn(folder: &Path) -> (Child, SocketAddr) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill::server", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    while let Some(line) = lines.next_line().await.unwrap() {
        if let Some(address) = line.strip_prefix("serving ") {
            return (child, address.parse().unwrap());
        }
    }
    panic!("the server did not start");
}

/// A body from which its version can be told, and every byte of which depends on it.
fn body(version: u32) -> Vec<u8> {
    let length = 1000 + (version as usize * 7919) % 200_000;
    version.to_le_bytes().iter().copied().cycle().take(length / 4 * 4).collect()
}

/// Overwrites one key with ever higher versions until the server is gone.
async fn write(client: Client, key: String, from: u32, acknowledged: Acknowledged) {
    for version in from.. {
        let put = client.put_object().bucket(BUCKET).key(&key).body(body(version).into());
        if put.send().await.is_err() {
            return;
        }
        acknowledged.lock().unwrap().insert(key.clone(), version);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn acknowledged_writes_survive() {
    let folder = tempfile::tempdir().unwrap();
    let acknowledged = Acknowledged::default();
    let mut notices = 0;
    for round in 1..=ROUNDS {
        let (mut child, address) = spawn(folder.path()).await;
        let mut writers = JoinSet::new();
        for writer in 0..WRITERS {
            let (client, key) = (client(address, SECRET_KEY), format!("k{writer}"));
            writers.spawn(write(client, key, round * 100_000, Arc::clone(&acknowledged)));
        }
        // A different amount of work each round, so that the kill falls on different moments.
        let enough = || acknowledged.lock().unwrap().values().map(|version| version % 100_000).sum::<u32>();
        let is_current = || acknowledged.lock().unwrap().values().any(|version| version / 100_000 == round);
        until(async || is_current() && enough() > 5 * round).await;
        child.kill().await.unwrap();
        while writers.join_next().await.is_some() {}
        notices = verify(folder.path(), &acknowledged, notices).await;
    }
}

/// Every key holds one whole version, at least the acknowledged one; every visible object has its notice.
async fn verify(folder: &Path, acknowledged: &Acknowledged, notices_before: usize) -> usize {
    let s3 = S3::open(folder, &options()).unwrap();
    let (address, server) = serve(&s3).await;
    let client = client(address, SECRET_KEY);
    let notices = s3.next_notices(1_000_000).await.unwrap();
    let acknowledged = acknowledged.lock().unwrap().clone();
    for (key, acknowledged) in acknowledged {
        let got = client.get_object().bucket(BUCKET).key(&key).send().await.unwrap();
        let etag = got.e_tag().unwrap().trim_matches('"').to_owned();
        let bytes = got.body.collect().await.unwrap().to_vec();
        let version = u32::from_le_bytes(bytes[..4].try_into().unwrap());
        assert!(version >= acknowledged, "{key}: {acknowledged} was acknowledged, {version} is there");
        assert!(bytes == body(version), "{key}: torn");
        assert!(notices.iter().any(|notice| notice.key == key && notice.etag == etag), "{key}: no notice");
    }
    assert!(notices.len() > notices_before);
    assert_eq!(folder.join("blobs").read_dir().unwrap().count(), WRITERS as usize, "orphans are gone");
    drop(client);
    server.abort();
    let _ = server.await;
    drop(s3);
    // The next process can have the folder once the last connection has let go of it.
    until(async || S3::open(folder, &options()).is_ok()).await;
    notices.len()
}
