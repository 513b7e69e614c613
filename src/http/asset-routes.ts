import { join } from 'node:path'
import express, { Router } from 'express'
import type { BrandFile } from './brand-view.js'
import { VIEWS_DIR } from './pages.js'

/** @param brandFiles by path */
export function createAssetRoutes(brandFiles: ReadonlyMap<string, BrandFile> = new Map()): Router {
  return (
    Router()
      // The emulator serves these itself, and a live server must not.
      .use('/assets/emulator', (_req, _res, next) => {
        next('router')
      })
      .get('/assets/brand/:file', (req, res, next) => {
        const file = brandFiles.get(req.path)
        if (file === undefined) {
          next('router')
          return
        }
        res.setHeader('Cache-Control', 'public, max-age=31536000, immutable')
        // An SVG may contain scripts, which a page that opens it as a document would run.
        res.setHeader(
          'Content-Security-Policy',
          "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        )
        res.setHeader('X-Content-Type-Options', 'nosniff')
        res.type(file.type).send(file.body)
      })
      .use('/assets', (_req, res, next) => {
        res.setHeader('Cache-Control', 'public, max-age=3600')
        next()
      })
      .use('/assets', express.static(join(VIEWS_DIR, 'assets'), { index: false }))
  )
}
