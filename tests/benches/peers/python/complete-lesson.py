"""PUT /v1/me/enrolments/{course_id}/lessons/{lesson_id}/completion."""

import datetime
import json
import os
import uuid

import boto3
from runtime import run

TABLE = boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"])
CLIENT = TABLE.meta.client


def get(pk, sk):
    return TABLE.get_item(Key={"pk": pk, "sk": sk}, ConsistentRead=True)["Item"]


def holds(bitmap, lesson):
    return lesson // 8 < len(bitmap) and bitmap[lesson // 8] >> (lesson % 8) & 1 == 1


def lessons(bitmap):
    return [lesson for lesson in range(len(bitmap) * 8) if holds(bitmap, lesson)]


def complete_lesson(event):
    caller, path = event["requestContext"]["authorizer"], event["pathParameters"]
    workspace, member_id = caller["workspace"], caller["member_id"]
    course_id, lesson_id = path["course_id"], path["lesson_id"]
    lesson = int(lesson_id[1:])
    course = get(f"W#{workspace}#COURSE#{course_id}", "COURSE")
    every = course["lessons"].value
    if not holds(every, lesson):
        raise LookupError("not found")
    enrolment = get(f"W#{workspace}#MEMBER#{member_id}", f"HOME#ENROLMENT#{course_id}")
    now = datetime.datetime.now(datetime.timezone.utc)
    done = bytearray(enrolment["completed"].value).ljust(len(every), b"\0")
    done[lesson // 8] |= 1 << (lesson % 8)
    all_lessons = lessons(every)
    completed = sum(holds(done, one) for one in all_lessons)
    progress = {"completed": completed, "total": len(all_lessons), "percent": completed * 100 // len(all_lessons)}
    changed = enrolment | {
        "title": course["title"],
        "minutes": course["minutes"],
        "completed": bytes(done),
        "progress": progress,
        "last_lesson": lesson_id,
        "version": enrolment["version"] + 1,
        "updated_at": now.isoformat(),
    }
    event_id = str(uuid.uuid4())
    announcement = {
        "pk": f"W#{workspace}#EVENT#{event_id}",
        "sk": "EVENT",
        "entity": "Event",
        "id": event_id,
        "origin": os.environ["AWS_REGION"],
        "kind": "lesson_completed",
        "member_id": member_id,
        "course_id": course_id,
        "lesson_id": lesson_id,
        "at": now.isoformat(),
        "expires_at": int(now.timestamp()) + 604800,
    }
    write = {
        "TableName": TABLE.name,
        "Item": changed,
        "ConditionExpression": "version = :version",
        "ExpressionAttributeValues": {":version": enrolment["version"]},
    }
    announce = {"TableName": TABLE.name, "Item": announcement, "ConditionExpression": "attribute_not_exists(pk)"}
    CLIENT.transact_write_items(TransactItems=[{"Put": write}, {"Put": announce}])
    body = {
        "course_id": course_id,
        "title": changed["title"],
        "minutes": int(changed["minutes"]),
        "progress": progress,
        "last_lesson": lesson_id,
        "enrolled_at": changed["created_at"],
        "completed_lessons": [f"l{one}" for one in lessons(done)],
    }
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(body)}


run(complete_lesson)
