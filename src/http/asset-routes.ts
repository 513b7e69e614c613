import { createRequire } from 'node:module'
import { join } from 'node:path'
import express, { Router } from 'express'
import { VIEWS_DIR } from './pages.js'

const PICO_CSS = '@picocss/pico/css/pico.classless.min.css'

export function createAssetRoutes(): Router {
  const pico = createRequire(import.meta.url).resolve(PICO_CSS)
  return (
    Router()
      // The emulator serves these itself, and a live server must not.
      .use('/assets/emulator', (_req, _res, next) => {
        next('router')
      })
      .use('/assets', (_req, res, next) => {
        res.setHeader('Cache-Control', 'public, max-age=3600')
        next()
      })
      .get('/assets/pico.css', (_req, res) => {
        res.sendFile(pico)
      })
      .use('/assets', express.static(join(VIEWS_DIR, 'assets'), { index: false }))
  )
}
