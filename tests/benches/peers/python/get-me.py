"""GET /v1/me."""

import json
import os

import boto3
from runtime import run

TABLE = boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"])


def get_me(event):
    caller = event["requestContext"]["authorizer"]
    workspace, member_id = caller["workspace"], caller["member_id"]
    key = {"pk": f"W#{workspace}#MEMBER#{member_id}", "sk": "HOME#PROFILE"}
    member = TABLE.get_item(Key=key, ConsistentRead=True)["Item"]
    me = {
        "member_id": member_id,
        "workspace": workspace,
        "name": member["name"],
        "email": member["email"],
        "roles": member["roles"],
    }
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(me)}


run(get_me)
