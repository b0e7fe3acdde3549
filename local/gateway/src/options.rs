//! What a gateway is started with, besides the stack.

use std::fmt;
use std::time::Duration;

use local_kit::Clock;

/// What a gateway is started with, besides the stack.
#[derive(Clone)]
pub struct GatewayOptions {
    /// The region in ARNs.
    pub region: String,
    /// The account in ARNs and request contexts.
    pub account: String,
    /// Origins (a web application's development server) that CORS also answers to, instead of the
    /// template's one. Empty: exactly the template.
    pub cors_origins: Vec<String>,
    /// How long authorizer answers are kept, instead of the template's `ReauthorizeEvery`.
    pub authorizer_ttl: Option<Duration>,
    /// Tells the time to caches, rate limits, quotas and request contexts.
    pub clock: Clock,
}

impl GatewayOptions {
    /// Options as on AWS, with the system's clock.
    #[must_use]
    pub fn new(region: impl Into<String>, account: impl Into<String>) -> Self {
        Self { region: region.into(), account: account.into(), cors_origins: Vec::new(), authorizer_ttl: None, clock: Clock::system() }
    }
}

impl fmt::Debug for GatewayOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("GatewayOptions")
            .field("region", &self.region)
            .field("account", &self.account)
            .field("cors_origins", &self.cors_origins)
            .field("authorizer_ttl", &self.authorizer_ttl)
            .finish_non_exhaustive()
    }
}
