import { describe, expect, it } from '@jest/globals'
import express from 'express'
import supertest from 'supertest'
import { createAssetRoutes } from '../../src/http/asset-routes.js'

describe('the assets', () => {
  const app = express().use(createAssetRoutes())

  it.each(['/assets/app.css', '/assets/capture.js', '/assets/icon.svg'])(
    'serve %s with max-age=3600',
    async (path) => {
      const response = await supertest(app).get(path)
      expect(response.status).toBe(200)
      expect(response.headers['cache-control']).toContain('max-age=3600')
    },
  )

  it('respond 404 for the emulator’s assets and outside their folder', async () => {
    for (const path of [
      '/assets/emulator/page.css',
      '/assets/../start.ejs',
      '/assets/%2e%2e/start.ejs',
    ]) {
      expect((await supertest(app).get(path)).status).toBe(404)
    }
  })
})
