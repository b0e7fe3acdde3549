//! A provider with everything that tests look at: mails, trigger calls, and a clock that they turn.

mod steps;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use local_kit::{Clock, HttpAnswer};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::{OnceCell, mpsc};

use crate::{Cognito, Mail, Options, TriggerCall};

pub(crate) const POOL: &str = "local_Pool";
/// Rotates with ten seconds of grace, and hides who exists.
pub(crate) const CLIENT: &str = "portal";
/// Shows who exists; refreshes without rotation.
pub(crate) const LEGACY_CLIENT: &str = "legacy";
pub(crate) const BASE: &str = "http://127.0.0.1:3001";
pub(crate) const PASSWORD: &str = "Sunny-Day-7";
const START: i64 = 1_800_000_000;

type TriggerAnswer = Box<dyn FnMut(Value) -> Result<Value, String> + Send>;

pub(crate) struct World {
    pub(crate) cognito: Cognito,
    pub(crate) file: PathBuf,
    options: Options,
    mails: mpsc::UnboundedReceiver<Mail>,
    pub(crate) clock: Clock,
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
                let Self { cognito, file, _folder, .. } = world;
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
        let clock = Clock::standing(Timestamp::from_second(START).unwrap());
        let calls = Arc::new(Mutex::new(Vec::new()));
        let trigger: Arc<Mutex<TriggerAnswer>> = Arc::new(Mutex::new(Box::new(Ok)));
        let options = Options {
            issuer_base: BASE.to_owned(),
            region: "eu-central-1".to_owned(),
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
            clock: clock.clone(),
        };
        Self { cognito: Cognito::open(&file, options.clone()).unwrap(), file, options, mails, clock, calls, trigger, _folder: folder }
    }

    async fn declare(&self) {
        self.cognito.ensure_pool(POOL, &pool_properties()).await.unwrap();
        let portal = client_properties();
        self.cognito.ensure_client(POOL, CLIENT, &portal).await.unwrap();
        let legacy = json!({ "ExplicitAuthFlows": ["ALLOW_USER_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"] });
        self.cognito.ensure_client(POOL, LEGACY_CLIENT, &legacy).await.unwrap();
    }

    /// Lets a function of the stack write the pool's messages.
    pub(crate) async fn set_message_trigger(&self) {
        let mut properties = pool_properties();
        properties["LambdaConfig"]["CustomMessage"] = json!("arn:message");
        self.cognito.ensure_pool(POOL, &properties).await.unwrap();
    }

    /// The same file, opened again.
    pub(crate) fn reopen(&mut self) {
        self.cognito = Cognito::open(&self.file, self.options.clone()).unwrap();
    }

    pub(crate) async fn call(&self, operation: &str, body: Value) -> Result<Value, Refused> {
        let target = format!("AWSCognitoIdentityProviderService.{operation}");
        let HttpAnswer { status, body, .. } = self.cognito.handle(&target, body.to_string().as_bytes(), "127.0.0.1").await;
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
        self.clock.advance(SignedDuration::from_secs(i64::try_from(seconds).unwrap()));
    }

    pub(crate) fn now(&self) -> u64 {
        u64::try_from(self.clock.now().as_second()).unwrap()
    }

    pub(crate) fn on_trigger(&self, answer: impl FnMut(Value) -> Result<Value, String> + Send + 'static) {
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

/// The parameters of a sign-in with a password.
pub(crate) fn with_password(name: &str, password: &str) -> Value {
    json!({ "USERNAME": name, "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": password })
}
