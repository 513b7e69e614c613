import { hash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { Router } from 'express'
import type { BrandFile } from './brand.js'

const FOLDER = fileURLToPath(new URL('../../views/assets', import.meta.url))
const HOUR_SECONDS = 3600
const YEAR_SECONDS = 365 * 24 * HOUR_SECONDS
const BRAND_FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

/** By path. */
const ASSETS: ReadonlyMap<string, BrandFile & { version: string }> = new Map(
  readdirSync(FOLDER).map((name) => {
    const body = readFileSync(join(FOLDER, name))
    const version = hash('sha256', body, 'hex').slice(0, 16)
    return [`/assets/${name}`, { type: extname(name), body, version }]
  }),
)

/** Adds the version of an asset to its path, so that browsers may keep it until it changes. */
export function addAssetVersion(path: string): string {
  const asset = ASSETS.get(path)
  return asset === undefined ? path : `${path}?v=${asset.version}`
}

/** @param brandFiles by path, which contains the version */
export function createAssetRoutes(brandFiles: ReadonlyMap<string, BrandFile> = new Map()): Router {
  const files: [string, BrandFile & { version?: string }][] = [...ASSETS, ...brandFiles]
  const all = new Map(
    files.map(([path, asset]) => [path, { ...asset, compressed: gzipSync(asset.body) }]),
  )
  return Router().get('/assets/{*path}', (req, res, next) => {
    // The emulator serves its own, and a live server has none of them.
    const asset = all.get(req.path)
    if (asset === undefined) {
      next()
      return
    }
    const lifetime =
      req.query.v === asset.version ? `${YEAR_SECONDS}, immutable` : String(HOUR_SECONDS)
    res.setHeader('Cache-Control', `public, max-age=${lifetime}`)
    res.setHeader('X-Content-Type-Options', 'nosniff')
    // An SVG may contain scripts, which a page that opens it as a document would run.
    if (asset.version === undefined) res.setHeader('Content-Security-Policy', BRAND_FILE_POLICY)
    res.type(asset.type).vary('Accept-Encoding')
    if (req.acceptsEncodings('gzip')) {
      res.setHeader('Content-Encoding', 'gzip')
      res.send(asset.compressed)
    } else res.send(asset.body)
  })
}
