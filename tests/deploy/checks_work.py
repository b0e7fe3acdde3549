"""What people do: courses, completions, points, imports."""

import io
import zipfile
from urllib.parse import quote

from api import Person, send
from checks import check, equal, truth, until
from world import World

LESSONS = 3


def draft(title: str) -> dict:
    lessons = [{"title": f"Lesson {number}", "minutes": 2, "markdown": f"# Lesson {number}\n\nText."} for number in range(LESSONS)]
    return {"title": title, "summary": "A course.", "parts": [{"title": "Part", "modules": [{"title": "Module", "lessons": lessons}]}]}


def completion(course: str, lesson: int) -> str:
    return f"/v1/me/enrolments/{course}/lessons/l{lesson}/completion"


def points(person: Person, expected: int) -> dict:
    """Waits until a member has so many points, then answers the home screen."""

    def look():
        home = person.get("/v1/me/home").expect(200)
        truth(home["points"] <= expected, f"more points than earned: {home}")
        return home if home["points"] == expected else None

    return until(f"{expected} points", look)


@check("an author makes, changes and publishes a course")
def course(world: World):
    ann = world.people["ann"]
    created = ann.send("POST", "/v1/admin/courses", draft("Safety"), idempotency_key="safety")
    world.course = created.expect(201)["course_id"]
    path = f"/v1/admin/courses/{world.course}"
    changed = ann.send("PATCH", path, {"summary": "All of it."}, if_match=created.headers["etag"])
    changed.expect(200)
    stale = ann.send("POST", f"{path}/publish", if_match=created.headers["etag"])
    equal(stale.status, 412, "publishing a version that is no more")
    ann.send("POST", f"{path}/publish", if_match=changed.headers["etag"]).expect(200)
    listed = world.people["leo"].get("/v1/catalog/courses").expect(200)["items"]
    equal([item["title"] for item in listed], ["Safety"], "the catalogue")


@check("another workspace's course does not exist, for its administrator neither")
def foreign_course(world: World):
    eve = world.people["eve"]
    for method, path in [
        ("GET", f"/v1/catalog/courses/{world.course}"),
        ("GET", f"/v1/catalog/courses/{world.course}/lessons/l0"),
        ("PUT", f"/v1/me/enrolments/{world.course}"),
        ("PATCH", f"/v1/admin/courses/{world.course}"),
    ]:
        body = {"summary": "Mine."} if method == "PATCH" else None
        headers = {"if_match": '"2"'} if method == "PATCH" else {}
        eve.send(method, path, body, **headers).problem(404, "not-found")
    equal(eve.get("/v1/catalog/courses").expect(200)["items"], [], "the other catalogue")


@check("a completion becomes points through the stream, two queues and a board")
def fan_out(world: World):
    leo = world.people["leo"]
    equal(leo.send("PUT", f"/v1/me/enrolments/{world.course}").status, 201, "enrolling")
    for lesson in range(LESSONS):
        leo.get(f"/v1/catalog/courses/{world.course}/lessons/l{lesson}").expect(200)
        equal(leo.send("PUT", completion(world.course, lesson)).status, 200, f"completing lesson {lesson}")
    earned = until("any points", lambda: leo.get("/v1/me/home").expect(200)["points"])
    enrolment = leo.get(f"/v1/me/enrolments/{world.course}").expect(200)
    truth(enrolment["completed_at"], f"the course is not complete: {enrolment}")
    rank = until("the rank", lambda: ranked(leo))
    equal((rank["rank"], rank["of"]), (1, 1), "the rank")
    return f"{earned} points at first look"


def ranked(person: Person) -> dict | None:
    own = person.get("/v1/boards/week/me").expect(200)
    settled = own["of"] == 1 and own["points"] == person.get("/v1/me/home").expect(200)["points"]
    return own if settled and own["points"] >= LESSONS else None


@check("completing again earns nothing")
def again(world: World):
    leo = world.people["leo"]
    before = leo.get("/v1/me/home").expect(200)["points"]
    leo.send("PUT", completion(world.course, 0)).expect(200)
    drained = until("the queues to be empty", lambda: world.queue_depth("Awards") == world.queue_depth("Boards") == (0, 0))
    truth(drained, "the queues are not empty")
    equal(leo.get("/v1/me/home").expect(200)["points"], before, "the points")


def archive() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        book.writestr("book.toml", '[book]\ntitle = "A small book"\n')
        book.writestr("src/SUMMARY.md", "# Summary\n\n- [First](first.md)\n- [Second](second.md)\n")
        book.writestr("src/first.md", "# Hello\n\n![A dot](dot.png) and [more](second.md).\n\n<script>alert(1)</script>\n")
        book.writestr("src/second.md", "# Second\n\nText.\n")
        book.writestr("src/dot.png", bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"))
    return packed.getvalue()


def announce(person: Person, size: int) -> dict:
    announced = {"kind": "mdbook", "file_name": "book.zip", "size": size}
    return person.send("POST", "/v1/admin/imports", announced).expect(201)


def upload(announced: dict, content: bytes, url: str = "", **headers: str) -> int:
    order = announced["upload"]
    return send(order["method"], url or order["url"], order["headers"] | headers, content).status


@check("an upload that is not the signed one is refused")
def wrong_uploads(world: World):
    ann, content = world.people["ann"], archive()
    announced = announce(ann, len(content))
    url = announced["upload"]["url"]
    elsewhere = url.replace(quote(announced["import_id"]), "01ARZ3NDEKTSV4RRFFQ69G5FAV")
    truth(elsewhere != url, f"the address does not name the import: {url}")
    equal(upload(announced, content, elsewhere), 403, "another key")
    equal(upload(announced, content, url.split("?")[0]), 403, "no signature")
    equal(upload(announced, content, **{"content-type": "text/html"}), 403, "another type")
    equal(upload(announced, content, **{"X-Test-Plain": "1"}), 403, "an unencrypted request")


@check("a presigned upload becomes a course through the bucket's notice and a queue")
def import_course(world: World):
    ann, content = world.people["ann"], archive()
    announced = announce(ann, len(content))
    equal(upload(announced, content), 200, "the upload")

    def finished():
        status = ann.get(f"/v1/admin/imports/{announced['import_id']}").expect(200)
        return status if status["state"] in ("done", "failed") else None

    done = until("the end of the import", finished, 60)
    equal(done["state"], "done", f"the import {done}")
    world.imported = done["course_id"]
    lesson = ann.get(f"/v1/catalog/courses/{world.imported}/lessons/l0").expect(200)
    truth("Hello" in lesson["html"] and "<script" not in lesson["html"], f"the lesson: {lesson['html'][:300]}")
    picture = lesson["html"].split('src="')[1].split('"')[0].replace("&amp;", "&")
    equal(send("GET", picture.split("?")[0]).status, 403, "the picture without a signature")
    with_signature = send_binary(picture)
    truth(with_signature.startswith(b"\x89PNG"), "the picture is not the one that was packed")


def send_binary(url: str) -> bytes:
    import urllib.request

    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.read()
