"""Who gets in: public routes, tokens, roles, sessions, workspaces."""

import json

import jwt

from api import Person
from checks import Skip, check, equal, truth, until
from issuer import EMAIL_CODE, new_key
from sign_in import open_hosted_pages
from world import World


@check("public routes answer without a token")
def public_routes(world: World):
    equal(world.api.send("GET", "/v1/health").expect(200)["status"], "ok", "the health")
    document = world.api.send("GET", "/v1/openapi.json").expect(200)
    truth(document["openapi"].startswith("3.1"), "the OpenAPI document is not of version 3.1")
    return f"{len(document['paths'])} paths described"


@check("the gateway's own errors have the form of all errors")
def gateway_errors(world: World):
    world.api.send("GET", "/v1/nowhere").problem(404, "not-found")
    missing = world.api.send("GET", "/v1/me")
    missing.problem(401, "unauthenticated")
    equal(missing.headers.get("www-authenticate"), "Bearer")


@check("a browser's preflight request needs no token")
def preflight(world: World):
    answer = world.api.send("OPTIONS", "/v1/me", origin="http://localhost:3000", access_control_request_method="GET")
    equal(answer.status, 200, "the status")
    equal(answer.headers.get("access-control-allow-origin"), "http://localhost:3000")


@check("an operator opens workspaces by invoking a function, and may do so again")
def open_workspaces(world: World):
    equal(world.open_workspace("acme", "ada@acme.example"), {"workspace": "acme", "new": True})
    equal(world.open_workspace("acme", "ada@acme.example"), {"workspace": "acme", "new": False})
    equal(world.open_workspace("acme-corp", "eve@acme-corp.example"), {"workspace": "acme-corp", "new": True})


@check("a workspace has a usage key in the plan of its tier")
def usage_keys(world: World):
    plan = {key["id"] for key in world.apigateway.get_usage_plan_keys(usagePlanId=world.name("StandardPlan"))["items"]}
    keys = world.apigateway.get_api_keys(includeValues=True)["items"]
    made = {key["value"] for key in keys if key["id"] in plan and key["enabled"]}
    equal(made, {world.usage_key("acme"), world.usage_key("acme-corp")}, "the plan's keys")


@check("the stream and a queue bring an invitation to the user pool and into a letter")
def invitation(world: World):
    user = until("the administrator's user", lambda: world.user("ada@acme.example"))
    truth({"Name": "custom:workspace", "Value": "acme"} in user["Attributes"], f"the user has no workspace: {user}")
    letter = until("the invitation", lambda: world.letters("ada@acme.example"))[0]
    truth("http://localhost:3000/enrol#ticket=" in letter["BodyText"], f"the letter does not lead to the enrolment: {letter}")


@check("a failing dependency is a 503 that says nothing of it")
def dependency(world: World):
    # The emulator answers USER_AUTH with "Unsupported AuthFlow".
    answer = world.api.send("POST", "/v1/auth/start", {"workspace": "acme", "email": "ada@acme.example"})
    answer.problem(503, "unavailable")
    truth("AuthFlow" not in answer.text, f"the answer shows the dependency's error: {answer.text}")


@check("sign-in by code through the product's own routes")
def own_sign_in(_: World):
    raise Skip("the emulator has no InitiateAuth USER_AUTH; the local stack's tests cover it")


@check("refresh and its rotation through the product's own routes")
def own_refresh(_: World):
    raise Skip("the emulator does not rotate refresh tokens; the local stack's tests cover it")


@check("sign-in by e-mailed code on the hosted pages; the trigger writes workspace, roles and region")
def hosted_sign_in(world: World):
    open_hosted_pages(world.cognito, world.pool, world.client)
    ada = world.people["ada"] = world.sign_in("ada@acme.example")
    claims = world.issuer.claims(ada.token)
    equal({name: claims.get(name) for name in ("workspace", "roles", "home_region", "token_use", "client_id")}, {
        "workspace": "acme", "roles": "learner admin", "home_region": "eu-central-1", "token_use": "access", "client_id": world.client,
    })  # fmt: skip


@check("a token without a stored session is refused, and accepted once it is stored")
def session(world: World):
    ada = world.people["ada"]
    ada.get("/v1/me").problem(401, "unauthenticated")
    world.put_session(ada)
    ada.get("/v1/me").expect(200)


@check("the authorizer's context reaches the handler: member, workspace and roles")
def context(world: World):
    me = world.people["ada"].get("/v1/me").expect(200)
    equal(me["member_id"], world.people["ada"].member_id)
    equal((me["workspace"], me["email"], me["roles"]), ("acme", "ada@acme.example", ["learner", "admin"]))


@check("forged, foreign and stale tokens are refused")
def wrong_tokens(world: World):
    ada = world.people["ada"]
    claims = world.issuer.claims(ada.token)
    body = ada.token.split(".")
    wrong = {
        "no token at all": "nonsense",
        "signed by a stranger": world.issuer.sign(claims, new_key()),
        "unsigned": jwt.encode(claims, None, algorithm="none"),
        "changed after signing": ".".join([body[0], body[1][:-4] + "AAAA", body[2]]),
        "of another issuer": world.issuer.sign(claims | {"iss": "https://issuer.example"}),
        "of another client": world.issuer.sign(claims | {"client_id": "other"}),
        "an ID token": world.issuer.sign(claims | {"token_use": "id"}),
        "expired": world.issuer.sign(claims | {"exp": claims["iat"] - 60}),
        "of a member of another workspace": world.issuer.sign(claims | {"workspace": "acme-corp"}),
    }
    for what, token in wrong.items():
        answer = world.api.send("GET", "/v1/me", token=token, usage_key=ada.usage_key)
        equal(answer.status, 401, f"a token {what}")
    return f"{len(wrong)} kinds"


@check("an administrator who has signed in with less than password and app administers nothing")
def level(world: World):
    ada = world.people["ada"]
    claims = world.issuer.claims(ada.token)
    for acr in ("urn:cognito:loa:1", EMAIL_CODE, "urn:cognito:loa:3", "4", None):
        token = world.issuer.sign({name: value for name, value in (claims | {"acr": acr}).items() if value})
        answer = world.api.send("GET", "/v1/admin/people", token=token, usage_key=ada.usage_key)
        equal(answer.status, 403, f"the people, with acr {acr}")
        me = world.api.send("GET", "/v1/me", token=token, usage_key=ada.usage_key).expect(200)
        equal(me["second_factor"], "required", f"the second factor, with acr {acr}")
    equal(ada.get("/v1/me").expect(200)["second_factor"], "shown", "the second factor")


@check("a request without a usage key is refused by the gateway")
def without_key(world: World):
    world.api.send("GET", "/v1/me", token=world.people["ada"].token).problem(503, "no-plan")


@check("the usage key of the authorizer's answer is the one that counts")
def usage_identifier(_: World):
    raise Skip("the emulator does not know usageIdentifierKey; the test sends the same key as a header")


@check("roles open their routes and no others")
def roles(world: World):
    learner = world.member("leo", [])
    author = world.member("ann", ["author"])
    allowed = {"ada": (200, 200), "leo": (403, 403), "ann": (403, 200)}
    for name, (people, courses) in allowed.items():
        person = world.people[name]
        equal(person.get("/v1/admin/people").status, people, f"the people, for {name}")
        equal(person.get("/v1/admin/courses").status, courses, f"the courses, for {name}")
    learner.get("/v1/admin/people").problem(403, "forbidden")
    author.get("/v1/admin/people").problem(403, "forbidden")


@check("an attempt that is repeated with its key invites once; another body under it is refused")
def idempotency(world: World):
    ada, body = world.people["ada"], {"email": "ida@acme.example", "name": "Ida"}
    answers = [ada.send("POST", "/v1/admin/people", body, idempotency_key="one").expect(201) for _ in range(2)]
    equal(answers[0]["member_id"], answers[1]["member_id"])
    listed = ada.get("/v1/admin/people").expect(200)["items"]
    equal(len([person for person in listed if person["email"] == "ida@acme.example"]), 1, "invitations")
    equal(ada.send("POST", "/v1/admin/people", body | {"name": "Io"}, idempotency_key="one").status, 422, "another body")


@check("a workspace whose name is longer sees nothing of the shorter one")
def foreign_workspace(world: World):
    eve = world.people["eve"] = world.sign_in("eve@acme-corp.example")
    world.put_session(eve)
    equal(eve.get("/v1/me").expect(200)["workspace"], "acme-corp")
    equal([person["email"] for person in eve.get("/v1/admin/people").expect(200)["items"]], ["eve@acme-corp.example"])
    stranger = world.people["ada"].member_id
    eve.send("PATCH", f"/v1/admin/people/{stranger}", {"name": "Mine"}, if_match='"1"').problem(404, "not-found")


@check("a revoked session and a deactivated member are refused")
def revocation(world: World):
    ada, leo = world.people["ada"], world.people["leo"]
    world.put_session(leo, revoked=True)
    leo.get("/v1/me").problem(401, "unauthenticated")
    world.put_session(leo)
    leo.get("/v1/me").expect(200)
    uma = world.member("uma", [])
    listed = json.loads(ada.get("/v1/admin/people").text)["items"]
    truth(any(person["member_id"] == uma.member_id for person in listed), "the member is not listed")
    set_state(ada, uma, "deactivated")
    uma.get("/v1/me").problem(401, "unauthenticated")
    until("the user to be disabled", lambda: world.user("uma@acme.example")["Enabled"] is False)


def set_state(admin: Person, member: Person, state: str) -> None:
    path = f"/v1/admin/people/{member.member_id}"
    equal(admin.send("PATCH", path, {"state": state}, if_match='"1"').status, 200, "the change of state")
