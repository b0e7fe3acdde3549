//! What tests do again and again: users, sign-ins, refreshes.

use serde_json::{Value, json};

use super::{CLIENT, PASSWORD, POOL, Refused, World};

impl World {
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
        self.admin("AdminCreateUser", name, json!({ "MessageAction": "SUPPRESS", "UserAttributes": attributes })).await;
    }

    /// A user with a password and an authenticator app; returns the app's secret.
    pub(crate) async fn administrator(&self, name: &str) -> Vec<u8> {
        self.with_password(name).await;
        let access = self.password_sign_in(name).await["AccessToken"].clone();
        let secret = self.call("AssociateSoftwareToken", json!({ "AccessToken": access })).await.unwrap();
        let secret = secret["SecretCode"].as_str().unwrap();
        let secret = data_encoding::BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
        let code = self.app_code(&secret);
        self.call("VerifySoftwareToken", json!({ "AccessToken": access, "UserCode": code })).await.unwrap();
        let on = json!({ "Enabled": true, "PreferredMfa": true });
        self.admin("AdminSetUserMFAPreference", name, json!({ "SoftwareTokenMfaSettings": on })).await;
        self.pass(60);
        secret
    }

    pub(crate) async fn with_password(&self, name: &str) {
        self.learner(name).await;
        self.admin("AdminSetUserPassword", name, json!({ "Password": PASSWORD, "Permanent": true })).await;
    }

    pub(crate) fn app_code(&self, secret: &[u8]) -> String {
        let step = i64::try_from(self.now() / 30).unwrap();
        crate::users::totp::code_at(secret, step)
    }

    pub(crate) async fn start(&self, client: &str, parameters: Value) -> Result<Value, Refused> {
        let body = json!({ "AuthFlow": "USER_AUTH", "ClientId": client, "AuthParameters": parameters });
        self.call("InitiateAuth", body).await
    }

    pub(crate) async fn ask_code(&self, client: &str, username: &str) -> Result<Value, Refused> {
        self.start(client, json!({ "USERNAME": username, "PREFERRED_CHALLENGE": "EMAIL_OTP" })).await
    }

    pub(crate) async fn password_sign_in(&self, username: &str) -> Value {
        let parameters = json!({ "USERNAME": username, "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": PASSWORD });
        let answer = self.start(CLIENT, parameters).await.unwrap();
        answer["AuthenticationResult"].clone()
    }

    pub(crate) async fn respond(&self, client: &str, challenge: &str, session: &Value, responses: Value) -> Result<Value, Refused> {
        let body = json!({ "ClientId": client, "ChallengeName": challenge, "Session": session,
            "ChallengeResponses": responses });
        self.call("RespondToAuthChallenge", body).await
    }

    pub(crate) async fn send_code(&self, session: &Value, username: &str, code: &str) -> Result<Value, Refused> {
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
}
