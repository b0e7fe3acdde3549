"""What is measured: each function in each language, with the events and settings it gets."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from package import attempt, report
from places import EVENTS, ITEMS, LOGS, NODE, PEERS, PYTHON, WORK, bootstrap, peer

ROUNDS = 9
SECONDS = 200
"""No round begins after so long."""
WARM_UP = 200
INVOCATIONS = 400

SETTINGS = {
    "PATH": os.environ["PATH"],
    "HOME": str(WORK / "home"),
    "LANG": "C.UTF-8",
    "TZ": ":UTC",
    "AWS_REGION": "eu-central-1",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "AWS_SESSION_TOKEN": "session-token-of-the-function",
    "AWS_EXECUTION_ENV": "AWS_Lambda_provided.al2023",
    "AWS_LAMBDA_FUNCTION_NAME": "bench",
    "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256",
    "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/bench",
    "AWS_LAMBDA_LOG_STREAM_NAME": "bench",
    # Node's SDK otherwise spends time on a warning.
    "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED": "true",
    "AWS_ENDPOINT_URL": "${ENDPOINT}",
    "ISSUER": "${ENDPOINT}/pool",
    "CLIENT_ID": "4kd8fj3l9s0dkfjw93kdl0s9d8",
    "TABLE_NAME": "trellis",
    "SIGNING_KEY": "a-signing-key-for-the-bench-of-32-characters-or-more",
}

UNREACHABLE = "https://127.0.0.1:1"
"""Nothing listens there: clients get their TLS ready, as they do for AWS, and then cannot connect."""


@dataclass(frozen=True)
class Case:
    """One function under one circumstance."""

    name: str
    handler: str
    area: str
    event: dict
    expected: dict
    settings: dict
    languages: tuple[str, ...] = ("trellis", "naive", "node", "python")
    cold_only: bool = False


def sample(name: str) -> dict:
    """The repository's own sample event."""
    return json.loads(next(EVENTS.glob(f"*/{name}.json")).read_text())


def authorizer_event(token: str) -> dict:
    event = sample("authorize")
    event["headers"]["Authorization"] = f"Bearer {token}"
    return event


def package_event() -> dict:
    return sample("commit-package") | {"body": report(SETTINGS["SIGNING_KEY"])}


def items() -> Path:
    """The table: what stands beside the stub, and an attempt in a package."""
    path = WORK / "items.json"
    path.write_text(json.dumps([*json.loads(ITEMS.read_text()), attempt()]))
    return path


def cases() -> list[Case]:
    allowed, profile, progress = '"Allow"', "Ada Lovelace", '\\"l0\\"'
    authorize = ("authorize", "authorizer")
    read, write = ("get-me", "people"), ("complete-lesson", "learning")
    none, https = {}, {"AWS_ENDPOINT_URL": UNREACHABLE}
    own, foreign = authorizer_event("${TOKEN}"), authorizer_event("${FOREIGN_TOKEN}")
    refused = {"error": True, "text": "Unauthorized"}
    rust = ("trellis", "naive")
    return [
        Case("hello", "hello", "", {}, {"text": "hello"}, none, ("hello",)),
        Case("authorize", *authorize, own, {"text": allowed}, none),
        # A right signature but another client: refused after the check of the token, before anything is read.
        Case("token-only", *authorize, foreign, refused, none),
        Case("get-me", *read, sample("get-me"), {"text": profile}, none),
        Case("complete-lesson", *write, sample("complete-lesson"), {"text": progress}, none),
        Case("commit-package", "commit-package", "packages", package_event(), {"text": '\\"state\\":\\"open\\"'}, none, ("trellis",)),
        Case("get-me-https", *read, sample("get-me"), {"text": "/problems/unavailable"}, https, ("trellis",), True),
        Case("get-me-https", *read, sample("get-me"), {"error": True, "text": ""}, https, ("naive", "node"), True),
        Case("complete-lesson-https", *write, sample("complete-lesson"), {"text": "/problems/unavailable"}, https, ("trellis",), True),
        Case("complete-lesson-https", *write, sample("complete-lesson"), {"error": True, "text": ""}, https, ("naive",), True),
        Case("authorize-https", *authorize, own, {"error": True, "text": ""}, https, rust, True),
    ]


def command(case: Case, language: str, profile: str) -> list[str]:
    match language:
        case "hello":
            return [str(peer("hello"))]
        case "trellis":
            return [str(bootstrap(case.area, profile))]
        case "naive":
            return [str(peer("naive"))]
        case "node":
            return ["node", str(NODE / "dist" / f"{case.handler}.js")]
        case _:
            return [str(PYTHON / "bin" / "python"), str(PEERS / "python" / f"{case.handler}.py")]


def variant(case: Case, language: str, profile: str) -> dict:
    return {
        "name": f"{case.name}/{language}",
        "command": command(case, language, profile),
        "environment": SETTINGS | {"_HANDLER": case.handler} | case.settings,
        "event": case.event,
        "expected": case.expected,
        "cold_only": case.cold_only,
    }


def plan(profile: str) -> dict:
    return {
        "rounds": ROUNDS,
        "seconds": SECONDS,
        "warm_up": WARM_UP,
        "invocations": INVOCATIONS,
        "items": str(items()),
        "logs": str(LOGS),
        "variants": [variant(case, language, profile) for case in cases() for language in case.languages],
    }
