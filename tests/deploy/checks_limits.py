"""What happens when things go wrong, at set times, and to the stack itself."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from botocore.exceptions import ClientError

import emulator_gaps
from checks import Skip, check, equal, truth, until
from checks_work import completion, points
from stack import NAME
from world import World

# A policy that takes away what the template's policy gives.
DENY_WRITES = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Deny", "Action": "dynamodb:PutItem", "Resource": "*"}],
}


def role_of(world: World, function: str) -> str:
    return world.functions.get_function_configuration(FunctionName=world.name(function))["Role"].rsplit("/", 1)[1]


@check("a function that reaches beyond its policy is denied")
def beyond_policy(world: World):
    """The dead-letter function is told to read a queue that its policy does not name."""
    name = world.name("ListDeadLetters")
    variables = world.functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    beyond = variables | {"DEAD_LETTER_QUEUES": world.name("Awards")}
    world.functions.update_function_configuration(FunctionName=name, Environment={"Variables": beyond})
    try:
        answer = world.sample("ListDeadLetters", "list-dead-letters")
        equal(answer["statusCode"], 500, "reading the queue")
        until("the denial in its log", lambda: world.logged("ListDeadLetters", "AccessDenied"))
    finally:
        world.functions.update_function_configuration(FunctionName=name, Environment={"Variables": variables})
    equal(world.sample("ListDeadLetters", "list-dead-letters")["statusCode"], 200, "reading its own queues")


@check("every function's role names its resources: no statement allows everything")
def no_wildcards(world: World):
    count = 0
    for logical in [name for name, kind in world.stack.types.items() if kind == "AWS::IAM::Role"]:
        role = world.name(logical)
        for policy in world.iam.list_role_policies(RoleName=role)["PolicyNames"]:
            document = world.iam.get_role_policy(RoleName=role, PolicyName=policy)["PolicyDocument"]
            for statement in document["Statement"]:
                actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
                truth(all(not action.endswith(":*") and action != "*" for action in actions), f"{logical} may {actions}")
                count += 1
    return f"{count} statements"


@check("a message whose worker fails comes again until it succeeds, with no effect lost or doubled")
def retry(world: World):
    ann, role = world.people["ann"], role_of(world, "AwardPoints")
    equal(ann.send("PUT", f"/v1/me/enrolments/{world.course}").status, 201, "enrolling")
    ann.get(f"/v1/catalog/courses/{world.course}/lessons/l0").expect(200)
    before = world.logged("AwardPoints", "a message failed")
    world.iam.put_role_policy(RoleName=role, PolicyName="broken", PolicyDocument=json.dumps(DENY_WRITES))
    try:
        ann.send("PUT", completion(world.course, 0)).expect(200)
        until("a failed delivery", lambda: world.logged("AwardPoints", "a message failed") > before)
        equal(ann.get("/v1/me/home").expect(200)["points"], 0, "the points while the worker fails")
    finally:
        world.iam.delete_role_policy(RoleName=role, PolicyName="broken")
    one_lesson = until("the points after all", lambda: ann.get("/v1/me/home").expect(200)["points"])
    points(ann, one_lesson)
    equal(world.queue_depth("AwardsDeadLetters"), (0, 0), "dead letters")


@check("a message that nobody can read is a dead letter after five tries, and is listed")
def dead_letters(world: World):
    queue = world.name("AwardsDeadLetters")
    world.sqs.send_message(QueueUrl=world.name("Awards"), MessageBody='{"seal":"forged","message":{}}')

    def listed():
        items = json.loads(world.sample("ListDeadLetters", "list-dead-letters")["body"])["items"]
        return next((entry for entry in items if entry["queue"] == queue.rsplit("/", 1)[1]), None)

    found = until("the dead letter", listed, 90)
    message = found["messages"][0]
    truth("forged" in message["body"], f"another message: {message}")
    return f"received {message['receives']} times"


@check("a redriven dead letter goes back to its worker")
def redrive(_: World):
    raise Skip("the emulator has no StartMessageMoveTask; the local stack's tests cover it")


@check("a one-shot schedule fires, once, and deletes itself")
def schedule(world: World):
    """The template has no schedule yet: this one opens a workspace, which the table shows."""
    trust = {"Effect": "Allow", "Principal": {"Service": "scheduler.amazonaws.com"}, "Action": "sts:AssumeRole"}
    document = {"Version": "2012-10-17", "Statement": [trust]}
    role = world.iam.create_role(RoleName="scheduled", AssumeRolePolicyDocument=json.dumps(document))["Role"]["Arn"]
    arn = world.functions.get_function_configuration(FunctionName=world.name("OpenWorkspace"))["FunctionArn"]
    allowed = {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": arn}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
    world.iam.put_role_policy(RoleName="scheduled", PolicyName="invoke", PolicyDocument=policy)
    order = {"workspace": "timely", "name": "Timely", "tier": "large", "administrator": {"email": "tim@timely.example", "name": "Tim"}}
    world.scheduler.create_schedule(
        Name="once",
        ScheduleExpression=f"at({datetime.now(UTC) + timedelta(seconds=2):%Y-%m-%dT%H:%M:%S})",
        FlexibleTimeWindow={"Mode": "OFF"},
        ActionAfterCompletion="DELETE",
        Target={"Arn": arn, "RoleArn": role, "Input": json.dumps(order)},
    )
    until("the workspace", lambda: world.item("W#timely#WORKSPACE", "WORKSPACE"))
    until("the schedule to be gone", lambda: not world.scheduler.list_schedules()["Schedules"], 30)


@check("an update changes what its parameters say and keeps people, sessions and courses")
def update(world: World):
    plan = world.name("StandardPlan")
    world.stack.update(StandardRate="2")
    emulator_gaps.close(world)
    equal(world.name("StandardPlan"), plan, "the plan's id")
    throttle = world.apigateway.get_usage_plan(usagePlanId=plan)["throttle"]
    equal((throttle["rateLimit"], throttle["burstLimit"]), (2.0, 2), "the plan's throttle")
    leo = world.people["leo"]
    truth(leo.get("/v1/me/home").expect(200)["points"] > 0, "the points are gone")
    leo.get(f"/v1/catalog/courses/{world.course}").expect(200)


@check("the plan's rate is enforced with the error of all errors")
def throttle(world: World):
    leo = world.people["leo"]
    with ThreadPoolExecutor(30) as crowd:
        answers = list(crowd.map(lambda _: leo.get("/v1/me"), range(60)))
    refused = next((answer for answer in answers if answer.status != 200), None)
    truth(refused, "60 requests at once were let through at 2 a second")
    refused.problem(429, "too-many-requests")
    truth(int(refused.headers["retry-after"]) >= 1, "no Retry-After")


@check("what people made is declared to outlive its stack")
def retained(world: World):
    """The declaration only: the emulator deletes what a nested stack would keep."""
    kept = {"Table": "Data", "Bucket": "Data", "UserPool": "Identity"}
    for logical, nested in kept.items():
        resource = world.stack.processed(world.name(nested))["Resources"][logical]
        for policy in ("DeletionPolicy", "UpdateReplacePolicy"):
            equal(resource.get(policy), "Retain", f"{policy} of {logical}")


@check("deleting the stack leaves no function, queue or API behind")
def delete(world: World):
    world.stack.delete()
    equal(world.functions.list_functions()["Functions"], [], "functions")
    equal(world.sqs.list_queues().get("QueueUrls", []), [], "queues")
    equal(world.apigateway.get_rest_apis()["items"], [], "APIs")
    equal(refused(lambda: world.stack.cloudformation.describe_stacks(StackName=NAME)), "ValidationError", "asking for the stack")


def refused(call) -> str:
    try:
        call()
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "nothing refused"
