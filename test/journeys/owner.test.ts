import { describe, expect, it } from '@jest/globals'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { openDatabase } from '../../src/store/database.js'
import { startStack, type Stack } from '../support/start-stack.js'
import { createVisitor, startSession, type Visitor } from '../support/visitor.js'
import { API_ENV, callApi, readMediaId, startAndCapture } from './journey.js'

const HOUR_MS = 3600_000

/** As an attacker who has copied the cookie. */
const replay = ({ baseUrl }: Stack, cookie: string | undefined, path: string, method = 'GET') =>
  fetch(baseUrl + path, {
    method,
    redirect: 'manual',
    headers: { cookie: `owner=${cookie ?? ''}`, origin: baseUrl },
  })

async function createHandover(stack: Stack, userReference: string) {
  const { body } = await callApi(stack, 'POST', '/api/sessions', { userReference })
  return { path: new URL(body.url).pathname, page: `/sessions/${body.sessionId}` }
}

const getStatus = async (visitor: Visitor, path: string) => (await visitor.get(path)).status

describe('signing out', () => {
  it('makes a saved cookie useless: 404 on each route, and a new owner id on the start page', async () => {
    await using stack = await startStack()
    const { visitor, sessionId, path } = await startAndCapture(stack)
    const media = `${path}/media/${await readMediaId(stack, sessionId)}`
    const saved = visitor.cookie
    expect((await replay(stack, saved, media)).status).toBe(200)
    expect((await visitor.submitForm(`${path}/finish`)).status).toBe(303)
    expect(visitor.cookie).toBeUndefined()

    for (const [method, url] of [
      ['GET', path],
      ['GET', `${path}/status`],
      ['GET', media],
      ['POST', `${path}/finish`],
      ['POST', `${path}/delete`],
    ] as const) {
      expect([url, (await replay(stack, saved, url, method)).status]).toEqual([url, 404])
    }
    const start = await replay(stack, saved, '/')
    expect(await start.text()).not.toContain(sessionId)
    const created = await replay(stack, saved, '/sessions', 'POST')
    expect(created.headers.get('location')).not.toBe(path)
    for (const { headers } of [start, created]) {
      expect(headers.getSetCookie()).toEqual([expect.stringMatching(/^owner=.{43};/)])
      expect(headers.getSetCookie()[0]).not.toContain(saved)
    }
    expect((await replay(stack, saved, created.headers.get('location') ?? '')).status).toBe(404)
  })

  it('does not let the saved cookie open the handover link again, or take over by another one', async () => {
    await using stack = await startStack({ env: API_ENV })
    const visitor = createVisitor(stack.baseUrl)
    const { path, page } = await createHandover(stack, 'user-1')
    await visitor.get(path)
    const saved = visitor.cookie
    await visitor.submitForm(`${page}/finish`)
    expect((await replay(stack, saved, path)).status).toBe(404)

    const mallory = await createHandover(stack, 'mallory')
    const redeemed = await replay(stack, saved, mallory.path)
    expect(redeemed.status).toBe(303)
    const [cookie = ''] = redeemed.headers.getSetCookie()
    const fresh = cookie.slice('owner='.length, cookie.indexOf(';'))
    expect((await replay(stack, fresh, mallory.page)).status).toBe(200)
    expect((await replay(stack, fresh, page)).status).toBe(404)
  })
})

describe('a browser', () => {
  it('is forgotten after OWNER_IDLE_TIMEOUT without a request', async () => {
    await using stack = await startStack({ env: { OWNER_IDLE_TIMEOUT: '7200' } })
    const visitor = createVisitor(stack.baseUrl)
    const path = `/sessions/${await startSession(visitor)}`
    for (let n = 0; n < 3; n++) {
      await stack.advanceTime(1.5 * HOUR_MS)
      const response = await visitor.get(path)
      expect(response.status).toBe(200)
      expect(response.headers.getSetCookie()).toEqual([expect.stringContaining('Max-Age=7200;')])
    }
    await stack.advanceTime(2 * HOUR_MS)
    expect(await getStatus(visitor, path)).toBe(404)
    expect(await getStatus(visitor, path)).toBe(404)
  })

  it('is forgotten after OWNER_LIFETIME, however often it was used, and starts again', async () => {
    await using stack = await startStack({ env: { OWNER_LIFETIME: '7200' } })
    const visitor = createVisitor(stack.baseUrl)
    const sessionId = await startSession(visitor)
    const first = visitor.cookie
    await stack.advanceTime(HOUR_MS)
    expect(await getStatus(visitor, `/sessions/${sessionId}`)).toBe(200)
    await stack.advanceTime(HOUR_MS)
    expect(await getStatus(visitor, `/sessions/${sessionId}`)).toBe(404)
    const another = await startSession(visitor)
    expect(another).not.toBe(sessionId)
    expect(visitor.cookie).not.toBe(first)
    expect(await getStatus(visitor, `/sessions/${another}`)).toBe(200)
  })

  it('keeps a session of the previous release, which stored no times', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'owner-'))
    const url = `file:${join(folder, 'relying-party.db')}`
    const env = { DATABASE_URL: url, OWNER_IDLE_TIMEOUT: '7200' }
    let cookie: string | undefined
    let path: string
    {
      await using stack = await startStack({ env })
      const visitor = createVisitor(stack.baseUrl)
      path = `/sessions/${await startSession(visitor)}`
      cookie = visitor.cookie
    }
    const database = await openDatabase(url)
    await sql`update sessions set owner_seen_at = null, owner_since = null`.execute(database.db)
    await database.close()
    {
      await using stack = await startStack({ env })
      await stack.advanceTime(3 * HOUR_MS)
      expect((await replay(stack, cookie, path)).status).not.toBe(404)
      // From now on it can be idle.
      await stack.advanceTime(2 * HOUR_MS)
      expect((await replay(stack, cookie, path)).status).toBe(404)
    }
    rmSync(folder, { recursive: true })
  })
})

describe('a handover', () => {
  it('gives the browser a new owner id, which takes over what the old one owned', async () => {
    await using stack = await startStack({ env: API_ENV })
    const visitor = createVisitor(stack.baseUrl)
    const own = `/sessions/${await startSession(visitor)}`
    const old = visitor.cookie
    const { path, page } = await createHandover(stack, 'user-1')
    expect(await getStatus(visitor, '/handover/unknown')).toBe(404)
    expect(visitor.cookie).toBe(old)

    expect(await getStatus(visitor, path)).toBe(303)
    const fresh = visitor.cookie
    expect(fresh).not.toBe(old)
    for (const each of [own, page]) {
      expect(await getStatus(visitor, each)).toBe(200)
      expect((await replay(stack, old, each)).status).toBe(404)
    }
    // Nothing without the link. With it, the browser missed the first answer, and gets the same id.
    const repeated = await replay(stack, old, path)
    expect([repeated.status, repeated.headers.get('location')]).toEqual([303, page])
    expect(repeated.headers.getSetCookie()[0]).toContain(`owner=${fresh ?? ''};`)
    expect((await fetch(stack.baseUrl + path, { redirect: 'manual' })).status).toBe(404)
    // Its owner may open the link again, and keeps the id.
    expect(await getStatus(visitor, path)).toBe(303)
    expect(visitor.cookie).toBe(fresh)
  })
})
