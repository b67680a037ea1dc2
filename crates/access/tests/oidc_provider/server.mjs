// A provider of OpenID Connect for the tests: npm's `oidc-provider`, of which only the page that asks
// a person for a password is left out. Usage: node server.mjs REDIRECT_URI CLIENT_SECRET
// Prints its issuer. GET /subject/NAME says who signs in from then on.
import http from 'node:http';
import Provider from 'oidc-provider';

const [redirectUri, clientSecret] = process.argv.slice(2);
let subject = 'nobody';

const server = http.createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: 'xiezhi',
      client_secret: clientSecret,
      redirect_uris: [redirectUri],
      grant_types: ['authorization_code'],
      response_types: ['code'],
    }],
    pkce: { required: () => true },
    cookies: { keys: ['for tests only'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
  });
  const protocol = provider.callback();

  async function interact(request, response) {
    const { prompt, params, session, grantId } = await provider.interactionDetails(request, response);
    if (prompt.name === 'login') {
      const result = { login: { accountId: subject } };
      return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
    }
    const known = grantId && (await provider.Grant.find(grantId));
    const grant = known || new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
    grant.addOIDCScope('openid');
    const result = { consent: { grantId: await grant.save() } };
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
  }

  server.on('request', (request, response) => {
    if (request.url.startsWith('/subject/')) {
      subject = request.url.slice('/subject/'.length);
      response.end();
    } else if (request.url.startsWith('/interaction/')) {
      interact(request, response).catch((error) => {
        response.statusCode = 500;
        response.end(String(error));
      });
    } else {
      protocol(request, response);
    }
  });
  console.log(issuer);
});
