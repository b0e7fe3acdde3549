//! The one stack that all tests share.

use local::{Options, Stack};
use serde_json::Value;
use std::{
    future::Future,
    path::{Path, PathBuf},
    sync::LazyLock,
    time::{Duration, Instant},
};
use tokio::runtime::Runtime;

/// How long a condition may take to come true before a test fails. Generous: the machine may be busy.
pub(crate) const PATIENCE: Duration = Duration::from_secs(90);

static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().expect("a runtime"));

struct Shared {
    stack: Stack,
    data: tempfile::TempDir,
}

static SHARED: LazyLock<Shared> = LazyLock::new(|| {
    let data = tempfile::tempdir().expect("a folder");
    let mut options = Options::new(root().join("template.yaml"), data.path());
    options.authorizer_ttl = Some(Duration::from_secs(1));
    // Messages that fail come again at once, so that a test of five deliveries takes seconds.
    let isolation = isolation();
    options.parameters = [("RetryDelay", "1"), ("StandardRate", "5"), ("RefreshGracePeriod", "2"), ("TenantIsolation", &isolation)]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
    let stack = RUNTIME.block_on(Stack::start(options)).expect("the stack starts");
    Shared { stack, data }
});

/// `TRELLIS_TENANT_ISOLATION=Strict` runs the same tests with the isolation that IAM enforces.
pub(crate) fn isolation() -> String {
    std::env::var("TRELLIS_TENANT_ISOLATION").unwrap_or_else(|_| "Off".to_owned())
}

/// Where a stack answers.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    pub(crate) url: String,
    pub(crate) aws_url: String,
}

tokio::task_local! {
    /// The stack of this task, where a test has one of its own.
    pub(crate) static SITE: Site;
}

/// The stack that this task talks to: its own, or else the one that all share.
pub(crate) fn site() -> Site {
    SITE.try_with(Clone::clone).unwrap_or_else(|_| Site { url: stack().url().to_owned(), aws_url: stack().aws_url().to_owned() })
}

/// Where the shared stack's pages are, for those who are sent back to them.
pub(crate) fn portal() -> &'static str {
    stack().page_url()
}

/// The repository's folder.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in the repository").to_owned()
}

/// The shared stack.
pub(crate) fn stack() -> &'static Stack {
    &SHARED.stack
}

/// A file of the shared stack's data folder.
pub(crate) fn stack_file(name: &str) -> PathBuf {
    SHARED.data.path().join(name)
}

/// Runs a test on the shared runtime and the shared stack.
pub(crate) fn run<T>(test: impl Future<Output = T>) -> T {
    let _ = stack();
    RUNTIME.block_on(test)
}

/// Runs a test on the shared runtime, without the shared stack.
pub(crate) fn run_apart<T>(test: impl Future<Output = T>) -> T {
    RUNTIME.block_on(test)
}

/// A stack of a test's own, with the delays of the template, and where it answers. It lasts as long as its folder.
pub(crate) async fn own_stack() -> (Stack, Site, tempfile::TempDir) {
    let data = tempfile::tempdir().expect("a folder");
    let stack = Stack::start(Options::new(root().join("template.yaml"), data.path())).await.expect("the stack starts");
    let site = Site { url: stack.url().to_owned(), aws_url: stack.aws_url().to_owned() };
    (stack, site, data)
}

/// Plays a scene on a stack of its own, whose clock it may move.
pub(crate) fn run_alone(scene: impl Future<Output = ()>) {
    run_apart(async {
        let (stack, site, _data) = own_stack().await;
        SITE.scope(site, scene).await;
        stack.shut_down().await;
    });
}

/// Looks again and again until there is an answer; fails with `what` when patience ends.
pub(crate) async fn until<T, F, Fut>(what: &str, mut look: F) -> T
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Option<T>>,
{
    let begun = Instant::now();
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// An operation on the platform's table. That it is signed is looked at, and by whom does not matter here.
pub(crate) async fn table(operation: &str, input: Value) -> Value {
    let request = reqwest::Client::new().post(site().aws_url).header("content-type", "application/x-amz-json-1.0");
    let request = request.header("x-amz-target", format!("DynamoDB_20120810.{operation}")).header("x-amz-date", "20261122T100000Z");
    let signature = "AWS4-HMAC-SHA256 Credential=tests/20261122/eu-central-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0";
    let request = request.header("authorization", signature);
    let answer = request.body(input.to_string()).send().await.expect("the table answers");
    assert!(answer.status().is_success(), "{operation}: {}", answer.text().await.expect("a body"));
    answer.json().await.expect("JSON")
}

/// Calls a function by its handler's name through the Lambda endpoint, as `aws lambda invoke` does.
pub(crate) async fn invoke(handler: &str, event: &Value) -> Result<Value, Value> {
    let url = format!("{}/2015-03-31/functions/{handler}/invocations", site().aws_url);
    let answer = reqwest::Client::new().post(url).body(event.to_string()).send().await.expect("the Lambda endpoint answers");
    let failed = answer.headers().contains_key("x-amz-function-error");
    let body: Value = answer.json().await.expect("the answer is JSON");
    if failed { Err(body) } else { Ok(body) }
}
