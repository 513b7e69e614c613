import express, { Router, type RequestHandler } from 'express'
import helmet from 'helmet'
import type { Logger } from 'pino'
import { z } from 'zod'

/** Of responses that no browser needs to show. */
export const BARE_HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
}

/** Yoti's client navigates to these inside the iframe. No other page may be framed. */
const LANDING_PATHS = new Set(['/success', '/error'])
const CSP_REPORTS_PATH = '/csp-reports'

/**
 * @param yotiOrigin the origin that serves Yoti's client
 * @param https `self-signed` sends no HSTS
 */
export function createSecurityHeaders(
  baseUrl: string,
  yotiOrigin: string,
  https: 'off' | 'self-signed' = 'off',
): RequestHandler {
  const secure = baseUrl.startsWith('https:')
  const reports = `${baseUrl}${CSP_REPORTS_PATH}`
  const createHelmet = (framedBy?: string[]): RequestHandler =>
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'"],
          connectSrc: ["'self'"],
          frameSrc: [yotiOrigin, "'self'"],
          formAction: ["'self'"],
          baseUri: ["'none'"],
          frameAncestors: framedBy ?? ["'none'"],
          reportTo: ['csp'],
          // For browsers without the Reporting API.
          reportUri: [reports],
          ...(secure ? { upgradeInsecureRequests: [] } : {}),
        },
      },
      // With `no-referrer`, browsers send `Origin: null` for the forms of this server.
      referrerPolicy: { policy: 'same-origin' },
      // With HSTS, browsers do not let users accept a self-signed certificate.
      strictTransportSecurity: secure && https === 'off',
      xFrameOptions: framedBy === undefined && { action: 'deny' },
    })
  const page = createHelmet()
  const landing = createHelmet(["'self'", yotiOrigin])
  return (req, res, next) => {
    res.set({
      // For personal data. Routes without any set another.
      'Cache-Control': 'no-store',
      'Permissions-Policy': `camera=(self "${yotiOrigin}"), geolocation=(), microphone=(), payment=()`,
      'Reporting-Endpoints': `csp="${reports}"`,
    })
    const setHeaders = LANDING_PATHS.has(req.path) ? landing : page
    setHeaders(req, res, next)
  }
}

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
