//! SAML 2.0: the request that leads a browser to a customer's identity provider (HTTP redirect binding).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::io::Write;

use super::address::with_parameters;
use crate::providers::Provider;
use crate::refusal::Refusal;
use crate::service::Service;

const REDIRECT: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
const METADATA: &str = "urn:oasis:names:tc:SAML:2.0:metadata";

/// Where the provider takes requests by redirect, from its metadata. `roxmltree` refuses a DTD, so there are no entities to expand.
fn single_sign_on(metadata: &str) -> Result<String, Refusal> {
    let invalid = |why: String| Refusal::invalid_parameter(format!("The metadata cannot be used: {why}"));
    let document = roxmltree::Document::parse(metadata).map_err(|error| invalid(error.to_string()))?;
    let services = document.descendants().filter(|node| node.has_tag_name((METADATA, "SingleSignOnService")));
    let mut addresses = services.filter(|node| node.attribute("Binding") == Some(REDIRECT)).filter_map(|node| node.attribute("Location"));
    addresses.next().map(str::to_owned).ok_or_else(|| invalid("it has no SingleSignOnService for HTTP-Redirect".to_owned()))
}

/// The address to which a browser is sent (SAML bindings, section 3.4.4). `id` comes back in `InResponseTo`, `state` as `RelayState`.
pub(crate) fn authentication_request(service: &Service, provider: &Provider, state: &str, id: &str) -> Result<String, Refusal> {
    let destination = single_sign_on(provider.settings.detail("MetadataFile")?)?;
    let base = service.options.issuer_base.trim_end_matches('/');
    let issued = jiff::Timestamp::from_second(service.options.now() / 1000).map_err(Refusal::internal)?;
    let request = format!(
        "<samlp:AuthnRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" \
         ID=\"{id}\" Version=\"2.0\" IssueInstant=\"{}\" Destination=\"{}\" \
         ProtocolBinding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" AssertionConsumerServiceURL=\"{base}/saml2/idpresponse\">\
         <saml:Issuer>urn:amazon:cognito:sp:{}</saml:Issuer></samlp:AuthnRequest>",
        issued,
        escape(&destination),
        provider.pool,
    );
    let mut deflated = DeflateEncoder::new(Vec::new(), Compression::default());
    deflated.write_all(request.as_bytes()).map_err(Refusal::internal)?;
    let deflated = deflated.finish().map_err(Refusal::internal)?;
    Ok(with_parameters(&destination, &[("SAMLRequest", &STANDARD.encode(deflated)), ("RelayState", state)]))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
