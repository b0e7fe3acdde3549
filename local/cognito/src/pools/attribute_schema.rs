//! Which attributes the users of a pool have, and what they may hold.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::flexible;
use crate::refusal::Refusal;

/// The claims of OpenID Connect Core section 5.1 that every pool has.
const STANDARD: [&str; 19] = [
    "address",
    "birthdate",
    "email",
    "email_verified",
    "family_name",
    "gender",
    "given_name",
    "locale",
    "middle_name",
    "name",
    "nickname",
    "phone_number",
    "phone_number_verified",
    "picture",
    "preferred_username",
    "profile",
    "updated_at",
    "website",
    "zoneinfo",
];
const LONGEST_NAME: usize = 20;
const MOST_CUSTOM: usize = 50;
const LONGEST_VALUE: usize = 2048;
pub(crate) const CUSTOM_PREFIX: &str = "custom:";

/// One entry of the `Schema` property.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct SchemaAttribute {
    name: String,
    attribute_data_type: String,
    #[serde(deserialize_with = "flexible::flag")]
    mutable: Option<bool>,
    #[serde(deserialize_with = "flexible::flag")]
    required: Option<bool>,
    string_attribute_constraints: Option<StringConstraints>,
    number_attribute_constraints: Option<Value>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct StringConstraints {
    #[serde(deserialize_with = "flexible::number")]
    min_length: Option<u32>,
    #[serde(deserialize_with = "flexible::number")]
    max_length: Option<u32>,
}

impl SchemaAttribute {
    fn is_standard(&self) -> bool {
        STANDARD.contains(&self.name.as_str()) || self.name == "sub"
    }

    /// As users carry it: `custom:` in front of what is not standard.
    fn full_name(&self) -> String {
        if self.is_standard() { self.name.clone() } else { format!("{CUSTOM_PREFIX}{}", self.name) }
    }
}

pub(crate) fn validate(schema: &[SchemaAttribute]) -> Result<(), Refusal> {
    let custom = schema.iter().filter(|attribute| !attribute.is_standard());
    if custom.clone().count() > MOST_CUSTOM {
        return Err(Refusal::invalid_parameter(format!("A user pool has at most {MOST_CUSTOM} custom attributes")));
    }
    for attribute in custom {
        let name = &attribute.name;
        if name.is_empty() || name.len() > LONGEST_NAME || name.starts_with(CUSTOM_PREFIX) {
            return Err(Refusal::invalid_parameter(format!(
                "Custom attribute {name:?}: a name has 1 to {LONGEST_NAME} characters and no {CUSTOM_PREFIX} prefix"
            )));
        }
        if attribute.required == Some(true) {
            return Err(Refusal::invalid_parameter(format!("Required custom attributes are not supported currently: {name}")));
        }
    }
    for attribute in schema {
        let kind = attribute.attribute_data_type.as_str();
        if !["", "String", "Number", "DateTime", "Boolean"].contains(&kind) {
            return Err(Refusal::invalid_parameter(format!("{} has the unknown type {kind:?}", attribute.name)));
        }
    }
    Ok(())
}

/// Checks that users have this attribute, and that it may be written. `changing` tells an update from the creation of
/// the user.
///
/// # Errors
/// `InvalidParameterException`: not in the schema, or not mutable.
pub(crate) fn check_name<'a>(schema: &'a [SchemaAttribute], name: &str, changing: bool) -> Result<Option<&'a SchemaAttribute>, Refusal> {
    let declared = schema.iter().find(|attribute| attribute.full_name() == name);
    let fixed = changing && declared.is_some_and(|attribute| attribute.mutable == Some(false));
    if name == "sub" || fixed {
        return Err(refused(name, "Attribute cannot be updated."));
    }
    if declared.is_none() && !STANDARD.contains(&name) {
        return Err(refused(name, "Attribute does not exist in schema."));
    }
    Ok(declared)
}

fn refused(name: &str, why: &str) -> Refusal {
    Refusal::invalid_parameter(format!("user.{name}: {why}"))
}

/// Checks one attribute of a user with its value.
///
/// # Errors
/// `InvalidParameterException`: as above, or not a value of its type.
pub(crate) fn check(schema: &[SchemaAttribute], name: &str, value: &str, changing: bool) -> Result<(), Refusal> {
    let refuse = |why: &str| Err(refused(name, why));
    let declared = check_name(schema, name, changing)?;
    if value.len() > LONGEST_VALUE {
        return refuse("Attribute value is too long.");
    }
    let flag = matches!(name, "email_verified" | "phone_number_verified");
    let kind = declared.map_or("", |attribute| &attribute.attribute_data_type);
    let fits = match kind {
        _ if flag => matches!(value, "true" | "false"),
        "Boolean" => matches!(value, "true" | "false"),
        "Number" | "DateTime" => value.parse::<f64>().is_ok(),
        _ => true,
    };
    if !fits {
        return refuse("Attribute value has the wrong type.");
    }
    if name == "email" && !is_email(value) {
        return Err(Refusal::invalid_parameter("Invalid email address format."));
    }
    let limits = declared.and_then(|attribute| attribute.string_attribute_constraints.clone()).unwrap_or_default();
    let length = value.chars().count();
    if limits.min_length.is_some_and(|least| length < least as usize) || limits.max_length.is_some_and(|most| length > most as usize) {
        return refuse("String does not conform to the length constraints of the schema.");
    }
    Ok(())
}

fn is_email(value: &str) -> bool {
    value
        .rsplit_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !value.contains(|c: char| c.is_whitespace() || c.is_control()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn schema() -> Vec<SchemaAttribute> {
        serde_json::from_value(json!([
            { "Name": "workspace", "AttributeDataType": "String", "Mutable": false,
              "StringAttributeConstraints": { "MinLength": "1", "MaxLength": 5 } },
            { "Name": "level", "AttributeDataType": "Number" },
        ]))
        .unwrap()
    }

    #[test]
    fn only_the_schema_counts() {
        let schema = schema();
        validate(&schema).unwrap();
        assert!(check(&schema, "custom:workspace", "acme", false).is_ok());
        assert!(check(&schema, "email", "a@b.example", true).is_ok());
        for (name, value, changing) in [
            ("custom:other", "x", false),
            ("workspace", "acme", false),
            ("sub", "x", false),
            ("custom:workspace", "acme", true),
            ("custom:workspace", "acme-corp", false),
            ("custom:level", "high", false),
            ("email", "nobody", false),
            ("email_verified", "yes", false),
        ] {
            let refusal = check(&schema, name, value, changing).unwrap_err();
            assert_eq!(refusal.kind(), "InvalidParameterException", "{name}");
        }
    }

    #[test]
    fn a_schema_has_limits_too() {
        for broken in [
            json!([{ "Name": "a-name-of-more-than-20-characters" }]),
            json!([{ "Name": "custom:x" }]),
            json!([{ "Name": "x", "Required": true }]),
            json!([{ "Name": "x", "AttributeDataType": "Colour" }]),
        ] {
            let schema: Vec<SchemaAttribute> = serde_json::from_value(broken).unwrap();
            assert!(validate(&schema).is_err());
        }
    }
}
