//! How resources of each type are named: name, `Ref`, ARN and attributes.

use crate::Environment;
use crate::kind_table::{DefaultName, rules};

/// The names of one resource.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    pub(crate) name: String,
    pub(crate) reference: String,
    pub(crate) arn: String,
}

/// The property that names a resource of this type.
pub(crate) fn name_property(kind: &str) -> Option<&'static str> {
    rules(kind).name_property
}

/// The names of the resource `id` in the stack called `stack_name`.
pub(crate) fn identity(kind: &str, explicit_name: Option<String>, (stack_name, id): (&str, &str), environment: &Environment) -> Identity {
    let rules = rules(kind);
    let name = explicit_name.unwrap_or_else(|| {
        let dashed = format!("{stack_name}-{id}");
        let alphanumeric = || dashed.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
        match rules.default_name {
            DefaultName::Dashed => dashed,
            DefaultName::Lowercase => dashed.to_lowercase(),
            DefaultName::Alphanumeric => alphanumeric().to_lowercase(),
            DefaultName::RegionPrefixed => format!("{}_{}", environment.region, alphanumeric()),
        }
    });
    let arn = fill(rules.arn, &name, "", environment);
    let reference = fill(rules.reference, &name, &arn, environment);
    Identity { name, reference, arn }
}

/// What `GetAtt` gives, if the type has this attribute.
pub(crate) fn attribute(kind: &str, attribute: &str, identity: &Identity, environment: &Environment) -> Option<String> {
    let (_, text) = rules(kind).attributes.iter().find(|(name, _)| *name == attribute)?;
    Some(fill(text, &identity.name, &identity.arn, environment))
}

fn fill(text: &str, name: &str, arn: &str, environment: &Environment) -> String {
    text.replace("{name}", name)
        .replace("{arn}", arn)
        .replace("{region}", &environment.region)
        .replace("{account}", &environment.account)
        .replace("{endpoint}", &environment.endpoint)
}
