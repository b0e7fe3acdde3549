//! `trellis`: runs the whole platform on this machine.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use local::demo::{self, MEMBERS, PASSWORD, WORKSPACES};
use local::{Options, SECRET_ACCESS_KEY, Stack};
use tokio::signal::unix::{SignalKind, signal};

/// What is logged unless `RUST_LOG` says otherwise. A failed condition is no failure of the database.
const LOGGED: &str = "warn,dynoxide=error";

/// Runs the whole platform on this machine: no account, no Docker.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Where the API answers; 0 for any free port
    #[arg(long, env = "TRELLIS_PORT", default_value_t = 3000)]
    port: u16,
    /// Where the AWS services answer; 0 for any free port
    #[arg(long, env = "TRELLIS_AWS_PORT", default_value_t = 3001)]
    aws_port: u16,
    /// Where packages run; 0 for any free port
    #[arg(long, env = "TRELLIS_PACKAGES_PORT", default_value_t = 3002)]
    packages_port: u16,
    /// The data folder [default: .trellis beside the template]
    #[arg(long, env = "TRELLIS_DATA")]
    data: Option<PathBuf>,
    /// The SAM template [default: template.yaml in this folder or above it]
    #[arg(long)]
    template: Option<PathBuf>,
    /// The folder of the web applications [default: web beside the template]
    #[arg(long, env = "TRELLIS_WEB")]
    web: Option<PathBuf>,
    /// Run functions at this Lambda endpoint instead of in this process, such as `cargo lambda watch` at http://127.0.0.1:9000
    #[arg(long, value_name = "URL")]
    invoke: Option<String>,
    /// Run only the functions of this area at the --invoke endpoint; may be repeated
    #[arg(long, value_name = "AREA", requires = "invoke")]
    invoke_area: Vec<String>,
    /// Keep authorizer answers for this many seconds instead of the template's figure
    #[arg(long, value_name = "SECONDS")]
    authorizer_ttl: Option<u64>,
    /// A template parameter; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = parameter)]
    parameter: Vec<(String, String)>,
    /// Do not make the demo workspaces
    #[arg(long)]
    no_demo: bool,
}

fn parameter(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write it as Name=Value")?;
    Ok((name.to_owned(), value.to_owned()))
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(LOGGED));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&format!("The runtime cannot start: {error}.")),
    };
    let code = runtime.block_on(run(arguments));
    // A blocking task may still hold a thread; everything that matters has been written.
    runtime.shutdown_timeout(Duration::from_millis(200));
    code
}

fn fail(sentence: &str) -> ExitCode {
    eprintln!("{sentence}");
    ExitCode::FAILURE
}

async fn run(arguments: Arguments) -> ExitCode {
    let (mut interrupt, mut terminate) = match (signal(SignalKind::interrupt()), signal(SignalKind::terminate())) {
        (Ok(interrupt), Ok(terminate)) => (interrupt, terminate),
        (Err(error), _) | (_, Err(error)) => return fail(&format!("Signals cannot be received: {error}.")),
    };
    let options = match options(&arguments) {
        Ok(options) => options,
        Err(sentence) => return fail(&sentence),
    };
    let data = options.data.clone();
    let stack = match Stack::start(options).await {
        Ok(stack) => stack,
        Err(error) => return fail(&error.to_string()),
    };
    let working = async {
        if !arguments.no_demo {
            seed(&stack).await;
        }
        announce(&stack, &data, !arguments.no_demo);
        std::future::pending::<()>().await;
    };
    tokio::select! {
        () = working => {}
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    println!("\nStopping …");
    tokio::select! {
        () = stack.shut_down() => {}
        // A second Ctrl-C does not wait.
        _ = interrupt.recv() => {}
    }
    ExitCode::SUCCESS
}

fn options(arguments: &Arguments) -> Result<Options, String> {
    let template = match &arguments.template {
        Some(template) => template.clone(),
        None => find_template()?,
    };
    let data = match &arguments.data {
        Some(data) => data.clone(),
        None => template.parent().unwrap_or(Path::new("")).join(".trellis"),
    };
    Ok(Options {
        port: arguments.port,
        aws_port: arguments.aws_port,
        packages_port: arguments.packages_port,
        web: arguments.web.clone(),
        invoke_url: arguments.invoke.clone(),
        invoke_areas: arguments.invoke_area.clone(),
        authorizer_ttl: arguments.authorizer_ttl.map(Duration::from_secs),
        parameters: arguments.parameter.iter().cloned().collect::<BTreeMap<_, _>>(),
        ..Options::new(template, data)
    })
}

/// `template.yaml` in the current folder, or in the nearest one above that has it.
fn find_template() -> Result<PathBuf, String> {
    let here = std::env::current_dir().map_err(|error| format!("The current folder cannot be read: {error}."))?;
    let found = here.ancestors().map(|folder| folder.join("template.yaml")).find(|file| file.is_file());
    found.ok_or_else(|| format!("There is no template.yaml in {} or above it; name one with --template.", here.display()))
}

async fn seed(stack: &Stack) {
    println!("Preparing the demo workspaces …");
    if let Err(error) = demo::seed(stack).await {
        eprintln!("The demo workspaces are not complete; the next start goes on with them. ({error})");
    }
}

fn announce(stack: &Stack, data: &Path, demo: bool) {
    let url = stack.page_url();
    println!("Trellis is running.\n");
    println!("  Learn          {url}/");
    println!("  Administer     {url}/admin/");
    println!("  API            {url}/v1/");
    println!("  Mailbox        {url}/_local/mailbox");
    println!("  Authenticator  {url}/_local/authenticator");
    println!("  Dead letters   {url}/_local/dead-letters");
    println!("  Invocations    {url}/_local/invocations");
    println!("  Clock          {url}/_local/clock");
    println!("  AWS services   {}   (aws --endpoint-url …; secret key {SECRET_ACCESS_KEY})", stack.aws_url());
    println!("  Data           {}", data.display());
    if demo {
        println!("\n  Sign in with a code from the mailbox as");
        for workspace in WORKSPACES {
            // The first is the administrator, who signs in otherwise.
            let members: Vec<String> =
                MEMBERS.iter().skip(1).map(|(local_part, ..)| format!("{local_part}@{}", workspace.domain)).collect();
            println!("    {:<12} {}", workspace.id, members.join(", "));
        }
        println!("  or, as an admin@, with the password \u{201c}{PASSWORD}\u{201d} and a code from the authenticator");
    }
    println!("\nCtrl-C stops it.");
}
