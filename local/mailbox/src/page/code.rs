//! Finds the one-time code of a mail.

use crate::mail::StoredMail;

/// The first number of six to eight digits in the text of a mail that speaks of a code.
pub(super) fn one_time_code(mail: &StoredMail) -> Option<&str> {
    let text = mail.text.as_deref()?;
    let speaks_of_code = |text: &str| text.to_lowercase().contains("code");
    if !speaks_of_code(&mail.subject) && !speaks_of_code(text) {
        return None;
    }
    text.split(|letter: char| letter.is_whitespace() || "\"'<>()[]*:,".contains(letter))
        .map(|word| word.trim_end_matches(['.', '!', '?', ';']))
        .find(|word| (6..=8).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(subject: &str, text: &str) -> Option<String> {
        let mail = StoredMail {
            id: 1,
            to: Vec::new(),
            from: String::new(),
            subject: subject.to_owned(),
            text: Some(text.to_owned()),
            html: None,
            sent_at: jiff::Timestamp::UNIX_EPOCH,
        };
        one_time_code(&mail).map(str::to_owned)
    }

    #[test]
    fn codes_are_found_and_other_numbers_are_not() {
        for text in ["Your code is 12345678.", "Code:12345678", "Dein Code\n\n12345678\n", "\"12345678\" is your CODE"] {
            assert_eq!(code("Sign in", text).as_deref(), Some("12345678"), "{text}");
        }
        assert_eq!(code("Your code", "654321").as_deref(), Some("654321"));
        for text in [
            "Invoice 12345678",
            "Your code: 12345",
            "Your code: 123456789",
            "Your code is at https://x.example/12345678",
            "Your code was sent to +4912345678",
            "Your code A12345678",
        ] {
            assert_eq!(code("Hello", text), None, "{text}");
        }
    }
}
