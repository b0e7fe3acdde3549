// GET /v1/me.
const { DynamoDBClient, GetItemCommand } = require("@aws-sdk/client-dynamodb");
const { unmarshall } = require("@aws-sdk/util-dynamodb");
const { run } = require("./runtime.js");

const TableName = process.env.TABLE_NAME;
const client = new DynamoDBClient({});

run(async (event) => {
  const { workspace, member_id } = event.requestContext.authorizer;
  const Key = { pk: { S: `W#${workspace}#MEMBER#${member_id}` }, sk: { S: "HOME#PROFILE" } };
  const { Item } = await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
  const { name, email, roles } = unmarshall(Item);
  const body = JSON.stringify({ member_id, workspace, name, email, roles });
  return { statusCode: 200, headers: { "content-type": "application/json" }, body };
});
