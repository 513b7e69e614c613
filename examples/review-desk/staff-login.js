import { createHash } from 'node:crypto'
import { Router } from 'express'
import * as oidc from 'openid-client'
import { renderMessage } from './html.js'

const MAX_LOGIN_MS = 10 * 3_600_000
/** What the server accepts as `decidedBy`. */
const OPAQUE_ID = /^[A-Za-z0-9._:-]{1,128}$/

/** Reads the configuration of your identity provider. Plain http is for a provider on this machine. */
export function discoverProvider({ issuer, clientId, clientSecret }) {
  const url = new URL(issuer)
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  const execute = isLocal ? [oidc.allowInsecureRequests] : []
  const authentication = oidc.ClientSecretBasic(clientSecret)
  return oidc.discovery(url, clientId, clientSecret, authentication, { execute })
}

/** Login by OpenID Connect: authorization code with PKCE, state and nonce. Needs `express-session` before it. */
export function createStaffLogin({ provider, baseUrl, audit, logError, ...options }) {
  const { requiredGroup, groupsClaim, scope } = options
  const redirectUri = new URL('/login/callback', baseUrl).href
  const names = new Map()

  const routes = Router()
    .get('/login', async (req, res) => {
      const verifier = oidc.randomPKCECodeVerifier()
      const checks = { expectedState: oidc.randomState(), expectedNonce: oidc.randomNonce() }
      req.session.login = { pkceCodeVerifier: verifier, ...checks }
      const url = oidc.buildAuthorizationUrl(provider, {
        redirect_uri: redirectUri,
        scope,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state: checks.expectedState,
        nonce: checks.expectedNonce,
      })
      res.redirect(303, url.href)
    })
    .get('/login/callback', async (req, res) => {
      const { login, returnTo = '/' } = req.session
      const tokens = login && (await redeem(req, login))
      if (!tokens) return res.status(400).send(renderMessage(LOGIN_FAILED))
      const claims = tokens.claims()
      const id = toStaffId(claims.sub)
      if (![claims[groupsClaim]].flat().includes(requiredGroup)) {
        await audit.write(id, 'login.refuse')
        return res.status(403).send(renderMessage(NOT_A_REVIEWER))
      }
      names.set(id, claims.name ?? id)
      // A new session id, because someone else may know the one from before the login.
      await regenerate(req.session)
      req.session.staff = { id, name: names.get(id), idToken: tokens.id_token, since: Date.now() }
      await audit.write(id, 'login')
      return res.redirect(303, returnTo)
    })
    .post('/logout', async (req, res) => {
      const { staff } = req.session
      await new Promise((resolve) => req.session.destroy(resolve))
      if (staff) await audit.write(staff.id, 'logout')
      const signedOut = new URL('/signed-out', baseUrl).href
      if (!staff || !provider.serverMetadata().end_session_endpoint) {
        return res.redirect(303, signedOut)
      }
      // Otherwise the next person at this computer is signed in without a password.
      const parameters = { id_token_hint: staff.idToken, post_logout_redirect_uri: signedOut }
      return res.redirect(303, oidc.buildEndSessionUrl(provider, parameters).href)
    })
    .get('/signed-out', (_req, res) => res.send(renderMessage(SIGNED_OUT)))

  async function redeem(req, login) {
    delete req.session.login
    try {
      const url = new URL(req.originalUrl, baseUrl)
      return await oidc.authorizationCodeGrant(provider, url, { ...login, idTokenExpected: true })
    } catch (err) {
      // The message of an error would contain what the provider or the browser sent.
      logError(`A login failed: ${err.code ?? err.name}.`)
      return undefined
    }
  }

  return {
    routes,
    requireStaff(req, res, next) {
      const { staff } = req.session
      if (staff && Date.now() - staff.since < MAX_LOGIN_MS) {
        res.locals.staff = staff
        return next()
      }
      // "//example.com" would lead to another site.
      if (req.method === 'GET' && /^\/(?![/\\])/.test(req.originalUrl)) {
        req.session.returnTo = req.originalUrl
      }
      return res.redirect(303, '/login')
    },
    /** Known since that person signed in here. */
    nameOf: (staffId) => names.get(staffId) ?? staffId,
  }
}

/** The `sub` is opaque and never changes, but may have other characters than the server accepts. */
function toStaffId(sub) {
  return OPAQUE_ID.test(sub) ? sub : `sha256:${createHash('sha256').update(sub).digest('hex')}`
}

function regenerate(session) {
  return new Promise((resolve, reject) => {
    session.regenerate((err) => (err ? reject(err) : resolve()))
  })
}

const SIGN_IN = { href: '/login', text: 'Sign in' }
const LOGIN_FAILED = {
  title: 'You are not signed in',
  text: 'The login took too long, or was started in another window.',
  link: { ...SIGN_IN, text: 'Sign in again' },
}
const NOT_A_REVIEWER = {
  title: 'You are not a reviewer',
  text: 'Your account is not in the group whose members may review cases. Ask your administrator to add you, then sign in again.',
  link: { ...SIGN_IN, text: 'Sign in again' },
}
const SIGNED_OUT = { title: 'You are signed out', text: 'Close the window, or:', link: SIGN_IN }
