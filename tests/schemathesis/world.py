"""What the generated requests can name: things that exist, some of each kind, since some requests delete one."""

from local_stack import Failed, Stack, by_code, administrator, operator

COURSE = [{"title": "One", "modules": [{"title": "Two", "lessons": [{"title": "Lesson", "minutes": 3, "markdown": "# Lesson"}] * 2}]}]


def tokens(stack: Stack) -> dict[str, str]:
    admin = administrator(stack)
    # Whoever signs out everywhere is nobody who is needed afterwards.
    stack.must("POST", "/v1/admin/people", {"email": "leaver@acme.example", "name": "Lea Leaver"}, admin)
    return {
        "admin": admin,
        "author": by_code(stack, "acme", "author@acme.example"),
        "manager": by_code(stack, "acme", "manager@acme.example"),
        "leaver": by_code(stack, "acme", "leaver@acme.example"),
        "learner": by_code(stack, "acme", "learner@acme.example"),
        "operator": operator(stack),
    }


def course(stack: Stack, token: str, number: int) -> str:
    status, told, made = stack.send("POST", "/v1/admin/courses", {"title": f"Course {number}", "parts": COURSE}, token)
    if status != 201:
        raise Failed(f"no course: {status} {made}")
    stack.must("POST", f"/v1/admin/courses/{made['course_id']}/publish", token=token, headers={"if-match": told["etag"]})
    return made["course_id"]


def ids(stack: Stack, token: dict[str, str]) -> dict[str, list[str]]:
    """By the name of the path parameter."""
    admin, author, operators = token["admin"], token["author"], token["operator"]
    person = lambda number: {"email": f"person{number}@acme.example", "name": f"Person {number}"}
    tenant = lambda number: {
        "workspace": f"tenant-{number}", "name": "A tenant", "tier": "standard",
        "administrator": {"email": f"admin@tenant{number}.example", "name": "Ada"},
    }  # fmt: skip
    return {
        "member_id": [stack.must("POST", "/v1/admin/people", person(number), admin)["member_id"] for number in range(4)],
        "group_id": [stack.must("POST", "/v1/admin/groups", {"name": f"Group {number}"}, admin)["group_id"] for number in range(4)],
        "course_id": [course(stack, author, number) for number in range(2)],
        "lesson_id": ["l0", "l1"],
        "api_client_id": [
            stack.must("POST", "/v1/admin/api-clients", {"name": f"Client {number}", "scopes": ["people.read"]}, admin)["api_client"]["api_client_id"]
            for number in range(3)
        ],
        "import_id": [
            stack.must("POST", "/v1/admin/imports", {"kind": "mdbook", "file_name": "a.zip", "size": 10}, author)["import_id"]
        ],
        "agent_id": [
            stack.must("POST", "/v1/platform/agents", {"email": f"agent{number}@platform.example", "name": "Sam"}, operators)["agent_id"]
            for number in range(2)
        ],
        "workspace_id": [stack.must("POST", "/v1/platform/workspaces", tenant(number), operators)["workspace"] for number in range(3)],
        "board_id": ["week", "month", "all-time"],
        "queue": [item["queue"] for item in stack.must("GET", "/v1/platform/dead-letters", token=operators)["items"]],
    }
