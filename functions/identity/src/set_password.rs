//! POST /v1/auth/enrolment/password: the first step behind an enrolment link: sets the password, hands out the app's secret.

use crate::{
    cognito::{IdentityProvider, NewUser},
    common_password, enrolment,
    needs::{CLIENT_ID, USER_POOL, USER_POOL_ID},
    proof::Ticket,
    qr_code,
};
use identity_model::{
    password::Password,
    second_factors::{self, Progress, SecondFactor},
};
use lambda::{
    Handler, Method, Problem, Reply, Request, Route,
    Table::{GetItem, PutItem},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use table::audit::Actor;
use trellis_core::personal::{Contact, Personal};

/// What authenticator apps show above the workspace's name.
const ISSUER: &str = "Trellis";

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct SetPassword {
    /// From the link of the letter, or from `/v1/me/second-factor`.
    ticket: Ticket,
    password: Password,
}

/// What the authenticator app needs; it is shown once.
#[derive(Serialize, utoipa::ToSchema)]
struct AppSecret {
    /// For who cannot take the picture: base32.
    secret: String,
    /// The same as an `otpauth://` address.
    uri: String,
    /// The same as a QR code: an SVG image.
    qr_code: String,
    #[schema(value_type = String)]
    email: Personal<String, Contact>,
}

pub(crate) fn handler() -> Handler {
    let summary = "Set a password from a set-up link, and get the authenticator app's secret";
    Route::new("set-password", Method::Post, "/v1/auth/enrolment/password", summary)
        .public(handle)
        .table(&[GetItem, PutItem])
        .may(
            &[
                "cognito-idp:AdminCreateUser",
                "cognito-idp:AdminGetUser",
                "cognito-idp:AdminSetUserMFAPreference",
                "cognito-idp:AdminSetUserPassword",
            ],
            &[USER_POOL],
        )
        .settings(&[USER_POOL_ID, CLIENT_ID])
        .example(r#"{"ticket": "from-the-letter", "password": "correct horse battery staple"}"#)
}

/// Key URI format of authenticator apps: label `issuer:account`, both percent-encoded, and the issuer once more.
fn uri(workspace: &str, email: &str, secret: &str) -> String {
    let issuer = format!("{ISSUER} {workspace}");
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    format!("otpauth://totp/{}:{}?secret={secret}&issuer={}", encoded(&issuer), encoded(email), encoded(&issuer))
}

async fn handle(request: Request<SetPassword>) -> Result<Reply<AppSecret>, Problem> {
    let mut enrolment = enrolment::open(&request.app, request.body.ticket.as_str()).await?;
    let (provider, id) = (request.app.service::<IdentityProvider>()?, enrolment.member.id);
    let (username, password) = (id.to_string(), request.body.password.as_str());
    let names = [enrolment.workspace.id.as_str(), enrolment.workspace.name.as_str(), enrolment.member.name.0.as_str()];
    common_password::check(&request.body.password, &names, &enrolment.member.email.0)?;
    let email = enrolment.member.email.0.as_str();
    // Who comes from the workspace's own provider may be here before the queue has made a user of theirs.
    let workspace = enrolment.workspace.id.as_str();
    provider.find_or_create_user(NewUser { username: &username, email: Some(email), workspace }).await?;
    // An app that an earlier attempt has left in use would be asked for.
    provider.want_app(&username, false).await?;
    if !provider.set_password(&username, password).await? {
        return Err(Problem::rule("password", "this password is not accepted; take a longer one"));
    }
    let (token, secret) = provider.begin_app(&username, password, &enrolment::order(&request.app, &enrolment)?).await?;
    let before = enrolment.factor.value.clone();
    enrolment.factor.value = SecondFactor { progress: Progress::PasswordSet, token: Some(token), tries: 0, ..before };
    let act = request.act(Actor::Member { id }, "member.password_set", format!("member/{id}"));
    second_factors::put_second_factor(&request.tenant(&enrolment.scope), id, enrolment.factor, Some(&act), None).await?;
    let uri = uri(enrolment.workspace.id.as_str(), email, &secret);
    Ok(Reply::ok(AppSecret {
        qr_code: qr_code::svg(&uri).map_err(Problem::internal)?,
        uri,
        secret,
        email: Personal::new(email.to_owned()),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apps_find_issuer_account_and_secret() {
        assert_eq!(
            uri("acme", "ann+x@acme.example", "ABC234"),
            "otpauth://totp/Trellis%20acme:ann%2Bx%40acme%2Eexample?secret=ABC234&issuer=Trellis%20acme"
        );
    }
}
