//! A local S3 on a free port with clients for it.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aws_sdk_s3::Client;
use aws_sdk_s3::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::types::{Delete, ObjectIdentifier};
use axum::Router;
use local_s3::{Options, S3, Tags};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

pub(crate) const ACCESS_KEY: &str = "LOCALACCESSKEY";
pub(crate) const SECRET_KEY: &str = "local-secret";
pub(crate) const ORIGIN: &str = "http://127.0.0.1:3000";
pub(crate) const BUCKET: &str = "uploads";

pub(crate) struct Stack {
    pub(crate) folder: TempDir,
    pub(crate) s3: S3,
    pub(crate) address: SocketAddr,
    pub(crate) client: Client,
    server: JoinHandle<()>,
}

/// A session token whose holder may read objects and delete those in `in/`, and nothing else.
pub(crate) const READER: &str = "reader";

fn authorize(token: &str, operation: &str, _bucket: &str, key: Option<&str>) -> Result<(), String> {
    let allowed = match operation {
        "GetObject" => true,
        "DeleteObject" => key.is_some_and(|key| key.starts_with("in/")),
        _ => false,
    };
    if token != READER || allowed { Ok(()) } else { Err(format!("the reader may not use {operation}")) }
}

/// Objects in `quarantine/` are read once they are tagged as clean.
fn readable(_bucket: &str, key: &str, tags: &Tags) -> Result<(), String> {
    if !key.starts_with("quarantine/") || tags.get("scan") == Some("clean") { Ok(()) } else { Err("not looked at".to_owned()) }
}

pub(crate) fn options() -> Options {
    Options {
        access_key_id: ACCESS_KEY.to_owned(),
        secret_access_key: SECRET_KEY.to_owned(),
        allowed_origins: vec![ORIGIN.to_owned()],
        authorize: Arc::new(authorize),
        readable: Arc::new(readable),
    }
}

impl Stack {
    /// A fresh store with one bucket.
    pub(crate) async fn start() -> Self {
        let stack = Self::open(tempfile::tempdir().unwrap()).await;
        stack.s3.create_bucket(BUCKET).await.unwrap();
        stack
    }

    async fn open(folder: TempDir) -> Self {
        let s3 = S3::open(folder.path(), &options()).unwrap();
        let (address, server) = serve(&s3).await;
        let client = client(address, SECRET_KEY);
        Self { folder, s3, address, client, server }
    }

    /// Stops the server and opens the same folder again. One connection may still hold the store for a moment.
    pub(crate) async fn restart(self) -> Self {
        let Self { folder, s3, client, server, .. } = self;
        drop((s3, client));
        server.abort();
        let _ = server.await;
        until(async || S3::open(folder.path(), &options()).is_ok()).await;
        Self::open(folder).await
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) async fn put(&self, key: &str, body: &[u8]) {
        let body = body.to_vec().into();
        self.client.put_object().bucket(BUCKET).key(key).body(body).send().await.unwrap();
    }

    pub(crate) async fn delete(&self, key: &str) {
        let object = ObjectIdentifier::builder().key(key).build().unwrap();
        let delete = Delete::builder().objects(object).quiet(true).build().unwrap();
        self.client.delete_objects().bucket(BUCKET).delete(delete).send().await.unwrap();
    }

    pub(crate) async fn get(&self, key: &str) -> Option<Vec<u8>> {
        let got = self.client.get_object().bucket(BUCKET).key(key).send().await;
        match got {
            Ok(object) => Some(object.body.collect().await.unwrap().to_vec()),
            Err(error) => {
                assert_eq!(code(&error), "NoSuchKey");
                None
            }
        }
    }

    /// The files that hold objects and parts.
    pub(crate) fn blobs(&self) -> usize {
        self.folder.path().join("blobs").read_dir().unwrap().count()
    }
}

/// Serves `s3` on a free port.
pub(crate) async fn serve(s3: &S3) -> (SocketAddr, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().fallback_service(s3.service());
    let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (address, server)
}

pub(crate) fn client(address: SocketAddr, secret: &str) -> Client {
    client_with(address, secret, None)
}

/// The same on a session.
pub(crate) fn client_with(address: SocketAddr, secret: &str, token: Option<&str>) -> Client {
    let config = aws_sdk_s3::Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new("eu-central-1"))
        .endpoint_url(format!("http://{address}"))
        .force_path_style(true)
        .credentials_provider(Credentials::new(ACCESS_KEY, secret, token.map(str::to_owned), None, "test"))
        .retry_config(aws_sdk_s3::config::retry::RetryConfig::disabled())
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .build();
    Client::from_conf(config)
}

/// The error code of a failed call.
pub(crate) fn code<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> String {
    error.code().unwrap_or("no code").to_owned()
}

/// A URL that is good for ten minutes.
pub(crate) fn fresh() -> PresigningConfig {
    PresigningConfig::expires_in(Duration::from_secs(600)).unwrap()
}

/// A URL that ran out nine minutes ago.
pub(crate) fn expired() -> PresigningConfig {
    PresigningConfig::builder()
        .start_time(SystemTime::from(local_kit::machine_time()) - Duration::from_secs(600))
        .expires_in(Duration::from_secs(60))
        .build()
        .unwrap()
}

/// Sends raw bytes and returns the first bytes of the answer, up to the end of its headers.
pub(crate) async fn raw(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    while !answer.windows(4).any(|window| window == b"\r\n\r\n") {
        let mut byte = [0];
        if stream.read(&mut byte).await.unwrap() == 0 {
            break;
        }
        answer.extend(byte);
    }
    String::from_utf8(answer).unwrap()
}

/// Waits for a condition, for half a minute at most.
pub(crate) async fn until(condition: impl AsyncFn() -> bool) {
    let waiting = async {
        while !condition().await {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), waiting).await.unwrap();
}

/// All files below `folder`.
pub(crate) fn files(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            names.extend(files(&path));
        } else {
            names.push(path.display().to_string());
        }
    }
    names.sort();
    names
}
