// Shows how an Express app with a login of its own mounts the relying-party server. Passwords and a database are omitted.
import { createApp } from '#src/app.js'
import express from 'express'
import session from 'express-session'
import { requireSameOrigin } from '../signup/web-security.js'
import { pages } from './pages.js'

/** The path of YOTI_APP_BASE_URL. */
export const MOUNT_PATH = '/kyc'

/** Returns an Express app; see bank.d.ts for the options. */
export function createBank(context, { sessionSecret }) {
  const { baseUrl, trustProxy } = context.config
  const identifyOwner = (req) => req.session.userId

  const requireLogin = (req, res, next) => {
    if (identifyOwner(req) !== undefined) return next()
    // A handover link, for example, which works once.
    req.session.returnTo = req.originalUrl
    return res.redirect(303, '/')
  }

  return (
    express()
      .set('trust proxy', trustProxy)
      .use(
        session({
          name: 'bank',
          secret: sessionSecret,
          resave: false,
          saveUninitialized: false,
          // A Strict cookie is not sent when the user returns from another site.
          cookie: { httpOnly: true, sameSite: 'lax', secure: baseUrl.startsWith('https:') },
        }),
      )
      // Only the user's pages: notifications, landings in the iframe and API calls have no login.
      .get(MOUNT_PATH, requireLogin)
      .use([`${MOUNT_PATH}/sessions`, `${MOUNT_PATH}/handover`], requireLogin)
      // Before the body parsers, because the server has limits of its own.
      .use(MOUNT_PATH, createApp(context, { identifyOwner }))
      .use(requireSameOrigin(baseUrl), express.urlencoded({ extended: false, limit: '10kb' }))
      .get('/', async (req, res) => {
        const userId = identifyOwner(req)
        if (userId === undefined) return res.send(pages.login())
        const owner = context.hashUserId(userId)
        return res.send(pages.account(userId, await context.sessions.findLatestForOwner(owner)))
      })
      .post('/login', (req, res, next) => {
        const { userId = '' } = req.body ?? {}
        if (!/^[a-z]{1,40}$/.test(userId)) return res.status(400).send(pages.login())
        const { returnTo = '/' } = req.session
        // A new session id, because someone else may know the one from before the login.
        return req.session.regenerate((err) => {
          if (err) return next(err)
          req.session.userId = userId
          return res.redirect(303, returnTo)
        })
      })
      .post('/logout', (req, res, next) => {
        req.session.destroy((err) => (err ? next(err) : res.redirect(303, '/')))
      })
  )
}
