"""What stands at the end of a course: a package and a quiz. How an author adds them, and how people do in them."""

import hashlib
import html
import io
import random
import re
import urllib.request
import zipfile
from pathlib import Path

from api import Account, Refused, until
from story import Person

HERE = Path(__file__).resolve().parent
BANK = "Fire safety"
# So many questions with each tag of the bank.
DRAWS = {"basics": 1, "first-minute": 2, "extinguishers": 3, "getting-out": 2}
# The manifest of the package says the same.
PASSES = 60
DECISIONS = 5
# Nobody tries oftener.
TRIES = 2
# Who goes on with the package on another device while it is still open on the first.
TWO_DEVICES = "Marco Rinaldi"


# What authors do


def has_exercises(course: dict) -> bool:
    return any(lesson["kind"] == "quiz" for lesson in lessons_of(course))


def lessons_of(course: dict) -> list[dict]:
    return [lesson for part in course["parts"] for module in part["modules"] for lesson in module["lessons"]]


def with_exercises(author: Account, course: dict) -> list[dict]:
    """The outline of a course with a module more: what there is keeps its content."""
    kept = ("id", "title", "minutes", "optional", "after")
    known = lambda lesson: {name: lesson[name] for name in kept if name in lesson}
    parts = [
        {"title": part["title"], "modules": [{"title": module["title"], "lessons": [known(lesson) for lesson in module["lessons"]]} for module in part["modules"]]}
        for part in course["parts"]
    ]
    draws = [{"bank_id": bank(author), "tag": tag, "count": count} for tag, count in DRAWS.items()]
    quiz = {"kind": "quiz", "draws": draws, "pass_percent": 75, "attempts": 3}
    package = {"kind": "package", "file": uploaded(author, "fire-drill.zip", archive()), "item": "drill-1"}
    lessons = [{"title": "Fire drill", "minutes": 5, "content": package}, {"title": "What do you know?", "minutes": 8, "content": quiz}]
    parts[-1]["modules"].append({"title": "Put it to the test", "lessons": lessons})
    return parts


def bank(author: Account) -> str:
    """The question bank, read from a file in Moodle's text format."""
    known = {each["title"]: each["bank_id"] for each in author.pages("/v1/admin/question-banks")}
    if BANK not in known:
        file = {"format": "gift", "content": (HERE / "questions.gift").read_text()}
        read = author.call("POST", "/v1/admin/questions/reading", file)[1]
        if read["skipped"]:
            raise Refused(f"questions of the demo were skipped: {read['skipped']}")
        known[BANK] = author.call("POST", "/v1/admin/question-banks", {"title": BANK, "questions": read["questions"]})[1]["bank_id"]
    return known[BANK]


def archive() -> bytes:
    """The package, the same to the byte each time: files are known by their bytes."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        for file in sorted((HERE / "package").iterdir()):
            package.writestr(zipfile.ZipInfo(file.name), file.read_bytes(), zipfile.ZIP_DEFLATED)
    return data.getvalue()


def uploaded(author: Account, name: str, data: bytes) -> str:
    """The digest of a package in one part, once it is unpacked."""
    part = hashlib.sha256(data)
    digest = hashlib.sha256(part.digest()).hexdigest()
    path = f"/v1/admin/files/{digest}"
    if author.call("PUT", path, {"file_name": name, "size": len(data), "kind": "package"})[1]["state"] == "uploading":
        signed = author.call("POST", f"{path}/parts", {"parts": [{"number": 1, "sha256": part.hexdigest()}]})[1]["requests"][0]
        headers = {name: value for name, value in signed["headers"].items() if name.lower() not in ("host", "content-length")}
        urllib.request.urlopen(urllib.request.Request(signed["url"], data, headers, method=signed["method"]), timeout=60).close()
        author.call("POST", f"{path}/completion")

    def over() -> dict | None:
        # It is told of a moment after it was found clean.
        status, package, _ = author.call("GET", f"/v1/admin/packages/{digest}", accept=(200, 404))
        return package if status == 200 and package["state"] in ("ready", "refused") else None

    package = until(f"the package {name}", over)
    if package["state"] == "refused":
        raise Refused(f"the package {name} was refused: {package}")
    return digest


# What learners do


class Exerciser:
    """Somebody in the exercises: some know it all, some learn by trying."""

    def __init__(self, account: Account, person: Person, questions: dict[str, dict], lapse) -> None:
        self.account, self.person, self.questions, self.lapse = account, person, questions, lapse
        self.knows = random.Random(f"knowledge of {person.name}").choice([0.98, 0.9, 0.8, 0.6])

    def chance(self, of: str, attempt: int) -> tuple[random.Random, float]:
        """The luck of an attempt, and how likely it is that an answer is right: likelier each time."""
        return random.Random(f"{of} {attempt} of {self.person.name}"), min(1.0, self.knows + 0.2 * (attempt - 1))

    def quiz(self, path: str) -> bool:
        """Whether it is passed, now or before."""
        standing = self.account.get(f"{path}/attempts")
        ended = [attempt for attempt in standing["attempts"] if attempt["state"] != "open"]
        passed = standing["passed"]
        for number in range(len(ended) + 1, TRIES + 1):
            if passed:
                break
            passed = self.quiz_attempt(path, number)
        return passed

    def quiz_attempt(self, path: str, number: int) -> bool:
        luck, likely = self.chance("quiz", number)
        attempt = self.account.call("POST", f"{path}/attempts")[1]
        own = f"{path}/attempts/{attempt['number']}"
        for sequence, asked in enumerate(attempt["questions"]):
            self.lapse(luck.randint(15, 70))
            answer = given(asked, self.questions[words(asked["html"])], luck.random() < likely)
            self.account.call("PUT", f"{own}/answers/{asked['id']}", {"answer": answer, "sequence": sequence})
        return self.account.call("POST", f"{own}/submission")[1]["result"]["passed"]

    def package(self, path: str) -> bool:
        standing = self.account.get(f"{path}/package")
        ended = [attempt for attempt in standing["attempts"] if attempt["state"] != "open"]
        passed = standing.get("passed") is True
        for number in range(len(ended) + 1, TRIES + 1):
            if passed:
                break
            passed = self.package_attempt(path, number)
        return passed

    def package_attempt(self, path: str, number: int) -> bool:
        """What the player does in a browser: it opens a session and reports what the package sets."""
        luck, likely = self.chance("package", number)
        if number == 1 and self.person.name == TWO_DEVICES:
            self.session(path, "tablet")
        launch, begun = self.session(path, "laptop")
        seconds = luck.randint(50, 110)
        self.lapse(seconds)
        right = sum(luck.random() < likely for _ in range(DECISIONS))
        score = 100 * right // DECISIONS
        cmi = {
            "cmi.core.lesson_location": "1",
            "cmi.core.lesson_status": "passed" if score >= PASSES else "failed",
            "cmi.core.score.min": "0",
            "cmi.core.score.max": "100",
            "cmi.core.score.raw": str(score),
            "cmi.core.session_time": f"00:{seconds // 60:02}:{seconds % 60:02}",
        }
        report = {"launch": launch, "attempt": begun["attempt"], "session": begun["session"], "sequence": 1, "final": True, "cmi": cmi}
        self.account.call("POST", "/v1/package-commits", report)
        return score >= PASSES

    def session(self, path: str, device: str) -> tuple[str, dict]:
        launch = self.account.call("POST", f"{path}/launches", {})[1]["launch"]
        wish = {"launch": launch, "device": device, "takes_over": True}
        return launch, self.account.call("POST", "/v1/package-sessions", wish)[1]["begun"]


def given(asked: dict, question: dict, is_right: bool) -> dict:
    """An answer to a question as it was asked: its choices stand there in an order of their own, without what tells which is right."""
    kind = question["kind"]
    ids = lambda choices: {words(choice["html"]): choice["id"] for choice in choices}
    match kind:
        case "single":
            text = next(answer["text"] for answer in question["answers"] if answer.get("right", False) == is_right)
            return {"kind": kind, "choice": ids(asked["choices"])[text]}
        case "multiple":
            chosen = [answer["text"] for answer in question["answers"] if answer.get("right", False)]
            return {"kind": kind, "choices": [ids(asked["choices"])[text] for text in chosen[: None if is_right else 1]]}
        case "true_false":
            return {"kind": kind, "value": question["right"] == is_right}
        case "numeric":
            return {"kind": kind, "value": str(question["accepted"][0]["value"]) if is_right else "60"}
        case "text":
            return {"kind": kind, "text": question["accepted"][0]["pattern"] if is_right else "110"}
        case "matching":
            pairs = question["pairs"]
            answers = [pair["answer"] for pair in pairs]
            if not is_right:
                # The last two are mixed up.
                answers[-2:] = reversed(answers[-2:])
            prompts, named = ids(asked["prompts"]), ids(asked["answers"])
            return {"kind": kind, "pairs": {prompts[pair["prompt"]]: named[answer] for pair, answer in zip(pairs, answers)}}
    raise Refused(f"nobody knows how to answer a question of the kind {kind}")


def words(marked: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", marked)).strip()
