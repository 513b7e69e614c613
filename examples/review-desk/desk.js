// Shows how a business's staff decide what is in REVIEW. It uses only the API of the relying-party server.
import express from 'express'
import session from 'express-session'
import helmet from 'helmet'
import { requireSameOrigin } from '../signup/web-security.js'
import { createAssetRoutes } from './assets.js'
import { createAuditLog } from './audit-log.js'
import { createCaseRoutes } from './case-routes.js'
import { renderMessage } from './html.js'
import { createReviewApi, ReviewApiError } from './review-api.js'
import { createStaffLogin } from './staff-login.js'

export { discoverProvider } from './staff-login.js'

const MAX_IDLE_MS = 30 * 60_000

/** Returns an Express app; see desk.d.ts for the options. */
export function createDesk({ verifyUrl, apiKey, baseUrl, provider, auditFile, ...options }) {
  const { requiredGroup = 'reviewers', groupsClaim = 'groups', logError = console.error } = options
  const { scope = 'openid profile', pageSize = 25, sessionSecret } = options
  const secure = baseUrl.startsWith('https:')
  const api = createReviewApi({ verifyUrl, apiKey })
  const audit = createAuditLog(auditFile)
  const claims = { requiredGroup, groupsClaim, scope }
  const login = createStaffLogin({ provider, baseUrl, audit, logError, ...claims })

  return (
    express()
      .disable('x-powered-by')
      .use(createSecurityHeaders(secure, provider))
      .use(createAssetRoutes())
      .use((_req, res, next) => {
        res.set('Cache-Control', 'no-store')
        next()
      })
      // In memory here. Give it a store when you run several processes.
      .use(
        session({
          name: secure ? '__Host-desk' : 'desk',
          secret: sessionSecret,
          resave: false,
          saveUninitialized: false,
          rolling: true,
          proxy: secure,
          // A Strict cookie is not sent when the identity provider redirects back.
          cookie: { httpOnly: true, sameSite: 'lax', secure, maxAge: MAX_IDLE_MS },
        }),
      )
      .use(requireSameOrigin(baseUrl), express.urlencoded({ extended: false, limit: '10kb' }))
      .use(login.routes)
      .use(login.requireStaff)
      .use(createCaseRoutes({ api, audit, nameOf: login.nameOf, pageSize }))
      .use((_req, res) => res.status(404).send(renderMessage(NOT_FOUND)))
      .use(createErrorPage(logError))
  )
}

const NOT_FOUND = { title: 'Not found', text: 'This page or case doesn’t exist.' }

/** No page has a script. */
function createSecurityHeaders(secure, provider) {
  const { end_session_endpoint: logoutUrl } = provider.serverMetadata()
  // Chromium also applies form-action to the redirect after a form.
  const formAction = ["'self'", ...(logoutUrl ? [new URL(logoutUrl).origin] : [])]
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        formAction,
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // With helmet's no-referrer, browsers send this site's own forms with "Origin: null".
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: secure,
  })
}

function createErrorPage(logError) {
  return (err, _req, res, next) => {
    if (res.headersSent) return next(err)
    const { staff } = res.locals
    if (err instanceof ReviewApiError && err.status !== 404) {
      logError(err.message)
      return res.status(502).send(renderMessage({ ...UNAVAILABLE, staff }))
    }
    const status = err.status >= 400 && err.status < 500 ? err.status : 500
    if (status === 404) return res.status(404).send(renderMessage({ ...NOT_FOUND, staff }))
    if (status === 500) logError(err.stack)
    return res.status(status).send(renderMessage({ ...FAILED, staff }))
  }
}

const UNAVAILABLE = {
  title: 'The verification server is not available',
  text: 'Nothing was changed. Try again in a minute.',
}
const FAILED = { title: 'That didn’t work', text: 'Go back and try again.' }
