// PUT /v1/me/enrolments/{course_id}/lessons/{lesson_id}/completion.
const { randomUUID } = require("node:crypto");
const { DynamoDBClient, GetItemCommand, TransactWriteItemsCommand } = require("@aws-sdk/client-dynamodb");
const { marshall, unmarshall } = require("@aws-sdk/util-dynamodb");
const { run } = require("./runtime.js");

const TableName = process.env.TABLE_NAME;
const client = new DynamoDBClient({});

async function get(pk, sk) {
  const { Item } = await client.send(new GetItemCommand({ TableName, Key: marshall({ pk, sk }), ConsistentRead: true }));
  if (!Item) {
    throw new Error("not found");
  }
  return unmarshall(Item);
}

const holds = (bitmap, lesson) => ((bitmap[lesson >> 3] ?? 0) & (1 << (lesson & 7))) !== 0;
const lessons = (bitmap) => Array.from({ length: bitmap.length * 8 }, (_, lesson) => lesson).filter((lesson) => holds(bitmap, lesson));

run(async (event) => {
  const { workspace, member_id } = event.requestContext.authorizer;
  const { course_id, lesson_id } = event.pathParameters;
  const lesson = Number(lesson_id.slice(1));
  const course = await get(`W#${workspace}#COURSE#${course_id}`, "COURSE");
  if (!holds(course.lessons, lesson)) {
    throw new Error("not found");
  }
  const enrolment = await get(`W#${workspace}#MEMBER#${member_id}`, `HOME#ENROLMENT#${course_id}`);
  const now = new Date();
  const done = new Uint8Array(course.lessons.length);
  done.set(enrolment.completed);
  done[lesson >> 3] |= 1 << (lesson & 7);
  const all = lessons(course.lessons);
  const completed = all.filter((one) => holds(done, one)).length;
  const progress = { completed, total: all.length, percent: Math.floor((completed * 100) / all.length) };
  const changed = {
    ...enrolment,
    title: course.title,
    minutes: course.minutes,
    completed: done,
    progress,
    last_lesson: lesson_id,
    version: enrolment.version + 1,
    updated_at: now.toISOString(),
  };
  const id = randomUUID();
  const announcement = {
    pk: `W#${workspace}#EVENT#${id}`,
    sk: "EVENT",
    entity: "Event",
    id,
    origin: process.env.AWS_REGION,
    kind: "lesson_completed",
    member_id,
    course_id,
    lesson_id,
    at: now.toISOString(),
    expires_at: Math.floor(now.getTime() / 1000) + 604800,
  };
  const unchanged = { ConditionExpression: "version = :version", ExpressionAttributeValues: marshall({ ":version": enrolment.version }) };
  const TransactItems = [
    { Put: { TableName, Item: marshall(changed), ...unchanged } },
    { Put: { TableName, Item: marshall(announcement), ConditionExpression: "attribute_not_exists(pk)" } },
  ];
  await client.send(new TransactWriteItemsCommand({ TransactItems }));
  const body = JSON.stringify({
    course_id,
    title: changed.title,
    minutes: changed.minutes,
    progress,
    last_lesson: lesson_id,
    enrolled_at: changed.created_at,
    completed_lessons: lessons(done).map((one) => `l${one}`),
  });
  return { statusCode: 200, headers: { "content-type": "application/json" }, body };
});
