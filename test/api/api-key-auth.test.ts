import { describe, expect, it } from '@jest/globals'
import express from 'express'
import supertest from 'supertest'
import { createRateLimits } from '../../src/http/rate-limit.js'
import { createApiKeyAuth, getCallerHash, type ApiKey } from '../../src/api/api-key-auth.js'
import { sha256 } from '../../src/api/sha256.js'
import { handleApiError } from '../../src/api/handle-api-error.js'

const KEYS = [
  { caller: 'shop', secret: 'old-secret-of-the-shop-0123456789' },
  { caller: 'shop', secret: 'new-secret-of-the-shop-0123456789' },
  { caller: 'bank', secret: 'secret-of-the-bank-0123456789-abc' },
]

function serve(keys: readonly ApiKey[], enabled = false) {
  const limits = createRateLimits({ enabled, now: () => 0 })
  return express()
    .use(createApiKeyAuth(keys, limits.api))
    .get('/', (_req, res) => {
      res.send(getCallerHash(res))
    })
    .use(handleApiError)
}

function send(authorization: string, keys: readonly ApiKey[] = KEYS, api = serve(keys)) {
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
    expect(response.text).toBe(sha256(caller))
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

  it.each(['shop:old-secret-of-the-shop-0123456789', 'stranger:x'])(
    'hints at the part after the colon when the credential is %j, whether or not it exists',
    async (credential) => {
      const response = await send(`Bearer ${credential}`)
      expect(response.status).toBe(401)
      expect(response.body).toMatchObject({
        code: 'UNAUTHORIZED',
        detail:
          'The credential contains a colon. If it is an API_KEYS entry (`caller:secret`), send only the part after the colon.',
      })
    },
  )

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
    expect((await send('', [])).status).toBe(401)
    expect((await send('Bearer undefined', [])).status).toBe(401)
  })

  it('responds 500 when a route is not behind the authentication', async () => {
    const api = express()
      .get('/', (_req, res) => {
        res.send(getCallerHash(res))
      })
      .use(handleApiError)
    expect((await supertest(api).get('/')).status).toBe(500)
  })
})
