//! The issuer's keys, kept warm between calls.

use crate::key_set::{KeySet, KeySetError};
use aws_lc_rs::{
    encoding::{AsDer, PublicKeyX509Der},
    signature::{ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// An unknown key id causes a fetch, but never more than one in this time: a flood of made-up ids must not become a flood of fetches.
const PAUSE: Duration = Duration::from_secs(60);

/// The same after a fetch that failed. While no key is known at all there is no pause: a blip at a cold start must lock nobody out.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(2);

#[derive(Deserialize)]
struct Jwks {
    keys: Vec<Jwk>,
}

#[derive(Deserialize)]
struct Jwk {
    kid: String,
    kty: String,
    #[serde(default)]
    n: String,
    #[serde(default)]
    e: String,
}

impl Jwk {
    /// The key for RS256 signatures (RFC 7518 §3.3), if it is one. Parsed once: doing it for every token would make each check a tenth dearer.
    fn parsed(&self) -> Option<ParsedPublicKey> {
        if self.kty != "RSA" {
            return None;
        }
        let (n, e) = (URL_SAFE_NO_PAD.decode(&self.n).ok()?, URL_SAFE_NO_PAD.decode(&self.e).ok()?);
        let der: PublicKeyX509Der<'_> = RsaPublicKeyComponents { n, e }.as_der().ok()?;
        ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, der.as_ref()).ok()
    }
}

#[derive(Default)]
struct Known {
    keys: HashMap<String, ParsedPublicKey>,
    next_fetch: Option<Instant>,
}

/// Keys by id.
#[derive(Default)]
pub(crate) struct Keys(Mutex<Known>);

impl Keys {
    fn known(&self, kid: &str) -> Option<ParsedPublicKey> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).keys.get(kid).cloned()
    }

    /// Takes the turn to fetch, if it is time.
    fn may_fetch(&self, now: Instant) -> bool {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let due = known.next_fetch.is_none_or(|at| at <= now);
        if due {
            known.next_fetch = now.checked_add(PAUSE);
        }
        due
    }

    fn fetch_failed(&self, now: Instant) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.next_fetch = now.checked_add(PAUSE_AFTER_FAILURE);
    }

    fn knows_none(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).keys.is_empty()
    }

    /// The key with an id. While the issuer cannot be reached, the keys that are known go on working.
    ///
    /// # Errors
    /// When none is known and none can be fetched, at two tries: nobody can be told then that their token is wrong.
    pub(crate) async fn get(&self, kid: &str, source: &KeySet) -> Result<Option<ParsedPublicKey>, KeySetError> {
        if let Some(key) = self.known(kid) {
            return Ok(Some(key));
        }
        let (may_fetch, knows_none) = (self.may_fetch(Instant::now()), self.knows_none());
        if !may_fetch && !knows_none {
            return Ok(None);
        }
        let mut fetched = source.fetch().await;
        if fetched.is_err() && knows_none {
            fetched = source.fetch().await;
        }
        match fetched {
            Ok(text) => self.replace(&text),
            Err(error) => {
                tracing::error!(%error, "the issuer's keys could not be fetched");
                self.fetch_failed(Instant::now());
                if knows_none {
                    return Err(error);
                }
            }
        }
        Ok(self.known(kid))
    }

    fn replace(&self, text: &[u8]) {
        let Ok(set) = serde_json::from_slice::<Jwks>(text) else {
            tracing::error!("the issuer's key set cannot be read");
            return;
        };
        let keys = set.keys.into_iter().filter_map(|key| key.parsed().map(|parsed| (key.kid, parsed)));
        self.0.lock().unwrap_or_else(PoisonError::into_inner).keys = keys.collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_fetch_a_minute_and_soon_another_after_a_failure() {
        let (keys, start) = (Keys::default(), Instant::now());
        let after = |seconds: u64| start + Duration::from_secs(seconds);
        assert!(keys.may_fetch(start));
        assert!((0..60).all(|second| !keys.may_fetch(after(second))));
        assert!(keys.may_fetch(after(60)));
        keys.fetch_failed(after(60));
        assert!(!keys.may_fetch(after(61)));
        assert!(keys.may_fetch(after(62)));
    }
}
