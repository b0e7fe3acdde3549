//! The stack: every local part, wired as the template says.

mod parts;
mod ports;
mod template;

use std::sync::Arc;
use std::time::Duration;

use local_gateway::{Gateway, GatewayOptions, Invoke};
use local_mailbox::Mailbox;
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::api::{self, Api, DeadLetters};
use crate::aws;
use crate::disk;
use crate::folder::Folder;
use crate::functions::{Functions, Invocation, Placement, Surroundings};
use crate::mappings::Sources;
use crate::notifications::Notifications;
use crate::options::{ACCOUNT, Options, REGION};
use crate::packages::Packages;
use crate::pages::{self, Pages, Places};
use crate::resources::Holders;
use crate::start_error::StartError;
use parts::Parts;
use ports::Ports;

/// How long what is under way may take to end.
const DRAIN: Duration = Duration::from_millis(2500);

/// A running stack. Dropping it stops it at once; `shut_down` ends it in order.
pub struct Stack {
    url: String,
    page_url: String,
    aws_url: String,
    functions: Functions,
    parts: Parts,
    folder: Folder,
    /// Stops what begins work: the API, mappings, schedules, notifications.
    stop: CancellationToken,
    work: TaskTracker,
    /// Stops the AWS endpoint, which work under way still needs.
    stop_aws: CancellationToken,
    aws: TaskTracker,
}

impl Stack {
    /// Starts everything and returns when both ports answer. Must be called inside a Tokio runtime.
    ///
    /// # Errors
    /// One clear sentence: a port in use, a folder that cannot be used, a damaged file, a mistake in the template.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let data = options.data.clone();
        Self::begin(options).await.map_err(|error| error.on_a_full_disk(&data, disk::free(&data)))
    }

    async fn begin(options: Options) -> Result<Self, StartError> {
        let ports = Ports::bind(options.port, options.aws_port, options.packages_port).await?;
        let folder = Folder::open(&options.data)?;
        folder.check()?;
        let template = template::load(&options, &folder, &ports)?;
        let placement = Placement {
            invoke_url: options.invoke_url.clone(),
            invoke_areas: options.invoke_areas.clone(),
            surroundings: Surroundings { region: REGION.to_owned(), aws_endpoint: ports.aws_url.clone() },
        };
        let clock = options.clock.clone();
        let functions = Functions::new(&template.functions, &placement, &clock).map_err(StartError::template)?;
        let parts = Parts::open(&folder, &template, &functions, &ports, &clock)?;
        let holders = Holders { dynamodb: &parts.dynamodb, sqs: &parts.sqs, s3: &parts.s3, cognito: &parts.cognito };
        holders.ensure(&template).await?;
        let notifications = Notifications::new(&parts.s3, &parts.sqs, &template).await?;
        let mut gateway_options = GatewayOptions::new(REGION, ACCOUNT);
        gateway_options.authorizer_ttl = options.authorizer_ttl;
        gateway_options.clock = clock.clone();
        let gateway =
            Gateway::new(&template, gateway_door(&functions), parts.api_keys.clone(), gateway_options).map_err(StartError::data)?;

        let web = options.web.clone().unwrap_or_else(|| options.template.with_file_name("web"));
        let page_urls = vec![ports.page_url.clone(), ports.url.clone()];
        let places = Places { pages: page_urls, files: ports.aws_url.clone(), packages: ports.packages_origin.clone() };
        let packages = Packages::new(&options.template, &template, &web, (&places, &parts.s3, &clock))?;
        let pages = Pages::new(&options.template, web, &places)?;
        let file_headers = pages::file_headers(&options.template)?;

        let stack = Self {
            url: ports.url,
            page_url: options.parameters.get("PortalUrl").cloned().unwrap_or(ports.page_url),
            aws_url: ports.aws_url,
            functions,
            parts,
            folder,
            stop: CancellationToken::new(),
            work: TaskTracker::new(),
            stop_aws: CancellationToken::new(),
            aws: TaskTracker::new(),
        };
        let services = stack.parts.services(&stack.functions, file_headers);
        stack.aws.spawn(ports::serve(ports.aws, aws::router(services), stack.stop_aws.clone()));
        stack.work.spawn(ports::serve(ports.packages, packages.router(), stack.stop.clone()));
        let dead_letters = DeadLetters::new(&stack.parts.sqs, &template);
        let scheduler = stack.parts.scheduler.clone();
        let api = Api {
            clock,
            scheduler,
            gateway,
            functions: stack.functions.clone(),
            dead_letters,
            cognito: stack.parts.cognito.clone(),
            pages,
        };
        let router = api::router(api, &stack.parts.mailbox, stack.parts.door.clone());
        stack.work.spawn(ports::serve(ports.api, router, stack.stop.clone()));
        stack.sources().start(&template.functions, &stack.work).await.map_err(StartError::template)?;
        stack.work.spawn(notifications.run(stack.stop.clone()));
        stack.work.spawn(disk::watch(options.data, stack.stop.clone()));
        stack.work.spawn(stack.parts.scheduler.clone().run(stack.stop.clone().cancelled_owned()));
        Ok(stack)
    }

    /// Where the API answers, such as `http://127.0.0.1:3000`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Where people open the pages, and where letters and other sites lead back to, such as `http://localhost:3000`.
    pub fn page_url(&self) -> &str {
        &self.page_url
    }

    /// Where the AWS services answer, such as `http://127.0.0.1:3001`.
    pub fn aws_url(&self) -> &str {
        &self.aws_url
    }

    /// Every mail that the platform sent.
    pub fn mailbox(&self) -> &Mailbox {
        &self.parts.mailbox
    }

    /// How many sessions of the tenant role functions have opened.
    pub fn tenant_sessions(&self) -> usize {
        self.parts.tenants.sessions()
    }

    /// A code that the authenticator app of the user with this address shows now, and that is taken.
    pub(crate) async fn app_code(&self, email: &str) -> Option<String> {
        let apps = self.parts.cognito.authenticators().await.ok()?;
        apps.into_iter().find(|app| app.email == email)?.code
    }

    /// Recent invocations, oldest first: of `function` (name, logical id or handler) if given, after the number `after` if given.
    pub fn invocations(&self, function: Option<&str>, after: Option<u64>) -> Vec<Invocation> {
        self.functions.recent(function, after)
    }

    /// A file of the data folder.
    pub(crate) fn file(&self, name: &str) -> std::path::PathBuf {
        self.folder.file(name)
    }

    /// Takes no new work, lets what is under way end for at most 3 s, and closes the data folder.
    pub async fn shut_down(self) {
        self.stop.cancel();
        self.work.close();
        if tokio::time::timeout(DRAIN, self.work.wait()).await.is_err() {
            tracing::warn!("some work was still under way; it will be repeated at the next start");
        }
        self.stop_aws.cancel();
        self.aws.close();
        // A client may hold a long poll open; nothing is lost with it.
        let _ = tokio::time::timeout(Duration::from_millis(300), self.aws.wait()).await;
        self.parts.dynamodb.clone().shut_down().await;
    }

    fn sources(&self) -> Sources {
        Sources {
            dynamodb: self.parts.dynamodb.clone(),
            sqs: self.parts.sqs.clone(),
            checkpoints: self.parts.checkpoints.clone(),
            invoker: self.functions.invoker(),
            region: REGION.to_owned(),
            stop: self.stop.clone(),
        }
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        self.stop.cancel();
        self.stop_aws.cancel();
    }
}

/// The gateway's way to functions.
fn gateway_door(functions: &Functions) -> Invoke {
    let functions = functions.clone();
    Arc::new(move |logical_id: &str, event: Value| {
        let (functions, logical_id) = (functions.clone(), logical_id.to_owned());
        // A task of its own: an invocation runs on when the gateway has stopped waiting, as on AWS.
        let invocation = tokio::spawn(async move { functions.invoke(&logical_id, event).await.result });
        Box::pin(async move { invocation.await.unwrap_or_else(|error| Err(local_gateway::InvokeError::Unreachable(error.to_string()))) })
    })
}
