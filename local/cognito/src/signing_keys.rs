//! The RSA keys of a pool: one signs its access tokens, the other its ID tokens.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use jsonwebtoken::jwk::{Jwk, PublicKeyUse, ThumbprintHash};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header};
use serde::Serialize;
use serde_json::{Value, json};

use crate::refusal::Refusal;

pub(crate) struct SigningKey {
    kid: String,
    encoding: EncodingKey,
    pub(crate) decoding: DecodingKey,
    jwk: Jwk,
}

impl SigningKey {
    /// A new RSA-2048 key as a DER `RSAPrivateKey` (RFC 8017), which is what `jsonwebtoken` signs with. Blocks.
    pub(crate) fn generate() -> Result<Vec<u8>, Refusal> {
        let pair = KeyPair::generate(KeySize::Rsa2048).map_err(Refusal::internal)?;
        let wrapped: Pkcs8V1Der<'_> = pair.as_der().map_err(Refusal::internal)?;
        private_key_of(wrapped.as_ref()).map(<[u8]>::to_vec).ok_or_else(|| Refusal::internal("a new RSA key is not in PKCS #8"))
    }

    pub(crate) fn from_der(der: &[u8]) -> Result<Self, Refusal> {
        let encoding = EncodingKey::from_rsa_der(der);
        let mut jwk = Jwk::from_encoding_key(&encoding, Algorithm::RS256).map_err(Refusal::internal)?;
        let kid = jwk.thumbprint(ThumbprintHash::SHA256).map_err(Refusal::internal)?;
        jwk.common.key_id = Some(kid.clone());
        jwk.common.public_key_use = Some(PublicKeyUse::Signature);
        Ok(Self { decoding: DecodingKey::from_jwk(&jwk).map_err(Refusal::internal)?, kid, encoding, jwk })
    }

    pub(crate) fn sign(&self, claims: &impl Serialize) -> Result<String, Refusal> {
        let header = Header { kid: Some(self.kid.clone()), typ: None, ..Header::new(Algorithm::RS256) };
        jsonwebtoken::encode(&header, claims, &self.encoding).map_err(Refusal::internal)
    }
}

pub(crate) struct PoolKeys {
    pub(crate) access: SigningKey,
    pub(crate) id: SigningKey,
}

/// The keys of every pool, in memory.
#[derive(Default)]
pub(crate) struct KeyRing {
    pools: Mutex<HashMap<String, Arc<PoolKeys>>>,
}

impl KeyRing {
    pub(crate) fn add(&self, pool: String, access: &[u8], id: &[u8]) -> Result<(), Refusal> {
        let keys = PoolKeys { access: SigningKey::from_der(access)?, id: SigningKey::from_der(id)? };
        self.lock().insert(pool, Arc::new(keys));
        Ok(())
    }

    pub(crate) fn of(&self, pool: &str) -> Option<Arc<PoolKeys>> {
        self.lock().get(pool).cloned()
    }

    /// The pool whose access tokens are signed with this key.
    pub(crate) fn of_access_key(&self, kid: &str) -> Option<(String, Arc<PoolKeys>)> {
        self.lock().iter().find(|(_, keys)| keys.access.kid == kid).map(|(pool, keys)| (pool.clone(), Arc::clone(keys)))
    }

    /// The pool's JWK set (RFC 7517), ID key first as Cognito has it.
    pub(crate) fn jwks(&self, pool: &str) -> Option<Value> {
        let keys = self.of(pool)?;
        Some(json!({ "keys": [keys.id.jwk, keys.access.jwk] }))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<PoolKeys>>> {
        self.pools.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const OCTET_STRING: u8 = 0x04;

/// The `privateKey` of a PKCS #8 `PrivateKeyInfo` (RFC 5958 section 2): version, algorithm, then the key itself.
fn private_key_of(pkcs8: &[u8]) -> Option<&[u8]> {
    let (info, _) = element(pkcs8, SEQUENCE)?;
    let (_, rest) = element(info, INTEGER)?;
    let (_, rest) = element(rest, SEQUENCE)?;
    element(rest, OCTET_STRING).map(|(key, _)| key)
}

/// The content of the DER element at the front of `input`, and what follows it.
fn element(input: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&found, rest) = input.split_first()?;
    let (&first, rest) = rest.split_first()?;
    if found != tag {
        return None;
    }
    if first < 0x80 {
        return rest.split_at_checked(usize::from(first));
    }
    let (length, rest) = rest.split_at_checked(usize::from(first & 0x7F))?;
    let length = length.iter().try_fold(0_usize, |sum, &byte| sum.checked_mul(256)?.checked_add(usize::from(byte)))?;
    rest.split_at_checked(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_out_of_its_wrapping() {
        let wrapped = [0x30, 0x0A, 0x02, 0x01, 0x00, 0x30, 0x00, 0x04, 0x03, 1, 2, 3];
        assert_eq!(private_key_of(&wrapped), Some(&[1_u8, 2, 3][..]));
        assert_eq!(private_key_of(&wrapped[..10]), None);
        assert_eq!(private_key_of(&[]), None);
        assert_eq!(element(&[0x04, 0x82, 0xFF], OCTET_STRING), None);
    }

    #[test]
    fn two_keys_have_two_names_and_a_kept_key_keeps_its_own() {
        let der = SigningKey::generate().unwrap();
        let other = SigningKey::generate().unwrap();
        let ring = KeyRing::default();
        ring.add("pool".to_owned(), &der, &other).unwrap();
        let keys = ring.of("pool").unwrap();
        assert_ne!(keys.access.kid, keys.id.kid);
        assert_eq!(SigningKey::from_der(&der).unwrap().kid, keys.access.kid);
        let set = ring.jwks("pool").unwrap();
        assert_eq!(set["keys"][1]["kid"], keys.access.kid.as_str());
        assert_eq!(set["keys"][0]["use"], "sig");
        assert_eq!(set["keys"][0]["alg"], "RS256");
        assert!(set["keys"][0].get("d").is_none(), "a private part was published");
        assert!(ring.jwks("other").is_none());
    }
}
