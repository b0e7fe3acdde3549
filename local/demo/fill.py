"""Fills a running local stack with a demo worth showing: `make demo`.

Six illustrated courses, one of them with a package and a quiz, thirty people in three teams, groups, and four months of what they have
learned, all through the API that everybody uses: books are imported, people invited in bulk, lessons opened and completed by the person
who takes them. On a stack
without any of it the clock is set back to the first day and goes forward with the story (`story.py`) until today.

It can be run again at any time: what is there already stays, and what is missing is done today. Whatever ends it, the clock tells the
present again. It needs nothing but Python.
"""

import argparse
import io
import re
import signal
import sys
import urllib.error
import urllib.request
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

from api import Account, Api, Clock, Refused, until
from exercises import Exerciser, bank, has_exercises, lessons_of, with_exercises
from story import ABOUT, DOMAIN, EXERCISES, GROUPS, LEADS, PATH, PENDING, REGIONS, Event, Person, Story, address

BOOKS = Path(__file__).resolve().parent / "books"
OPERATOR = "operator@trellis.example"
# So many people learn today.
TODAY = 5


def title_of(book: str) -> str:
    return re.search(r'^title = "(.+)"$', (BOOKS / book / "book.toml").read_text(), re.MULTILINE)[1]


class Learner:
    """How far somebody has come, and what an hour of learning is."""

    def __init__(self, demo: "Demo", person: Person) -> None:
        self.demo, self.person = demo, person
        self.account = Account(demo.clock, person.email)
        # How many lessons lie behind them, and how many of these they have completed.
        self.done = {book: 0 for book in person.books}
        self.completed = 0

    def next(self, at: datetime) -> str | None:
        """The book that comes next, of those that there are at that time."""
        there = (book for book in self.person.books if self.demo.story.published[book] <= at)
        return next((book for book in there if self.done[book] < len(self.demo.lessons(book))), None)

    def learn(self, at: datetime, lessons: int) -> bool:
        """Whether there was something to learn."""
        for taken in range(lessons):
            if not (book := self.next(at)):
                return taken > 0
            course, lesson = self.demo.course(book), self.demo.lessons(book)[self.done[book]]
            path = f"/v1/me/enrolments/{course}"
            if self.done[book] == 0:
                self.account.call("PUT", path)
            # A lesson counts once it was opened.
            self.account.call("GET", f"/v1/catalog/courses/{course}/lessons/{lesson['id']}")
            own = f"{path}/lessons/{lesson['id']}"
            if self.does(lesson["kind"], own):
                self.account.call("PUT", f"{own}/completion")
                self.completed += 1
            self.done[book] += 1
        return True

    def does(self, kind: str, path: str) -> bool:
        """What a lesson asks for before it can be completed; whoever fails too often goes on to the next."""
        if kind not in ("quiz", "package"):
            return True
        exerciser = Exerciser(self.account, self.person, self.demo.questions(), self.demo.lapse)
        return exerciser.quiz(path) if kind == "quiz" else exerciser.package(path)


class Demo:
    def __init__(self, clock: Clock, aws: str) -> None:
        self.clock, self.aws = clock, aws
        self.story = Story(self.clock.now())
        self.author = Account(clock, f"author@{DOMAIN}")
        self.administrator = Account(clock, f"admin@{DOMAIN}", password=True)
        self.learners = {person.name: Learner(self, person) for person in self.story.people}
        self.courses: dict[str, str] = {}
        self.latest: Learner | None = None
        # Who has left.
        self.gone: set[str] = set()
        self.outlines: dict[str, list[dict]] = {}
        self.asked: dict[str, dict] = {}
        # Until when the clock may go forward with the story, while it does.
        self.today, self.is_told = self.clock.now(), False

    def course(self, book: str) -> str:
        return self.courses[title_of(book)]

    def lessons(self, book: str) -> list[dict]:
        if book not in self.outlines:
            self.outlines[book] = lessons_of(self.author.get("/v1/catalog/courses/" + self.course(book)))
        return self.outlines[book]

    def questions(self) -> dict[str, dict]:
        """What can be asked in the quiz, by its text: with what is right."""
        if not self.asked:
            found = self.author.get("/v1/admin/question-banks/" + bank(self.author))
            self.asked = {question["text"]: question for question in found["questions"]}
        return self.asked

    def lapse(self, seconds: int) -> None:
        """Time that something takes, where the clock goes with the story."""
        if self.is_told:
            self.clock.forward(min(self.clock.now() + timedelta(seconds=seconds), self.today))

    def find_courses(self) -> None:
        self.courses = {course["title"]: course["course_id"] for course in self.author.pages("/v1/catalog/courses")}

    def fill(self) -> None:
        self.find_courses()
        books = {title_of(folder.name) for folder in BOOKS.iterdir()}
        fresh = not books & set(self.courses)
        if fresh:
            begin = self.story.events[0].at
            print(f"The clock is set back to {begin:%d %B %Y}.", flush=True)
            self.clock.back(begin)
        self.is_told = fresh
        day = None
        for event in self.story.events:
            if event.at.date() != day:
                self.end_day()
                if day and event.at.month != day.month:
                    print(f"{day:%B} is over", flush=True)
                day = event.at.date()
            if fresh:
                self.clock.forward(event.at)
            self.play(event)
        self.end_day()
        self.is_told = False
        self.clock.present()
        self.operator()
        self.path()
        self.learn_today()

    def path(self) -> None:
        """A path through the courses for newcomers, which everybody takes who still learns."""
        title, milestones = PATH
        known = {path["title"]: path["path_id"] for path in self.author.pages("/v1/admin/paths")}
        if title not in known:
            courses = lambda books: [{"course_id": self.course(book), "optional": optional} for book, optional in books]
            stretches = [{"title": stretch, "courses": courses(books)} for stretch, books in milestones]
            wish = {"title": title, "summary": "What everybody at Acme learns first.", "order": "in_order", "milestones": stretches}
            _, path, headers = self.author.call("POST", "/v1/admin/paths", wish)
            known[title] = path["path_id"]
            self.author.call("PATCH", f"/v1/admin/paths/{known[title]}", {"state": "published"}, if_match=headers["etag"])
        for learner in self.learners.values():
            if learner.person.goes_on and learner.person.email not in self.gone:
                learner.account.call("PUT", f"/v1/me/paths/{known[title]}")

    def end_day(self) -> None:
        """Points come by a queue. They have arrived before the day is over: those of the last have, so those of all."""
        if learner := self.latest:
            earned = 10 * learner.completed
            until(f"the points of {learner.person.name}", lambda: learner.account.get("/v1/me/home")["points"] >= earned or None)
        self.latest = None

    def play(self, event: Event) -> None:
        match event.what:
            case "publish":
                self.publish(event.book)
            case "invite":
                self.invite(event.who)
            case "learn":
                learner = self.learners[event.who[0].name]
                if learner.person.email not in self.gone and learner.learn(event.at, event.lessons):
                    self.latest = learner
            case "leave":
                person = self.found()[event.who[0].email]
                if person["state"] == "active":
                    self.administrator.call("PATCH", "/v1/admin/people/" + person["member_id"], {"state": "deactivated"})

    def learn_today(self) -> None:
        learners = [learner for learner in self.learners.values() if learner.person.goes_on]
        now = self.clock.now()
        busy = [learner for learner in learners if learner.next(now)][:TODAY]
        for number, learner in enumerate(busy):
            learner.learn(now, 1 + number % 2)
            self.latest = learner
        self.end_day()

    def publish(self, book: str) -> None:
        """Publishes what is not there yet: the course, or what one of an earlier demo has not."""
        course = self.courses.get(title_of(book)) or self.imported(BOOKS / book)
        self.courses[title_of(book)] = course
        _, draft, headers = self.author.call("GET", f"/v1/catalog/courses/{course}?version=draft")
        change = {}
        if draft["state"] == "draft":
            tags, skills, level, audience, outcomes = ABOUT[book]
            change["about"] = {"tags": tags, "skills": skills, "level": level, "audience": audience, "outcomes": outcomes}
        if book == EXERCISES and not has_exercises(draft):
            change["parts"] = with_exercises(self.author, draft)
        if change:
            etag = self.author.call("PATCH", f"/v1/admin/courses/{course}", change, if_match=headers["etag"])[2]["etag"]
            self.author.call("POST", f"/v1/admin/courses/{course}/publish", if_match=etag)

    def imported(self, folder: Path) -> str:
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as book:
            for file in sorted(folder.rglob("*")):
                if file.is_file():
                    book.write(file, file.relative_to(folder).as_posix())
        data = archive.getvalue()
        wish = self.author.call("POST", "/v1/admin/imports", {"kind": "mdbook", "file_name": folder.name + ".zip", "size": len(data)})[1]
        headers = {name: value for name, value in wish["upload"]["headers"].items() if name.lower() not in ("host", "content-length")}
        upload = urllib.request.Request(wish["upload"]["url"], data, headers, method=wish["upload"]["method"])
        urllib.request.urlopen(upload, timeout=60).close()

        def over() -> dict | None:
            state = self.author.get("/v1/admin/imports/" + wish["import_id"])
            return state if state["state"] in ("done", "failed") else None

        state = until(f"the import of {folder.name}", over)
        if state["state"] == "failed":
            raise Refused(f"the import of {folder.name} failed: {state}")
        if state["warning_count"]:
            print(f"{folder.name}: {state['warning_count']} warnings", file=sys.stderr)
        return state["course_id"]

    def found(self) -> dict[str, dict]:
        return {person["email"]: person for person in self.administrator.pages("/v1/admin/people")}

    def invite(self, people: list[Person]) -> None:
        """Invites who is not there yet. A busy stack leaves the rest of the rows untried: they are sent again."""
        there = self.found()
        self.gone |= {email for email, person in there.items() if person["state"] == "deactivated"}
        rows = [self.row(person, there) for person in people]
        while missing := [row for row in rows if row["email"] not in there]:
            answer = self.administrator.call("POST", "/v1/admin/people/bulk", {"items": missing})[1]
            if answer["invited"] == 0:
                raise Refused(f"nobody was invited: {answer['items'][:3]}")
            there = self.found()
        for person in people:
            # An earlier run was interrupted before they had signed in, and that was some time ago.
            found = there[person.email]
            if person.name not in PENDING and (found.get("invitation") or {}).get("state") == "expired":
                self.administrator.call("POST", f"/v1/admin/people/{found['member_id']}/invitation")
        groups = {group["name"]: group["group_id"] for group in self.administrator.pages("/v1/admin/groups")}
        for name, team in GROUPS.items():
            group = groups.get(name) or self.administrator.call("POST", "/v1/admin/groups", {"name": name})[1]["group_id"]
            for person in people:
                if person.team == team:
                    self.administrator.call("PUT", f"/v1/admin/groups/{group}/members/{there[person.email]['member_id']}")

    def row(self, person: Person, there: dict[str, dict]) -> dict:
        """Leads report to the manager, and the others to their lead."""
        boss = f"manager@{DOMAIN}" if person.lead else address(LEADS[person.team])
        row = {"email": person.email, "name": person.name, "region": REGIONS[person.team], "manager_id": there[boss]["member_id"]}
        return row | {"roles": ["manager"]} if person.lead else row

    def operator(self) -> None:
        """The operators' own workspace is opened by the function that opens the first one."""
        event = {"workspace": "platform", "name": "Platform", "tier": "standard", "administrator": {"email": OPERATOR, "name": "Olga Operator"}}
        Api(self.aws).call("POST", "/2015-03-31/functions/open-workspace/invocations", event)
        Account(self.clock, OPERATOR, "platform", password=True).sign_in()


def main() -> None:
    arguments = argparse.ArgumentParser(description="Fills a running local stack with a demo worth showing.")
    arguments.add_argument("--url", default="http://localhost:3000", help="where the stack answers")
    arguments.add_argument("--aws", default="http://127.0.0.1:3001", help="where its AWS services answer")
    chosen = arguments.parse_args()
    # Whoever ends this by another signal than Ctrl-C wants the clock back, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    clock = Clock(chosen.url)
    try:
        # An earlier run that could not say goodbye.
        clock.present()
        try:
            Demo(clock, chosen.aws).fill()
        finally:
            clock.present()
    except (Refused, urllib.error.URLError) as error:
        sys.exit(f"The demo is not complete: {error}\nStart the platform with `make run`, then run `make demo` again; it goes on from here.")
    except KeyboardInterrupt:
        sys.exit("The demo is not complete. Run `make demo` again; it goes on from here.")
    print("The demo is there. Sign in as manager@acme.example, admin@acme.example, or as an operator: operator@trellis.example in the workspace platform.")


if __name__ == "__main__":
    main()
