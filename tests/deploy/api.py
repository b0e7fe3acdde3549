"""Requests to the deployed API, as a browser sends them."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass

from checks import equal

# A redirect is an answer to look at, not to follow.
OPENER = urllib.request.build_opener(type("NoRedirect", (urllib.request.HTTPRedirectHandler,), {"redirect_request": lambda *_: None}))


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    text: str

    @property
    def body(self):
        return json.loads(self.text)

    def expect(self, status: int):
        equal(self.status, status, f"the answer {self.text[:300]!r}")
        return self.body if self.text else None

    def problem(self, status: int, kind: str) -> None:
        """The one form of all errors, the gateway's own included (RFC 9457)."""
        equal(self.status, status, f"the answer {self.text[:300]!r}")
        equal(self.headers.get("content-type"), "application/problem+json", "the content type")
        equal(self.body["type"], f"/problems/{kind}")
        equal(self.body["status"], status)


def send(method: str, url: str, headers: dict[str, str] | None = None, body: bytes | None = None) -> Answer:
    request = urllib.request.Request(url, data=body, headers=headers or {}, method=method)
    try:
        answer = OPENER.open(request, timeout=60)
    except urllib.error.HTTPError as refused:
        answer = refused
    with answer:
        return Answer(answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read().decode())


class Api:
    def __init__(self, url: str):
        self.url = url

    def send(self, method: str, path: str, body=None, token: str = "", usage_key: str = "", **headers: str) -> Answer:
        """`headers` are written with `_` for `-`."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            given["authorization"] = f"Bearer {token}"
        if usage_key:
            given["x-api-key"] = usage_key
        if body is not None:
            given["content-type"] = "application/json"
        return send(method, self.url + path, given, None if body is None else json.dumps(body).encode())


@dataclass
class Person:
    """Somebody with an access token."""

    api: Api
    token: str
    member_id: str
    workspace: str
    session: str
    # On AWS the gateway takes the key from the authorizer's answer. The emulator knows only the header.
    usage_key: str

    def send(self, method: str, path: str, body=None, **headers: str) -> Answer:
        return self.api.send(method, path, body, self.token, self.usage_key, **headers)

    def get(self, path: str) -> Answer:
        return self.send("GET", path)
