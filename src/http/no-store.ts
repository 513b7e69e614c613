import type { RequestHandler } from 'express'

/** For everything personal: no cache, shared or private, keeps it. */
export const noStore: RequestHandler = (_req, res, next) => {
  res.setHeader('Cache-Control', 'no-store')
  next()
}
