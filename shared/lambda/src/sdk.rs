//! What all AWS clients of a function share: region, credentials, one connector, timeouts.

use crate::settings::{SettingMissing, Settings};
use aws_config::{BehaviorVersion, Region, SdkConfig, retry::RetryConfig, timeout::TimeoutConfig};
use aws_sdk_dynamodb::config::{Credentials, SharedCredentialsProvider};
use aws_smithy_http_client::{
    Builder,
    tls::{self, TlsContext, TrustStore, rustls_provider::CryptoMode},
};
use std::time::Duration;

/// The roots that AWS's endpoints chain to. Loading these few instead of the system's bundle halves a cold start.
const AMAZON_ROOTS: &[u8] = include_bytes!("../roots/amazon.pem");

#[must_use]
pub fn tls_provider() -> tls::Provider {
    tls::Provider::Rustls(CryptoMode::AwsLc)
}

/// The trust in those roots alone.
///
/// # Errors
/// When they cannot be read: a defect.
pub fn amazon_roots() -> Result<TlsContext, SettingMissing> {
    let trust = TrustStore::empty().with_pem_certificate(AMAZON_ROOTS);
    TlsContext::builder().with_trust_store(trust).build().map_err(|_| SettingMissing("AWS_ENDPOINT_URL"))
}

/// The configuration of all clients. Everything comes from the function's settings, as Lambda and the template set them: no profile files,
/// no metadata service, no certificate folder.
///
/// # Errors
/// When a setting is missing.
pub fn config(settings: &Settings) -> Result<SdkConfig, SettingMissing> {
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
    let timeouts =
        TimeoutConfig::builder().connect_timeout(Duration::from_secs(2)).operation_attempt_timeout(Duration::from_secs(8)).build();
    let mut config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(settings.require("AWS_REGION")?.to_owned()))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .http_client(http)
        .retry_config(RetryConfig::standard().with_max_attempts(3))
        .timeout_config(timeouts);
    config.set_endpoint_url(endpoint);
    Ok(config.build())
}
