//! Tokens that continue a list.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::refusal::Refusal;

/// The token for the page after `last`. `of` says which list it continues: a token works for no other.
pub(crate) fn token(of: &str, last: &str) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::json!([of, last]).to_string())
}

/// The last item of the page before, or the empty string for the first page.
pub(crate) fn after(of: &str, token: Option<&str>) -> Result<String, Refusal> {
    let Some(token) = token else {
        return Ok(String::new());
    };
    URL_SAFE_NO_PAD
        .decode(token)
        .ok()
        .and_then(|json| serde_json::from_slice::<(String, String)>(&json).ok())
        .filter(|(list, _)| list == of)
        .map(|(_, last)| last)
        .ok_or_else(|| Refusal::invalid_parameter("Invalid pagination token given."))
}

/// How many items a page holds: `asked`, within `1..=most`.
pub(crate) fn size(asked: Option<u32>, most: u32) -> Result<usize, Refusal> {
    match asked.unwrap_or(most) {
        0 => Ok(most as usize),
        asked if asked <= most => Ok(asked as usize),
        asked => Err(Refusal::invalid_parameter(format!("1 validation error detected: {asked} is more than {most} per page"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_continues_only_its_own_list() {
        let page = token("users of a", "u7");
        assert_eq!(after("users of a", Some(&page)), Ok("u7".to_owned()));
        assert!(after("users of b", Some(&page)).is_err());
        assert!(after("users of a", Some("rubbish")).is_err());
        assert_eq!(after("users of a", None), Ok(String::new()));
    }

    #[test]
    fn a_page_has_its_bounds() {
        assert_eq!(size(None, 60), Ok(60));
        assert_eq!(size(Some(0), 60), Ok(60));
        assert_eq!(size(Some(3), 60), Ok(3));
        assert!(size(Some(61), 60).is_err());
    }
}
