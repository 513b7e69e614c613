import { Router } from 'express'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { renderAudit } from './audit-page.js'
import { renderCase } from './case-page.js'
import { toCaseView, toTextEntries } from './case-view.js'
import { renderConfirmation } from './decision-panel.js'
import { readFilters, renderQueue, toApiQuery } from './queue-page.js'
import { DECISION_REASONS } from './words.js'

const AUDIT_LINES = 200
const UUID = /^[0-9a-f-]{36}$/
/** Browsers download everything else, because a document may contain scripts. */
const DISPLAYED_TYPES = ['image/jpeg', 'image/png']

/** Needs `res.locals.staff`. */
export function createCaseRoutes({ api, audit, nameOf, pageSize }) {
  const openCase = async (sessionId, res, { status = 200, ...banners } = {}) => {
    const { staff } = res.locals
    // Before anything is shown.
    await audit.write(staff.id, 'case.open', { sessionId })
    const { getSession, getResult } = api
    const [session, result] = await Promise.all([getSession(sessionId), getResult(sessionId)])
    const view = result && toCaseView(result)
    const readText = async ({ title, mediaId }) => ({
      title,
      entries: toTextEntries(await api.getMediaJson(sessionId, mediaId)),
    })
    const texts = await Promise.all((view?.texts ?? []).map(readText))
    const details = { session, view, texts, staff, nameOf, ...banners }
    res.status(status).send(renderCase(details))
  }

  return Router()
    .param('sessionId', requireUuid)
    .param('mediaId', requireUuid)
    .get('/', async (req, res) => {
      const filters = readFilters(req.query)
      const query = { ...toApiQuery(filters), limit: pageSize }
      const list = await api.listSessions(query).catch(listNothing)
      res.send(renderQueue({ list, filters, staff: res.locals.staff }))
    })
    .get('/next', async (_req, res) => {
      const { sessions } = await api.listSessions({ outcome: 'REVIEW', limit: 1 })
      res.redirect(303, sessions.length === 0 ? '/' : `/cases/${sessions[0].sessionId}`)
    })
    .get('/audit', async (req, res) => {
      const { sessionId } = req.query
      if (sessionId !== undefined && !UUID.test(sessionId)) throw NOT_FOUND
      const lines = await audit.read({ sessionId, limit: AUDIT_LINES })
      res.send(renderAudit({ lines, sessionId, nameOf, staff: res.locals.staff }))
    })
    .get('/cases/:sessionId', async (req, res) => {
      const { decided } = req.session
      delete req.session.decided
      const { sessionId } = req.params
      await openCase(sessionId, res, { isSaved: decided === sessionId })
    })
    .get('/cases/:sessionId/media/:mediaId', async (req, res) => {
      const { sessionId, mediaId } = req.params
      await audit.write(res.locals.staff.id, 'media.open', { sessionId, mediaId })
      const response = await api.getMedia(sessionId, mediaId)
      if (response.status === 204) throw NOT_FOUND
      const type = response.headers.get('Content-Type') ?? ''
      const isDisplayed = DISPLAYED_TYPES.includes(type)
      res.type(isDisplayed ? type : 'application/octet-stream')
      if (!isDisplayed) res.attachment(type === 'application/pdf' ? 'document.pdf' : 'media')
      await pipeline(Readable.fromWeb(response.body), res).catch((err) => {
        // The browser left the page.
        if (!res.destroyed) throw err
      })
    })
    .get('/cases/:sessionId/confirm', async (req, res) => {
      const decision = readDecision(req.query)
      const session = await api.getSession(req.params.sessionId)
      res.send(renderConfirmation({ session, decision, staff: res.locals.staff }))
    })
    .post('/cases/:sessionId/decision', async (req, res) => {
      const { sessionId } = req.params
      const { staff } = res.locals
      const decision = readDecision(req.body)
      try {
        await api.decide(sessionId, { ...decision, decidedBy: staff.id })
      } catch (err) {
        if (err.status !== 409 && err.status !== 410) throw err
        await audit.write(staff.id, 'case.decide', { sessionId, ...decision, result: 'conflict' })
        return openCase(sessionId, res, { status: 409, isConflict: true })
      }
      await audit.write(staff.id, 'case.decide', { sessionId, ...decision, result: 'decided' })
      req.session.decided = sessionId
      return res.redirect(303, `/cases/${sessionId}`)
    })
}

/** 400: no case can match, for example because a user reference has no spaces. */
function listNothing(err) {
  if (err.status === 400) return { sessions: [] }
  throw err
}

function requireUuid(_req, _res, next, id) {
  next(UUID.test(id) ? undefined : NOT_FOUND)
}

function readDecision({ decision, reason, overrules } = {}) {
  const reasons = Object.hasOwn(DECISION_REASONS, decision) ? DECISION_REASONS[decision] : {}
  if (!Object.hasOwn(reasons, reason)) throw Object.assign(new Error('Decision'), { status: 400 })
  return { decision, reason, ...(overrules === 'true' && { overrules: true }) }
}

const NOT_FOUND = Object.assign(new Error('Not found'), { status: 404 })
