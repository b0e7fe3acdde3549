"""An issuer of access tokens at an address that the deployed authorizer can reach.

The emulator writes Cognito's real address into its tokens as their issuer, and serves the keys elsewhere. The authorizer
rightly accepts only tokens whose issuer is the one it fetches keys from. So this issuer takes a token of the emulator,
verifies it against the emulator's keys, and signs the very same claims again with its own name for issuer.

The emulator knows no `acr` claim either, by which Cognito says how somebody has signed in. This issuer writes the one that
Cognito would: of a code by e-mail, or, for those who administer, of a password with an authenticator app, which the emulator
cannot ask for. So the run shows that the authorizer goes by the claim, not how it comes about; the local stack's tests do that.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY_ID = "deploy-test"
EMAIL_CODE, PASSWORD_AND_APP = "urn:cognito:loa:2", "urn:cognito:loa:4"


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Issuer:
    def __init__(self, emulator_url: str):
        self.emulator_url = emulator_url
        self.key = new_key()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def handler(self) -> type[BaseHTTPRequestHandler]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        key_set = json.dumps({"keys": [public | {"kid": KEY_ID, "alg": "RS256", "use": "sig"}]}).encode()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                found = self.path.endswith("/.well-known/jwks.json")
                self.send_response(200 if found else 404)
                self.send_header("content-type", "application/json")
                self.end_headers()
                self.wfile.write(key_set if found else b"{}")

            def log_message(self, *_):
                """Requests are no news."""

        return Handler

    def countersign(self, token: str, pool: str, level: str) -> str:
        """The emulator's token with this issuer's name, level and signature."""
        keys = jwt.PyJWKClient(f"{self.emulator_url}/{pool}/.well-known/jwks.json")
        claims = jwt.decode(token, keys.get_signing_key_from_jwt(token).key, algorithms=["RS256"])
        return self.sign(claims | {"iss": f"{self.url}/{pool}", "acr": level})

    def sign(self, claims: dict, key: rsa.RSAPrivateKey | None = None) -> str:
        return jwt.encode(claims, key or self.key, algorithm="RS256", headers={"kid": KEY_ID})

    @staticmethod
    def claims(token: str) -> dict:
        return jwt.decode(token, options={"verify_signature": False})

    def stop(self) -> None:
        self.server.shutdown()
