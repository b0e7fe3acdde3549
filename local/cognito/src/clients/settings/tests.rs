//! What a client may be declared as.

use super::*;
use serde_json::json;

#[test]
fn what_cognito_rejects_is_rejected() {
    let rotation = |grace: u32| json!({ "Feature": "ENABLED", "RetryGracePeriodSeconds": grace });
    for (broken, kind) in [
        (json!({ "ExplicitAuthFlows": ["ALLOW_MAGIC"] }), "InvalidParameterException"),
        (json!({ "ExplicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH"], "RefreshTokenRotation": rotation(0) }), "InvalidParameterException"),
        (json!({ "RefreshTokenRotation": rotation(61) }), "InvalidParameterException"),
        (json!({ "AuthSessionValidity": 2 }), "InvalidParameterException"),
        (json!({ "AuthSessionValidity": 16 }), "InvalidParameterException"),
        (json!({ "AccessTokenValidity": 48 }), "InvalidParameterException"),
        (json!({ "AccessTokenValidity": "soon" }), "SerializationException"),
        (json!({ "AllowedOAuthFlows": ["client_credentials"], "AllowedOAuthScopes": ["api/read"] }), "InvalidOAuthFlowException"),
        (
            json!({ "AllowedOAuthFlows": ["client_credentials", "code"], "GenerateSecret": true,
            "AllowedOAuthScopes": ["api/read"] }),
            "InvalidOAuthFlowException",
        ),
        (
            json!({ "AllowedOAuthFlows": ["client_credentials"], "GenerateSecret": true,
            "AllowedOAuthScopes": ["openid"] }),
            "InvalidOAuthFlowException",
        ),
        (json!({ "AllowedOAuthFlows": ["code"] }), "InvalidParameterException"),
    ] {
        let refusal = ClientSettings::from_properties(&broken).unwrap_err();
        assert_eq!(refusal.kind(), kind, "{broken}");
    }
}

#[test]
fn templates_may_spell_numbers_as_text() {
    let settings = ClientSettings::from_properties(&json!({
        "ExplicitAuthFlows": ["ALLOW_USER_AUTH"],
        "RefreshTokenRotation": { "Feature": "ENABLED", "RetryGracePeriodSeconds": "10" },
        "RefreshTokenValidity": "30", "AccessTokenValidity": "60", "AuthSessionValidity": "5",
        "TokenValidityUnits": { "AccessToken": "minutes" },
        "PreventUserExistenceErrors": "ENABLED",
    }))
    .unwrap();
    assert!(settings.rotates() && settings.hides_existence());
    assert_eq!((settings.grace_seconds(), settings.session_minutes()), (10, 5));
    assert_eq!(settings.lives().unwrap().access, 3600);
    assert!(settings.allows_flow("USER_AUTH") && !settings.allows_flow("REFRESH_TOKEN_AUTH"));
    assert!(ClientSettings::default().allows_flow("REFRESH_TOKEN_AUTH"));
}
