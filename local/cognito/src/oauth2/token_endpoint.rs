//! The token endpoint: the client credentials grant of machines (RFC 6749 section 4.4), the codes of browsers (section 4.1.3).

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use local_kit::{HttpAnswer, Protocol};
use serde_json::{Value, json};
use uuid::Uuid;

use super::code;
use crate::clients::{self, Client};
use crate::pools::{self, Pool};
use crate::refusal::Refusal;
use crate::request::TextMap;
use crate::service::Service;
use crate::tokens::claims::Claims;
use crate::tokens::pre_token::{self, Subject};

/// An error of RFC 6749 section 5.2. Cognito answers all of them with 400.
struct Error {
    code: &'static str,
    description: Option<String>,
}

impl Error {
    fn plain(code: &'static str) -> Self {
        Self { code, description: None }
    }

    fn because(code: &'static str, description: impl Into<String>) -> Self {
        Self { code, description: Some(description.into()) }
    }
}

pub(crate) async fn answer(service: &Service, authorization: Option<&str>, form: &[u8]) -> HttpAnswer {
    match grant(service, authorization, form).await {
        Ok(body) => Protocol::REST_JSON.ok(&body),
        Err(Error { code, description }) => {
            let mut body = json!({ "error": code });
            if let Some(description) = description {
                body["error_description"] = json!(description);
            }
            let status = if code == "server_error" { 500 } else { 400 };
            Protocol::REST_JSON.json(status, &body)
        }
    }
}

async fn grant(service: &Service, authorization: Option<&str>, form: &[u8]) -> Result<Value, Error> {
    let mut fields = HashMap::new();
    for (name, value) in form_urlencoded::parse(form).into_owned() {
        // RFC 6749 section 3.2: parameters must not be repeated.
        if fields.insert(name, value).is_some() {
            return Err(Error::plain("invalid_request"));
        }
    }
    let grant_type = fields.get("grant_type").map(String::as_str);
    let (id, secret) = credentials(authorization, &fields, grant_type == Some("authorization_code"))?;
    let (client, pool) = client(service, id).await?;
    if grant_type == Some("authorization_code") {
        return exchange(service, pool, client, secret.as_deref(), &fields).await;
    }
    let secret = secret.unwrap_or_default();
    if client.secrets.is_empty() || !client.has_secret(Some(&secret)) {
        return Err(Error::plain("invalid_client"));
    }
    match grant_type {
        None => return Err(Error::plain("invalid_request")),
        Some("client_credentials") => {}
        Some(_) => return Err(Error::plain("unsupported_grant_type")),
    }
    if !client.settings.allows_client_credentials() {
        return Err(Error::plain("unauthorized_client"));
    }
    let scopes = scopes(&client, fields.get("scope").map_or("", String::as_str))?;
    let metadata = client_metadata(fields.get("aws_client_metadata"))?;
    issue(service, &pool, &client, &scopes, metadata).await.map_err(|refusal| {
        if refusal.kind() == "InternalErrorException" {
            Error::plain("server_error")
        } else {
            Error::because("invalid_request", refusal.message())
        }
    })
}

/// A code for tokens.
async fn exchange(
    service: &Service,
    pool: Pool,
    client: Client,
    secret: Option<&str>,
    fields: &HashMap<String, String>,
) -> Result<Value, Error> {
    if !client.has_secret(secret) {
        return Err(Error::plain("invalid_client"));
    }
    let field = |name: &str| fields.get(name).map(String::as_str).ok_or_else(|| Error::plain("invalid_request"));
    let verifier = fields.get("code_verifier").map(String::as_str);
    let result = code::redeem(service, pool, client, field("code")?, field("redirect_uri")?, verifier).await;
    let result = result.map_err(|refusal| match refusal.kind() {
        "InternalErrorException" => Error::plain("server_error"),
        "UserLambdaValidationException" => Error::because("invalid_grant", refusal.message()),
        _ => Error::plain("invalid_grant"),
    })?;
    Ok(json!({
        "access_token": result["AccessToken"],
        "id_token": result["IdToken"],
        "refresh_token": result["RefreshToken"],
        "expires_in": result["ExpiresIn"],
        "token_type": "Bearer",
    }))
}

/// The client's id and secret, from HTTP Basic or from the body, not from both (RFC 6749 section 2.3).
/// A public client may leave the secret out.
fn credentials(authorization: Option<&str>, fields: &HashMap<String, String>, public: bool) -> Result<(String, Option<String>), Error> {
    let invalid = || Error::plain("invalid_client");
    let Some(header) = authorization else {
        let field = |name: &str| fields.get(name).cloned().ok_or_else(invalid);
        let secret = fields.get("client_secret").cloned();
        return if secret.is_none() && !public { Err(invalid()) } else { Ok((field("client_id")?, secret)) };
    };
    let encoded = header
        .split_once(' ')
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("basic"))
        .map(|(_, encoded)| encoded.trim())
        .ok_or_else(invalid)?;
    let text = STANDARD.decode(encoded).ok().and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(invalid)?;
    let (id, secret) = text.split_once(':').ok_or_else(invalid)?;
    let conflict = fields.contains_key("client_secret") || fields.get("client_id").is_some_and(|other| other != id);
    if conflict {
        return Err(Error::plain("invalid_request"));
    }
    Ok((id.to_owned(), Some(secret.to_owned())))
}

async fn client(service: &Service, id: String) -> Result<(Client, Pool), Error> {
    service
        .write(move |transaction| {
            let client = clients::store::find(transaction, &id)?;
            let pool = pools::store::find(transaction, &client.pool)?;
            Ok((client, pool))
        })
        .await
        .map_err(|refusal| match refusal.kind() {
            "ResourceNotFoundException" => Error::plain("invalid_client"),
            _ => Error::plain("server_error"),
        })
}

/// The scopes asked for, each once; all of the client's when none are.
fn scopes<'a>(client: &'a Client, asked: &'a str) -> Result<Vec<&'a str>, Error> {
    let allowed = client.settings.scopes();
    let mut scopes: Vec<&str> = asked.split(' ').filter(|scope| !scope.is_empty()).collect();
    if scopes.is_empty() {
        return Ok(allowed.iter().map(String::as_str).collect());
    }
    if scopes.iter().any(|scope| !allowed.iter().any(|allowed| allowed == scope)) {
        return Err(Error::plain("invalid_scope"));
    }
    scopes.sort_unstable();
    scopes.dedup();
    Ok(scopes)
}

/// `aws_client_metadata` is JSON text, chosen by the caller: it reaches the trigger, and proves nothing.
fn client_metadata(field: Option<&String>) -> Result<Option<TextMap>, Error> {
    field
        .map(|text| serde_json::from_str(text).map_err(|_| Error::because("invalid_request", "aws_client_metadata is not a map of texts")))
        .transpose()
}

async fn issue(
    service: &Service,
    pool: &Pool,
    client: &Client,
    scopes: &[&str],
    client_metadata: Option<TextMap>,
) -> Result<Value, Refusal> {
    let overrides = pre_token::ask(
        service,
        Subject { pool, client_id: &client.id, user: None, source: "TokenGeneration_ClientCredentials", scopes, client_metadata },
    )
    .await?;
    let life = client.settings.lives()?.access;
    let now = service.options.now() / 1000;
    let claims = json!({
        "sub": client.id,
        "client_id": client.id,
        "iss": service.options.issuer(&pool.id),
        "token_use": "access",
        "scope": scopes.join(" "),
        "version": 2,
        "auth_time": now,
        "iat": now,
        "exp": now + life,
        "jti": Uuid::new_v4().to_string(),
    });
    let Value::Object(mut claims): Value = claims else {
        return Err(Refusal::internal("claims are an object"));
    };
    overrides.apply_to_access(&mut claims);
    sign(service, &pool.id, &claims).map(|token| json!({ "access_token": token, "expires_in": life, "token_type": "Bearer" }))
}

fn sign(service: &Service, pool_id: &str, claims: &Claims) -> Result<String, Refusal> {
    let keys = service.keys.of(pool_id).ok_or_else(|| Refusal::internal("a pool without keys"))?;
    keys.access.sign(claims)
}

#[cfg(test)]
mod tests;
