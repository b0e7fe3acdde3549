"""What the checks share: the deployed stack, its clients, and the people who have signed in."""

import json
from dataclasses import dataclass, field

from api import Api, Person
from checks import equal, truth, until
from emulator import Emulator
from issuer import EMAIL_CODE, PASSWORD_AND_APP, Issuer
from sign_in import HostedPages, letters, session_item
from stack import ROOT, Stack


@dataclass
class World:
    emulator: Emulator
    stack: Stack
    issuer: Issuer
    # By name, as `ada` or `bob`.
    people: dict[str, Person] = field(default_factory=dict)
    # What one check leaves for a later one.
    course: str = ""
    imported: str = ""
    dead_letter: str = ""

    def __post_init__(self):
        for service in ("dynamodb", "sqs", "s3", "iam", "logs", "apigateway", "scheduler"):
            setattr(self, service, self.emulator.client(service))
        self.functions = self.emulator.client("lambda")
        self.cognito = self.emulator.client("cognito-idp")

    @property
    def api(self) -> Api:
        return Api(f"{self.emulator.url}/_aws/execute-api/{self.name('Api')}/live")

    @property
    def table(self) -> str:
        return self.name("Table")

    @property
    def pool(self) -> str:
        return self.name("UserPool")

    @property
    def client(self) -> str:
        return self.name("Client")

    def name(self, logical: str) -> str:
        """The physical name of a resource of the template."""
        return self.stack.names[logical]

    def invoke(self, function: str, event: dict) -> dict:
        """Calls a function as an operator does; a failure of the function is an error here."""
        answer = self.functions.invoke(FunctionName=self.name(function), Payload=json.dumps(event))
        body = json.loads(answer["Payload"].read())
        truth("FunctionError" not in answer, f"{function} failed: {body}")
        return body

    def sample(self, function: str, handler: str) -> dict:
        """Calls a function with its sample event, past gateway and authorizer: for those whom the emulator's sign-in cannot be."""
        return self.invoke(function, json.loads(next(ROOT.glob(f"events/*/{handler}.json")).read_text()))

    def open_workspace(self, workspace: str, administrator: str) -> dict:
        person = {"email": administrator, "name": "Ada Admin"}
        return self.invoke("OpenWorkspace", {"workspace": workspace, "name": "A workspace", "tier": "standard", "administrator": person})

    def verify_sender(self) -> None:
        """What an operator does once, before the first letter."""
        sender = self.stack.processed()["Parameters"]["MailFrom"]["Default"].split("<")[1].rstrip(">")
        self.emulator.client("sesv2").create_email_identity(EmailIdentity=sender)

    def usage_key(self, workspace: str) -> str:
        """The key that the authorizer answers for members of a workspace."""
        return self.item(f"W#{workspace}#WORKSPACE", "WORKSPACE")["usage_key"]["S"]

    def item(self, pk: str, sk: str) -> dict | None:
        key = {"pk": {"S": pk}, "sk": {"S": sk}}
        return self.dynamodb.get_item(TableName=self.table, Key=key, ConsistentRead=True).get("Item")

    def user(self, address: str) -> dict | None:
        users = self.cognito.list_users(UserPoolId=self.pool)["Users"]
        return next((user for user in users if {"Name": "email", "Value": address} in user["Attributes"]), None)

    def put_session(self, person: Person, revoked: bool = False) -> None:
        self.dynamodb.put_item(TableName=self.table, Item=session_item(person.workspace, person.member_id, person.session, revoked))

    def sign_in(self, address: str) -> Person:
        """Signs in an invited member; the session's item is not stored yet."""
        user = until(f"the user of {address}", lambda: self.user(address))
        granted = HostedPages(self.emulator.url, self.client).tokens(user["Username"], address)
        roles = set(self.issuer.claims(granted["access_token"])["roles"].split())
        level = PASSWORD_AND_APP if roles & {"admin", "auditor"} else EMAIL_CODE
        token = self.issuer.countersign(granted["access_token"], self.pool, level)
        claims = self.issuer.claims(token)
        equal(claims["username"], user["Username"], "the token's user")
        usage_key = self.usage_key(claims["workspace"])
        return Person(self.api, token, claims["username"], claims["workspace"], claims["origin_jti"], usage_key)

    def member(self, name: str, roles: list[str]) -> Person:
        """Invites and signs in a member of the first workspace."""
        address = f"{name}@acme.example"
        invited = {"email": address, "name": name.title(), "roles": roles}
        self.people["ada"].send("POST", "/v1/admin/people", invited).expect(201)
        person = self.people[name] = self.sign_in(address)
        self.put_session(person)
        return person

    def letters(self, address: str) -> list[dict]:
        return letters(self.emulator.url, address)

    def queue_depth(self, queue: str) -> tuple[int, int]:
        """Messages that wait, and those that a worker has in hand."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        answer = self.sqs.get_queue_attributes(QueueUrl=self.name(queue), AttributeNames=names)["Attributes"]
        return tuple(int(answer[name]) for name in names)

    def logged(self, function: str, words: str) -> int:
        """How often a function has logged these words."""
        configuration = self.functions.get_function_configuration(FunctionName=self.name(function))
        pages = self.logs.get_paginator("filter_log_events").paginate(logGroupName=configuration["LoggingConfig"]["LogGroup"])
        lines = [event["message"] for page in pages for event in page["events"]]
        # Functions may share a group.
        return sum(words in line and f'"handler":"{configuration["Handler"]}"' in line for line in lines)
