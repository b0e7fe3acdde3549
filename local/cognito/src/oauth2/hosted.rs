//! The pages that browsers are sent to: out to a customer's identity provider, and back with a code.

use std::collections::HashMap;

use local_kit::HttpAnswer;
use rusqlite::{OptionalExtension, params};

use super::address::with_parameters;
use super::code::{self, CodeRequest};
use super::federation::Federation;
use super::{relying_party, saml};
use crate::clients::{self, Client};
use crate::providers::{self, Kind, Provider};
use crate::random;
use crate::refusal::Refusal;
use crate::service::Service;

type Fields = HashMap<String, String>;

/// How long somebody may take at the provider, in milliseconds.
const PATIENCE: i64 = 10 * 60 * 1000;

pub(crate) async fn answer(service: &Service, path: &str, query: &str) -> HttpAnswer {
    let mut fields = Fields::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()).into_owned() {
        if fields.insert(name, value).is_some() {
            return HttpAnswer::text(400, "A parameter is repeated.");
        }
    }
    let answer = match path {
        "/oauth2/authorize" => authorize(service, &fields).await,
        "/oauth2/idpresponse" => back(service, &fields).await,
        "/logout" => log_out(service, &fields).await,
        _ => Err(HttpAnswer::text(501, "The local identity provider cannot read assertions.")),
    };
    answer.unwrap_or_else(|page| page)
}

fn failed(refusal: &Refusal) -> HttpAnswer {
    HttpAnswer::text(400, refusal.message())
}

/// Back to the client with an error (RFC 6749 section 4.1.2.1).
fn denied(request: &CodeRequest, error: &str, description: &str) -> HttpAnswer {
    let parameters = [("error", error), ("error_description", description), ("state", request.state.as_deref().unwrap_or_default())];
    HttpAnswer::redirect(with_parameters(&request.redirect_uri, &parameters))
}

async fn find_client(service: &Service, id: &str) -> Result<Client, HttpAnswer> {
    let id = id.to_owned();
    service.write(move |transaction| clients::store::find(transaction, &id)).await.map_err(|refusal| failed(&refusal))
}

/// Checks what is asked for. Until client and address are right, nothing is redirected anywhere.
async fn asked(service: &Service, fields: &Fields) -> Result<(Client, CodeRequest), HttpAnswer> {
    let text = |name: &str| fields.get(name).map(String::as_str).filter(|value| !value.is_empty());
    let client = find_client(service, text("client_id").unwrap_or_default()).await?;
    let redirect_uri = text("redirect_uri").unwrap_or_default();
    if !client.settings.allows_code_to(redirect_uri) {
        return Err(HttpAnswer::text(400, "redirect_mismatch"));
    }
    let owned = |name: &str| text(name).map(str::to_owned);
    let scopes: Vec<String> = text("scope").unwrap_or_default().split(' ').filter(|scope| !scope.is_empty()).map(str::to_owned).collect();
    let request = CodeRequest {
        client: client.id.clone(),
        redirect_uri: redirect_uri.to_owned(),
        state: owned("state"),
        nonce: owned("nonce"),
        challenge: owned("code_challenge"),
        scopes: if scopes.is_empty() { client.settings.scopes().to_vec() } else { scopes },
    };
    if text("response_type") != Some("code") {
        return Err(denied(&request, "unsupported_response_type", ""));
    }
    // PKCE with S256 only.
    if request.challenge.is_some() && text("code_challenge_method") != Some("S256") {
        return Err(denied(&request, "invalid_request", "code_challenge_method must be S256"));
    }
    if request.scopes.iter().any(|scope| !client.settings.scopes().contains(scope)) {
        return Err(denied(&request, "invalid_scope", ""));
    }
    Ok((client, request))
}

async fn authorize(service: &Service, fields: &Fields) -> Result<HttpAnswer, HttpAnswer> {
    let (client, request) = asked(service, fields).await?;
    let Some(name) = fields.get("identity_provider").cloned() else {
        return Err(denied(&request, "invalid_request", "the local identity provider has no sign-in page: name an identity_provider"));
    };
    if !client.settings.supports(&name) {
        return Err(denied(&request, "invalid_request", "the client does not support this identity_provider"));
    }
    let pool = client.pool.clone();
    let find = move |transaction: &rusqlite::Transaction<'_>| providers::store::expect(transaction, &pool, &name);
    let provider = service.write(find).await.map_err(|refusal| failed(&refusal))?;
    let leave = leave(service, &provider, request).await;
    leave.map(HttpAnswer::redirect).map_err(|refusal| failed(&refusal))
}

/// Notes where the browser is going, and answers the address.
async fn leave(service: &Service, provider: &Provider, request: CodeRequest) -> Result<String, Refusal> {
    let (state, nonce, verifier) = (random::token()?, format!("_{}", random::token()?), random::token()?);
    let address = match provider.settings.kind {
        Kind::Oidc => relying_party::authorization(service, provider, &state, &nonce, &verifier).await?,
        Kind::Saml => saml::authentication_request(service, provider, &state, &nonce)?,
    };
    let (pool, name) = (provider.pool.clone(), provider.settings.name.clone());
    let federation = serde_json::to_string(&Federation { request, nonce, verifier })?;
    let now = service.options.now();
    service
        .write(move |transaction| {
            transaction.execute("DELETE FROM federations WHERE expires_at < ?1", [now])?;
            transaction.execute(
                "INSERT INTO federations VALUES (?1, ?2, ?3, ?4, ?5)",
                params![random::digest(&[&state]), pool, name, federation, now + PATIENCE],
            )?;
            Ok(())
        })
        .await?;
    Ok(address)
}

/// Where the browser has been, once.
async fn arrived(service: &Service, state: &str) -> Result<(Provider, Federation), HttpAnswer> {
    let digest = random::digest(&[state]);
    let now = service.options.now();
    let work = move |transaction: &rusqlite::Transaction<'_>| {
        let row: Option<(String, String, String)> = transaction
            .query_row(
                "SELECT pool, provider, request FROM federations WHERE state = ?1 AND expires_at > ?2",
                params![digest, now],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .optional()?;
        transaction.execute("DELETE FROM federations WHERE state = ?1", [digest])?;
        let Some((pool, name, federation)) = row else { return Ok(None) };
        Ok(Some((providers::store::expect(transaction, &pool, &name)?, serde_json::from_str(&federation)?)))
    };
    let found = service.write(work).await.map_err(|refusal| failed(&refusal))?;
    found.ok_or_else(|| HttpAnswer::text(400, "Invalid state: this sign-in was not begun here, or has come back already."))
}

async fn back(service: &Service, fields: &Fields) -> Result<HttpAnswer, HttpAnswer> {
    let text = |name: &str| fields.get(name).map_or("", String::as_str);
    let (provider, federation) = arrived(service, text("state")).await?;
    if let Some(error) = fields.get("error") {
        return Err(denied(&federation.request, error, text("error_description")));
    }
    let said = relying_party::exchange(service, &provider, &federation, text("code")).await;
    let code = match said {
        Ok(claims) => code::of_federated(service, &provider, federation.request.clone(), claims).await,
        Err(refusal) => Err(refusal),
    };
    match code {
        Ok(code) => {
            let state = federation.request.state.as_deref().unwrap_or_default();
            Ok(HttpAnswer::redirect(with_parameters(&federation.request.redirect_uri, &[("code", &code), ("state", state)])))
        }
        Err(refusal) => Err(denied(&federation.request, "invalid_request", refusal.message())),
    }
}

/// There is no session of the pages themselves to end: every sign-in goes out to the provider.
async fn log_out(service: &Service, fields: &Fields) -> Result<HttpAnswer, HttpAnswer> {
    let text = |name: &str| fields.get(name).map_or("", String::as_str);
    let client = find_client(service, text("client_id")).await?;
    if client.settings.allows_sign_out_to(text("logout_uri")) {
        Ok(HttpAnswer::redirect(text("logout_uri").to_owned()))
    } else {
        Err(HttpAnswer::text(400, "The logout_uri is not one of the client's."))
    }
}
