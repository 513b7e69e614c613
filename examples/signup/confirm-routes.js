import { Router } from 'express'
import { findStanding } from './accounts.js'
import { pages } from './pages.js'

/** Hands a logged-in person over to the relying-party server, and takes her back. */
export function createConfirmRoutes({ accounts, login, api, baseUrl }) {
  return Router()
    .post('/signup/confirm', async (req, res) => {
      const user = login.find(req)
      if (user === undefined || findStanding(user)?.outcome === 'APPROVED') {
        return res.redirect(303, '/')
      }
      const returnUrl = new URL('/signup/return', baseUrl).href
      // While a session lives this gives the same one, so a second click costs nothing.
      const session = await api.createSession({ userReference: user.reference, returnUrl })
      accounts.record(user, session)
      return res.redirect(303, session.url)
    })
    .get('/signup/return', async (req, res) => {
      const user = login.find(req)
      const { sessionId } = req.query
      // Whoever got the hand-over link passed on comes back here, too: only this login says who it is.
      if (!user?.sessions.has(sessionId)) {
        return res.status(403).send(pages.refusal(NOT_YOURS))
      }
      // That she came back says nothing about the outcome: ask.
      accounts.record(user, await api.readSession(sessionId))
      return res.send(pages.account(user))
    })
}

const NOT_YOURS =
  'This confirmation was not started by you in this browser. Go back to the browser in which you signed up.'
