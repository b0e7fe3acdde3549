//! What all AWS clients of a function share: region, credentials, one connector, timeouts.

use crate::settings::{SettingMissing, Settings};
use aws_sdk_dynamodb::config::{
    BehaviorVersion, Credentials, Region, SharedCredentialsProvider, SharedHttpClient, retry::RetryConfig, timeout::TimeoutConfig,
};
use aws_smithy_http_client::{
    Builder,
    tls::{self, TlsContext, TrustStore, rustls_provider::CryptoMode},
};
use std::time::Duration;

/// The roots that AWS's endpoints chain to. Loading these few instead of the system's bundle halves a cold start.
const AMAZON_ROOTS: &[u8] = include_bytes!("../roots/amazon.pem");

pub(crate) fn tls_provider() -> tls::Provider {
    tls::Provider::Rustls(CryptoMode::AwsLc)
}

pub(crate) fn amazon_roots() -> Result<TlsContext, SettingMissing> {
    let trust = TrustStore::empty().with_pem_certificate(AMAZON_ROOTS);
    TlsContext::builder().with_trust_store(trust).build().map_err(|_| SettingMissing("AWS_ENDPOINT_URL"))
}

#[derive(Debug, Clone)]
pub(crate) struct Sdk {
    pub(crate) region: Region,
    pub(crate) credentials: SharedCredentialsProvider,
    pub(crate) endpoint: Option<String>,
    pub(crate) http: SharedHttpClient,
    pub(crate) retry: RetryConfig,
    pub(crate) timeout: TimeoutConfig,
    pub(crate) behavior: BehaviorVersion,
}

impl Sdk {
    /// Everything comes from the environment that Lambda sets: no profile files, no metadata service, no certificate folder.
    pub(crate) fn new(settings: &Settings) -> Result<Self, SettingMissing> {
        let endpoint = settings.get("AWS_ENDPOINT_URL").map(str::to_owned);
        let credentials = Credentials::new(
            settings.require("AWS_ACCESS_KEY_ID")?,
            settings.require("AWS_SECRET_ACCESS_KEY")?,
            settings.get("AWS_SESSION_TOKEN").map(str::to_owned),
            None,
            "environment",
        );
        let http = if endpoint.as_deref().is_some_and(|url| url.starts_with("http://")) {
            Builder::new().build_http()
        } else {
            Builder::new().tls_provider(tls_provider()).tls_context(amazon_roots()?).build_https()
        };
        Ok(Self {
            region: Region::new(settings.require("AWS_REGION")?.to_owned()),
            credentials: SharedCredentialsProvider::new(credentials),
            endpoint,
            http,
            retry: RetryConfig::standard().with_max_attempts(3),
            timeout: TimeoutConfig::builder()
                .connect_timeout(Duration::from_secs(2))
                .operation_attempt_timeout(Duration::from_secs(8))
                .build(),
            behavior: BehaviorVersion::latest(),
        })
    }
}

/// The configuration of one service's client from the shared parts.
macro_rules! config {
    ($service:ident, $sdk:expr) => {{
        let sdk: &$crate::sdk::Sdk = $sdk;
        let builder = $service::Config::builder()
            .behavior_version(sdk.behavior)
            .region(sdk.region.clone())
            .credentials_provider(sdk.credentials.clone())
            .http_client(sdk.http.clone())
            .retry_config(sdk.retry.clone())
            .timeout_config(sdk.timeout.clone());
        match &sdk.endpoint {
            Some(url) => builder.endpoint_url(url),
            None => builder,
        }
    }};
}
pub(crate) use config;
