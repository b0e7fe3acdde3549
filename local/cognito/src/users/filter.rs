//! The `Filter` of `ListUsers`: `attribute = "value"` or `attribute ^= "value"`.

use rusqlite::{Transaction, params_from_iter, types::Value};

use super::{User, store};
use crate::refusal::Refusal;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Filter {
    attribute: String,
    prefix: bool,
    value: String,
}

/// What Cognito can search for. Custom attributes are not among it.
const SEARCHABLE: [&str; 10] = [
    "username",
    "sub",
    "email",
    "phone_number",
    "name",
    "given_name",
    "family_name",
    "preferred_username",
    "cognito:user_status",
    "status",
];

impl Filter {
    /// Nothing for an empty filter: everyone.
    ///
    /// # Errors
    /// `InvalidParameterException`.
    pub(crate) fn parse(text: &str) -> Result<Option<Self>, Refusal> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let filter = Self::read(text).ok_or_else(|| Refusal::invalid_parameter(format!("Error while parsing filter: {text}")))?;
        if !SEARCHABLE.contains(&filter.attribute.as_str()) {
            return Err(Refusal::invalid_parameter(format!(
                "One or more requested attributes do not exist or cannot be searched: {}",
                filter.attribute
            )));
        }
        Ok(Some(filter))
    }

    fn read(text: &str) -> Option<Self> {
        let (left, right) = text.split_once('=')?;
        let (attribute, prefix) = match left.strip_suffix('^') {
            Some(attribute) => (attribute, true),
            None => (left, false),
        };
        let attribute = attribute.trim().trim_matches('"').to_owned();
        let quoted = right.trim().strip_prefix('"')?;
        let mut value = String::new();
        let mut characters = quoted.chars();
        loop {
            match characters.next()? {
                '\\' => value.push(characters.next()?),
                '"' => break,
                character => value.push(character),
            }
        }
        (characters.next().is_none() && !attribute.is_empty()).then_some(Self { attribute, prefix, value })
    }

    /// The condition, with `?3` onwards for its values. Searches by attribute run on an index.
    fn condition(&self) -> (String, Vec<Value>) {
        let text = |value: &str| Value::Text(value.to_owned());
        let mut values = vec![text(&self.value)];
        let range = |column: &str| {
            if self.prefix { format!("{column} >= ?3 AND {column} < ?4") } else { format!("{column} = ?3") }
        };
        if self.prefix {
            values.push(text(&format!("{}\u{10FFFF}", self.value)));
        }
        let condition = match self.attribute.as_str() {
            "username" | "sub" => range(&self.attribute),
            "cognito:user_status" => {
                values = vec![text(&self.value.to_uppercase())];
                if self.prefix {
                    values.push(text(&format!("{}\u{10FFFF}", self.value.to_uppercase())));
                }
                range("users.status")
            }
            "status" => {
                let state = "CASE enabled WHEN 1 THEN 'Enabled' ELSE 'Disabled' END";
                range(state)
            }
            name => {
                values.push(text(name));
                let number = values.len() + 2;
                format!("key IN (SELECT user FROM user_attributes WHERE pool = ?1 AND name = ?{number} AND {})", range("value"))
            }
        };
        (condition, values)
    }
}

/// Users after `after` in the order of their keys, at most `limit`.
pub(crate) fn list(
    transaction: &Transaction<'_>,
    pool: &str,
    filter: Option<&Filter>,
    after: &str,
    limit: usize,
) -> Result<Vec<User>, Refusal> {
    let (condition, values) = filter.map_or_else(|| ("TRUE".to_owned(), Vec::new()), Filter::condition);
    let mut parameters = vec![Value::Text(pool.to_owned()), Value::Text(after.to_owned())];
    parameters.extend(values);
    let mut statement = transaction.prepare_cached(&format!(
        "SELECT pool, key, username, sub, status, enabled, password, temporary_until, totp_secret, totp_pending,
            totp_step, mfa_enabled, mfa_preferred, created_at, modified_at
         FROM users WHERE pool = ?1 AND key > ?2 AND {condition} ORDER BY key LIMIT {limit}"
    ))?;
    let users = statement.query_map(params_from_iter(parameters), store::read)?.collect::<Result<Vec<_>, _>>()?;
    users.into_iter().map(|user| store::with_attributes(transaction, user)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Filter {
        Filter::parse(text).unwrap().unwrap()
    }

    #[test]
    fn the_two_forms_are_read() {
        let filter = parsed(r#"email = "a@b.example""#);
        assert_eq!((filter.prefix, filter.value.as_str()), (false, "a@b.example"));
        let filter = parsed(r#" given_name ^= "An \"A\" = 1" "#);
        assert_eq!((filter.prefix, filter.value.as_str()), (true, r#"An "A" = 1"#));
        assert_eq!(parsed(r#""sub" = "x""#).attribute, "sub");
        assert_eq!(Filter::parse("  ").unwrap(), None);
    }

    #[test]
    fn anything_else_is_refused() {
        for text in
            ["email", "email = a", r#"email = "a"#, r#"email = "a" or TRUE"#, r#"= "a""#, r#"custom:workspace = "acme""#, r#"email ~ "a""#]
        {
            assert!(Filter::parse(text).is_err(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_value_survives_quoting(value in "\\PC*") {
            let quoted = value.replace('\\', "\\\\").replace('"', "\\\"");
            let filter = parsed(&format!("name = \"{quoted}\""));
            proptest::prop_assert_eq!(filter.value, value);
        }
    }
}
