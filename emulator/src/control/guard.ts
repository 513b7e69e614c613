import type { RequestHandler } from 'express'
import { ControlError, describeValue } from './control-error.js'

const LOOPBACK_HOST_PATTERN = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i
const JSON_CONTENT_TYPE = /^application\/json\s*(?:;|$)/i

/** Prevents DNS rebinding: a site whose name resolves to this machine sends its own name as Host. */
export const requireLoopback: RequestHandler = (req, _res, next) => {
  const { host = '' } = req.headers
  if (!LOOPBACK_HOST_PATTERN.test(host)) {
    const expected = '127.0.0.1, localhost or [::1], with any port'
    const problem = { path: 'header.Host', expected, seen: describeValue(host) }
    const remedy = 'Call it from the machine that it runs on, with one of these host names.'
    throw new ControlError(403, 'LOOPBACK_ONLY', [problem], remedy)
  }
  next()
}

/** Prevents cross-site requests: this content type needs a CORS preflight, which always fails. */
export const requireJson: RequestHandler = (req, _res, next) => {
  const type = req.headers['content-type']
  if (type === undefined || !JSON_CONTENT_TYPE.test(type)) {
    const problem = {
      path: 'header.Content-Type',
      expected: 'application/json',
      seen: describeValue(type),
    }
    throw new ControlError(
      415,
      'JSON_ONLY',
      [problem],
      'Send JSON with Content-Type: application/json.',
    )
  }
  next()
}
