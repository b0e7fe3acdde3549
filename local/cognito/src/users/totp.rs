//! Time-based one-time passwords (RFC 6238): SHA-1, six digits, steps of 30 seconds.

use aws_lc_rs::hmac;
use data_encoding::BASE32_NOPAD;

use super::Totp;
use crate::random;
use crate::refusal::Refusal;

pub(crate) const STEP_MILLISECONDS: i64 = 30_000;
/// Clocks differ: one step before and after counts too (RFC 6238 section 5.2).
const DRIFT: std::ops::RangeInclusive<i64> = -1..=1;
const DIGITS: usize = 6;

/// A new secret, as long as the hash's output (RFC 4226 section 4).
pub(crate) fn new_secret() -> Result<Vec<u8>, Refusal> {
    Ok(random::bytes::<20>()?.to_vec())
}

/// As authenticator apps take it.
pub(crate) fn as_text(secret: &[u8]) -> String {
    BASE32_NOPAD.encode(secret)
}

/// The time step that `code` belongs to, if it is right at `now`.
pub(crate) fn step_of(secret: &[u8], code: &str, now: i64) -> Option<i64> {
    let current = now / STEP_MILLISECONDS;
    DRIFT.map(|drift| current + drift).find(|step| random::equal(code_at(secret, *step).as_bytes(), code.as_bytes()))
}

/// The step whose code was the last that worked. One that is still far ahead is of a time from which the clock was set back, and of
/// no use to anybody who might have seen its code.
pub(crate) fn used(totp: &Totp, now: i64) -> i64 {
    let ahead = now / STEP_MILLISECONDS + DRIFT.end();
    if totp.step > ahead { 0 } else { totp.step }
}

/// Accepts a code of the verified app, once.
///
/// # Errors
/// `None` is a wrong code; `ExpiredCodeException` one that was used before.
pub(crate) fn accept(totp: &mut Totp, code: &str, now: i64) -> Result<Option<()>, Refusal> {
    let Some(step) = totp.secret.as_deref().and_then(|secret| step_of(secret, code, now)) else {
        return Ok(None);
    };
    if step <= used(totp, now) {
        return Err(Refusal::new("ExpiredCodeException", "Your software token has already been used once."));
    }
    totp.step = step;
    Ok(Some(()))
}

/// The code of a time step (RFC 4226 section 5.3).
pub(crate) fn code_at(secret: &[u8], step: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let bytes = tag.as_ref();
    let offset = bytes.last().map_or(0, |last| usize::from(last & 0x0F));
    let number = bytes.iter().skip(offset).take(4).fold(0_u32, |number, byte| number << 8 | u32::from(*byte)) & 0x7FFF_FFFF;
    format!("{:0DIGITS$}", number % 10_u32.pow(6))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn the_vectors_of_rfc_6238_hold() {
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code_at(SECRET, second / 30), code);
            assert!(step_of(SECRET, code, second * 1000).is_some());
        }
        assert_eq!(step_of(SECRET, "287082", 59_000 + 90_000), None);
        assert_eq!(step_of(SECRET, "", 59_000), None);
    }

    #[test]
    fn a_code_works_once() {
        let mut totp = Totp { secret: Some(SECRET.to_vec()), ..Totp::default() };
        assert_eq!(accept(&mut totp, "000000", 59_000), Ok(None));
        assert_eq!(accept(&mut totp, "287082", 59_000), Ok(Some(())));
        // A code that worked before the clock was set back by a day is no reason to refuse all of that day's.
        let mut ahead = Totp { step: 2_880, ..totp.clone() };
        assert_eq!(accept(&mut ahead, "287082", 59_000), Ok(Some(())));
        assert_eq!(ahead.step, 1);
        let refusal = accept(&mut totp, "287082", 60_000).unwrap_err();
        assert_eq!(refusal.kind(), "ExpiredCodeException");
        assert_eq!(as_text(SECRET), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }
}
