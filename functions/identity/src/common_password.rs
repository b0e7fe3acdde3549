//! Passwords that others try first (NIST SP 800-63B-4 §3.1.1.2): common ones and their variations, rows of keys, repetitions, dates, and
//! what product, workspace and member are called.

use identity_model::password::Password;
use lambda::Problem;
use trellis_core::email::EmailAddress;

/// Guesses after which a password counts as found too soon: what `zxcvbn` calls safely unguessable begins here. Ours can be tried about a
/// hundred times a day, each with an app's code behind it.
const FEWEST_GUESSES: u64 = 100_000_000;

const PRODUCT: &str = "trellis";

/// Refuses a password that is found with few guesses by whoever knows the names of workspace and member.
pub(crate) fn check(password: &Password, names: &[&str], email: &EmailAddress) -> Result<(), Problem> {
    let email = email.as_str();
    let words = names.iter().copied().chain([email]).flat_map(|text| text.split(|character: char| !character.is_alphanumeric()));
    let known: Vec<&str> = words.filter(|word| word.chars().count() > 2).chain(names.iter().copied()).chain([PRODUCT, email]).collect();
    if zxcvbn::zxcvbn(password.as_str(), &known).guesses() < FEWEST_GUESSES { Err(Problem::common_password()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(password: &str) -> bool {
        let email = "ann.berglund@nordwind.example".parse().unwrap();
        check(&password.parse().unwrap(), &["nordwind", "Nordwind Logistik", "Ann Berglund"], &email).is_ok()
    }

    #[test]
    fn what_others_try_first_is_refused() {
        for common in [
            "password1234",
            "P@ssw0rd1234",
            "passwordpassword",
            "123456789012",
            "qwertyuiop123",
            "1qaz2wsx3edc",
            "letmein12345",
            "iloveyouforever",
            "abcdefabcdef",
            "trellis12345",
            "nordwind2026",
            "ann.berglund@nordwind.example",
        ] {
            assert!(!taken(common), "{common}");
        }
        for good in ["correct horse battery staple", "trellis demo password", "äöüßéàñçøåœæ", "monkey dragon 12", "Nordwind sails at dawn"]
        {
            assert!(taken(good), "{good}");
        }
    }
}
