//! The claims of a user's tokens, before the trigger changes them.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::occasion::Occasion;
use crate::clients::validity::Lives;

pub(crate) type Claims = Map<String, Value>;

/// What both tokens say. `issued_at` is in seconds.
fn shared(occasion: &Occasion<'_>, issuer: &str, issued_at: i64, life: i64) -> Claims {
    let session = occasion.session;
    let mut claims = Claims::new();
    for (name, value) in [
        ("sub", json!(occasion.user.sub)),
        ("iss", json!(issuer)),
        ("origin_jti", json!(session.origin_jti)),
        ("event_id", json!(session.event_id)),
        ("auth_time", json!(session.auth_time)),
        ("acr", json!(session.acr)),
        ("amr", json!(session.amr)),
        ("iat", json!(issued_at)),
        ("exp", json!(issued_at + life)),
        ("jti", json!(Uuid::new_v4().to_string())),
    ] {
        claims.insert(name.to_owned(), value);
    }
    claims
}

/// An access token names its client in `client_id`; it has no `aud`.
pub(crate) fn of_access_token(occasion: &Occasion<'_>, issuer: &str, issued_at: i64, lives: Lives) -> Claims {
    let mut claims = shared(occasion, issuer, issued_at, lives.access);
    claims.insert("token_use".to_owned(), json!("access"));
    claims.insert("scope".to_owned(), json!(occasion.session.scopes.join(" ")));
    claims.insert("client_id".to_owned(), json!(occasion.client.id));
    claims.insert("username".to_owned(), json!(occasion.user.username));
    claims
}

/// An ID token carries the attributes that the client may read.
pub(crate) fn of_id_token(occasion: &Occasion<'_>, issuer: &str, issued_at: i64, lives: Lives) -> Claims {
    let user = occasion.user;
    let mut claims = Claims::new();
    for (name, value) in user.all_attributes() {
        if occasion.client.settings.reads(name) {
            let value = match name {
                "email_verified" | "phone_number_verified" => json!(value == "true"),
                // The one attribute that is a structure.
                "identities" => serde_json::from_str(value).unwrap_or(Value::Null),
                _ => json!(value),
            };
            claims.insert(name.to_owned(), value);
        }
    }
    claims.append(&mut shared(occasion, issuer, issued_at, lives.id));
    if let Some(nonce) = &occasion.session.nonce {
        claims.insert("nonce".to_owned(), json!(nonce));
    }
    claims.insert("token_use".to_owned(), json!("id"));
    claims.insert("aud".to_owned(), json!(occasion.client.id));
    claims.insert("cognito:username".to_owned(), json!(user.username));
    claims
}
