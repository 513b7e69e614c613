import { describe, expect, it } from '@jest/globals'
import express from 'express'
import supertest from 'supertest'
import { createAssetRoutes } from '../../src/http/asset-routes.js'

describe('the assets', () => {
  const app = express().use(createAssetRoutes())

  it.each(['/assets/pico.css', '/assets/app.css', '/assets/capture.js', '/assets/icon.svg'])(
    'serve %s to be kept for a while',
    async (path) => {
      const answer = await supertest(app).get(path)
      expect(answer.status).toBe(200)
      expect(answer.headers['cache-control']).toContain('max-age=3600')
    },
  )

  it('serve nothing of the emulator, and nothing beside their folder', async () => {
    for (const path of [
      '/assets/emulator/page.css',
      '/assets/../start.ejs',
      '/assets/%2e%2e/start.ejs',
    ]) {
      expect((await supertest(app).get(path)).status).toBe(404)
    }
  })
})
