//! Passwords, kept as salted PBKDF2 hashes.

use std::num::NonZeroU32;

use aws_lc_rs::pbkdf2;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use crate::random;
use crate::refusal::Refusal;

/// Enough that a lost file gives no passwords away quickly; few enough that a sign-in on a laptop is not felt.
const ROUNDS: u32 = 50_000;
const SALT: usize = 16;
const HASH: usize = 32;

/// Blocks for some milliseconds.
pub(crate) fn hash(password: &str) -> Result<String, Refusal> {
    let salt = random::bytes::<SALT>()?;
    let mut hash = [0; HASH];
    pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, rounds(), &salt, password.as_bytes(), &mut hash);
    Ok(format!("{}${}", STANDARD_NO_PAD.encode(salt), STANDARD_NO_PAD.encode(hash)))
}

/// Whether the password is the kept one. Without a kept one the answer is no, after the same work. Blocks.
pub(crate) fn matches(kept: Option<&str>, password: &str) -> bool {
    let parts = kept.and_then(|kept| {
        let (salt, hash) = kept.split_once('$')?;
        Some((STANDARD_NO_PAD.decode(salt).ok()?, STANDARD_NO_PAD.decode(hash).ok()?))
    });
    let exists = parts.is_some();
    let (salt, hash) = parts.unwrap_or_else(|| (vec![0; SALT], vec![0; HASH]));
    let fits = pbkdf2::verify(pbkdf2::PBKDF2_HMAC_SHA256, rounds(), &salt, password.as_bytes(), &hash).is_ok();
    exists && fits
}

fn rounds() -> NonZeroU32 {
    NonZeroU32::new(ROUNDS).unwrap_or(NonZeroU32::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_password_matches() {
        let kept = hash("Sunny-Day-7").unwrap();
        assert!(matches(Some(&kept), "Sunny-Day-7"));
        assert!(!matches(Some(&kept), "Sunny-Day-8"));
        assert!(!matches(None, "Sunny-Day-7"));
        assert!(!matches(Some("rubbish"), "Sunny-Day-7"));
        assert!(!kept.contains("Sunny"));
        assert_ne!(kept, hash("Sunny-Day-7").unwrap(), "the salt differs");
    }
}
