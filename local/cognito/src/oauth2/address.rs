//! Addresses that browsers are sent to.

/// The address with parameters added.
pub(crate) fn with_parameters(address: &str, parameters: &[(&str, &str)]) -> String {
    let mut encoded = form_urlencoded::Serializer::new(String::new());
    encoded.extend_pairs(parameters.iter().filter(|(_, value)| !value.is_empty()));
    format!("{address}{}{}", if address.contains('?') { '&' } else { '?' }, encoded.finish())
}
