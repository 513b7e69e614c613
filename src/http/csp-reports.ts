import express, { Router, type RequestHandler } from 'express'
import type { Logger } from 'pino'
import { z } from 'zod'

export const CSP_REPORTS_PATH = '/csp-reports'

const MAX_VIOLATIONS = 10
const word = z.string().regex(/^[a-z-]{1,30}$/)
// Anyone can send a report, and its URLs contain session ids: only the origin is logged.
const origin = z.url().transform((url) => new URL(url).origin.slice(0, 100))
const blocked = word.or(origin).catch('unknown')

/** Of the Reporting API, or of the older `report-uri`. */
const violation = z.union([
  z
    .object({ body: z.object({ effectiveDirective: word, blockedURL: blocked }) })
    .transform(({ body }) => ({ directive: body.effectiveDirective, blocked: body.blockedURL })),
  z
    .object({ 'csp-report': z.object({ 'effective-directive': word, 'blocked-uri': blocked }) })
    .transform(({ 'csp-report': report }) => ({
      directive: report['effective-directive'],
      blocked: report['blocked-uri'],
    })),
])

export function createCspReportRoutes(
  limit: RequestHandler,
  logger: Logger,
  onViolations: (count: number) => void,
): Router {
  const type = ['application/reports+json', 'application/csp-report']
  const parseBody = express.json({ limit: '16kb', type })
  return Router().post(CSP_REPORTS_PATH, limit, parseBody, (req, res) => {
    const violations = [req.body]
      .flat()
      .slice(0, MAX_VIOLATIONS)
      .flatMap((report) => violation.safeParse(report).data ?? [])
    onViolations(violations.length)
    if (violations.length > 0) logger.warn({ violations }, 'content security policy violated')
    res.status(204).end()
  })
}
