//! Where packages run: programs that others have written, each at an origin of its own, whose files are read by addresses that are signed.

use crate::{
    Service,
    settings::{SettingMissing, Settings},
};
use aws_config::SdkConfig;
use aws_lc_rs::{
    digest::{SHA256, digest},
    hmac,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use std::fmt::{self, Display, Write};
use tenancy::Space;

/// The origins of packages.
#[derive(Clone)]
pub struct ContentOrigin {
    /// With a star, in whose place comes the name of the package.
    origin: String,
    key: hmac::Key,
}

impl fmt::Debug for ContentOrigin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("ContentOrigin").field(&self.origin).finish()
    }
}

/// Where a package runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageAddress {
    /// It shares this origin with no other package, so it sees nothing that others have stored.
    pub origin: String,
    /// The address of its folder, with a slash at its end. Whoever has it can read the whole package for a while.
    pub base: String,
}

impl Service for ContentOrigin {
    /// # Errors
    /// When the function's template gives no origin: then no package can run.
    fn new(_config: &SdkConfig, settings: &Settings) -> Result<Self, SettingMissing> {
        let origin = settings.require("CONTENT_ORIGIN")?.to_owned();
        let key = hmac::Key::new(hmac::HMAC_SHA256, settings.require("CONTENT_KEY")?.as_bytes());
        Ok(Self { origin, key })
    }
}

impl ContentOrigin {
    /// The package of this digest, readable until a time. `infra/edge.yaml` checks what is signed here.
    #[must_use]
    pub fn package(&self, home: &impl Space, package: impl Display, until: Timestamp) -> PackageAddress {
        let folder = format!("/{}{package}/", home.package_prefix());
        let until = until.as_second();
        let signature = hmac::sign(&self.key, format!("{until}\n{folder}").as_bytes());
        let origin = self.origin.replacen('*', &name(&folder), 1);
        let base = format!("{origin}/{until}.{}{folder}", URL_SAFE_NO_PAD.encode(signature));
        PackageAddress { origin, base }
    }
}

/// A label of a host name: 32 characters.
fn name(folder: &str) -> String {
    let digest = digest(&SHA256, folder.as_bytes());
    let mut name = "p".to_owned();
    for byte in digest.as_ref().iter().take(16) {
        // Nothing can fail: it is a string.
        let _ = write!(name, "{byte:02x}");
    }
    name.truncate(32);
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenancy::doors;

    #[test]
    fn packages_share_no_origin_and_no_signature() {
        let settings = Settings::with(&[("CONTENT_ORIGIN", "https://*.content.trellis.example"), ("CONTENT_KEY", "0123456789abcdef")]);
        let content = ContentOrigin::new(&SdkConfig::builder().build(), &settings).unwrap();
        let (acme, until) = (doors::registered("acme".parse().unwrap()), Timestamp::from_second(1_800_000_000).unwrap());
        let digest = "ab".repeat(32);
        let address = content.package(&acme, &digest, until);
        // The same stands in the tests of what checks it: `tests/it/packages_edge.rs` and `local/src/packages.rs`.
        let token = "1800000000.kBuiQJemhpV96Y2Tu7RrxN_XIdYaeou8Eney4ZY2tlU";
        assert_eq!(address.origin, "https://p217fd446152e17146556bceb84f9cc7.content.trellis.example");
        assert_eq!(address.base, format!("{}/{token}/P/acme/{digest}/", address.origin));
        let corp = content.package(&doors::registered("acme-corp".parse().unwrap()), &digest, until);
        assert!(corp.origin != address.origin && !corp.base.contains(token));
        assert!(!format!("{content:?}").contains("0123456789abcdef"));
        assert!(ContentOrigin::new(&SdkConfig::builder().build(), &Settings::with(&[("CONTENT_ORIGIN", "")])).is_err());
    }
}
