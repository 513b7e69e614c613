import type { RequestHandler } from 'express'
import helmet from 'helmet'
import { CSP_REPORTS_PATH } from './csp-reports.js'

/** Of responses that no browser needs to show. */
export const BARE_HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
}

/** Yoti's client navigates to these inside the iframe. No other page may be framed. */
const LANDING_PATHS = new Set(['/success', '/error'])

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
  const permissions = `camera=(self "${yotiOrigin}"), geolocation=(), microphone=(), payment=()`

  const reports = `${baseUrl}${CSP_REPORTS_PATH}`

  const createHelmet = (frameAncestors: string[], frameguard: boolean): RequestHandler => {
    return helmet({
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
          frameAncestors,
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
      xFrameOptions: frameguard ? { action: 'deny' } : false,
    })
  }
  const page = createHelmet(["'none'"], true)
  const landing = createHelmet(["'self'", yotiOrigin], false)
  return (req, res, next) => {
    // For personal data. Routes without any set another.
    res.setHeader('Cache-Control', 'no-store')
    res.setHeader('Permissions-Policy', permissions)
    res.setHeader('Reporting-Endpoints', `csp="${reports}"`)
    const headers = LANDING_PATHS.has(req.path) ? landing : page
    headers(req, res, next)
  }
}
