//! What a stack is started with.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use local_kit::Clock;

/// The region that the stack plays.
pub(crate) const REGION: &str = "eu-central-1";
/// The account that the stack plays.
pub(crate) const ACCOUNT: &str = "000000000000";
/// `AWS::StackName`.
pub(crate) const STACK_NAME: &str = "trellis";

/// What a stack is started with.
#[derive(Debug, Clone)]
pub struct Options {
    /// The SAM template.
    pub template: PathBuf,
    /// The API's port on 127.0.0.1; 0 for any that is free.
    pub port: u16,
    /// The AWS endpoint's port on 127.0.0.1; 0 for any that is free.
    pub aws_port: u16,
    /// The port on 127.0.0.1 at which packages run; 0 for any that is free.
    pub packages_port: u16,
    /// The data folder; made when it is missing.
    pub data: PathBuf,
    /// A Lambda endpoint that runs the functions, instead of this process.
    pub invoke_url: Option<String>,
    /// Areas whose functions run at `invoke_url`; empty for all.
    pub invoke_areas: Vec<String>,
    /// How long authorizer answers are kept, instead of the template's figure.
    pub authorizer_ttl: Option<Duration>,
    /// The folder of the web applications, instead of `web` beside the template.
    pub web: Option<PathBuf>,
    /// Values of template parameters, instead of their defaults.
    pub parameters: BTreeMap<String, String>,
    /// Tells what the time is in the stack.
    pub clock: Clock,
}

impl Options {
    /// A stack of `template` with its data in `data`, on any free ports.
    pub fn new(template: impl Into<PathBuf>, data: impl Into<PathBuf>) -> Self {
        Self {
            template: template.into(),
            port: 0,
            aws_port: 0,
            packages_port: 0,
            data: data.into(),
            invoke_url: None,
            invoke_areas: Vec::new(),
            authorizer_ttl: None,
            web: None,
            parameters: BTreeMap::new(),
            clock: Clock::system(),
        }
    }
}
