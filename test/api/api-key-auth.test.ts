import { describe, expect, it } from '@jest/globals'
import { hash } from 'node:crypto'
import express from 'express'
import supertest from 'supertest'
import { createRateLimits } from '../../src/http/rate-limit.js'
import { createApiKeyAuth, getCallerHash } from '../../src/api/api-key-auth.js'
import { readCallers } from '../../src/config/callers.js'
import { handleProblem } from '../../src/api/problem.js'

const KEYS = [
  { caller: 'shop', secret: 'old-secret-of-the-shop-0123456789' },
  { caller: 'shop', secret: 'new-secret-of-the-shop-0123456789' },
  { caller: 'bank', secret: 'secret-of-the-bank-0123456789-abc' },
]

function createCallers(apiKeys: typeof KEYS) {
  const defaults = { webhook: undefined, returnUrlOrigins: [], dailyLimit: 1 }
  const source = { path: undefined, apiKeys, defaults, presetNames: [] }
  return readCallers(source, [])
}

function serve(keys: typeof KEYS, enabled = false) {
  return express()
    .use(createApiKeyAuth(createCallers(keys), createRateLimits(enabled).api))
    .get('/', (_req, res) => {
      res.send(getCallerHash(res))
    })
    .use(handleProblem)
}

function send(authorization: string, keys = KEYS, api = serve(keys)) {
  const request = supertest(api).get('/')
  return authorization === '' ? request : request.set('Authorization', authorization)
}

describe('createApiKeyAuth', () => {
  it.each([
    ['Bearer old-secret-of-the-shop-0123456789', 'shop'],
    ['bearer  new-secret-of-the-shop-0123456789', 'shop'],
    ['Bearer secret-of-the-bank-0123456789-abc', 'bank'],
  ])('authenticates the caller of %j', async (authorization, caller) => {
    const response = await send(authorization)
    expect(response.status).toBe(200)
    expect(response.text).toBe(hash('sha256', caller, 'base64url'))
  })

  it.each([
    [''],
    ['Bearer'],
    ['Bearer '],
    ['Bearer shop:old-secret-of-the-shop-0123456789'],
    ['Bearer old-secret-of-the-shop-012345678'],
    ['Bearer old-secret-of-the-shop-0123456789 x'],
    ['Basic old-secret-of-the-shop-0123456789'],
    ['old-secret-of-the-shop-0123456789'],
  ])('responds 401 to %j', async (authorization) => {
    const response = await send(authorization)
    expect(response.status).toBe(401)
    expect(response.headers['www-authenticate']).toBe('Bearer')
    expect(response.body).toMatchObject({ code: 'UNAUTHORIZED', status: 401 })
    expect(response.text).not.toContain('secret-of')
  })

  it('gives the same hint to a credential with a colon, whether or not it exists', async () => {
    for (const credential of ['shop:old-secret-of-the-shop-0123456789', 'stranger:x']) {
      expect((await send(`Bearer ${credential}`)).body).toMatchObject({
        status: 401,
        detail:
          'The credential contains a colon. If it is an API_KEYS entry (`caller:secret`), send only the part after the colon.',
      })
    }
  })

  it('responds 429 after 60 requests without a valid key, and 200 with a valid key', async () => {
    const api = serve(KEYS, true)
    for (let i = 0; i < 60; i++) expect((await send('Bearer wrong', KEYS, api)).status).toBe(401)
    const limited = await send('Bearer wrong', KEYS, api)
    expect(limited.status).toBe(429)
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0)
    const right = 'Bearer secret-of-the-bank-0123456789-abc'
    expect((await send(right, KEYS, api)).status).toBe(200)
  })

  it('responds 401 to every request when there are no API keys', async () => {
    expect((await send('Bearer undefined', [])).status).toBe(401)
  })
})
