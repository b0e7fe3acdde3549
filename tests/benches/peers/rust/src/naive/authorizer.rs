//! The authorizer: token, then member, session and workspace.

use crate::table::{Table, key};
use aws_sdk_dynamodb::types::KeysAndAttributes;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header, jwk::JwkSet};
use lambda_runtime::Error;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::OnceCell;

#[derive(Deserialize)]
struct Claims {
    token_use: String,
    client_id: String,
    origin_jti: String,
    username: String,
    workspace: String,
}

#[derive(Deserialize)]
#[serde(tag = "entity")]
enum Found {
    Workspace { state: String, usage_key: String },
    Member { state: String, roles: Vec<String> },
    Session { revoked: bool },
}

pub(crate) struct Authorizer {
    issuer: String,
    client: String,
    keys: OnceCell<JwkSet>,
}

const PATHS: [&str; 10] = [
    "GET/v1/me",
    "*/v1/me/*",
    "GET/v1/catalog/*",
    "GET/v1/boards/*",
    "GET/v1/boards",
    "*/v1/admin/courses",
    "*/v1/admin/courses/*",
    "*/v1/admin/imports",
    "*/v1/admin/imports/*",
    "*/v1/admin/*",
];

impl Authorizer {
    pub(crate) fn new() -> Result<Self, Error> {
        Ok(Self { issuer: std::env::var("ISSUER")?, client: std::env::var("CLIENT_ID")?, keys: OnceCell::new() })
    }

    async fn keys(&self) -> Result<&JwkSet, Error> {
        let url = format!("{}/.well-known/jwks.json", self.issuer);
        self.keys.get_or_try_init(|| async { Ok(reqwest::get(url).await?.json().await?) }).await
    }

    async fn claims(&self, event: &Value) -> Result<Claims, Error> {
        let token = event["headers"]["Authorization"].as_str().and_then(|header| header.strip_prefix("Bearer ")).ok_or("Unauthorized")?;
        let kid = decode_header(token)?.kid.ok_or("Unauthorized")?;
        let key = DecodingKey::from_jwk(self.keys().await?.find(&kid).ok_or("Unauthorized")?)?;
        let mut validation = Validation::new(Algorithm::RS256);
        validation.set_issuer(&[&self.issuer]);
        validation.validate_aud = false;
        let claims = decode::<Claims>(token, &key, &validation)?.claims;
        if claims.token_use != "access" || claims.client_id != self.client {
            return Err("Unauthorized".into());
        }
        Ok(claims)
    }

    pub(crate) async fn authorize(&self, table: &Table, event: Value) -> Result<Value, Error> {
        let Claims { workspace, username, origin_jti, .. } = self.claims(&event).await?;
        let member = format!("W#{workspace}#MEMBER#{username}");
        let keys = KeysAndAttributes::builder()
            .keys(key(format!("W#{workspace}#WORKSPACE"), "WORKSPACE"))
            .keys(key(&member, "HOME#PROFILE"))
            .keys(key(&member, format!("SESSION#{origin_jti}")))
            .build()?;
        let answer = table.client.batch_get_item().request_items(&table.name, keys).send().await?;
        let (mut usage, mut member_roles, mut session) = (None, None, false);
        for item in answer.responses.unwrap_or_default().remove(&table.name).unwrap_or_default() {
            match serde_dynamo::from_item(item)? {
                Found::Workspace { state, usage_key } if state == "open" => usage = Some(usage_key),
                Found::Member { state, roles } if state == "active" => member_roles = Some(roles),
                Found::Session { revoked } => session = !revoked,
                _ => {}
            }
        }
        let (Some(usage), Some(roles), true) = (usage, member_roles, session) else {
            return Err("Unauthorized".into());
        };
        let arn: Vec<&str> = event["methodArn"].as_str().unwrap_or_default().split('/').take(2).collect();
        let resources: Vec<String> = PATHS.iter().map(|path| format!("{}/{path}", arn.join("/"))).collect();
        Ok(json!({
            "principalId": username,
            "policyDocument": {
                "Version": "2012-10-17",
                "Statement": [{ "Action": "execute-api:Invoke", "Effect": "Allow", "Resource": resources }],
            },
            "context": { "workspace": workspace, "member_id": username, "roles": roles.join(" "), "session": origin_jti },
            "usageIdentifierKey": usage,
        }))
    }
}
