//! Addresses of mail: `ada@acme.example` and `Ada <ada@acme.example>`.

/// The address without its display name, in lower case; `None` when it is not one.
///
/// Case is dropped in the local part as well: RFC 5321 §2.4 lets a server tell cases apart, and
/// hardly one does.
pub(crate) fn bare(text: &str) -> Option<String> {
    let text = text.trim();
    let address = match text.strip_suffix('>') {
        Some(rest) => rest.rsplit_once('<')?.1,
        None => text,
    };
    let (local, domain) = address.rsplit_once('@')?;
    let plain = |part: &str| !part.is_empty() && part.chars().all(|letter| !letter.is_control() && !letter.is_whitespace());
    let valid = plain(local) && plain(domain) && !domain.contains(['<', '>', '@', ',', ';']);
    let unquoted = local.starts_with('"') || !local.contains(['<', '>', '@', ',', ';']);
    (valid && unquoted && !text.contains(['\r', '\n'])).then(|| address.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn display_names_and_case_are_dropped() {
        for text in [
            "ada@acme.example",
            " Ada@ACME.example ",
            "Ada Lovelace <ada@acme.example>",
            "\"Lovelace, Ada <x>\" <ADA@acme.example>",
            "<ada@acme.example>",
        ] {
            assert_eq!(bare(text).as_deref(), Some("ada@acme.example"), "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "ada",
            "@acme.example",
            "ada@",
            "ada@acme.example>",
            "ada @acme.example",
            "ada@acme.example, eve@acme.example",
            "Ada <ada@acme.example",
            "Ada\r\nBcc: eve@acme.example <ada@acme.example>",
        ] {
            assert_eq!(bare(text), None, "{text}");
        }
    }
}
