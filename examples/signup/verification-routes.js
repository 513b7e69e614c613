import { randomBytes } from 'node:crypto'
import { Router } from 'express'
import { findNextStep, findCurrentSession } from './accounts.js'

export function createVerificationRoutes({ accounts, login, api, baseUrl, verifyUrl }) {
  return Router()
    .post('/signup/confirm', async (req, res) => {
      const user = login.find(req)
      if (user === undefined) return res.redirect(303, '/')
      const previous = findCurrentSession(user)
      // It may have ended since, and a new session costs money.
      if (previous?.outcome === 'PENDING') {
        accounts.record(user, await api.getSession(previous.sessionId))
      }
      const current = findCurrentSession(user)
      const step = findNextStep(current)
      if (step === 'none') return res.redirect(303, '/')
      // The page of a finished session returns the user to this site.
      const pageOf = ({ sessionId }) => new URL(`/sessions/${sessionId}`, verifyUrl).href
      const restarts = req.body?.how === 'again'
      if (step === 'return' && !restarts) return res.redirect(303, pageOf(current))

      const returnToken = randomBytes(16).toString('base64url')
      const returnUrl = new URL(`/signup/return?token=${returnToken}`, baseUrl).href
      // Returns the existing session while it is unfinished, so a double click creates only one.
      const session = await api.createSession({
        userReference: user.reference,
        returnUrl,
        // The check continues in the language of this site.
        locale: user.language,
      })
      accounts.record(user, session)
      accounts.startReturn(user, session.sessionId, returnToken)
      return res.redirect(303, session.state === 'ONGOING' ? session.url : pageOf(session))
    })
    .get('/signup/return', async (req, res) => {
      const { pages } = res.locals
      const user = login.find(req)
      const { sessionId, token } = req.query
      // The handover link may have been forwarded; only the login identifies the user.
      if (!accounts.confirmReturn(user, sessionId, token)) {
        return res.status(403).send(pages.error('notYourSession'))
      }
      // Returning says nothing about the outcome.
      accounts.record(user, await api.getSession(sessionId))
      return res.send(pages.account(user, req.originalUrl))
    })
}
