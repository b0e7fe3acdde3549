// The authorizer: token, then member, session and workspace.
const http = require("node:http");
const { BatchGetItemCommand, DynamoDBClient } = require("@aws-sdk/client-dynamodb");
const { unmarshall } = require("@aws-sdk/util-dynamodb");
const { JwtRsaVerifier } = require("aws-jwt-verify");
const { SimpleJwksCache } = require("aws-jwt-verify/jwk");
const { run } = require("./runtime.js");

const { CLIENT_ID, ISSUER, TABLE_NAME } = process.env;
const client = new DynamoDBClient({});

// The package's own fetcher speaks https only.
const fetcher = {
  fetch: (url) =>
    new Promise((resolve, reject) => {
      const request = http.get(url, (response) => {
        const parts = [];
        response.on("data", (part) => parts.push(part));
        response.on("end", () => resolve(Buffer.concat(parts)));
      });
      request.on("error", reject);
    }),
};
const verifier = JwtRsaVerifier.create(
  {
    issuer: ISSUER,
    audience: null,
    jwksUri: `${ISSUER}/.well-known/jwks.json`,
    customJwtCheck: ({ payload }) => {
      if (payload.token_use !== "access" || payload.client_id !== CLIENT_ID) {
        throw new Error("Unauthorized");
      }
    },
  },
  { jwksCache: new SimpleJwksCache({ fetcher }) },
);

const PATHS = [
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
];

run(async (event) => {
  const claims = await verifier.verify(event.headers.Authorization.replace(/^Bearer /, ""));
  const { workspace, username: member, origin_jti: session } = claims;
  const key = (pk, sk) => ({ pk: { S: pk }, sk: { S: sk } });
  const Keys = [
    key(`W#${workspace}#WORKSPACE`, "WORKSPACE"),
    key(`W#${workspace}#MEMBER#${member}`, "HOME#PROFILE"),
    key(`W#${workspace}#MEMBER#${member}`, `SESSION#${session}`),
  ];
  const answer = await client.send(new BatchGetItemCommand({ RequestItems: { [TABLE_NAME]: { Keys } } }));
  const found = Object.fromEntries(answer.Responses[TABLE_NAME].map((item) => unmarshall(item)).map((item) => [item.entity, item]));
  const { Workspace, Member, Session } = found;
  if (Workspace?.state !== "open" || Member?.state !== "active" || (Session?.revoked ?? true)) {
    throw new Error("Unauthorized");
  }
  const [api, stage] = event.methodArn.split("/");
  return {
    principalId: member,
    policyDocument: {
      Version: "2012-10-17",
      Statement: [{ Action: "execute-api:Invoke", Effect: "Allow", Resource: PATHS.map((path) => `${api}/${stage}/${path}`) }],
    },
    context: { workspace, member_id: member, roles: Member.roles.join(" "), session },
    usageIdentifierKey: Workspace.usage_key,
  };
});
