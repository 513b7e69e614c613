import { randomBytes } from 'node:crypto'
import { Router } from 'express'
import { findNextStep, findStanding } from './accounts.js'
import { pages } from './pages.js'

/** Hands a logged-in person over to the relying-party server, and takes her back. */
export function createConfirmRoutes({ accounts, login, api, baseUrl, verifyUrl }) {
  return Router()
    .post('/signup/confirm', async (req, res) => {
      const user = login.find(req)
      if (user === undefined) return res.redirect(303, '/')
      const known = findStanding(user)
      // It may have ended meanwhile, and another one costs.
      if (known?.outcome === 'PENDING') {
        accounts.record(user, await api.readSession(known.sessionId))
      }
      const standing = findStanding(user)
      const step = findNextStep(standing)
      if (step === 'none') return res.redirect(303, '/')
      // A finished session is not handed over again: who has finished it is sent back from its page.
      const pageOf = ({ sessionId }) => new URL(`/sessions/${sessionId}`, verifyUrl).href
      const startsAgain = req.body?.how === 'again'
      if (step === 'come-back' && !startsAgain) return res.redirect(303, pageOf(standing))

      const returnToken = randomBytes(16).toString('base64url')
      const returnUrl = new URL(`/signup/return?token=${returnToken}`, baseUrl).href
      // While a session lives this gives the same one, so a second click costs nothing.
      const session = await api.createSession({ userReference: user.reference, returnUrl })
      accounts.record(user, session)
      accounts.expectReturn(user, session.sessionId, returnToken)
      return res.redirect(303, session.state === 'ONGOING' ? session.url : pageOf(session))
    })
    .get('/signup/return', async (req, res) => {
      const user = login.find(req)
      const { sessionId, token } = req.query
      // Whoever got the hand-over link passed on comes back here, too: only this login says who it is.
      if (!accounts.noteReturn(user, sessionId, token)) {
        return res.status(403).send(pages.refusal(NOT_YOURS))
      }
      // That she came back says nothing about the outcome: ask.
      accounts.record(user, await api.readSession(sessionId))
      return res.send(pages.account(user, req.originalUrl))
    })
}

const NOT_YOURS =
  'This confirmation was not started by you in this browser. Go back to the browser in which you signed up.'
