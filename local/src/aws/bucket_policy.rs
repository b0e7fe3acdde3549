//! What a bucket's own policy forbids of reading, as far as the template's policies go: objects that lack a tag, or have another one.

use std::collections::HashMap;
use std::sync::Arc;

use local_s3::{Readable, Tags};
use local_template::Stack;
use serde_json::Value;

use super::policy::{like, list, texts};

const ACTION: &str = "s3:GetObject";
const TAG: &str = "s3:ExistingObjectTag/";

/// What every bucket's policy says of reading its objects.
pub(crate) fn readable(template: &Stack) -> Readable {
    let mut statements = HashMap::<String, Vec<Value>>::new();
    for policy in template.resources_of("AWS::S3::BucketPolicy") {
        let bucket = policy.properties["Bucket"].as_str().unwrap_or_default().to_owned();
        let denials = list(&policy.properties["PolicyDocument"]["Statement"]).into_iter().filter(|statement| statement["Effect"] == "Deny");
        statements.entry(bucket).or_default().extend(denials.cloned());
    }
    Arc::new(move |bucket, key, tags| {
        let resource = format!("arn:aws:s3:::{bucket}/{key}");
        let denied = statements.get(bucket).into_iter().flatten().any(|statement| denies(statement, &resource, tags));
        if denied { Err(format!("an explicit deny in the policy of the bucket {bucket}")) } else { Ok(()) }
    })
}

fn denies(statement: &Value, resource: &str, tags: &Tags) -> bool {
    let conditions = statement["Condition"].as_object().into_iter().flatten();
    texts(&statement["Action"]).any(|pattern| like(pattern, ACTION))
        && texts(&statement["Resource"]).any(|pattern| like(pattern, resource))
        && conditions.into_iter().all(|(operator, keys)| {
            keys.as_object().is_some_and(|keys| keys.iter().all(|(key, wanted)| holds(operator, key, wanted, tags)))
        })
}

/// A condition of a denial. Nobody here is a role of the template by its ARN, and the stack's transport counts as encrypted.
fn holds(operator: &str, key: &str, wanted: &Value, tags: &Tags) -> bool {
    match (operator, key.strip_prefix(TAG)) {
        ("StringNotEquals", Some(tag)) => texts(wanted).all(|value| tags.get(tag) != Some(value)),
        ("ArnNotEquals", None) => key == "aws:PrincipalArn",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_has_the_tag_is_read() {
        let statement = json!({
            "Effect": "Deny", "Principal": "*", "Action": ["s3:GetObject", "s3:GetObjectVersion"], "Resource": "arn:aws:s3:::files/F/*",
            "Condition": {
                "StringNotEquals": { "s3:ExistingObjectTag/Scan": "CLEAN" },
                "ArnNotEquals": { "aws:PrincipalArn": "arn:aws:iam::000000000000:role/scanner" }
            }
        });
        let denied = |key: &str, tags: &Tags| denies(&statement, &format!("arn:aws:s3:::files/{key}"), tags);
        assert!(
            denied("F/acme/a", &Tags::default())
                && denied("F/acme/a", &Tags::one("Scan", "BAD"))
                && denied("F/a", &Tags::one("Other", "CLEAN"))
        );
        assert!(!denied("F/acme/a", &Tags::one("Scan", "CLEAN")));
        assert!(!denied("W/acme/a", &Tags::default()));
        let transport = json!({
            "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "false" } }
        });
        assert!(!denies(&transport, "arn:aws:s3:::files/F/acme/a", &Tags::default()));
    }
}
