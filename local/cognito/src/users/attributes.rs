//! Changing a user's attributes.

use std::collections::BTreeMap;

use super::User;
use crate::pools::Pool;
use crate::pools::attribute_schema;
use crate::refusal::Refusal;
use crate::request::Attribute;

/// The attributes of a new user.
///
/// # Errors
/// `InvalidParameterException`.
pub(crate) fn of_new_user(pool: &Pool, given: &[Attribute]) -> Result<BTreeMap<String, String>, Refusal> {
    let mut attributes = BTreeMap::new();
    for Attribute { name, value } in given {
        attribute_schema::check(&pool.settings.schema, name, value, false)?;
        attributes.insert(name.clone(), value.clone());
    }
    for (address, flag) in VERIFIABLE {
        if attributes.get(flag).is_some_and(|flag| flag == "true") && !attributes.contains_key(address) {
            return Err(Refusal::invalid_parameter(format!("{flag} is true but there is no {address}")));
        }
    }
    Ok(attributes)
}

const VERIFIABLE: [(&str, &str); 2] = [("email", "email_verified"), ("phone_number", "phone_number_verified")];

/// Changes an existing user: a blank value deletes, and a new address is unverified unless the same call says otherwise.
///
/// # Errors
/// `InvalidParameterException`.
pub(crate) fn change(pool: &Pool, user: &mut User, given: &[Attribute]) -> Result<(), Refusal> {
    for (address, flag) in VERIFIABLE {
        let changed = given.iter().any(|attribute| attribute.name == address && user.attributes.get(address) != Some(&attribute.value));
        if changed {
            user.attributes.insert(flag.to_owned(), "false".to_owned());
        }
    }
    for Attribute { name, value } in given {
        if value.is_empty() {
            attribute_schema::check_name(&pool.settings.schema, name, true)?;
            user.attributes.remove(name);
        } else {
            attribute_schema::check(&pool.settings.schema, name, value, true)?;
            user.attributes.insert(name.clone(), value.clone());
        }
    }
    for (address, flag) in VERIFIABLE {
        if !user.attributes.contains_key(address) {
            user.attributes.remove(flag);
        }
    }
    Ok(())
}
