import { isIP } from 'node:net'
import type { RequestHandler, Response } from 'express'
import type { RequestContext } from '../request-context.js'
import { toBareAddress } from './rate-limit.js'
import { getRoutePattern, identifyRequest } from './request-logger.js'

/** By method and route. docs/operations.md lists them. */
export const AUDIT_ACTIONS: Readonly<Record<string, string>> = {
  'POST /sessions': 'session.create',
  'POST /api/sessions': 'session.create',
  'GET /api/sessions': 'session.list',
  'POST /api/sessions/:sessionId/decision': 'session.decide',
  'GET /handover/:token': 'handover.redeem',
  'POST /sessions/:sessionId/phone': 'phone.link',
  'POST /phone/:token': 'phone.redeem',
  'GET /sessions/:sessionId': 'session.read',
  'GET /api/sessions/:sessionId': 'session.read',
  'GET /api/sessions/:sessionId/configuration': 'configuration.read',
  'GET /api/sessions/:sessionId/tracked-devices': 'devices.read',
  'GET /api/sessions/:sessionId/result': 'result.read',
  'GET /sessions/:sessionId/media/:mediaId': 'media.read',
  'GET /api/sessions/:sessionId/media/:mediaId': 'media.read',
  'DELETE /api/sessions/:sessionId/media/:mediaId': 'media.erase',
  'PUT /api/sessions/:sessionId/face-capture': 'face.upload',
  'POST /sessions/:sessionId/delete': 'session.erase',
  'DELETE /api/sessions/:sessionId': 'session.erase',
  'POST /sessions/:sessionId/finish': 'owner.sign-out',
}

/** Writes a line for each action when its response has ended, or the client has gone. */
export function createAuditTrail(audit: { write(fields: object): void }): RequestHandler {
  return (req, res, next) => {
    // A closed socket has none.
    const address = toBareAddress(req.ip ?? '')
    // Streaming media adds many listeners, too.
    res.setMaxListeners(res.getMaxListeners() + 1)
    res.once('close', () => {
      const { isAuthRefused, page, userReference }: RequestContext = res.locals
      const routed = AUDIT_ACTIONS[`${req.method} ${getRoutePattern(req)}`]
      const read = routed === 'session.read' && page === 'results' ? 'result.read' : routed
      const action = isAuthRefused === true ? 'auth.refuse' : read
      if (action === undefined) return
      audit.write({
        action,
        result: getResult(res),
        ...identifyRequest(req, res),
        userReference,
        // TRUST_PROXY may be too high, and then it is any text.
        address: isIP(address) === 0 ? undefined : address,
      })
    })
    next()
  }
}

function getResult({ statusCode, writableFinished }: Response): 'ok' | 'refused' | 'failed' {
  if (statusCode >= 500 || !writableFinished) return 'failed'
  return statusCode >= 400 ? 'refused' : 'ok'
}
