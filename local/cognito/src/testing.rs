//! A provider with everything that tests look at: mails, trigger calls, and a clock that they turn.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::{OnceCell, mpsc};

use crate::{Cognito, HttpAnswer, Mail, Options, TriggerCall};

pub(crate) const POOL: &str = "local_Pool";
/// Rotates with ten seconds of grace, and hides who exists.
pub(crate) const CLIENT: &str = "portal";
/// Shows who exists; refreshes without rotation.
pub(crate) const LEGACY_CLIENT: &str = "legacy";
pub(crate) const BASE: &str = "http://127.0.0.1:3001";
pub(crate) const PASSWORD: &str = "Sunny-Day-7";
const START: u64 = 1_800_000_000;

type TriggerAnswer = Box<dyn FnMut(Value) -> Result<Value, String> + Send>;

pub(crate) struct World {
    pub(crate) cognito: Cognito,
    pub(crate) file: PathBuf,
    options: Options,
    mails: mpsc::UnboundedReceiver<Mail>,
    seconds: Arc<AtomicU64>,
    calls: Arc<Mutex<Vec<TriggerCall>>>,
    trigger: Arc<Mutex<TriggerAnswer>>,
    _folder: TempDir,
}

/// Why a call was refused: error type and message.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refused(pub(crate) String, pub(crate) String);

/// Keys take long to make: they are made once, and every test starts from a copy.
static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();

impl World {
    pub(crate) async fn new() -> Self {
        let template = TEMPLATE
            .get_or_init(|| async {
                let world = Self::from(None);
                world.declare().await;
                let Self {
                    cognito,
                    file,
                    _folder,
                    ..
                } = world;
                // The last connection folds the write-ahead log into the file.
                drop(cognito);
                std::fs::read(file).unwrap()
            })
            .await;
        Self::from(Some(template))
    }

    fn from(template: Option<&[u8]>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("cognito.db");
        if let Some(template) = template {
            std::fs::write(&file, template).unwrap();
        }
        let (sender, mails) = mpsc::unbounded_channel();
        let seconds = Arc::new(AtomicU64::new(START));
        let calls = Arc::new(Mutex::new(Vec::new()));
        let trigger: Arc<Mutex<TriggerAnswer>> = Arc::new(Mutex::new(Box::new(Ok)));
        let options = Options {
            issuer_base: BASE.to_owned(),
            region: "eu-central-1".to_owned(),
            account: "123456789012".to_owned(),
            trigger: {
                let (calls, trigger) = (Arc::clone(&calls), Arc::clone(&trigger));
                Arc::new(move |call: TriggerCall| {
                    let answer = trigger.lock().unwrap()(call.event.clone());
                    calls.lock().unwrap().push(call);
                    Box::pin(async move { answer })
                })
            },
            mailer: Arc::new(move |mail| {
                let sender = sender.clone();
                Box::pin(async move { sender.send(mail).map_err(|error| error.to_string()) })
            }),
            clock: {
                let seconds = Arc::clone(&seconds);
                Arc::new(move || {
                    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds.load(Ordering::SeqCst))
                })
            },
        };
        Self {
            cognito: Cognito::open(&file, options.clone()).unwrap(),
            file,
            options,
            mails,
            seconds,
            calls,
            trigger,
            _folder: folder,
        }
    }

    async fn declare(&self) {
        self.cognito
            .ensure_pool(POOL, &pool_properties())
            .await
            .unwrap();
        let portal = client_properties();
        self.cognito
            .ensure_client(POOL, CLIENT, &portal)
            .await
            .unwrap();
        let legacy =
            json!({ "ExplicitAuthFlows": ["ALLOW_USER_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"] });
        self.cognito
            .ensure_client(POOL, LEGACY_CLIENT, &legacy)
            .await
            .unwrap();
    }

    /// The same file, opened again.
    pub(crate) fn reopen(&mut self) {
        self.cognito = Cognito::open(&self.file, self.options.clone()).unwrap();
    }

    pub(crate) async fn call(&self, operation: &str, body: Value) -> Result<Value, Refused> {
        let target = format!("AWSCognitoIdentityProviderService.{operation}");
        let HttpAnswer { status, body } = self
            .cognito
            .handle(&target, body.to_string().as_bytes(), "127.0.0.1")
            .await;
        let body: Value = serde_json::from_str(&body).unwrap();
        if status == 200 {
            return Ok(body);
        }
        let text = |name: &str| body[name].as_str().unwrap().to_owned();
        Err(Refused(text("__type"), text("message")))
    }

    /// The error type of a call that must fail.
    pub(crate) async fn refusal(&self, operation: &str, body: Value) -> String {
        self.call(operation, body).await.unwrap_err().0
    }

    pub(crate) async fn admin(&self, operation: &str, username: &str, more: Value) -> Value {
        let mut body = more;
        body["UserPoolId"] = json!(POOL);
        body["Username"] = json!(username);
        self.call(operation, body).await.unwrap()
    }

    /// A user without a password, at `{name}@acme.example`.
    pub(crate) async fn learner(&self, name: &str) {
        let email = format!("{name}@acme.example");
        let attributes = json!([{ "Name": "email", "Value": email }]);
        self.admin(
            "AdminCreateUser",
            name,
            json!({ "MessageAction": "SUPPRESS", "UserAttributes": attributes }),
        )
        .await;
    }

    /// A user with a password and an authenticator app; returns the app's secret.
    pub(crate) async fn administrator(&self, name: &str) -> Vec<u8> {
        self.with_password(name).await;
        let access = self.password_sign_in(name).await["AccessToken"].clone();
        let secret = self
            .call("AssociateSoftwareToken", json!({ "AccessToken": access }))
            .await
            .unwrap();
        let secret = secret["SecretCode"].as_str().unwrap();
        let secret = data_encoding::BASE32_NOPAD
            .decode(secret.as_bytes())
            .unwrap();
        let code = self.app_code(&secret);
        self.call(
            "VerifySoftwareToken",
            json!({ "AccessToken": access, "UserCode": code }),
        )
        .await
        .unwrap();
        let on = json!({ "Enabled": true, "PreferredMfa": true });
        self.call(
            "SetUserMFAPreference",
            json!({ "AccessToken": access, "SoftwareTokenMfaSettings": on }),
        )
        .await
        .unwrap();
        self.pass(60);
        secret
    }

    pub(crate) async fn with_password(&self, name: &str) {
        self.learner(name).await;
        self.admin(
            "AdminSetUserPassword",
            name,
            json!({ "Password": PASSWORD, "Permanent": true }),
        )
        .await;
    }

    pub(crate) fn app_code(&self, secret: &[u8]) -> String {
        let step = i64::try_from(self.now() / 30).unwrap();
        crate::users::totp::code_at(secret, step)
    }

    pub(crate) async fn start(&self, client: &str, parameters: Value) -> Result<Value, Refused> {
        let body =
            json!({ "AuthFlow": "USER_AUTH", "ClientId": client, "AuthParameters": parameters });
        self.call("InitiateAuth", body).await
    }

    pub(crate) async fn ask_code(&self, client: &str, username: &str) -> Result<Value, Refused> {
        self.start(
            client,
            json!({ "USERNAME": username, "PREFERRED_CHALLENGE": "EMAIL_OTP" }),
        )
        .await
    }

    pub(crate) async fn password_sign_in(&self, username: &str) -> Value {
        let parameters = json!({ "USERNAME": username, "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": PASSWORD });
        let answer = self.start(CLIENT, parameters).await.unwrap();
        answer["AuthenticationResult"].clone()
    }

    pub(crate) async fn respond(
        &self,
        client: &str,
        challenge: &str,
        session: &Value,
        responses: Value,
    ) -> Result<Value, Refused> {
        let body = json!({ "ClientId": client, "ChallengeName": challenge, "Session": session,
            "ChallengeResponses": responses });
        self.call("RespondToAuthChallenge", body).await
    }

    pub(crate) async fn send_code(
        &self,
        session: &Value,
        username: &str,
        code: &str,
    ) -> Result<Value, Refused> {
        let responses = json!({ "USERNAME": username, "EMAIL_OTP_CODE": code });
        self.respond(CLIENT, "EMAIL_OTP", session, responses).await
    }

    /// The tokens of a sign-in by e-mail.
    pub(crate) async fn sign_in(&mut self, username: &str) -> Value {
        let session = self.ask_code(CLIENT, username).await.unwrap()["Session"].clone();
        let code = self.code().await;
        let answer = self.send_code(&session, username, &code).await.unwrap();
        answer["AuthenticationResult"].clone()
    }

    pub(crate) async fn refresh(&self, token: &Value) -> Result<Value, Refused> {
        let body = json!({ "ClientId": CLIENT, "RefreshToken": token });
        let answer = self.call("GetTokensFromRefreshToken", body).await?;
        Ok(answer["AuthenticationResult"].clone())
    }

    pub(crate) async fn get_user(&self, token: &Value) -> Result<Value, Refused> {
        self.call("GetUser", json!({ "AccessToken": token })).await
    }

    pub(crate) async fn mail(&mut self) -> Mail {
        self.mails.recv().await.unwrap()
    }

    /// The code in the next mail.
    pub(crate) async fn code(&mut self) -> String {
        let text = self.mail().await.text;
        let code: String = text.chars().filter(char::is_ascii_digit).collect();
        assert_eq!(code.len(), 8, "{text}");
        code
    }

    pub(crate) fn pass(&self, seconds: u64) {
        self.seconds.fetch_add(seconds, Ordering::SeqCst);
    }

    pub(crate) fn now(&self) -> u64 {
        self.seconds.load(Ordering::SeqCst)
    }

    pub(crate) fn on_trigger(
        &self,
        answer: impl FnMut(Value) -> Result<Value, String> + Send + 'static,
    ) {
        *self.trigger.lock().unwrap() = Box::new(answer);
    }

    /// The trigger calls since the last look.
    pub(crate) fn trigger_calls(&self) -> Vec<TriggerCall> {
        std::mem::take(&mut self.calls.lock().unwrap())
    }

    /// The claims of a token, verified against the published keys as any service would.
    pub(crate) fn claims(&self, token: &Value) -> Value {
        let token = token.as_str().unwrap();
        let keys: JwkSet = serde_json::from_value(self.cognito.jwks(POOL).unwrap()).unwrap();
        let kid = decode_header(token).unwrap().kid.unwrap();
        let key = DecodingKey::from_jwk(keys.find(&kid).unwrap()).unwrap();
        let mut validation = Validation::new(Algorithm::RS256);
        validation.set_issuer(&[format!("{BASE}/{POOL}")]);
        validation.validate_aud = false;
        validation.validate_exp = false;
        decode::<Value>(token, &key, &validation).unwrap().claims
    }
}

pub(crate) fn pool_properties() -> Value {
    json!({
        "UserPoolName": "trellis",
        "MfaConfiguration": "OPTIONAL",
        "EnabledMfas": ["SOFTWARE_TOKEN_MFA"],
        "Policies": { "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"] } },
        "Schema": [
            { "Name": "workspace", "AttributeDataType": "String", "Mutable": false },
            { "Name": "nickname2", "AttributeDataType": "String" },
        ],
        "LambdaConfig": { "PreTokenGenerationConfig": { "LambdaArn": "arn:pre-token", "LambdaVersion": "V3_0" } },
    })
}

pub(crate) fn client_properties() -> Value {
    json!({
        "ClientName": "portal",
        "ExplicitAuthFlows": ["ALLOW_USER_AUTH"],
        "RefreshTokenRotation": { "Feature": "ENABLED", "RetryGracePeriodSeconds": 10 },
        "RefreshTokenValidity": 30,
        "AccessTokenValidity": 1,
        "AuthSessionValidity": 3,
        "PreventUserExistenceErrors": "ENABLED",
    })
}
