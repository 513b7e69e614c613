import { describe, expect, it } from '@jest/globals'
import express from 'express'
import { Webhook } from 'standardwebhooks'
import { createSignup } from '../../examples/signup/server.js'
import type { OutcomeEvent } from '../../src/api/public-fields.js'
import { createVisitor, type Visitor } from '../support/visitor.js'
import { startFakeVerifyApi } from './fake-verify-api.js'
import { listen } from '../support/listen.js'

const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
const API_KEY = 'k'.repeat(32)

describe('the signup example', () => {
  it('redirects a user, receives them back and shows the outcome', async () => {
    await using fixture = await startFixture()
    const ada = await fixture.signUp('Ada <b>')
    const handover = await ada.submitForm('/signup/confirm')
    expect(handover.status).toBe(303)
    expect(handover.headers.get('location')).toContain(`${fixture.api.url}/handover/`)
    expect(fixture.api.sessionRequests).toEqual([
      {
        idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
        authorization: `Bearer ${API_KEY}`,
        body: {
          locale: 'en',
          userReference: expect.stringMatching(/^user-[0-9a-f-]{36}$/) as unknown,
          returnUrl: expect.stringMatching(
            new RegExp(`^${fixture.url}/signup/return\\?token=[\\w-]{22}$`),
          ) as unknown,
        },
      },
    ])

    const back = await fixture.comeBack(ada)
    expect(back).toContain('You haven’t finished yet')
    expect(back).toContain('Ada &#60;b&#62;')

    fixture.api.updateNewestSession({ state: 'CAPTURED' })
    const waiting = await fixture.comeBack(ada)
    expect(waiting).toContain('We’re checking your details')
    expect(waiting).toContain('http-equiv="refresh"')

    fixture.api.updateNewestSession({ state: 'COMPLETED', outcome: 'APPROVED' })
    const approved = await fixture.comeBack(ada)
    expect(approved).toContain('Your identity is confirmed')
    expect(approved).not.toContain('http-equiv="refresh"')
    const home = await ada.get('/')
    expect(await home.text()).toContain('Your identity is confirmed')
    expect(home.headers.get('referrer-policy')).toBe('same-origin')
  })

  it('speaks the language of ?lang= or of the browser, and passes it to the check', async () => {
    await using fixture = await startFixture()
    const ada = createVisitor(fixture.url)
    const browser = { 'accept-language': 'xx,de-AT;q=0.8,en;q=0.5' }
    const german = await (await ada.get('/', browser)).text()
    expect(german).toContain('<html lang="de" dir="ltr">')
    expect(german).toContain('Konto anlegen')

    const arabic = await (await ada.get('/?lang=ar', browser)).text()
    expect(arabic).toContain('<html lang="ar" dir="rtl">')
    const [, action = ''] = /action="([^"]+)"/.exec(arabic) ?? []
    await ada.submitForm(action, { name: 'Ada', email: 'ada@example.com' })
    expect(await (await ada.get('/', browser)).text()).toContain('حسابك: \u2068Ada\u2069')
    await ada.get('/?lang=cy')
    await ada.submitForm('/signup/confirm')
    expect(fixture.api.sessionRequests).toMatchObject([{ body: { locale: 'cy' } }])
    expect(await (await ada.get('/?lang=unknown', browser)).text()).toContain('<html lang="cy"')
  })

  it('answers 403 when another browser returns', async () => {
    await using fixture = await startFixture()
    const ada = await fixture.handOver()
    const { sessionId } = fixture.approve().data

    for (const other of [await fixture.signUp('Mallory'), createVisitor(fixture.url)]) {
      const refused = await other.get(fixture.returnPath())
      expect(refused.status).toBe(403)
      expect(await refused.text()).not.toContain('Ada')
      expect(await (await other.get('/')).text()).not.toContain('Your identity is confirmed')
    }
    // The login alone is not enough: only the redirected browser receives the token.
    for (const path of [`?sessionId=${sessionId}`, `?sessionId=${sessionId}&token=guessed`]) {
      expect((await ada.get(`/signup/return${path}`)).status).toBe(403)
    }
    expect(fixture.outcomes).toEqual([])
  })

  it('holds an approval until the user returns, and links to where they can', async () => {
    await using fixture = await startFixture()
    const ada = await fixture.handOver()
    const approval = fixture.approve()
    const { sessionId } = approval.data
    expect(await fixture.deliver('evt_1', approval)).toBe(204)
    expect(fixture.outcomes).toEqual([])
    const home = await (await ada.get('/')).text()
    expect(home).toContain('You haven’t finished yet')
    expect(home).not.toContain(sessionId)

    const onward = await ada.submitForm('/signup/confirm')
    expect(onward.headers.get('location')).toBe(`${fixture.api.url}/sessions/${sessionId}`)
    expect(fixture.api.sessionRequests).toHaveLength(1)
    expect(await fixture.comeBack(ada)).toContain('Your identity is confirmed')
    expect(fixture.outcomes).toHaveLength(1)
  })

  it('starts another session when the user cannot return', async () => {
    await using fixture = await startFixture()
    const ada = await fixture.handOver()
    await fixture.deliver('evt_1', fixture.approve())
    const handover = await ada.submitForm('/signup/confirm', { how: 'again' })
    expect(handover.headers.get('location')).toContain(`${fixture.api.url}/handover/`)
    expect(fixture.api.sessionRequests).toHaveLength(2)
  })

  it('refreshes a session before it creates another, and does not hand over a CAPTURED one again', async () => {
    await using fixture = await startFixture()
    const ada = await fixture.handOver()
    const { sessionId } = fixture.api.updateNewestSession({ state: 'CAPTURED' })
    const confirm = async () => (await ada.submitForm('/signup/confirm')).headers.get('location')
    expect(await confirm()).toBe(`${fixture.api.url}/sessions/${sessionId}`)
    fixture.api.updateNewestSession({ state: 'COMPLETED', outcome: 'REJECTED' })
    expect(await confirm()).toBe('/')
    expect(fixture.api.sessionRequests).toHaveLength(1)
  })

  it('processes a signed webhook of a returned user once, and keeps APPROVED when EXPIRED arrives late', async () => {
    await using fixture = await startFixture()
    const ada = await fixture.handOver()
    await fixture.comeBack(ada)
    const event = fixture.approve()
    const data = { ...event.data, state: 'EXPIRED', outcome: 'NONE' } as const
    const answers = [
      await fixture.deliver('evt_1', event),
      await fixture.deliver('evt_1', event),
      await fixture.deliver('evt_2', { ...event, type: 'session.expired', data }),
    ]
    expect(answers).toEqual([204, 204, 204])
    expect(fixture.outcomes).toEqual([[event.data.userReference, 'APPROVED']])
    expect(await (await ada.get('/')).text()).toContain('Your identity is confirmed')
  })

  it('follows the decision of staff, which may overrule', async () => {
    await using fixture = await startFixture()
    const ada = await fixture.handOver()
    await fixture.comeBack(ada)
    const approved = fixture.approve()
    const decide = (outcomeBefore: 'REVIEW' | 'APPROVED', outcome: 'APPROVED' | 'REJECTED') => ({
      ...approved,
      type: 'session.decided' as const,
      data: {
        ...approved.data,
        outcome,
        decision: {
          decision: outcome,
          decidedBy: 'agent-7',
          reason: 'CASE-1',
          decidedAt: approved.timestamp,
          outcomeBefore,
        },
      },
    })
    const review = { ...approved, data: { ...approved.data, outcome: 'REVIEW' as const } }
    await fixture.deliver('evt_1', review)
    expect(await (await ada.get('/')).text()).toContain('We’re reviewing your details')
    await fixture.deliver('evt_2', decide('REVIEW', 'APPROVED'))
    expect(await (await ada.get('/')).text()).toContain('Your identity is confirmed')
    await fixture.deliver('evt_3', decide('APPROVED', 'REJECTED'))
    await fixture.deliver('evt_1', review)
    expect(fixture.outcomes.map(([, outcome]) => outcome)).toEqual([
      'REVIEW',
      'APPROVED',
      'REJECTED',
    ])
  })

  it('answers 401 to a forged webhook, and 204 to one of an unknown user', async () => {
    await using fixture = await startFixture()
    const ada = await fixture.handOver()
    const event = fixture.approve()

    const otherSecret = `whsec_${Buffer.alloc(32, 2).toString('base64')}`
    expect(await fixture.deliver('evt_1', event, { secret: otherSecret })).toBe(401)
    const otherBody = JSON.stringify({ ...event, timestamp: 'changed' })
    expect(await fixture.deliver('evt_2', event, { body: otherBody })).toBe(401)
    const long = new Date(Date.now() - 3_600_000)
    expect(await fixture.deliver('evt_3', event, { at: long })).toBe(401)
    const unsigned = await fetch(`${fixture.url}/webhooks/outcome`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(event),
    })
    expect(unsigned.status).toBe(401)
    // Of an unknown user.
    const data = { ...event.data, userReference: null }
    expect(await fixture.deliver('evt_4', { ...event, type: 'session.erased', data })).toBe(204)
    expect(fixture.outcomes).toEqual([])
    expect(await (await ada.get('/')).text()).not.toContain('Your identity is confirmed')
  })

  it('answers 500 when the outcome is from another target', async () => {
    await using fixture = await startFixture({ target: 'live' })
    const ada = await fixture.signUp('Ada')
    expect((await ada.submitForm('/signup/confirm')).status).toBe(500)
    const event = fixture.approve()
    expect(await fixture.deliver('evt_1', event)).toBe(500)
    expect(fixture.logged.join()).toContain(
      'The outcome is from target "emulator" instead of "live".',
    )
    expect(fixture.outcomes).toEqual([])
  })

  it('retries a failed request once with the same key, then answers 502', async () => {
    await using fixture = await startFixture()
    const ada = await fixture.signUp('Ada')
    fixture.api.plannedFailures.push(502)
    expect((await ada.submitForm('/signup/confirm')).status).toBe(303)
    const [first, second] = fixture.api.sessionRequests
    expect(second).toEqual(first)

    fixture.api.plannedFailures.push(502, 502)
    const failed = await ada.submitForm('/signup/confirm')
    expect(failed.status).toBe(502)
    expect(await failed.text()).toContain('try again in a minute')
    expect(fixture.api.sessionRequests).toHaveLength(4)
    expect(fixture.api.sessionRequests[2]?.idempotencyKey).not.toBe(first?.idempotencyKey)

    fixture.api.plannedFailures.push(429)
    expect((await ada.submitForm('/signup/confirm')).status).toBe(429)
    expect(fixture.api.sessionRequests).toHaveLength(5)
    expect(fixture.logged).toEqual([
      `${fixture.api.url} answered 502 PLANNED.`,
      `${fixture.api.url} answered 429 PLANNED.`,
    ])
  })

  it('answers 403 to forms of another site, and redirects unknown browsers to the signup', async () => {
    await using fixture = await startFixture()
    const ada = await fixture.signUp('Ada')
    for (const headers of [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      expect((await ada.submitForm('/signup/confirm', {}, headers)).status).toBe(403)
    }
    const unknownBrowser = await createVisitor(fixture.url).submitForm('/signup/confirm')
    expect(unknownBrowser.headers.get('location')).toBe('/')
    expect(fixture.api.sessionRequests).toEqual([])
  })
})

async function startFixture({ target = 'emulator' } = {}) {
  const api = await startFakeVerifyApi()
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

  const signUp = async (name: string): Promise<Visitor> => {
    const visitor = createVisitor(url)
    const answer = await visitor.submitForm('/signup', { name, email: 'ada@example.com' })
    expect(answer.headers.getSetCookie()[0]).toMatch(/^signup=[\w-]{43};.*HttpOnly; SameSite=Lax$/)
    return visitor
  }

  /** The return URL of the latest session. */
  const returnPath = (): string => {
    const address = new URL(api.sessionRequests.at(-1)?.body.returnUrl ?? '')
    address.searchParams.set('sessionId', api.updateNewestSession().sessionId)
    return address.pathname + address.search
  }

  return {
    url,
    api,
    outcomes,
    logged,
    returnPath,
    signUp,
    /** Signs up and starts a session. */
    async handOver(): Promise<Visitor> {
      const visitor = await signUp('Ada')
      await visitor.submitForm('/signup/confirm')
      return visitor
    },
    /** Ends the newest session. Returns its event. */
    approve: () =>
      describeEnd(api.updateNewestSession({ state: 'COMPLETED', outcome: 'APPROVED' })),
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

function describeEnd(data: Omit<OutcomeEvent['data'], 'caller'>): OutcomeEvent {
  const { sessionId, userReference, target, state, outcome, reasons } = data
  return {
    type: 'session.completed',
    timestamp: new Date().toISOString(),
    data: { sessionId, caller: 'signup', userReference, target, state, outcome, reasons },
  }
}
