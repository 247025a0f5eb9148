// A certified OpenID provider with one client, for tests: prints "up PORT" when it listens. Its sign-in pages take any name.
// Arguments: the redirect URIs of the client, divided by commas; the port, if not any. Refresh tokens rotate, and one that is shown twice takes all of its grant with it.
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

// Who signs in by that name is in these groups.
const groups = { ada: ['everybody', 'platform'], grace: ['everybody', 'support'] };

const server = createServer();
server.listen(Number(process.argv[3] || 0), '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'orchestrator',
        client_secret: 'secret-of-the-client-1234567890',
        redirect_uris: process.argv[2].split(','),
        grant_types: ['authorization_code', 'refresh_token'],
        scope: 'openid offline_access orders profile email',
      },
    ],
    scopes: ['openid', 'offline_access', 'orders'],
    claims: { openid: ['sub', 'groups'], profile: ['preferred_username'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false, // the ID token has them all, also where there is an access token to ask for them
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        groups: groups[id] || ['everybody'],
        preferred_username: id,
        email: `${id}@example.com`,
        email_verified: true,
      }),
    }),
    features: { revocation: { enabled: true }, introspection: { enabled: true } },
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: async () => true,
    ttl: { AccessToken: 3600, AuthorizationCode: 60, RefreshToken: 86400, Session: 600, Grant: 86400, Interaction: 600 },
    cookies: { keys: ['only for tests'] },
  });
  // What the token is for: an API that lets only live tokens pass.
  const callback = provider.callback();
  server.on('request', async (request, response) => {
    if (!request.url.startsWith('/orders')) {
      callback(request, response);
      return;
    }
    const token = (request.headers.authorization || '').replace('Bearer ', '');
    const found = token && (await provider.AccessToken.find(token));
    response.writeHead(found && found.isValid ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(found ? { orders: [], of: found.accountId, scope: found.scope } : { error: 'invalid_token' }));
  });
  console.log(`up ${server.address().port}`);
});
process.stdin.on('end', () => process.exit(0)).resume(); // ends with whoever started it
