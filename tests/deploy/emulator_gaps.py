"""What the test adds to the deployed stack because the emulator leaves it out. None of it is needed on AWS."""

import json

from api import send
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from checks import equal
from emulator import REGION, ROOT_KEY
from world import World


def close(world: World) -> None:
    boundaries(world)
    permissions(world)
    authorizer_ttl(world)
    gateway_texts(world)
    plan_numbers(world)


def plan_numbers(world: World) -> None:
    """Parameters of CloudFormation are texts. AWS makes numbers of a plan's limits; the emulator answers the texts, which are no
    numbers to a typed client. The SDK sends only texts in a patch, so the request is signed here."""
    credentials = Credentials(ROOT_KEY, ROOT_KEY)
    for plan in world.apigateway.get_usage_plans()["items"]:
        patch = {"patchOperations": [{"op": "replace", "path": "/throttle", "value": plan["throttle"]}]}
        url = f"{world.emulator.url}/usageplans/{plan['id']}"
        request = AWSRequest("PATCH", url, data=json.dumps(patch), headers={"content-type": "application/json"})
        SigV4Auth(credentials, "apigateway", REGION).add_auth(request)
        send("PATCH", url, dict(request.headers), request.data.encode()).expect(200)


def listed(value) -> list:
    return value if isinstance(value, list) else [value]


def boundaries(world: World) -> None:
    """The emulator's CloudFormation forgets the boundary of a role, and its IAM enforces it."""
    boundary, bound = world.name("FunctionBoundary"), 0
    for stack in world.stack.stacks:
        for logical, resource in world.stack.processed(stack)["Resources"].items():
            if resource["Type"] == "AWS::IAM::Role" and "PermissionsBoundary" in resource.get("Properties", {}):
                world.iam.put_role_permissions_boundary(RoleName=world.name(logical), PermissionsBoundary=boundary)
                bound += 1
    equal(bound, list(world.stack.types.values()).count("AWS::Lambda::Function"), "roles with a boundary")


def permissions(world: World) -> None:
    """IAM knows no action `sqs:SendMessageBatch`: `sqs:SendMessage` covers it. The emulator asks for it all the same. And it
    judges `ses:SendEmail` on `*`, whoever the sender is. Policies and boundaries get what their statements lack of that."""
    for logical, kind in world.stack.types.items():
        name = world.name(logical)
        if kind == "AWS::IAM::Role":
            own = [policy for policy in world.iam.list_role_policies(RoleName=name)["PolicyNames"] if policy != "emulator"]
            documents = [world.iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"] for policy in own]
            added = [statement for document in documents for statement in lacking(document)]
            if added:
                world.iam.put_role_policy(RoleName=name, PolicyName="emulator", PolicyDocument=written(added))
        if kind == "AWS::IAM::ManagedPolicy":
            document = world.iam.get_policy_version(PolicyArn=name, VersionId="v1")["PolicyVersion"]["Document"]
            widened = written(document["Statement"] + lacking(document))
            world.iam.create_policy_version(PolicyArn=name, PolicyDocument=widened, SetAsDefault=True)


def lacking(document: dict) -> list[dict]:
    """The statements that the emulator wants besides those of a policy."""
    added = []
    for statement in document["Statement"]:
        actions = listed(statement["Action"])
        # The emulator tells its policies no keys of items.
        if "dynamodb:LeadingKeys" in json.dumps(statement.get("Condition", {})):
            added.append({"Effect": statement["Effect"], "Action": statement["Action"], "Resource": statement["Resource"]})
        if "sqs:SendMessage" in actions:
            added.append({"Effect": "Allow", "Action": "sqs:SendMessageBatch", "Resource": statement["Resource"]})
        if "ses:SendEmail" in actions:
            added.append({"Effect": "Allow", "Action": "ses:SendEmail", "Resource": "*"})
    return added


def written(statements: list[dict]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def authorizer_ttl(world: World) -> None:
    """SAM writes the authorizer into the API's definition, and the emulator lets it know no parameter but by its default."""
    api, place = world.name("Api"), "/authorizerResultTtlInSeconds"
    change = {"op": "replace", "path": place, "value": world.stack.parameters["AuthorizerTtl"]}
    for authorizer in world.apigateway.get_authorizers(restApiId=api)["items"]:
        world.apigateway.update_authorizer(restApiId=api, authorizerId=authorizer["id"], patchOperations=[change])


def resolved(value, parameters: dict[str, str]):
    """A text of the template with its parameters put in."""
    if isinstance(value, dict) and "Fn::Sub" in value:
        value = value["Fn::Sub"]
        for name, given in parameters.items():
            value = value.replace(f"${{{name}}}", given)
    return value


def gateway_texts(world: World) -> None:
    """The emulator reads routes and authorizer from the API's definition, but neither gateway responses nor the answers to
    preflight requests; it knows both by API. They come from the definition that was deployed, and are live with the next
    deployment of the stage."""
    template = world.stack.processed()
    default = {name: str(given.get("Default", "")) for name, given in template["Parameters"].items()}
    parameters = default | world.stack.parameters
    api = world.name("Api")
    definition = template["Resources"]["Api"]["Properties"]["Body"]
    for kind, response in definition["x-amazon-apigateway-gateway-responses"].items():
        given = {name: resolved(value, parameters) for name, value in response["responseParameters"].items()}
        status = {"statusCode": str(response["statusCode"])} if "statusCode" in response else {}
        world.apigateway.put_gateway_response(
            restApiId=api, responseType=kind, responseParameters=given, responseTemplates=response["responseTemplates"], **status
        )
    resources = world.apigateway.get_resources(restApiId=api, limit=500)["items"]
    for resource in resources:
        preflight = definition["paths"].get(resource["path"], {}).get("options")
        if preflight:
            answer = preflight["x-amazon-apigateway-integration"]["responses"]["default"]
            given = {name: resolved(value, parameters) for name, value in answer["responseParameters"].items()}
            place = {"restApiId": api, "resourceId": resource["id"], "httpMethod": "OPTIONS", "statusCode": "200"}
            world.apigateway.put_method_response(**place, responseParameters=dict.fromkeys(given, False))
            world.apigateway.put_integration_response(**place, responseParameters=given)
    world.apigateway.create_deployment(restApiId=api, stageName="live")
