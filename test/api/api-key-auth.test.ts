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

function ask(authorization: string, keys: readonly ApiKey[] = KEYS, api = serve(keys)) {
  const request = supertest(api).get('/')
  return authorization === '' ? request : request.set('Authorization', authorization)
}

describe('createApiAuth', () => {
  it.each([
    ['Bearer old-secret-of-the-shop-0123456789', 'shop'],
    ['bearer  new-secret-of-the-shop-0123456789', 'shop'],
    ['Bearer secret-of-the-bank-0123456789-abc', 'bank'],
  ])('knows who sends %j', async (authorization, caller) => {
    const answer = await ask(authorization)
    expect(answer.status).toBe(200)
    expect(answer.text).toBe(sha256(caller))
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
  ])('refuses %j', async (authorization) => {
    const answer = await ask(authorization)
    expect(answer.status).toBe(401)
    expect(answer.headers['www-authenticate']).toBe('Bearer')
    expect(answer.body).toMatchObject({ code: 'UNAUTHORIZED', status: 401 })
    expect(answer.text).not.toContain('secret-of')
  })

  it.each(['shop:old-secret-of-the-shop-0123456789', 'stranger:x'])(
    'hints at the part after the colon when the credential is %j, whether or not it exists',
    async (credential) => {
      const response = await ask(`Bearer ${credential}`)
      expect(response.status).toBe(401)
      expect(response.body).toMatchObject({
        code: 'UNAUTHORIZED',
        detail:
          'The credential contains a colon. If it is an API_KEYS entry (`caller:secret`), send only the part after the colon.',
      })
    },
  )

  it('limits those without a right key, and never a neighbour of theirs who has one', async () => {
    const api = serve(KEYS, true)
    for (let i = 0; i < 60; i++) expect((await ask('Bearer wrong', KEYS, api)).status).toBe(401)
    const limited = await ask('Bearer wrong', KEYS, api)
    expect(limited.status).toBe(429)
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0)
    const right = 'Bearer secret-of-the-bank-0123456789-abc'
    expect((await ask(right, KEYS, api)).status).toBe(200)
  })

  it('refuses everybody without keys', async () => {
    expect((await ask('', [])).status).toBe(401)
    expect((await ask('Bearer undefined', [])).status).toBe(401)
  })

  it('fails loudly where a route was left outside', async () => {
    const api = express()
      .get('/', (_req, res) => {
        res.send(getCallerHash(res))
      })
      .use(handleApiError)
    expect((await supertest(api).get('/')).status).toBe(500)
  })
})
