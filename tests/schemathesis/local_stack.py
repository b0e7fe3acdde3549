"""The platform on this machine, on ports and in a folder of its own, and the people who sign in to it."""

import base64
import hmac
import json
import os
import re
import signal
import socket
import struct
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PASSWORD = "trellis demo password"
# Figures at which no gateway limit is met: what is tested here is not the limits.
PARAMETERS = {"StandardRate": 5000, "LargeRate": 5000, "SignInRate": 5000, "SourceRate": 1000000, "SignInSourceRate": 1000000}
PATIENCE = 120


class Failed(Exception):
    """Something that the tests need did not happen."""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def until(what: str, look):
    """The first answer of `look` that says something."""
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    raise Failed(f"waited in vain for {what}")


class Stack:
    def __init__(self, binary: Path, folder: Path):
        self.port, self.aws_port = free_port(), free_port()
        self.url, self.aws_url = f"http://127.0.0.1:{self.port}", f"http://127.0.0.1:{self.aws_port}"
        command = [str(binary), "--template", str(ROOT / "template.yaml")]
        command += [f"--parameter={name}={value}" for name, value in PARAMETERS.items()]
        environment = os.environ | {
            "TRELLIS_PORT": str(self.port), "TRELLIS_AWS_PORT": str(self.aws_port), "TRELLIS_PACKAGES_PORT": "0", "TRELLIS_DATA": str(folder / "data"),
            "RUST_LOG": "warn,authorizer=info",
        }  # fmt: skip
        self.log = (folder / "stack.log").open("w")
        self.process = subprocess.Popen(command, env=environment, stdout=self.log, stderr=subprocess.STDOUT, cwd=ROOT)

    def ready(self) -> None:
        """Waits until the demo workspaces are there: the last line of what the stack says at its start."""

        def started():
            if self.process.poll() is not None:
                raise Failed(f"the stack ended with {self.process.returncode}: {self.last_words()}")
            return "Ctrl-C stops it." in Path(self.log.name).read_text()

        until("the stack", started)

    def last_words(self, lines: int = 20) -> str:
        """The end of its log: warnings, errors, and why callers were refused."""
        return "\n".join(Path(self.log.name).read_text().splitlines()[-lines:])

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.log.close()

    def send(self, method: str, path: str, body=None, token: str | None = None, headers: dict | None = None):
        """Status, headers and body of an answer."""
        url = path if path.startswith("http") else self.url + path
        headers = {"accept": "application/json"} | (headers or {})
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers["content-type"] = "application/json"
        if token:
            headers["authorization"] = f"Bearer {token}"
        request = urllib.request.Request(url, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                status, told, text = answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            status, told, text = error.code, error.headers, error.read()
        return status, told, json.loads(text) if text else None

    def must(self, method: str, path: str, body=None, token: str | None = None, headers: dict | None = None):
        status, _, answer = self.send(method, path, body, token, headers)
        if status >= 300:
            raise Failed(f"{method} {path} answered {status}: {answer}")
        return answer

    def letters(self, address: str) -> list[dict]:
        return self.must("GET", f"/_local/mailbox?to={address}")["items"]


def one_time_code(secret: str, step: int) -> str:
    """RFC 6238."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", step), "sha1")
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def by_code(stack: Stack, workspace: str, address: str) -> str:
    """An access token of somebody who signs in with a code by e-mail."""
    before = len(stack.letters(address))
    session = stack.must("POST", "/v1/auth/start", {"workspace": workspace, "email": address})["session"]
    letter = until("the code", lambda: newest(stack.letters(address), before))
    code = re.search(r"\b\d{8}\b", letter["text"])[0]
    return stack.must("POST", "/v1/auth/verify", {"session": session, "code": code})["access_token"]


def newest(letters: list[dict], before: int) -> dict | None:
    return max(letters, key=lambda letter: letter["sent_at"]) if len(letters) > before else None


def by_password(stack: Stack, workspace: str, address: str, code: str) -> str:
    """An access token of somebody who signs in with password and authenticator app."""
    proof = {"workspace": workspace, "email": address, "password": PASSWORD}
    session = stack.must("POST", "/v1/auth/password", proof)["session"]
    return stack.must("POST", "/v1/auth/verify", {"session": session, "code": code})["access_token"]


def administrator(stack: Stack) -> str:
    address = "admin@acme.example"
    # The app shows none where two were used just now.
    code = until("a code", lambda: stack.must("GET", f"/_local/authenticator?email={address}")["items"][0]["code"])
    return by_password(stack, "acme", address, code)


def operator(stack: Stack) -> str:
    """Makes the operators' own workspace as its runbook says, and signs the first operator in."""
    address = "operator@platform.example"
    order = {"workspace": "platform", "name": "Operators", "tier": "large", "administrator": {"email": address, "name": "Olga Operator"}}
    stack.must("POST", f"{stack.aws_url}/2015-03-31/functions/open-workspace/invocations", order)
    letter = until("the invitation", lambda: newest(stack.letters(address), 0))
    ticket = re.search(r"#ticket=(\S+)", letter["text"])[1]
    secret = stack.must("POST", "/v1/auth/enrolment/password", {"ticket": ticket, "password": PASSWORD})["secret"]
    step = int(time.time()) // 30
    stack.must("POST", "/v1/auth/enrolment/code", {"ticket": ticket, "code": one_time_code(secret, step)})
    return by_password(stack, "platform", address, one_time_code(secret, step + 1))


def client(stack: Stack, token: str) -> str:
    """An access token of an API client with every scope."""
    scopes = ["people.read", "people.write", "courses.read", "courses.write", "audit.read"]
    made = stack.must("POST", "/v1/admin/api-clients", {"name": "Contract tests", "scopes": scopes}, token)
    basic = base64.b64encode(f"{made['api_client']['client_id']}:{made['client_secret']}".encode()).decode()
    request = urllib.request.Request(
        made["token_url"], b"grant_type=client_credentials",
        {"authorization": f"Basic {basic}", "content-type": "application/x-www-form-urlencoded"},
    )  # fmt: skip
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)["access_token"]
