//! What all AWS clients of a function share: region, credentials, one connector, timeouts.

use crate::{
    Connector,
    settings::{SettingMissing, Settings},
};
use aws_config::{BehaviorVersion, Region, SdkConfig, retry::RetryConfig, timeout::TimeoutConfig};
use aws_sdk_dynamodb::config::{Credentials, SharedCredentialsProvider};
use rustls::{
    ClientConfig, RootCertStore, SupportedCipherSuite,
    crypto::{
        CryptoProvider, KeyProvider,
        aws_lc_rs::{cipher_suite, default_provider},
    },
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    sign::SigningKey,
};
use std::{
    sync::{Arc, LazyLock},
    time::Duration,
};
use tokio_rustls::TlsConnector;

/// The roots that AWS's endpoints chain to. Loading these few instead of the system's bundle halves a cold start.
const AMAZON_ROOTS: &[u8] = include_bytes!("../roots/amazon.pem");

/// The trust in them, prepared once in a process: all its clients of AWS share it.
static AMAZON: LazyLock<Option<TlsConnector>> = LazyLock::new(|| {
    let roots = CertificateDer::pem_slice_iter(AMAZON_ROOTS).collect::<Result<Vec<_>, _>>().ok()?;
    trusting(roots)
});

/// A client that shows no certificate: what would read and use keys of its own is not linked.
#[derive(Debug)]
struct NoKeys;

impl KeyProvider for NoKeys {
    fn load_private_key(&self, _key: PrivateKeyDer<'static>) -> Result<Arc<dyn SigningKey>, rustls::Error> {
        Err(rustls::Error::General("clients show no certificate".to_owned()))
    }
}

/// AES-GCM alone: AWS has it everywhere, and Lambda's processors have instructions for it.
const CIPHER_SUITES: [SupportedCipherSuite; 6] = [
    cipher_suite::TLS13_AES_256_GCM_SHA384,
    cipher_suite::TLS13_AES_128_GCM_SHA256,
    cipher_suite::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    cipher_suite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    cipher_suite::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    cipher_suite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
];

/// TLS that trusts these roots alone; `None` if that cannot be set up: a defect.
pub(crate) fn trusting(certificates: impl IntoIterator<Item = CertificateDer<'static>>) -> Option<TlsConnector> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(certificates);
    let provider = CryptoProvider { cipher_suites: CIPHER_SUITES.to_vec(), key_provider: &NoKeys, ..default_provider() };
    let config = ClientConfig::builder_with_provider(Arc::new(provider)).with_safe_default_protocol_versions().ok()?;
    Some(TlsConnector::from(Arc::new(config.with_root_certificates(roots).with_no_client_auth())))
}

/// What sends requests to AWS, at this address if there is one. An http address, which only a stack on this machine has, needs no TLS.
///
/// # Errors
/// When the trusted roots cannot be read: a defect.
pub fn connector(address: Option<&str>) -> Result<Connector, SettingMissing> {
    if address.is_some_and(|address| address.starts_with("http://")) {
        return Ok(Connector::new(None));
    }
    AMAZON.clone().map(|tls| Connector::new(Some(tls))).ok_or(SettingMissing("AWS_ENDPOINT_URL"))
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
    let http = connector(endpoint.as_deref())?;
    // How long a connection may take to open is the connector's own matter.
    let timeouts = TimeoutConfig::builder().operation_attempt_timeout(Duration::from_secs(8)).build();
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
