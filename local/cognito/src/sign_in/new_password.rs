//! Replacing a temporary password.

use super::attempt::Waiting;
use super::next;
use super::step::{Outcome, Step};
use crate::pools::attribute_schema;
use crate::refusal::Refusal;
use crate::request::{Attribute, TextMap, required};
use crate::users::{Status, User, attributes, password, store};

/// How the answer names an attribute that it sets along the way.
const ATTRIBUTE_PREFIX: &str = "userAttributes.";

/// # Errors
/// `InvalidPasswordException`, after which the session is still good; `InvalidParameterException` for an attribute.
pub(crate) fn answer(step: &Step<'_>, waiting: &Waiting, mut user: User, responses: &TextMap) -> Result<Outcome, Refusal> {
    let new = required(responses, "NEW_PASSWORD")?;
    step.pool.settings.password_policy().check(new)?;
    let given = responses
        .iter()
        .filter_map(|(name, value)| Some(Attribute { name: name.strip_prefix(ATTRIBUTE_PREFIX)?.to_owned(), value: value.clone() }))
        .collect::<Vec<_>>();
    for attribute in &given {
        attribute_schema::check_name(&step.pool.settings.schema, &attribute.name, true)?;
        // Whoever holds a temporary password must not be able to vouch for an address, or to move the account to another.
        if user.attributes.contains_key(&attribute.name) || attribute.name.ends_with("_verified") {
            return Err(Refusal::invalid_parameter(format!("Cannot modify the already provided attribute {}", attribute.name)));
        }
    }
    attributes::change(&step.pool, &mut user, &given)?;
    user.password = Some(password::hash(new)?);
    user.temporary_until = None;
    user.status = Status::Confirmed;
    store::save(step.transaction, &mut user, step.now)?;
    waiting.close(step)?;
    let mut attempt = waiting.attempt.clone();
    attempt.new_password = true;
    next::after_lasting_password(step, attempt, user)
}
