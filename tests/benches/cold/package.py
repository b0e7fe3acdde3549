"""An attempt in a package, and a report of its run time: a place, ten answers, and 4,000 characters in which nothing repeats."""

import base64
import hashlib
import hmac
import json
import random
import zlib
from datetime import UTC, datetime

MEMBER, COURSE, LESSON = "01JZ8Q4N7E5T9V3W2XKBYMCD6H", "01JZ8Q4N7E5T9V3W2XKBYMCD6F", "l0"
DIGEST = "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c"
BEGUN = "2026-11-20T08:00:00Z"
DEFLATED = -15
"""Window bits of a stream without a header (RFC 1951)."""


def cmi(place: str, time: str) -> dict[str, str]:
    """Text as packages write that pack their data themselves, beside what most report."""
    data = base64.b64encode(random.Random(7).randbytes(3000)).decode()
    said = {"cmi.core.lesson_location": place, "cmi.suspend_data": data, "cmi.core.session_time": time}
    for number in range(10):
        of = f"cmi.interactions.{number}"
        said |= {f"{of}.id": f"question-{number}", f"{of}.student_response": "b", f"{of}.result": "correct"}
    return said


def attempt() -> dict:
    """The attempt as the table has it, with its first report."""
    deflate = zlib.compressobj(wbits=DEFLATED)
    packed = deflate.compress(json.dumps(cmi("p6", "00:00:30")).encode()) + deflate.flush()
    text, number = lambda value: {"S": value}, lambda value: {"N": str(value)}
    session = {"number": number(1), "begun_at": text(BEGUN), "sequence": number(1), "seconds": number(30)}
    return {
        "pk": text(f"W#acme#MEMBER#{MEMBER}"),
        "sk": text(f"PACKAGE#{COURSE}#{LESSON}#00001"),
        "entity": text("PackageAttempt"),
        "schema": number(1),
        "version": number(2),
        "created_at": text(BEGUN),
        "updated_at": text(BEGUN),
        "number": number(1),
        "begun_at": text(BEGUN),
        "saved_at": text(BEGUN),
        "digest": text(DIGEST),
        "course_version": number(1),
        "state": text("open"),
        "session": number(1),
        "sessions": {"L": [{"M": session}]},
        "device": text("b2c1"),
        "cmi": {"B": base64.b64encode(packed).decode()},
    }


def report(signing_key: str) -> str:
    """The body of the next report, with a ticket as the platform would have issued it just now."""
    rule = {"completion": "reported", "mastery_percent": 80, "attempts": None, "scoring": "highest"}
    launch = {
        "member": MEMBER, "course": COURSE, "lesson": LESSON, "version": 1, "digest": DIGEST, "item": "test", "standard": "scorm_1_2",
        "is_global": False, "rule": rule, "review": False, "at": datetime.now(UTC).isoformat(), "page": "https://learn.example",
    }  # fmt: skip
    ticket = base64.urlsafe_b64encode(json.dumps({"workspace": "acme", "value": launch}).encode()).rstrip(b"=")
    signature = hmac.new(signing_key.encode(), b"package-launch\0" + ticket, hashlib.sha256).digest()
    token = f"{ticket.decode()}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"
    place = {"launch": token, "attempt": 1, "session": 1, "sequence": 2, "final": False}
    return json.dumps(place | {"cmi": cmi("p7", "00:01:00"), "runtime": {"completion": "incomplete", "seconds": 60}})
