// Shows how a signup page uses the API of the relying-party server. Passwords, a database and rate limits are omitted.
import express from 'express'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { createAccounts } from './accounts.js'
import { createLoginCookie, createSecurityHeaders, requireSameOrigin } from './web-security.js'
import { createVerificationRoutes } from './verification-routes.js'
import { createOutcomeWebhook } from './outcome-webhook.js'
import { createPages } from './pages.js'
import { chooseLanguage, createTexts } from './texts.js'
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
      .use((req, res, next) => {
        const user = login.find(req)
        const language = chooseLanguage(req, user)
        if (user !== undefined) user.language = language
        res.locals.pages = createPages(createTexts(language))
        res.locals.language = language
        next()
      })
      // Before the body parsers, because the signature covers the raw body.
      .use(createOutcomeWebhook({ accounts, webhookSecret }))
      .use(requireSameOrigin(baseUrl), express.urlencoded({ extended: false, limit: '10kb' }))
      .get('/', (req, res) => {
        const { pages } = res.locals
        const user = login.find(req)
        res.send(user === undefined ? pages.signup() : pages.account(user))
      })
      .post('/signup', (req, res) => {
        const { name, email } = req.body ?? {}
        const { pages, language } = res.locals
        if (!isValidField(name) || !isValidField(email)) return res.status(400).send(pages.signup())
        login.start(res, accounts.add({ name, email, language }))
        return res.redirect(303, '/')
      })
      .use(createVerificationRoutes({ accounts, login, api, baseUrl, verifyUrl }))
      .use((_req, res) => res.status(404).send(res.locals.pages.error('notFound')))
      .use(createErrorPage(logError))
  )
}

function isValidField(value) {
  return typeof value === 'string' && value.trim() !== '' && value.length <= 200
}

function createErrorPage(logError) {
  return (err, _req, res, next) => {
    if (res.headersSent) return next(err)
    const { pages } = res.locals
    if (err instanceof VerifyApiError) {
      logError(err.message)
      return res.status(err.isRateLimited ? 429 : 502).send(pages.unavailable(err.isRateLimited))
    }
    const status = err.status >= 400 && err.status < 500 ? err.status : 500
    if (status === 500) logError(err.stack)
    return res.status(status).send(pages.error('unexpected'))
  }
}
