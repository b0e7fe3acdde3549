//! Signatures of the platform's own texts (message seals, sign-in tickets, cookies) and encryption of what nobody outside may read (cursors).

use aws_lc_rs::{
    aead::{AES_256_GCM_SIV, Aad, NONCE_LEN, Nonce, RandomizedNonceKey},
    hmac,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};
use std::fmt;

/// A secret that the functions of one cell share. Signatures are HMAC-SHA256 (RFC 2104) over a purpose and the text, so
/// that a signature made for one purpose is worthless for another.
#[derive(Clone)]
pub struct SigningKey(hmac::Key);

/// The secret is too short to protect anything.
#[derive(Debug, thiserror::Error)]
#[error("the signing key must have at least 32 characters")]
pub struct WeakKey;

/// A value could not be encrypted.
#[derive(Debug, thiserror::Error)]
#[error("the value could not be encrypted")]
pub struct Unencrypted;

impl fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SigningKey(secret)")
    }
}

impl SigningKey {
    /// # Errors
    /// [`WeakKey`] for fewer than 32 characters.
    pub fn new(secret: &str) -> Result<Self, WeakKey> {
        if secret.len() < 32 {
            return Err(WeakKey);
        }
        Ok(Self(hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes())))
    }

    fn context(&self, purpose: &str, text: &[u8]) -> hmac::Context {
        let mut context = hmac::Context::with_key(&self.0);
        context.update(purpose.as_bytes());
        context.update(&[0]);
        context.update(text);
        context
    }

    /// The signature of a text for a purpose, base64url without padding (43 characters).
    #[must_use]
    pub fn sign(&self, purpose: &str, text: &[u8]) -> String {
        URL_SAFE_NO_PAD.encode(self.context(purpose, text).sign())
    }

    /// Whether a signature is right; compared in constant time.
    #[must_use]
    pub fn verify(&self, purpose: &str, text: &[u8], signature: &str) -> bool {
        let Ok(given) = URL_SAFE_NO_PAD.decode(signature) else {
            return false;
        };
        aws_lc_rs::constant_time::verify_slices_are_equal(self.context(purpose, text).sign().as_ref(), &given).is_ok()
    }

    /// A value as a token that cannot be made or changed outside: `base64url(JSON).signature`. It can be read, so it
    /// holds nothing secret.
    ///
    /// # Errors
    /// When the value is not JSON.
    pub fn token<T: Serialize>(&self, purpose: &str, value: &T) -> Result<String, serde_json::Error> {
        let text = URL_SAFE_NO_PAD.encode(serde_json::to_vec(value)?);
        let signature = self.sign(purpose, text.as_bytes());
        Ok(format!("{text}.{signature}"))
    }

    /// The value of a token; `None` if it was not made by [`Self::token`] for this purpose.
    #[must_use]
    pub fn open<T: DeserializeOwned>(&self, purpose: &str, token: &str) -> Option<T> {
        let (text, signature) = token.rsplit_once('.')?;
        if !self.verify(purpose, text.as_bytes(), signature) {
            return None;
        }
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
    }

    /// A value that only this key's holders can read and nobody can change, for `owner` and one purpose: base64url.
    ///
    /// The key is the owner's own. AES-256-GCM-SIV (RFC 8452) with a random nonce: two texts of the same value look unrelated, and even
    /// a nonce that came twice would tell no more than that two values are the same. Plain GCM would not survive that, and a nonce made
    /// from the value would show each time which values are the same.
    ///
    /// # Errors
    /// When the value is not JSON, or the machine gives no random numbers.
    pub fn encrypt<T: Serialize>(&self, owner: &str, purpose: &str, value: &T) -> Result<String, Unencrypted> {
        let mut text = serde_json::to_vec(value).map_err(|_| Unencrypted)?;
        let key = self.encryption(owner).ok_or(Unencrypted)?;
        let nonce = key.seal_in_place_append_tag(Aad::from(purpose.as_bytes()), &mut text).map_err(|_| Unencrypted)?;
        Ok(URL_SAFE_NO_PAD.encode([nonce.as_ref().as_slice(), &text].concat()))
    }

    /// The value of a text; `None` if it was not made by [`Self::encrypt`] for this owner and purpose.
    #[must_use]
    pub fn decrypt<T: DeserializeOwned>(&self, owner: &str, purpose: &str, text: &str) -> Option<T> {
        let mut bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (nonce, sealed) = bytes.split_at_mut_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let value = self.encryption(owner)?.open_in_place(nonce, Aad::from(purpose.as_bytes()), sealed).ok()?;
        serde_json::from_slice(value).ok()
    }

    fn encryption(&self, owner: &str) -> Option<RandomizedNonceKey> {
        RandomizedNonceKey::new(&AES_256_GCM_SIV, &self.derive("encryption", owner.as_bytes())).ok()
    }

    /// An identifier's worth of bytes that only this key derives from the text: the same text gives the same bytes.
    #[must_use]
    pub fn derive(&self, purpose: &str, text: &[u8]) -> [u8; 32] {
        let mut bytes = [0; 32];
        bytes.copy_from_slice(self.context(purpose, text).sign().as_ref());
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_only_unchanged_and_for_its_purpose() {
        let key = SigningKey::new(&"k".repeat(32)).unwrap();
        let token = key.token("cursor", &"acme").unwrap();
        assert_eq!(key.open::<String>("cursor", &token).as_deref(), Some("acme"));
        assert_eq!(key.open::<String>("cookie", &token), None);
        assert_eq!(SigningKey::new(&"x".repeat(32)).unwrap().open::<String>("cursor", &token), None);
        for broken in ["", ".", "abc", &token[1..], &token[..token.len() - 2], &format!("{token}A"), &format!("A{token}")] {
            assert_eq!(key.open::<String>("cursor", broken), None, "{broken}");
        }
        assert!(SigningKey::new("short").is_err());
    }

    #[test]
    fn an_encrypted_value_can_be_read_by_its_owner_for_its_purpose_only() {
        let key = SigningKey::new(&"k".repeat(32)).unwrap();
        let text = key.encrypt("acme", "list", &"Secret project").unwrap();
        assert_eq!(key.decrypt::<String>("acme", "list", &text).as_deref(), Some("Secret project"));
        assert_ne!(key.encrypt("acme", "list", &"Secret project").unwrap(), text);
        let bytes = URL_SAFE_NO_PAD.decode(&text).unwrap();
        assert!(!bytes.windows(3).any(|window| window == b"Sec"));
        for (owner, purpose) in [("acme-corp", "list"), ("acme", "list2"), ("acmelist", ""), ("", "acmelist")] {
            assert_eq!(key.decrypt::<String>(owner, purpose, &text), None);
        }
        assert_eq!(SigningKey::new(&"x".repeat(32)).unwrap().decrypt::<String>("acme", "list", &text), None);
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert_eq!(key.decrypt::<String>("acme", "list", &URL_SAFE_NO_PAD.encode(changed)), None);
        }
        for broken in ["", "A", "AAAAAAAAAAAAAAAA", &text[..20], "+/=="] {
            assert_eq!(key.decrypt::<String>("acme", "list", broken), None, "{broken}");
        }
    }
}
