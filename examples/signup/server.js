// Shows how a signup page uses the API of the relying-party server. Passwords, a database and rate limits are omitted.
import express from 'express'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { createAccounts } from './accounts.js'
import { createLoginCookie, createSecurityHeaders, requireSameOrigin } from './web-security.js'
import { createVerificationRoutes } from './verification-routes.js'
import { createOutcomeWebhook } from './outcome-webhook.js'
import { pages } from './pages.js'
import { createVerifyApi, VerifyApiError } from './verify-api.js'

const PICO_CSS = createRequire(import.meta.url).resolve('@picocss/pico/css/pico.classless.min.css')
const POLL_SCRIPT = fileURLToPath(new URL('poll-for-changes.js', import.meta.url))

/** Returns an Express app; see server.d.ts for the options. */
export function createSignup({ verifyUrl, apiKey, webhookSecret, baseUrl, ...options }) {
  const { target = 'emulator', onOutcome = () => {}, logError = console.error } = options
  const accounts = createAccounts({ target, onOutcome })
  const login = createLoginCookie(accounts, baseUrl)
  const api = createVerifyApi({ verifyUrl, apiKey })

  return (
    express()
      .use(createSecurityHeaders({ baseUrl, verifyUrl }))
      .get('/pico.css', (_req, res) => res.sendFile(PICO_CSS))
      .get('/poll-for-changes.js', (_req, res) => res.sendFile(POLL_SCRIPT))
      // Before the body parsers, because the signature covers the raw body.
      .use(createOutcomeWebhook({ accounts, webhookSecret }))
      .use(requireSameOrigin(baseUrl), express.urlencoded({ extended: false, limit: '10kb' }))
      .get('/', (req, res) => {
        const user = login.find(req)
        res.send(user === undefined ? pages.signup() : pages.account(user))
      })
      .post('/signup', (req, res) => {
        const { name, email } = req.body ?? {}
        if (!isValidField(name) || !isValidField(email)) return res.status(400).send(pages.signup())
        login.start(res, accounts.add({ name, email }))
        return res.redirect(303, '/')
      })
      .use(createVerificationRoutes({ accounts, login, api, baseUrl, verifyUrl }))
      .use((_req, res) => res.status(404).send(pages.error('This page doesn’t exist.')))
      .use(createErrorPage(logError))
  )
}

function isValidField(value) {
  return typeof value === 'string' && value.trim() !== '' && value.length <= 200
}

function createErrorPage(logError) {
  return (err, _req, res, next) => {
    if (res.headersSent) return next(err)
    if (err instanceof VerifyApiError) {
      logError(err.message)
      return res.status(err.isRateLimited ? 429 : 502).send(pages.unavailable(err.isRateLimited))
    }
    const status = err.status >= 400 && err.status < 500 ? err.status : 500
    if (status === 500) logError(err.stack)
    return res.status(status).send(pages.error('Go back and try again.'))
  }
}
