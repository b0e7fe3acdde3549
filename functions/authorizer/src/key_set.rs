//! The identity provider's public keys (JWKS, RFC 7517).

use aws_smithy_runtime_api::client::{http::HttpConnector, orchestrator::HttpRequest};
use aws_smithy_types::{body::SdkBody, byte_stream::ByteStream};
use lambda::{Connector, SdkConfig, Service, SettingMissing, Settings, sdk};
use std::time::Duration;

/// A key set larger than this is not one.
const LIMIT: usize = 64 * 1024;
const TIMEOUT: Duration = Duration::from_secs(2);

/// The keys could not be fetched.
#[derive(Debug, thiserror::Error)]
#[error("the key set could not be fetched: {0}")]
pub(crate) struct KeySetError(String);

/// Where the keys are.
#[derive(Debug)]
pub(crate) struct KeySet {
    connector: Connector,
    url: String,
}

fn failed(error: impl ToString) -> KeySetError {
    KeySetError(error.to_string())
}

impl Service for KeySet {
    fn new(_config: &SdkConfig, settings: &Settings) -> Result<Self, SettingMissing> {
        let url = format!("{}/.well-known/jwks.json", settings.require("ISSUER")?);
        Ok(Self { connector: sdk::connector(Some(&url))?, url })
    }
}

impl KeySet {
    /// The key set as JSON text.
    ///
    /// # Errors
    /// When it cannot be fetched within two seconds.
    pub(crate) async fn fetch(&self) -> Result<Vec<u8>, KeySetError> {
        tokio::time::timeout(TIMEOUT, self.get()).await.map_err(failed)?
    }

    async fn get(&self) -> Result<Vec<u8>, KeySetError> {
        let mut request = HttpRequest::new(SdkBody::empty());
        request.set_uri(self.url.as_str()).map_err(failed)?;
        let response = self.connector.call(request).await.map_err(failed)?;
        if !response.status().is_success() {
            return Err(failed(response.status().as_u16()));
        }
        let body = ByteStream::new(response.into_body()).collect().await.map_err(failed)?;
        let bytes = body.to_vec();
        if bytes.len() > LIMIT {
            return Err(failed("it is too large"));
        }
        Ok(bytes)
    }
}
