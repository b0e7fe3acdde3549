//! Secrets that nobody can guess, and the digests they are kept as.

use aws_lc_rs::{digest, rand};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::refusal::Refusal;

pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], Refusal> {
    let mut bytes = [0; N];
    rand::fill(&mut bytes).map_err(|_| Refusal::internal("no randomness"))?;
    Ok(bytes)
}

/// 384 random bits as text: a challenge's session or a refresh token.
pub(crate) fn token() -> Result<String, Refusal> {
    Ok(URL_SAFE_NO_PAD.encode(bytes::<48>()?))
}

/// `length` characters of `alphabet`, each equally likely. `alphabet` has at most 256 of them.
pub(crate) fn text(alphabet: &[u8], length: usize) -> Result<String, Refusal> {
    // Bytes past the last whole multiple are thrown away: a plain remainder would favour the first characters.
    let limit = 256 - 256 % alphabet.len();
    let mut text = String::with_capacity(length);
    while text.len() < length {
        let [byte] = bytes::<1>()?;
        if usize::from(byte) < limit {
            text.push(char::from(alphabet[usize::from(byte) % alphabet.len()]));
        }
    }
    Ok(text)
}

/// SHA-256 of the parts, each preceded by its length so that no two lists of parts run together.
pub(crate) fn digest(parts: &[&str]) -> [u8; 32] {
    let mut context = digest::Context::new(&digest::SHA256);
    for part in parts {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part.as_bytes());
    }
    let mut bytes = [0; 32];
    bytes.copy_from_slice(context.finish().as_ref());
    bytes
}

/// Whether two secrets are equal, in a time that does not tell where they differ.
pub(crate) fn equal(left: &[u8], right: &[u8]) -> bool {
    aws_lc_rs::constant_time::verify_slices_are_equal(left, right).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_keeps_to_its_alphabet_and_length() {
        let code = text(b"0123456789", 8).unwrap();
        assert_eq!(code.len(), 8);
        assert!(code.bytes().all(|byte| byte.is_ascii_digit()));
        assert_ne!(token().unwrap(), token().unwrap());
    }

    #[test]
    fn parts_of_a_digest_do_not_run_together() {
        assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
        assert!(equal(&digest(&["a"]), &digest(&["a"])));
        assert!(!equal(b"a", b"ab"));
    }
}
