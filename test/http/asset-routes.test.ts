import { describe, expect, it } from '@jest/globals'
import express from 'express'
import supertest from 'supertest'
import { readFileSync } from 'node:fs'
import { addAssetVersion, createAssetRoutes } from '../../src/http/asset-routes.js'

describe('the assets', () => {
  const app = express().use(createAssetRoutes())
  const get = (path: string, encoding = 'gzip') =>
    supertest(app).get(path).set('Accept-Encoding', encoding)

  it.each(['/assets/app.css', '/assets/capture.js', '/assets/icon.svg'])(
    'serve %s for a year with its version, else for an hour',
    async (path) => {
      const versioned = addAssetVersion(path)
      expect(versioned).not.toBe(path)
      const response = await get(versioned)
      expect(response.status).toBe(200)
      expect(response.headers['cache-control']).toBe('public, max-age=31536000, immutable')
      for (const other of [path, `${path}?v=0`])
        expect((await get(other)).headers['cache-control']).toBe('public, max-age=3600')
    },
  )

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

  it('respond 404 for the emulator’s assets and outside their folder', async () => {
    for (const path of [
      '/assets/emulator/page.css',
      '/assets/../start.ejs',
      '/assets/%2e%2e/start.ejs',
    ]) {
      expect((await get(path)).status).toBe(404)
    }
  })
})
