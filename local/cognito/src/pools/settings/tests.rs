//! What a pool may be declared as.

use serde_json::json;

use super::*;

fn properties(mfa: &str, factors: &[&str]) -> Value {
    json!({
        "MfaConfiguration": mfa,
        "EnabledMfas": ["SOFTWARE_TOKEN_MFA"],
        "Policies": { "SignInPolicy": { "AllowedFirstAuthFactors": factors } },
    })
}

#[test]
fn mfa_on_excludes_codes_by_mail_and_optional_does_not() {
    let refusal = PoolSettings::from_properties(&properties("ON", &["PASSWORD", "EMAIL_OTP"])).unwrap_err();
    assert_eq!(refusal.kind(), "InvalidParameterException");
    assert!(refusal.message().contains("EMAIL_OTP"));
    PoolSettings::from_properties(&properties("ON", &["PASSWORD"])).unwrap();
    let settings = PoolSettings::from_properties(&properties("OPTIONAL", &["PASSWORD", "EMAIL_OTP"])).unwrap();
    assert!(settings.allows(FirstFactor::EmailOtp));
}

#[test]
fn what_cognito_rejects_is_rejected() {
    let lite = json!({ "UserPoolTier": "LITE",
        "Policies": { "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"] } } });
    let lite_trigger = json!({ "UserPoolTier": "LITE", "LambdaConfig": {
        "PreTokenGenerationConfig": { "LambdaArn": "arn", "LambdaVersion": "V3_0" } } });
    for (broken, kind) in [
        (properties("OFF", &["EMAIL_OTP"]), "InvalidParameterException"),
        (properties("OFF", &["PASSWORD", "SOFTWARE_TOKEN"]), "InvalidParameterException"),
        (json!({ "MfaConfiguration": "OPTIONAL" }), "InvalidParameterException"),
        (json!({ "MfaConfiguration": "SOMETIMES" }), "SerializationException"),
        (json!({ "EnabledMfas": ["SMS_MFA"] }), "InvalidParameterException"),
        (json!({ "UsernameAttributes": ["email"] }), "InvalidParameterException"),
        (json!({ "LambdaConfig": { "PreSignUp": "arn" } }), "SerializationException"),
        (json!({ "Policies": { "PasswordPolicy": { "MinimumLength": 3 } } }), "InvalidParameterException"),
        (lite, "FeatureUnavailableInTierException"),
        (lite_trigger, "FeatureUnavailableInTierException"),
    ] {
        let refusal = PoolSettings::from_properties(&broken).unwrap_err();
        assert_eq!(refusal.kind(), kind, "{broken}");
    }
}

#[test]
fn a_plain_trigger_is_version_one() {
    let settings = PoolSettings::from_properties(&json!({ "LambdaConfig": { "PreTokenGeneration": "arn" } })).unwrap();
    assert_eq!(settings.pre_token_trigger().unwrap().lambda_version, TriggerVersion::V1);
    let none = PoolSettings::from_properties(&json!({})).unwrap();
    assert_eq!(none.pre_token_trigger(), None);
    assert!(!none.allows(FirstFactor::EmailOtp));
}
