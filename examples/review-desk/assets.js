import { Router } from 'express'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const PICO_CSS = createRequire(import.meta.url).resolve('@picocss/pico/css/pico.classless.min.css')
const DESK_CSS = fileURLToPath(new URL('desk.css', import.meta.url))

export const createAssetRoutes = () =>
  Router()
    .get('/pico.css', (_req, res) => res.sendFile(PICO_CSS))
    .get('/desk.css', (_req, res) => res.sendFile(DESK_CSS))
