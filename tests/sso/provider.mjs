// An OpenID provider of a customer: oidc-provider with one client, a sign-in page that believes what it is told, and no consent.
// Takes the callback address of the relying party; prints its issuer as JSON; ends with its standard input.
import http from 'node:http';
import Provider from 'oidc-provider';

const [callback] = process.argv.slice(2);
const people = new Map();
const server = http.createServer();

server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'trellis',
        client_secret: 'a-secret-of-the-customer',
        redirect_uris: [callback],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    scopes: ['openid', 'email', 'profile', 'groups'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
    pkce: { required: () => true },
    cookies: { keys: ['only-for-tests'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ ...people.get(id), sub: id }) }),
    loadExistingGrant: async ({ oidc }) => {
      const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope('openid email profile groups');
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  server.on('request', async (request, response) => {
    if (!request.url.startsWith('/interaction/')) return answer(request, response);
    // Whoever posts claims here is signed in as whom they name.
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    try {
      const claims = JSON.parse(Buffer.concat(chunks).toString());
      people.set(claims.sub, claims);
      await provider.interactionFinished(request, response, { login: { accountId: claims.sub } }, { mergeWithLastSubmission: false });
    } catch (error) {
      response.writeHead(400).end(String(error));
    }
  });
  console.log(JSON.stringify({ issuer }));
});

process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
