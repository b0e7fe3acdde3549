//! The identity provider's part: a key, its public half as a key set, tokens like Cognito's, and the price of one check.

use crate::Failure;
use aws_lc_rs::{
    encoding::{AsDer, PublicKeyX509Der},
    rand::SystemRandom,
    rsa::{KeyPair, KeySize},
    signature::{KeyPair as _, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use nix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub(crate) const CLIENT: &str = "4kd8fj3l9s0dkfjw93kdl0s9d8";
const FOREIGN_CLIENT: &str = "7q2m5n8p1r4t6v9x3z0b2c5d8f";
const KEY_ID: &str = "dGhlLWtleS1vZi10aGUtY29sZC1zdGFydC1iZW5jaA=";
const LIFE: u64 = 3600;

/// Who is let in: the member, session and workspace of the table's items.
const MEMBER: &str = "01JZ8Q4N7E5T9V3W2XKBYMCD6H";
const SESSION: &str = "3f0f6d0a-6f2e-4a57-8d8c-0b2f1a3c4d5e";
const WORKSPACE: &str = "acme";

pub(crate) struct Issuer {
    key: KeyPair,
    random: SystemRandom,
}

fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Issuer {
    pub(crate) fn new() -> Result<Self, Failure> {
        Ok(Self { key: KeyPair::generate(KeySize::Rsa2048)?, random: SystemRandom::new() })
    }

    /// The key set (RFC 7517).
    pub(crate) fn key_set(&self) -> Value {
        let public = self.key.public_key();
        json!({ "keys": [{
            "alg": "RS256", "use": "sig", "kty": "RSA", "kid": KEY_ID,
            "n": encode(public.modulus().big_endian_without_leading_zero()),
            "e": encode(public.exponent().big_endian_without_leading_zero()),
        }]})
    }

    /// An access token with the claims of Cognito's and of the project's trigger. `number` makes it differ from others.
    pub(crate) fn token(&self, issuer: &str, foreign: bool, number: u32) -> Result<String, Failure> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        let header = json!({ "kid": KEY_ID, "alg": "RS256" });
        let claims = json!({
            "sub": "c2a5d4a4-5081-70a5-4a2f-0f2a3e2d9b11",
            "cognito:groups": ["acme"],
            "iss": issuer,
            "version": 2,
            "client_id": if foreign { FOREIGN_CLIENT } else { CLIENT },
            "origin_jti": SESSION,
            "token_use": "access",
            "scope": "aws.cognito.signin.user.admin",
            "auth_time": now,
            "exp": now + LIFE,
            "iat": now,
            "jti": format!("8d3c7f52-9b1e-4a63-a7d1-{number:012}"),
            "username": MEMBER,
            "member_id": MEMBER,
            "acr": "urn:cognito:loa:4",
            "workspace": WORKSPACE,
            "roles": "learner author admin",
            "home_region": "eu-central-1",
        });
        let signed = format!("{}.{}", encode(header.to_string()), encode(claims.to_string()));
        let mut signature = vec![0; self.key.public_modulus_len()];
        self.key.sign(&RSA_PKCS1_SHA256, &self.random, signed.as_bytes(), &mut signature)?;
        Ok(format!("{signed}.{}", encode(signature)))
    }

    /// CPU time of one RSA-2048 signature check on a token, parsed key at hand: the floor under every authorizer.
    pub(crate) fn verification(&self, token: &str) -> Result<Duration, Failure> {
        const TIMES: u32 = 2_000;
        let (signed, signature) = token.rsplit_once('.').ok_or("a token has three parts")?;
        let signature = URL_SAFE_NO_PAD.decode(signature)?;
        let der: PublicKeyX509Der<'_> = self.key.public_key().as_der()?;
        let key = ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, der.as_ref())?;
        let start = Duration::from(clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID)?);
        for _ in 0..TIMES {
            key.verify_sig(std::hint::black_box(signed.as_bytes()), &signature)?;
        }
        Ok((Duration::from(clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID)?) - start) / TIMES)
    }
}
