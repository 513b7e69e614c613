// A signup page of a business that wants to know who its users are. It shows how to use the API of the
// relying-party server; the rest (passwords, a database, rate limits) is left out.
import express from 'express'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { createAccounts } from './accounts.js'
import { createLogin, createSecurityHeaders, onlyOwnForms } from './web-security.js'
import { createConfirmRoutes } from './verification-routes.js'
import { createOutcomeWebhook } from './outcome-webhook.js'
import { pages } from './pages.js'
import { createVerifyApi, VerifyApiError } from './verify-api.js'

const PICO = createRequire(import.meta.url).resolve('@picocss/pico/css/pico.classless.min.css')
const LOOK_AGAIN = fileURLToPath(new URL('look-again.js', import.meta.url))

/** Returns an Express app; see server.d.ts for the options. */
export function createSignup({ verifyUrl, apiKey, webhookSecret, baseUrl, ...options }) {
  const { target = 'emulator', onOutcome = () => {}, logError = console.error } = options
  const accounts = createAccounts({ target, onOutcome })
  const login = createLogin(accounts, baseUrl)
  const api = createVerifyApi({ verifyUrl, apiKey })

  return (
    express()
      .use(createSecurityHeaders({ baseUrl, verifyUrl }))
      .get('/pico.css', (_req, res) => res.sendFile(PICO))
      .get('/look-again.js', (_req, res) => res.sendFile(LOOK_AGAIN))
      // First, since a signature is over the bytes as they came and no browser sends webhooks.
      .use(createOutcomeWebhook({ accounts, webhookSecret }))
      .use(onlyOwnForms(baseUrl), express.urlencoded({ extended: false, limit: '10kb' }))
      .get('/', (req, res) => {
        const user = login.find(req)
        res.send(user === undefined ? pages.signup() : pages.account(user))
      })
      .post('/signup', (req, res) => {
        const { name, email } = req.body ?? {}
        if (!isFilled(name) || !isFilled(email)) return res.status(400).send(pages.signup())
        login.start(res, accounts.add({ name, email }))
        return res.redirect(303, '/')
      })
      .use(createConfirmRoutes({ accounts, login, api, baseUrl, verifyUrl }))
      .use((_req, res) => res.status(404).send(pages.refusal('There is no such page.')))
      .use(createErrorPage(logError))
  )
}

function isFilled(value) {
  return typeof value === 'string' && value.trim() !== '' && value.length <= 200
}

function createErrorPage(logError) {
  return (err, _req, res, next) => {
    if (res.headersSent) return next(err)
    if (err instanceof VerifyApiError) {
      logError(err.message)
      return res.status(err.isTooOften ? 429 : 502).send(pages.unavailable(err.isTooOften))
    }
    const status = err.status >= 400 && err.status < 500 ? err.status : 500
    if (status === 500) logError(err.stack)
    return res.status(status).send(pages.refusal('That did not work. Go back and try again.'))
  }
}
