"""The API as the people of the demo use it: who they are, how they sign in, and the clock of the stack."""

import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from datetime import UTC, datetime, timedelta

PASSWORD = "trellis demo password"
# How long an e-mail or an import may take.
PATIENCE = 90.0


class Refused(Exception):
    """An answer that was not expected."""


def until(what: str, found):
    """What `found` brings, as soon as it brings something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if (result := found()) is not None:
            return result
        time.sleep(0.05)
    raise Refused(f"{what}: nothing within {PATIENCE:.0f} seconds")


class Api:
    """Requests of a browser: it keeps its cookies."""

    def __init__(self, base: str) -> None:
        self.base, self.token = base.rstrip("/"), None
        self.cookies: dict[str, str] = {}

    def send(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, str, dict]:
        """One request. Where the API asks to wait, it is waited."""
        request = urllib.request.Request(self.base + path, method=method)
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        if self.token:
            request.add_header("authorization", f"Bearer {self.token}")
        if self.cookies and path.startswith("/v1/auth/"):
            request.add_header("cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        data = None
        if body is not None:
            request.add_header("content-type", "application/json")
            data = json.dumps(body).encode()
        while True:
            try:
                with urllib.request.urlopen(request, data, timeout=60) as answer:
                    status, text, given = answer.status, answer.read(), answer.headers
            except urllib.error.HTTPError as error:
                status, text, given = error.code, error.read(), error.headers
            if status == 429:
                time.sleep(float(given.get("retry-after", "1")))
                continue
            for cookie in given.get_all("set-cookie", []):
                name, _, value = cookie.split(";")[0].partition("=")
                self.cookies[name] = value
            return status, text.decode(errors="replace"), {name.lower(): value for name, value in given.items()}

    def call(self, method: str, path: str, body: object = None, accept: tuple[int, ...] = (200, 201, 204), **headers: str) -> tuple[int, object, dict]:
        status, text, given = self.send(method, path, body, **headers)
        if status not in accept:
            raise Refused(f"{method} {path}: {status} {text[:500]}")
        return status, json.loads(text) if text else None, given

    def get(self, path: str):
        return self.call("GET", path)[1]

    def pages(self, path: str) -> list[dict]:
        items, cursor = [], ""
        while True:
            page = self.get(path + cursor)
            items += page["items"]
            if not page.get("next"):
                return items
            cursor = ("&" if "?" in path else "?") + "cursor=" + urllib.parse.quote(page["next"])


class Account(Api):
    """Somebody who signs in when it is needed, and stays signed in while the session lasts."""

    def __init__(self, clock: "Clock", email: str, workspace: str = "acme", password: bool = False) -> None:
        super().__init__(clock.api.base)
        self.clock, self.email, self.workspace, self.password = clock, email, workspace, password
        self.local = Api(self.base)
        # Until when the token is good.
        self.until = datetime.min.replace(tzinfo=UTC)

    def call(self, method: str, path: str, body: object = None, accept: tuple[int, ...] = (200, 201, 204), **headers: str) -> tuple[int, object, dict]:
        if self.clock.now() >= self.until:
            self.sign_in()
        return super().call(method, path, body, accept, **headers)

    def sign_in(self) -> None:
        self.token = None
        if self.cookies:
            status, text, _ = self.send("POST", "/v1/auth/refresh")
            if status == 200:
                return self.signed_in(json.loads(text))
        session, code = self.by_password() if self.password else self.by_mail()
        self.signed_in(super().call("POST", "/v1/auth/verify", {"session": session, "code": code})[1])

    def signed_in(self, answer: dict) -> None:
        self.token = answer["access_token"]
        self.until = self.clock.now() + timedelta(seconds=answer["expires_in"] - 60)

    def mails(self) -> list[dict]:
        return self.local.get("/_local/mailbox?to=" + urllib.parse.quote(self.email))["items"]

    def by_mail(self) -> tuple[str, str]:
        newest = max(mail["id"] for mail in until(f"an invitation for {self.email}", lambda: self.mails() or None))
        started = super().call("POST", "/v1/auth/start", {"workspace": self.workspace, "email": self.email})[1]

        def code() -> str | None:
            fresh = (mail for mail in self.mails() if mail["id"] > newest)
            return next((found[0] for mail in fresh if (found := re.search(r"\b\d{8}\b", mail["text"] or ""))), None)

        return started["session"], until(f"a code for {self.email}", code)

    def by_password(self) -> tuple[str, str]:
        proof = {"workspace": self.workspace, "email": self.email, "password": PASSWORD}
        status, started, _ = super().call("POST", "/v1/auth/password", proof, accept=(200, 401))
        if status == 401:
            self.enrol()
            started = super().call("POST", "/v1/auth/password", proof)[1]
        return started["session"], self.app_code()

    def app_code(self) -> str:
        path = "/_local/authenticator?email=" + urllib.parse.quote(self.email)

        def code() -> str | None:
            items = self.local.get(path)["items"]
            return items[0]["code"] if items else None

        return until(f"a code of the app of {self.email}", code)

    def enrol(self) -> None:
        def ticket() -> str | None:
            return next((found[1] for mail in self.mails() if (found := re.search(r"#ticket=(\S+)", mail["text"] or ""))), None)

        word = urllib.parse.unquote(until(f"an invitation for {self.email}", ticket))
        super().call("POST", "/v1/auth/enrolment/password", {"ticket": word, "password": PASSWORD})
        super().call("POST", "/v1/auth/enrolment/code", {"ticket": word, "code": self.app_code()})


class Clock:
    """The stack's clock. It is set back once and then only forward: nothing that was said to last until some time is waited for twice."""

    def __init__(self, base: str) -> None:
        self.api = Api(base)
        self.told, self.heard = datetime.now(UTC), time.monotonic()

    def now(self) -> datetime:
        return self.told + timedelta(seconds=time.monotonic() - self.heard)

    def put(self, wish: dict) -> None:
        told = self.api.call("PUT", "/_local/clock", wish)[1]["now"]
        self.told, self.heard = datetime.fromisoformat(told).astimezone(UTC), time.monotonic()

    def back(self, to: datetime) -> None:
        self.put({"now": to.isoformat()})

    def forward(self, to: datetime) -> None:
        if to > self.now():
            self.put({"now": to.isoformat()})

    def present(self) -> None:
        self.put({"offset_seconds": 0})
