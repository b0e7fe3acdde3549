//! The picture that stands for a workspace.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use trellis_core::personal::NotPersonal;

/// A picture as a data URL (RFC 2397). Formats that can hold scripts are none of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, pattern = "^data:image/(png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2}$", max_length = 32_800)]
pub struct Logo(NotPersonal<String>);

/// The text is no such picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a PNG, JPEG or WebP picture of at most 24 KiB as a data URL: data:image/png;base64,…")]
pub struct InvalidLogo;

impl Logo {
    /// Bytes of a picture.
    pub const MOST: usize = 24 * 1024;

    /// The data URL.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a file begins as its kind does.
fn begins(kind: &str, bytes: &[u8]) -> bool {
    match kind {
        "png" => bytes.starts_with(b"\x89PNG\r\n\x1a\n"),
        "jpeg" => bytes.starts_with(&[0xff, 0xd8, 0xff]),
        "webp" => bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"),
        _ => false,
    }
}

impl FromStr for Logo {
    type Err = InvalidLogo;
    fn from_str(text: &str) -> Result<Self, InvalidLogo> {
        let (kind, data) = text.strip_prefix("data:image/").and_then(|rest| rest.split_once(";base64,")).ok_or(InvalidLogo)?;
        let bytes = STANDARD.decode(data).map_err(|_| InvalidLogo)?;
        if bytes.len() <= Self::MOST && begins(kind, &bytes) { Ok(Self(text.to_owned())) } else { Err(InvalidLogo) }
    }
}

impl TryFrom<String> for Logo {
    type Error = InvalidLogo;
    fn try_from(text: String) -> Result<Self, InvalidLogo> {
        text.parse()
    }
}

impl From<Logo> for String {
    fn from(logo: Logo) -> Self {
        logo.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(kind: &str, bytes: &[u8]) -> String {
        format!("data:image/{kind};base64,{}", STANDARD.encode(bytes))
    }

    #[test]
    fn a_logo_is_a_small_picture_of_a_known_kind() {
        let png = [b"\x89PNG\r\n\x1a\n".as_slice(), &[0; 100]].concat();
        let webp = [b"RIFF\x10\0\0\0WEBP".as_slice(), &[0; 100]].concat();
        for good in [url("png", &png), url("jpeg", &[0xff, 0xd8, 0xff, 0xe0]), url("webp", &webp)] {
            assert_eq!(good.parse::<Logo>().unwrap().as_str(), good);
        }
        let large = [png.clone(), vec![0; Logo::MOST]].concat();
        let svg = url("svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>");
        for bad in
            [url("png", &large), url("png", &webp), url("gif", b"GIF89a"), svg, "https://acme.example/logo.png".to_owned(), String::new()]
        {
            assert_eq!(bad.parse::<Logo>(), Err(InvalidLogo), "{}", &bad[..bad.len().min(60)]);
        }
        assert_eq!(format!("{}#", url("png", &png)).parse::<Logo>(), Err(InvalidLogo));
    }
}
