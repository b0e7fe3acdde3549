//! Checks of request parameters that several operations share.

use crate::error::SqsError;

/// The value, or the error of a parameter that must be there.
pub(crate) fn required<'input>(parameter: &str, value: &'input Option<String>) -> Result<&'input str, SqsError> {
    value.as_deref().ok_or_else(|| SqsError::missing(parameter))
}

/// A number within its bounds, both included.
pub(crate) fn between(parameter: &str, value: i64, lowest: i64, highest: i64) -> Result<i64, SqsError> {
    if (lowest..=highest).contains(&value) {
        return Ok(value);
    }
    let reason = format!("Must be between {lowest} and {highest}, if provided.");
    Err(SqsError::invalid_value(parameter, value, &reason))
}

/// A message group or deduplication id: 1 to 128 letters, digits or punctuation characters of ASCII.
pub(crate) fn identifier(parameter: &str, value: &str) -> Result<(), SqsError> {
    if (1..=128).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(());
    }
    let reason = format!("{parameter} can only include alphanumeric and punctuation characters. 1 to 128 in length.");
    Err(SqsError::invalid_value(parameter, value, &reason))
}

/// Text that a message may carry: XML 1.0 characters (SendMessage, "Important").
pub(crate) fn message_text(text: &str) -> bool {
    text.chars().all(|character| {
        matches!(character,
            '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers() {
        for good in ["a", "a-b_c.d/e:f", "!~", &"x".repeat(128)] {
            assert_eq!(identifier("MessageGroupId", good), Ok(()), "{good:?}");
        }
        for bad in ["", "a b", "ä", "a\u{8}", &"x".repeat(129)] {
            assert!(identifier("MessageGroupId", bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn text_without_control_characters() {
        assert!(message_text("tab\t, newline\n, return\r, ä, 😀, \u{FFFD}"));
        for bad in ["\0", "\u{B}", "\u{1F}", "\u{FFFE}", "\u{FFFF}"] {
            assert!(!message_text(bad), "{bad:?}");
        }
    }
}
