//! POST /v1/auth/enrolment/password: the first step behind an enrolment link: sets the password, hands out the app's secret.

use crate::{enrolment, qr_code};
use domain::{password::Password, personal::Personal};
use lambda::{App, Handler, Method, Problem, Reply, Request, Route};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use store::{
    audit::Actor,
    second_factors::{Progress, SecondFactor},
};

/// What authenticator apps show above the workspace's name.
const ISSUER: &str = "Trellis";

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct SetPassword {
    /// From the link of the letter, or from `/v1/me/second-factor`.
    ticket: String,
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
    email: Personal<String>,
}

pub(crate) fn handler() -> Handler {
    let summary = "Set a password by an enrolment link, and get the authenticator app's secret";
    Route::new("set-password", Method::Post, "/v1/auth/enrolment/password", summary).public(handle)
}

/// Key URI format of authenticator apps: label `issuer:account`, both percent-encoded, and the issuer once more.
fn uri(workspace: &str, email: &str, secret: &str) -> String {
    let issuer = format!("{ISSUER} {workspace}");
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    format!("otpauth://totp/{}:{}?secret={secret}&issuer={}", encoded(&issuer), encoded(email), encoded(&issuer))
}

async fn handle(app: App, request: Request<SetPassword>) -> Result<Reply<AppSecret>, Problem> {
    let mut enrolment = enrolment::open(&app, &request.body.ticket).await?;
    let (provider, now, id) = (app.identity_provider()?, app.now(), enrolment.member.id);
    let (username, password) = (id.to_string(), request.body.password.as_str());
    // An app that an earlier attempt has left in use would be asked for.
    provider.want_app(&username, false).await?;
    if !provider.set_password(&username, password).await? {
        return Err(Problem::rule("password", "this password is not accepted; take a longer one"));
    }
    let (token, secret) = provider.begin_app(&username, password, &enrolment::order(&app, &enrolment)?).await?;
    let before = enrolment.factor.value.clone();
    enrolment.factor.value = SecondFactor { progress: Progress::PasswordSet, token: Some(token), tries: 0, ..before };
    let act = request.act(Actor::Member { id }, "member.password_set", format!("member/{id}"));
    app.store().put_second_factor(&enrolment.scope, id, &enrolment.factor, Some(&act), None, now).await?;
    let email = enrolment.member.email.0.as_str();
    let uri = uri(enrolment.workspace.id.as_str(), email, &secret);
    Ok(Reply::ok(AppSecret { qr_code: qr_code::svg(&uri).map_err(Problem::internal)?, uri, secret, email: Personal(email.to_owned()) }))
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
