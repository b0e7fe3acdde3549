//! Digests as lower-case hexadecimal text.

use md5::Md5;
use sha2::{Digest, Sha256};

/// MD5, which the protocol uses against damage on the way, not against attackers.
pub(crate) fn md5(bytes: &[u8]) -> String {
    hexadecimal(&Md5::digest(bytes))
}

/// SHA-256, the deduplication id of content-based deduplication.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_digests() {
        assert_eq!(md5(b"hello"), "5d41402abc4b2a76b9719d911017c592");
        let hello = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
        assert_eq!(sha256(b"hello"), hello);
    }
}
