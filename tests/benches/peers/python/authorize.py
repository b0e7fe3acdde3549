"""The authorizer: token, then member, session and workspace."""

import os

import boto3
import jwt
from runtime import run

ISSUER, CLIENT_ID, TABLE_NAME = (os.environ[name] for name in ("ISSUER", "CLIENT_ID", "TABLE_NAME"))
DYNAMODB = boto3.resource("dynamodb")
KEYS = jwt.PyJWKClient(f"{ISSUER}/.well-known/jwks.json", cache_keys=True)
PATHS = [
    "GET/v1/me",
    "*/v1/me/*",
    "GET/v1/catalog/*",
    "GET/v1/boards/*",
    "GET/v1/boards",
    "*/v1/admin/courses",
    "*/v1/admin/courses/*",
    "*/v1/admin/imports",
    "*/v1/admin/imports/*",
    "*/v1/admin/*",
]


def authorize(event):
    token = event["headers"]["Authorization"].removeprefix("Bearer ")
    key = KEYS.get_signing_key_from_jwt(token)
    claims = jwt.decode(token, key, algorithms=["RS256"], issuer=ISSUER, options={"verify_aud": False})
    if claims["token_use"] != "access" or claims["client_id"] != CLIENT_ID:
        raise PermissionError("Unauthorized")
    workspace, member, session = claims["workspace"], claims["username"], claims["origin_jti"]
    keys = [
        {"pk": f"W#{workspace}#WORKSPACE", "sk": "WORKSPACE"},
        {"pk": f"W#{workspace}#MEMBER#{member}", "sk": "HOME#PROFILE"},
        {"pk": f"W#{workspace}#MEMBER#{member}", "sk": f"SESSION#{session}"},
    ]
    answer = DYNAMODB.batch_get_item(RequestItems={TABLE_NAME: {"Keys": keys}})
    found = {item["entity"]: item for item in answer["Responses"][TABLE_NAME]}
    admitted = found["Workspace"]["state"] == "open" and found["Member"]["state"] == "active" and not found["Session"]["revoked"]
    if not admitted:
        raise PermissionError("Unauthorized")
    api, stage = event["methodArn"].split("/")[:2]
    resources = [f"{api}/{stage}/{path}" for path in PATHS]
    return {
        "principalId": member,
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [{"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": resources}],
        },
        "context": {"workspace": workspace, "member_id": member, "roles": " ".join(found["Member"]["roles"]), "session": session},
        "usageIdentifierKey": found["Workspace"]["usage_key"],
    }


run(authorize)
