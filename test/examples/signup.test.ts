import { describe, expect, it } from '@jest/globals'
import express from 'express'
import { Webhook } from 'standardwebhooks'
import { createSignup } from '../../examples/signup/server.js'
import type { OutcomeEvent } from '../../src/sessions/outcome-event-schema.js'
import type { SessionState } from '../../src/sessions/session.js'
import { createVisitor, type Visitor } from '../support/visitor.js'
import { startFakeVerifyApi } from './fake-verify-api.js'
import { listen } from '../support/listen.js'

const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
const API_KEY = 'k'.repeat(32)

describe('the signup example', () => {
  it('hands a person over, takes her back and tells her what came of it', async () => {
    await using world = await startWorld()
    const ada = await world.signUp('Ada <b>')
    const handover = await ada.submitForm('/signup/confirm')
    expect(handover.status).toBe(303)
    expect(handover.headers.get('location')).toContain(`${world.api.url}/handover/`)
    expect(world.api.orders).toEqual([
      {
        idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
        authorization: `Bearer ${API_KEY}`,
        body: {
          userReference: expect.stringMatching(/^user-[0-9a-f-]{36}$/) as unknown,
          returnUrl: expect.stringMatching(
            new RegExp(`^${world.url}/signup/return\\?token=[\\w-]{22}$`),
          ) as unknown,
        },
      },
    ])

    const back = await world.comeBack(ada)
    expect(back).toContain('You have not finished yet')
    expect(back).toContain('Ada &#60;b&#62;')

    world.api.updateNewestSession({ state: 'CAPTURED' })
    const waiting = await world.comeBack(ada)
    expect(waiting).toContain('We are checking')
    expect(waiting).toContain('http-equiv="refresh"')

    world.api.updateNewestSession({ state: 'COMPLETED', outcome: 'APPROVED' })
    const approved = await world.comeBack(ada)
    expect(approved).toContain('You are confirmed')
    expect(approved).not.toContain('http-equiv="refresh"')
    expect(await (await ada.get('/')).text()).toContain('You are confirmed')
  })

  it.each([
    ['COMPLETED', 'REJECTED', 'We could not confirm who you are'],
    ['COMPLETED', 'REVIEW', 'Somebody is looking at it'],
    ['EXPIRED', 'NONE', 'Start again'],
  ] as const)('shows %s with %s', async (state, outcome, words) => {
    await using world = await startWorld()
    const ada = await world.signUp('Ada')
    await ada.submitForm('/signup/confirm')
    world.api.updateNewestSession({ state, outcome })
    const page = await world.comeBack(ada)
    expect(page).toContain(words)
    expect(page).not.toContain('You are confirmed')
  })

  it('lets only the browser of that very user come back', async () => {
    await using world = await startWorld()
    const ada = await world.signUp('Ada')
    await ada.submitForm('/signup/confirm')
    world.api.updateNewestSession({ state: 'COMPLETED', outcome: 'APPROVED' })
    const { sessionId } = world.api.updateNewestSession()

    for (const other of [await world.signUp('Mallory'), createVisitor(world.url)]) {
      const refused = await other.get(world.returnPath())
      expect(refused.status).toBe(403)
      expect(await refused.text()).not.toContain('Ada')
      expect(await (await other.get('/')).text()).not.toContain('You are confirmed')
    }
    // Nor does her login do, without what only the browser that was handed over is given.
    for (const path of [`?sessionId=${sessionId}`, `?sessionId=${sessionId}&token=guessed`]) {
      expect((await ada.get(`/signup/return${path}`)).status).toBe(403)
    }
    expect(world.outcomes).toEqual([])
  })

  it('waits with an approval until she comes back, and sends her where she can', async () => {
    await using world = await startWorld()
    const ada = await world.signUp('Ada')
    await ada.submitForm('/signup/confirm')
    const { sessionId } = world.api.updateNewestSession({ state: 'COMPLETED', outcome: 'APPROVED' })
    expect(await world.deliver('evt_1', describeEnd(world.api.updateNewestSession()))).toBe(204)
    expect(world.outcomes).toEqual([])
    const home = await (await ada.get('/')).text()
    expect(home).toContain('You have not finished yet')
    expect(home).not.toContain(sessionId)

    const onward = await ada.submitForm('/signup/confirm')
    expect(onward.headers.get('location')).toBe(`${world.api.url}/sessions/${sessionId}`)
    expect(world.api.orders).toHaveLength(1)
    expect(await world.comeBack(ada)).toContain('You are confirmed')
    expect(world.outcomes).toHaveLength(1)
  })

  it('lets her start again who can no longer come back', async () => {
    await using world = await startWorld()
    const ada = await world.signUp('Ada')
    await ada.submitForm('/signup/confirm')
    world.api.updateNewestSession({ state: 'COMPLETED', outcome: 'APPROVED' })
    await world.deliver('evt_1', describeEnd(world.api.updateNewestSession()))
    const handover = await ada.submitForm('/signup/confirm', { how: 'again' })
    expect(handover.headers.get('location')).toContain(`${world.api.url}/handover/`)
    expect(world.api.orders).toHaveLength(2)
  })

  it('asks how a session stands before it orders another', async () => {
    await using world = await startWorld()
    const ada = await world.signUp('Ada')
    await ada.submitForm('/signup/confirm')
    world.api.updateNewestSession({ state: 'COMPLETED', outcome: 'REJECTED' })
    expect((await ada.submitForm('/signup/confirm')).headers.get('location')).toBe('/')
    expect(world.api.orders).toHaveLength(1)
  })

  it('hands a session that has been captured to no other browser', async () => {
    await using world = await startWorld({ state: 'CAPTURED' })
    const ada = await world.signUp('Ada')
    const onward = await ada.submitForm('/signup/confirm')
    const { sessionId } = world.api.updateNewestSession()
    expect(onward.headers.get('location')).toBe(`${world.api.url}/sessions/${sessionId}`)
  })

  it('believes a signed webhook of who came back, once', async () => {
    await using world = await startWorld()
    const ada = await world.signUp('Ada')
    await ada.submitForm('/signup/confirm')
    await world.comeBack(ada)
    world.api.updateNewestSession({ state: 'COMPLETED', outcome: 'APPROVED' })
    const event = describeEnd(world.api.updateNewestSession())

    const answers = [await world.deliver('evt_1', event), await world.deliver('evt_1', event)]
    expect(answers).toEqual([204, 204])
    expect(world.outcomes).toEqual([[event.data.userReference, 'APPROVED']])
    expect(await (await ada.get('/')).text()).toContain('You are confirmed')
  })

  it('keeps an outcome against what comes late', async () => {
    await using world = await startWorld()
    const ada = await world.signUp('Ada')
    await ada.submitForm('/signup/confirm')
    await world.comeBack(ada)
    const end = describeEnd(
      world.api.updateNewestSession({ state: 'COMPLETED', outcome: 'APPROVED' }),
    )
    await world.deliver('evt_1', end)
    const data = { ...end.data, state: 'EXPIRED', outcome: 'NONE' } as const
    expect(await world.deliver('evt_2', { ...end, type: 'session.expired', data })).toBe(204)
    expect(world.outcomes).toHaveLength(1)
    expect(await (await ada.get('/')).text()).toContain('You are confirmed')
  })

  it('refuses a forged webhook', async () => {
    await using world = await startWorld()
    const ada = await world.signUp('Ada')
    await ada.submitForm('/signup/confirm')
    const event = describeEnd(
      world.api.updateNewestSession({ state: 'COMPLETED', outcome: 'APPROVED' }),
    )

    const otherSecret = `whsec_${Buffer.alloc(32, 2).toString('base64')}`
    expect(await world.deliver('evt_1', event, { secret: otherSecret })).toBe(401)
    const otherBody = JSON.stringify({ ...event, timestamp: 'changed' })
    expect(await world.deliver('evt_2', event, { body: otherBody })).toBe(401)
    const long = new Date(Date.now() - 3_600_000)
    expect(await world.deliver('evt_3', event, { at: long })).toBe(401)
    const unsigned = await fetch(`${world.url}/webhooks/outcome`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(event),
    })
    expect(unsigned.status).toBe(401)
    expect(world.outcomes).toEqual([])
    expect(await (await ada.get('/')).text()).not.toContain('You are confirmed')
  })

  it('takes no outcome from another target than the expected one', async () => {
    await using world = await startWorld({ target: 'live' })
    const ada = await world.signUp('Ada')
    expect((await ada.submitForm('/signup/confirm')).status).toBe(500)
    const event = describeEnd(
      world.api.updateNewestSession({ state: 'COMPLETED', outcome: 'APPROVED' }),
    )
    expect(await world.deliver('evt_1', event)).toBe(500)
    expect(world.logged.join()).toContain('An outcome came from "emulator", not from "live".')
    expect(world.outcomes).toEqual([])
  })

  it('acknowledges what is about nobody here', async () => {
    await using world = await startWorld()
    const ada = await world.signUp('Ada')
    await ada.submitForm('/signup/confirm')
    const end = describeEnd(world.api.updateNewestSession({ state: 'ERASED', outcome: 'NONE' }))
    const data = { ...end.data, userReference: null }
    expect(await world.deliver('evt_1', { ...end, type: 'session.erased', data })).toBe(204)
  })

  it('tries a failed order once more with the same key, and then says so', async () => {
    await using world = await startWorld()
    const ada = await world.signUp('Ada')
    world.api.failures.push(502)
    expect((await ada.submitForm('/signup/confirm')).status).toBe(303)
    const [first, second] = world.api.orders
    expect(second).toEqual(first)

    world.api.failures.push(502, 502)
    const failed = await ada.submitForm('/signup/confirm')
    expect(failed.status).toBe(502)
    expect(await failed.text()).toContain('try again in a minute')
    expect(world.api.orders).toHaveLength(4)
    expect(world.api.orders[2]?.idempotencyKey).not.toBe(first?.idempotencyKey)

    world.api.failures.push(429)
    expect((await ada.submitForm('/signup/confirm')).status).toBe(429)
    expect(world.api.orders).toHaveLength(5)
    expect(world.logged).toEqual([
      `${world.api.url} answered 502 PLANNED.`,
      `${world.api.url} answered 429 PLANNED.`,
    ])
  })

  it('refuses forms of another site, and asks strangers to sign up', async () => {
    await using world = await startWorld()
    const ada = await world.signUp('Ada')
    for (const headers of [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      expect((await ada.submitForm('/signup/confirm', {}, headers)).status).toBe(403)
    }
    const stranger = await createVisitor(world.url).submitForm('/signup/confirm')
    expect(stranger.headers.get('location')).toBe('/')
    expect(world.api.orders).toEqual([])
  })

  it('lets the form be redirected to the server that it hands over to', async () => {
    await using world = await startWorld()
    const { headers } = await createVisitor(world.url).get('/')
    expect(headers.get('content-security-policy')).toContain(`form-action 'self' ${world.api.url}`)
    expect(headers.get('referrer-policy')).toBe('same-origin')
  })
})

async function startWorld({
  target = 'emulator',
  state,
}: { target?: string; state?: SessionState } = {}) {
  const api = await startFakeVerifyApi(state)
  const outcomes: [string, string][] = []
  const logged: string[] = []
  // The base address is known once it listens.
  const front = express()
  const { url, ...server } = await listen(front)
  front.use(
    createSignup({
      verifyUrl: api.url,
      apiKey: API_KEY,
      webhookSecret: SECRET,
      baseUrl: url,
      target,
      onOutcome: ({ reference }, outcome) => outcomes.push([reference, outcome]),
      logError: (message) => logged.push(message),
    }),
  )

  /** Where the server sends the browser that was handed over last. */
  const returnPath = (): string => {
    const address = new URL(api.orders.at(-1)?.body.returnUrl ?? '')
    address.searchParams.set('sessionId', api.updateNewestSession().sessionId)
    return address.pathname + address.search
  }

  return {
    url,
    api,
    outcomes,
    logged,
    returnPath,
    async signUp(name: string): Promise<Visitor> {
      const visitor = createVisitor(url)
      const answer = await visitor.submitForm('/signup', { name, email: 'somebody@example.com' })
      expect(answer.headers.getSetCookie()[0]).toMatch(
        /^signup=[\w-]{43};.*HttpOnly; SameSite=Lax$/,
      )
      return visitor
    },
    async comeBack(visitor: Visitor): Promise<string> {
      const answer = await visitor.get(returnPath())
      expect(answer.status).toBe(200)
      return answer.text()
    },
    async deliver(
      id: string,
      event: OutcomeEvent,
      { secret = SECRET, at = new Date(), body = JSON.stringify(event) } = {},
    ): Promise<number> {
      const answer = await fetch(`${url}/webhooks/outcome`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': new Webhook(secret).sign(id, at, JSON.stringify(event)),
        },
        body,
      })
      return answer.status
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      await api[Symbol.asyncDispose]()
    },
  }
}

function describeEnd(data: OutcomeEvent['data']): OutcomeEvent {
  const { sessionId, userReference, target, state, outcome, reasons } = data
  return {
    type: 'session.completed',
    timestamp: new Date().toISOString(),
    data: { sessionId, userReference, target, state, outcome, reasons },
  }
}
