"""Signing in through the emulator's hosted pages.

It has no `InitiateAuth USER_AUTH`, which `/v1/auth/start` uses, but its hosted pages send codes by e-mail (EMAIL_OTP), and
call the pool's trigger before they issue tokens.
"""

import base64
import hashlib
import re
import secrets
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

from api import send
from checks import equal, truth, until

REDIRECT = "http://localhost:3000/signed-in"
KEPT = [
    "UserPoolId", "ClientId", "ClientName", "ExplicitAuthFlows", "PreventUserExistenceErrors", "EnableTokenRevocation",
    "AuthSessionValidity", "AccessTokenValidity", "IdTokenValidity", "RefreshTokenValidity", "TokenValidityUnits", "RefreshTokenRotation",
]  # fmt: skip


def open_hosted_pages(cognito, pool: str, client: str) -> None:
    """Lets the deployed client use the hosted pages; an update replaces everything, so all the rest is said again."""
    known = cognito.describe_user_pool_client(UserPoolId=pool, ClientId=client)["UserPoolClient"]
    cognito.update_user_pool_client(
        **{name: known[name] for name in KEPT if known.get(name)},
        AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthFlows=["code"],
        AllowedOAuthScopes=["openid", "email"],
        CallbackURLs=[REDIRECT],
        SupportedIdentityProviders=["COGNITO"],
    )


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    truth(found, f"the page has no {name}: {page[-400:]}")
    return found[1]


def letters(emulator_url: str, address: str) -> list[dict]:
    """The letters to an address, oldest first."""
    boxes = send("GET", f"{emulator_url}/_ministack/ses/messages").expect(200)["messages"]
    return [letter for box in boxes.values() for letter in box if address in letter["To"]]


class HostedPages:
    def __init__(self, emulator_url: str, client: str):
        self.url, self.client = emulator_url, client

    def post(self, path: str, **form: str):
        headers = {"content-type": "application/x-www-form-urlencoded"}
        return send("POST", self.url + path, headers, urlencode(form).encode())

    def tokens(self, username: str, address: str) -> dict[str, str]:
        verifier = secrets.token_urlsafe(48)
        digest = hashlib.sha256(verifier.encode()).digest()
        request = {
            "client_id": self.client,
            "redirect_uri": REDIRECT,
            "response_type": "code",
            "scope": "openid email",
            "state": "here",
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        page = send("GET", f"{self.url}/oauth2/authorize?{urlencode(request)}")
        equal(page.status, 200, f"the sign-in page {page.text[:200]!r}")
        before = len(letters(self.url, address))
        page = self.post("/login", auth_flow="USER_AUTH", username=username, **request)
        token = hidden(page.text, "ua_token")
        self.post("/login", ua_token=token, challenge="EMAIL_OTP")
        letter = until("the letter with the code", lambda: letters(self.url, address)[before:], 20)[-1]
        code = re.search(r"\b\d{6,8}\b", letter["BodyText"])[0]
        page = self.post("/login", ua_token=token, code="0" * len(code))
        equal(page.status, 200, "a wrong code")
        page = self.post("/login", ua_token=token, code=code)
        if page.status == 200:
            # On AWS the code confirms a user whom an administrator made. The emulator wants a password of them first.
            password = secrets.token_urlsafe(24) + "aA1!"
            page = self.post("/login", np_token=hidden(page.text, "np_token"), new_password=password, confirm_password=password)
        equal(page.status, 302, f"the right code {page.text[-200:]!r}")
        answered = parse_qs(urlsplit(page.headers["location"]).query)
        equal(answered["state"], ["here"])
        granted = self.post(
            "/oauth2/token", grant_type="authorization_code", client_id=self.client, redirect_uri=REDIRECT,
            code=answered["code"][0], code_verifier=verifier,
        )  # fmt: skip
        return granted.expect(200)


def session_item(workspace: str, member: str, session: str, revoked: bool = False) -> dict:
    """What `/v1/auth/verify` stores of a sign-in (functions/identity/model/src/sessions.rs); the hosted pages know nothing of it."""
    now = datetime.now(UTC)
    stamp = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    text = {
        "pk": f"W#{workspace}#MEMBER#{member}",
        "sk": f"SESSION#{session}",
        "id": session,
        "entity": "Session",
        "created_at": stamp,
        "updated_at": stamp,
    }
    numbers = {"schema": 1, "version": 1, "expires_at": int((now + timedelta(days=1)).timestamp())}
    item = {name: {"S": value} for name, value in text.items()} | {name: {"N": str(value)} for name, value in numbers.items()}
    return item | {"revoked": {"BOOL": revoked}}
