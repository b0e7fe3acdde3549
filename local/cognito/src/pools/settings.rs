//! The settings of a pool: the properties of `AWS::Cognito::UserPool` that this provider acts on.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::attribute_schema::{self, SchemaAttribute};
use super::factor::{FIRST_FACTOR_NAMES, FirstFactor};
use super::password_policy::PasswordPolicy;
use crate::flexible;
use crate::refusal::Refusal;
use crate::request;

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct PoolSettings {
    #[serde(alias = "PoolName")]
    user_pool_name: String,
    policies: Policies,
    pub(crate) mfa_configuration: MfaConfiguration,
    enabled_mfas: Vec<String>,
    lambda_config: LambdaConfig,
    pub(crate) schema: Vec<SchemaAttribute>,
    user_pool_tier: Tier,
    pub(crate) username_configuration: UsernameConfiguration,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Policies {
    #[serde(skip_serializing_if = "Option::is_none")]
    password_policy: Option<PasswordPolicy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sign_in_policy: Option<SignInPolicy>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct SignInPolicy {
    allowed_first_auth_factors: Vec<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum MfaConfiguration {
    #[default]
    Off,
    On,
    Optional,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Tier {
    Lite,
    #[default]
    Essentials,
    Plus,
}

/// A trigger that is not run here is refused when the pool is declared, rather than silently left out.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
struct LambdaConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pre_token_generation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pre_token_generation_config: Option<PreTokenTrigger>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PreTokenTrigger {
    pub(crate) lambda_arn: String,
    pub(crate) lambda_version: TriggerVersion,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum TriggerVersion {
    #[serde(rename = "V1_0")]
    V1,
    #[serde(rename = "V2_0")]
    V2,
    #[serde(rename = "V3_0")]
    V3,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct UsernameConfiguration {
    #[serde(deserialize_with = "flexible::flag")]
    pub(crate) case_sensitive: Option<bool>,
}

/// Properties that would change who a user is, and that nothing here honours.
const UNSUPPORTED: [&str; 3] = ["UsernameAttributes", "AliasAttributes", "AcrConfiguration"];

impl PoolSettings {
    pub(crate) fn name(&self) -> &str {
        &self.user_pool_name
    }

    /// Reads resolved CloudFormation properties.
    ///
    /// # Errors
    /// `InvalidParameterException` or `FeatureUnavailableInTierException` for what Cognito would reject as well, and for
    /// what this provider does not do.
    pub(crate) fn from_properties(properties: &Value) -> Result<Self, Refusal> {
        for name in UNSUPPORTED {
            if properties.get(name).is_some_and(|value| !is_empty(value)) {
                return Err(Refusal::invalid_parameter(format!("{name} is not supported by the local identity provider")));
            }
        }
        let settings: Self = request::decode(properties.clone())?;
        settings.validate()?;
        Ok(settings)
    }

    fn validate(&self) -> Result<(), Refusal> {
        let factors = self.factor_names();
        for factor in &factors {
            if !FIRST_FACTOR_NAMES.contains(factor) {
                return Err(Refusal::invalid_parameter(format!("{factor} is not a first authentication factor")));
            }
        }
        if !factors.contains(&"PASSWORD") {
            return Err(Refusal::invalid_parameter("AllowedFirstAuthFactors must include PASSWORD"));
        }
        if self.mfa_configuration == MfaConfiguration::On && factors.iter().any(|factor| factor.ends_with("_OTP")) {
            return Err(Refusal::invalid_parameter(
                "MFA cannot be set to ON when EMAIL_OTP or SMS_OTP is an allowed first authentication factor",
            ));
        }
        if let Some(other) = self.enabled_mfas.iter().find(|mfa| *mfa != "SOFTWARE_TOKEN_MFA") {
            return Err(Refusal::invalid_parameter(format!("{other} is not supported by the local identity provider")));
        }
        if self.mfa_configuration != MfaConfiguration::Off && self.enabled_mfas.is_empty() {
            return Err(Refusal::invalid_parameter(
                "SMS configuration is required when MFA is required or optional and EnabledMfas does not name SOFTWARE_TOKEN_MFA alone",
            ));
        }
        let needs_essentials =
            factors.len() > 1 || self.pre_token_trigger().is_some_and(|trigger| trigger.lambda_version > TriggerVersion::V1);
        if self.user_pool_tier == Tier::Lite && needs_essentials {
            return Err(Refusal::new(
                "FeatureUnavailableInTierException",
                "Choice-based sign-in and access token customization need the Essentials or Plus tier",
            ));
        }
        self.password_policy().validate()?;
        attribute_schema::validate(&self.schema)
    }

    fn factor_names(&self) -> Vec<&str> {
        self.policies
            .sign_in_policy
            .as_ref()
            .map_or_else(|| vec!["PASSWORD"], |policy| policy.allowed_first_auth_factors.iter().map(String::as_str).collect())
    }

    /// Whether users may start with this factor.
    pub(crate) fn allows(&self, factor: FirstFactor) -> bool {
        self.factor_names().contains(&factor.name())
    }

    pub(crate) fn password_policy(&self) -> PasswordPolicy {
        self.policies.password_policy.clone().unwrap_or_else(PasswordPolicy::strict)
    }

    /// The pre-token-generation trigger, if there is one.
    pub(crate) fn pre_token_trigger(&self) -> Option<PreTokenTrigger> {
        let config = &self.lambda_config;
        config.pre_token_generation_config.clone().or_else(|| {
            config.pre_token_generation.clone().map(|lambda_arn| PreTokenTrigger { lambda_arn, lambda_version: TriggerVersion::V1 })
        })
    }

    /// The function that writes messages, if there is one.
    pub(crate) fn message_trigger(&self) -> Option<String> {
        self.lambda_config.custom_message.clone()
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
