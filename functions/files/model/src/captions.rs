//! Captions: WebVTT (W3C) and SubRip, whose readers here are the pages. This says only whether there is something to read.

use crate::content_type::ContentType;

/// Captions of a film of a day have some twenty thousand.
pub const MOST_CUES: usize = 20_000;

/// Nobody could read these captions.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CaptionsError {
    #[error("they aren't in UTF-8; save them in that encoding")]
    Encoding,
    #[error("there is no cue with a time in them, such as 00:00:01.000 --> 00:00:04.000")]
    NoCue,
    #[error("they have more than 20,000 cues")]
    TooMany,
    #[error("line {0} ends before it begins")]
    Backwards(usize),
}

/// Which captions these are.
///
/// # Errors
/// [`CaptionsError`].
pub fn check(bytes: &[u8]) -> Result<ContentType, CaptionsError> {
    let text = std::str::from_utf8(bytes).map_err(|_| CaptionsError::Encoding)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_vtt = text.strip_prefix("WEBVTT").is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r']));
    let mut cues = 0;
    for (number, line) in text.split(['\n', '\r']).enumerate() {
        let Some((from, to)) = line.split_once("-->") else { continue };
        let (Some(from), Some(to)) = (time(from.trim()), time(to.split_whitespace().next().unwrap_or_default())) else { continue };
        if to < from {
            return Err(CaptionsError::Backwards(number + 1));
        }
        cues += 1;
        if cues > MOST_CUES {
            return Err(CaptionsError::TooMany);
        }
    }
    match cues {
        0 => Err(CaptionsError::NoCue),
        _ if is_vtt => Ok(ContentType::WebVtt),
        _ => Ok(ContentType::SubRip),
    }
}

/// Milliseconds. WebVTT leaves hours out at will; SubRip writes a comma.
fn time(text: &str) -> Option<u64> {
    let (clock, fraction) = text.split_once(['.', ','])?;
    let number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<u64>().ok())?;
    let seconds = clock.split(':').try_fold(0_u64, |all, part| all.checked_mul(60)?.checked_add(number(part)?))?;
    (fraction.len() == 3 && clock.contains(':')).then(|| seconds.checked_mul(1000)?.checked_add(number(fraction)?))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_told_apart() {
        let vtt = "WEBVTT - Title\r\n\r\nNOTE x\r\n\r\n1\r\n00:01.000 --> 00:02.500 align:start\r\n<v Ann>Hi\r\n";
        assert_eq!(check(vtt.as_bytes()), Ok(ContentType::WebVtt));
        assert_eq!(check("\u{feff}1\n00:00:01,000 --> 00:00:04,000\nHallo\n".as_bytes()), Ok(ContentType::SubRip));
        assert_eq!(check("WEBVTTX\n\n00:01.000 --> 00:02.000\n".as_bytes()), Ok(ContentType::SubRip), "no header: read as its cues are");
    }

    #[test]
    fn what_holds_no_captions_is_refused() {
        assert_eq!(check(b"WEBVTT\n"), Err(CaptionsError::NoCue));
        assert_eq!(check(b"a --> b\n"), Err(CaptionsError::NoCue));
        assert_eq!(check(b"99999999999999999999:00.000 --> 00:01.000"), Err(CaptionsError::NoCue));
        assert_eq!(check(&[0xff, 0xfe, 0x31, 0]), Err(CaptionsError::Encoding));
        assert_eq!(check(b"WEBVTT\n\n00:05.000 --> 00:02.000\n"), Err(CaptionsError::Backwards(3)));
        let many = "00:01.000 --> 00:02.000\n\n".repeat(MOST_CUES + 1);
        assert_eq!(check(many.as_bytes()), Err(CaptionsError::TooMany));
    }
}
