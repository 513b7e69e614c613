import { describe, expect, it } from '@jest/globals'
import express from 'express'
import supertest from 'supertest'
import { readFileSync } from 'node:fs'
import { addAssetVersion, createAssetRoutes } from '../../src/http/asset-routes.js'

describe('the assets', () => {
  const app = express().use(createAssetRoutes())
  const get = (path: string, encoding = 'gzip') =>
    supertest(app).get(path).set('Accept-Encoding', encoding)

  it('are cached for a year with their version, else for an hour', async () => {
    const path = '/assets/capture.js'
    const { status, headers } = await get(addAssetVersion(path))
    expect(status).toBe(200)
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
    for (const other of [path, `${path}?v=0`])
      expect((await get(other)).headers['cache-control']).toBe('public, max-age=3600')
  })

  it('are compressed for those who accept it', async () => {
    const css = readFileSync('views/assets/app.css')
    const packed = await get('/assets/app.css')
    expect(packed.headers['content-encoding']).toBe('gzip')
    expect(Number(packed.headers['content-length'])).toBeLessThan(css.length / 2)
    expect(packed.text).toBe(css.toString())
    const plain = await get('/assets/app.css', 'identity')
    expect(plain.headers).not.toHaveProperty('content-encoding')
    expect(plain.headers.vary).toBe('Accept-Encoding')
    expect(plain.text).toBe(css.toString())
  })

  it.each(['/assets/emulator/page.css', '/assets/../start.ejs', '/assets/%2e%2e/start.ejs'])(
    'respond 404 for %s, which is none of them',
    async (path) => {
      expect((await get(path)).status).toBe(404)
    },
  )
})
