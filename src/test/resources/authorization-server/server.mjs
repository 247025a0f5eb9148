// A certified OpenID provider with one client, for tests: prints "up PORT" when it listens. Its sign-in pages take any name.
// Arguments: the redirect URI of the client. Refresh tokens rotate, and one that is shown twice takes all of its grant with it.
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'orchestrator',
        client_secret: 'secret-of-the-client-1234567890',
        redirect_uris: [process.argv[2]],
        grant_types: ['authorization_code', 'refresh_token'],
        scope: 'openid offline_access orders',
      },
    ],
    scopes: ['openid', 'offline_access', 'orders'],
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
