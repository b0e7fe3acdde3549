//! SAML providers: the metadata document (Metadata for the OASIS SAML V2.0, §2).

use super::wrong;
use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use lambda::{Problem, services::Web};
use roxmltree::{Document, Node};
use x509_cert::{
    Certificate,
    der::{Decode, asn1::ObjectIdentifier},
};

const METADATA: &str = "urn:oasis:names:tc:SAML:2.0:metadata";
const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
const SIGNATURE: &str = "http://www.w3.org/2000/09/xmldsig#";
const REDIRECT: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
const FIELD: &str = "protocol.metadata";

/// RSA (RFC 8017, appendix C) and keys on elliptic curves (RFC 5480 §2.1.1).
const KEYS: [ObjectIdentifier; 2] =
    [ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1"), ObjectIdentifier::new_unwrap("1.2.840.10045.2.1")];

/// What is worth knowing of a provider that can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Checked {
    pub(crate) entity_id: String,
    /// When the first of its good certificates expires.
    pub(crate) certificate_expires_at: Timestamp,
}

/// Looks at a metadata document. A DTD is refused before anything in it is read, so there are no entities to expand.
///
/// # Errors
/// 422 with what is wrong with it.
pub(crate) fn check(web: &Web, metadata: &str, now: Timestamp) -> Result<Checked, Problem> {
    let document = Document::parse(metadata).map_err(|error| match error {
        roxmltree::Error::DtdDetected => wrong(FIELD, "a DTD is not taken"),
        other => wrong(FIELD, format!("it is not well-formed XML: {other}")),
    })?;
    let providers: Vec<Node<'_, '_>> = document.descendants().filter(|node| node.has_tag_name((METADATA, "IDPSSODescriptor"))).collect();
    let [provider] = providers.as_slice() else {
        return Err(wrong(FIELD, "expected the metadata of exactly one identity provider"));
    };
    if !provider.attribute("protocolSupportEnumeration").is_some_and(|list| list.split_whitespace().any(|one| one == PROTOCOL)) {
        return Err(wrong(FIELD, "it does not speak SAML 2.0"));
    }
    let entity = provider.parent().filter(|node| node.has_tag_name((METADATA, "EntityDescriptor")));
    let entity_id = entity.and_then(|node| node.attribute("entityID")).filter(|id| (1..=1024).contains(&id.len()));
    let entity_id = entity_id.ok_or_else(|| wrong(FIELD, "it has no entityID"))?.to_owned();
    let services = provider.children().filter(|node| node.has_tag_name((METADATA, "SingleSignOnService")));
    let mut addresses = services.filter(|node| node.attribute("Binding") == Some(REDIRECT)).filter_map(|node| node.attribute("Location"));
    let address = addresses.next().ok_or_else(|| wrong(FIELD, "it has no SingleSignOnService for HTTP-Redirect"))?;
    web.check(address).map_err(|error| wrong(FIELD, format!("SingleSignOnService: {error}")))?;
    Ok(Checked { entity_id, certificate_expires_at: certificates(provider, now)? })
}

/// When the first of the certificates that are good now expires.
fn certificates(provider: &Node<'_, '_>, now: Timestamp) -> Result<Timestamp, Problem> {
    let keys = provider.children().filter(|node| node.has_tag_name((METADATA, "KeyDescriptor")));
    let keys = keys.filter(|node| node.attribute("use").is_none_or(|usage| usage == "signing"));
    let texts = keys.flat_map(|node| node.descendants()).filter(|node| node.has_tag_name((SIGNATURE, "X509Certificate")));
    let mut ends = Vec::new();
    for node in texts {
        let (begin, end) = validity(node.text().unwrap_or_default()).ok_or_else(|| wrong(FIELD, "a certificate cannot be read"))?;
        if begin <= now && now < end {
            ends.push(end);
        }
    }
    ends.into_iter().min().ok_or_else(|| wrong(FIELD, "it has no certificate for signatures that is valid now"))
}

fn validity(text: &str) -> Option<(Timestamp, Timestamp)> {
    let bare: String = text.chars().filter(|character| !character.is_whitespace()).collect();
    let certificate = Certificate::from_der(&STANDARD.decode(bare).ok()?).ok()?;
    let certificate = certificate.tbs_certificate;
    if !KEYS.contains(&certificate.subject_public_key_info.algorithm.oid) {
        return None;
    }
    let instant = |time: x509_cert::time::Time| Timestamp::from_second(i64::try_from(time.to_unix_duration().as_secs()).ok()?).ok();
    let validity = certificate.validity;
    Some((instant(validity.not_before)?, instant(validity.not_after)?))
}
