//! `AdminCreateUser`.

use rusqlite::Transaction;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::options::Mail;
use crate::pools::factor::FirstFactor;
use crate::pools::{self, Pool};
use crate::random;
use crate::refusal::Refusal;
use crate::request::Attribute;
use crate::service::Service;
use crate::sign_in::{code_mail, delivery};
use crate::users::{Status, Totp, User, attributes, password, store};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Input {
    user_pool_id: String,
    username: String,
    #[serde(default)]
    user_attributes: Vec<Attribute>,
    temporary_password: Option<String>,
    message_action: Option<String>,
    #[serde(default)]
    desired_delivery_mediums: Vec<String>,
}

const LONGEST_USERNAME: usize = 128;

/// Creates a user. Where codes by e-mail are allowed, one without a `TemporaryPassword` has no password at all.
///
/// # Errors
/// `UsernameExistsException`, `InvalidParameterException`, `InvalidPasswordException`.
pub(crate) async fn run(service: &Service, input: Input) -> Result<Value, Refusal> {
    let now = service.options.now();
    let (user, mail) = service
        .write(move |transaction| {
            let pool = pools::store::find(transaction, &input.user_pool_id)?;
            let secret = temporary_password(&pool, &input)?;
            let user = if input.message_action.as_deref() == Some("RESEND") {
                reset(transaction, &pool, &input, secret.as_deref(), now)?
            } else {
                create(transaction, &pool, &input, secret.as_deref(), now)?
            };
            let mail = invitation(&input, &user, secret.as_deref())?;
            Ok((user.created(), mail))
        })
        .await?;
    if let Some(mail) = mail {
        delivery::post(service, mail);
    }
    Ok(json!({ "User": user }))
}

fn temporary_password(pool: &Pool, input: &Input) -> Result<Option<String>, Refusal> {
    let given = input.temporary_password.as_deref().filter(|password| !password.is_empty());
    if let Some(given) = given {
        pool.settings.password_policy().check(given)?;
        return Ok(Some(given.to_owned()));
    }
    let has_email = input.user_attributes.iter().any(|given| given.name == "email");
    if pool.settings.allows(FirstFactor::EmailOtp) && has_email {
        return Ok(None);
    }
    // One of each kind in front, so that any policy is met; a policy may ask for up to 99 characters.
    let rest = random::text(b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789", 96)?;
    Ok(Some(format!("aA1-{rest}")))
}

fn create(transaction: &Transaction<'_>, pool: &Pool, input: &Input, secret: Option<&str>, now: i64) -> Result<User, Refusal> {
    let name = &input.username;
    let fits = (1..=LONGEST_USERNAME).contains(&name.chars().count()) && !name.contains(|c: char| c.is_whitespace() || c.is_control());
    if !fits {
        return Err(Refusal::invalid_parameter(format!("Username has 1 to {LONGEST_USERNAME} characters and no blanks")));
    }
    let policy = pool.settings.password_policy();
    let user = User {
        pool: pool.id.clone(),
        key: pool.user_key(name),
        username: name.clone(),
        sub: Uuid::new_v4().to_string(),
        status: secret.map_or(Status::Confirmed, |_| Status::ForceChangePassword),
        enabled: true,
        password: secret.map(password::hash).transpose()?,
        temporary_until: secret.map(|_| policy.temporary_until(now)),
        totp: Totp::default(),
        mfa_enabled: false,
        mfa_preferred: false,
        attributes: attributes::of_new_user(pool, &input.user_attributes)?,
        created_at: now,
        modified_at: now,
    };
    store::insert(transaction, &user)?;
    Ok(user)
}

/// `RESEND`: a new temporary password for someone who has not used the last one.
fn reset(transaction: &Transaction<'_>, pool: &Pool, input: &Input, secret: Option<&str>, now: i64) -> Result<User, Refusal> {
    let mut user = store::expect(transaction, pool, &input.username)?;
    if user.status != Status::ForceChangePassword {
        return Err(Refusal::new("UnsupportedUserStateException", "Resend not possible. User status is not FORCE_CHANGE_PASSWORD"));
    }
    user.password = secret.map(password::hash).transpose()?;
    user.temporary_until = secret.map(|_| pool.settings.password_policy().temporary_until(now));
    store::save(transaction, &mut user, now)?;
    Ok(user)
}

fn invitation(input: &Input, user: &User, secret: Option<&str>) -> Result<Option<Mail>, Refusal> {
    match input.message_action.as_deref() {
        Some("SUPPRESS") => return Ok(None),
        None | Some("RESEND") => {}
        Some(other) => {
            return Err(Refusal::invalid_parameter(format!("{other} is not a MessageAction")));
        }
    }
    if !input.desired_delivery_mediums.iter().any(|medium| medium == "EMAIL") {
        return Err(Refusal::invalid_parameter(
            "The local identity provider sends no SMS: pass MessageAction SUPPRESS or DesiredDeliveryMediums EMAIL",
        ));
    }
    let email = user.attributes.get("email").ok_or_else(|| Refusal::invalid_parameter("User has no email to send the invitation to"))?;
    Ok(secret.map(|secret| code_mail::with_invitation(email, &user.username, secret)))
}
