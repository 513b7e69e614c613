import type { RequestHandler } from 'express'
import { ControlError, describeValue } from './control-error.js'

const LOOPBACK_HOST_PATTERN = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i
const JSON_CONTENT_TYPE = /^application\/json\s*(?:;|$)/i

/** A page of another site that has its name resolve to this machine sends its own name as the host. */
export const requireLoopback: RequestHandler = (req, _res, next) => {
  const { host = '' } = req.headers
  if (!LOOPBACK_HOST_PATTERN.test(host)) {
    const expected = '127.0.0.1, localhost or [::1], with any port'
    const problem = { path: 'header.Host', expected, seen: describeValue(host) }
    const remedy = 'Call it on the machine that it runs on, by one of these names.'
    throw new ControlError(403, 'LOOPBACK_ONLY', [problem], remedy)
  }
  next()
}

/** No page of another site may send this type without asking first, and it is never told yes. */
export const requireJson: RequestHandler = (req, _res, next) => {
  const type = req.headers['content-type']
  if (type === undefined || !JSON_CONTENT_TYPE.test(type)) {
    const problem = {
      path: 'header.Content-Type',
      expected: 'application/json',
      seen: describeValue(type),
    }
    throw new ControlError(415, 'JSON_ONLY', [problem], 'Send the body as JSON, and say so.')
  }
  next()
}
