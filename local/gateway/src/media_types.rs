//! Which bodies are binary.

/// Whether a `Content-Type` or `Accept` value names one of the API's binary media types. Of a list,
/// API Gateway takes the first only.
pub(crate) fn is_binary(binary_media_types: &[String], value: Option<&str>) -> bool {
    let first = value.unwrap_or_default().split([',', ';']).next().unwrap_or_default().trim();
    binary_media_types.iter().any(|binary| {
        binary == "*/*"
            || binary.eq_ignore_ascii_case(first)
            || binary
                .strip_suffix("/*")
                .is_some_and(|kind| first.split_once('/').is_some_and(|(start, _)| start.eq_ignore_ascii_case(kind)))
    })
}

#[cfg(test)]
mod tests {
    use super::is_binary;

    #[test]
    fn the_first_type_counts() {
        let types = ["image/png".to_owned(), "audio/*".to_owned()];
        assert!(is_binary(&types, Some("image/png")));
        assert!(is_binary(&types, Some("Image/PNG;q=1, text/html")));
        assert!(is_binary(&types, Some("audio/ogg")));
        assert!(!is_binary(&types, Some("text/html, image/png")));
        assert!(!is_binary(&types, Some("image/*")));
        assert!(!is_binary(&types, None));
        assert!(is_binary(&["*/*".to_owned()], None));
    }
}
