import express from 'express'
import { randomBytes } from 'node:crypto'
import { exportJWK, generateKeyPair } from 'jose'
import { Provider } from 'oidc-provider'
import { createAssetRoutes } from './assets.js'
import { html, renderPage, trustMarkup } from './html.js'

const DAY_S = 86_400

/** The staff of the demo. They have no passwords. */
export const STAFF = {
  'staff-7f3a': { name: 'Grace', groups: ['reviewers'] },
  'staff-c210': { name: 'Alan', groups: ['reviewers'] },
  'staff-90be': { name: 'Eve', groups: ['sales'] },
}

/** An Express app: an identity provider for the demo and the tests. Yours is the one your staff sign in with today. */
export async function createDemoProvider({ issuer, deskUrl, clientId, clientSecret }) {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${deskUrl}/login/callback`],
        post_logout_redirect_uris: [`${deskUrl}/signed-out`],
      },
    ],
    claims: { openid: ['sub'], profile: ['name', 'groups'] },
    // The ID token contains the claims, as with most providers.
    conformIdTokenClaims: false,
    cookies: { keys: [randomBytes(32).toString('hex')] },
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig' }] },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: true, logoutSource: showLogoutPage },
    },
    ttl: { AccessToken: 60, Grant: DAY_S, IdToken: 60, Interaction: 600, Session: DAY_S },
    findAccount: (_ctx, sub) =>
      STAFF[sub] && { accountId: sub, claims: () => ({ sub, ...STAFF[sub] }) },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    loadExistingGrant: grantEverything,
    pkce: { required: () => true },
  })
  return express()
    .use(createAssetRoutes())
    .get('/interaction/:uid', (_req, res) => res.send(LOGIN_PAGE))
    .post('/interaction/:uid', express.urlencoded({ extended: false }), (req, res) =>
      provider.interactionFinished(req, res, { login: { accountId: req.body.sub } }),
    )
    .use(provider.callback())
}

/** The business's own desk needs no consent. */
async function grantEverything(ctx) {
  const { client, session, provider } = ctx.oidc
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
  grant.addOIDCScope('openid profile')
  await grant.save()
  return grant
}

/** @param form markup of the provider, which the buttons submit */
function showLogoutPage(ctx, form) {
  ctx.body = renderPage({
    title: 'Sign out',
    body: html`<h1>Sign out of the identity provider, too?</h1>
      ${trustMarkup(form)}
      <p class="row">
        <button form="op.logoutForm" name="logout" value="yes">Yes, sign out</button>
        <button form="op.logoutForm">No</button>
      </p>`,
  })
}

const LOGIN_PAGE = renderPage({
  title: 'Sign in',
  body: html`<h1>Sign in</h1>
    <p>This is the identity provider of the demo. It asks for no password.</p>
    <form method="post" class="row">
      ${Object.entries(STAFF).map(
        ([sub, { name, groups }]) =>
          html`<button name="sub" value="${sub}">${name} (${groups.join(', ')})</button>`,
      )}
    </form>`,
})
