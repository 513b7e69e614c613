import { describe, expect, it } from '@jest/globals'
import { createBank, MOUNT_PATH } from '../../examples/embedded/bank.js'
import { API_ENV, callApi, captureOnPage, CHECKS_DONE_MS } from '../journeys/journey.js'
import { startStack } from '../support/start-stack.js'
import { createVisitor } from '../support/visitor.js'

const startBank = () =>
  startStack({
    env: API_ENV,
    basePath: MOUNT_PATH,
    createListener: (context) => createBank(context, { sessionSecret: 'x'.repeat(32) }),
  })

describe('the embedded example', () => {
  it('leads a signed-in user from the bank to the outcome, in two browsers', async () => {
    await using stack = await startBank()
    const { origin } = new URL(stack.baseUrl)
    const signIn = async (userId: string) => {
      const visitor = createVisitor(origin)
      const response = await visitor.submitForm('/login', { userId })
      expect([response.status, response.headers.get('location')]).toEqual([303, '/'])
      return visitor
    }
    const ada = await signIn('ada')
    expect(await (await ada.get('/')).text()).toContain('not started')

    const start = await ada.get('/kyc/')
    expect(start.status).toBe(200)
    expect(start.headers.getSetCookie()).toEqual([])
    const created = await ada.submitForm('/kyc/sessions')
    const path = created.headers.get('location') ?? ''
    expect(path).toMatch(/^\/kyc\/sessions\/[0-9a-f-]{36}$/)
    await captureOnPage(stack, { ...ada, get: () => ada.get(path) }, path.split('/').at(-1) ?? '')
    // The landing in Yoti's iframe has no cookies, and needs no login.
    expect((await fetch(`${stack.baseUrl}/success`)).status).toBe(200)
    await stack.advanceTime(CHECKS_DONE_MS)

    const results = await (await ada.get(path)).text()
    expect(results).toContain('data-outcome="APPROVED"')
    expect(results).not.toContain('finish-device')
    expect(await (await ada.get('/')).text()).toContain('APPROVED')
    expect((await (await signIn('ada')).get(path)).status).toBe(200)
    expect((await (await signIn('eve')).get(path)).status).toBe(404)
  })

  it('asks for the login on the user’s pages, and leads on to a handover link', async () => {
    await using stack = await startBank()
    const visitor = createVisitor(stack.baseUrl)
    for (const path of ['/', '/sessions/x']) {
      const response = await visitor.get(path)
      expect([response.status, response.headers.get('location')]).toEqual([303, '/'])
    }
    const { body } = await callApi(stack, 'POST', '/api/sessions', { userReference: 'user-1' })
    const link = new URL(body.url).pathname
    expect((await visitor.get(link)).headers.get('location')).toBe('/')
    const bank = createVisitor(new URL(stack.baseUrl).origin)
    await bank.get(link)
    const signedIn = await bank.submitForm('/login', { userId: 'ada' })
    expect(signedIn.headers.get('location')).toBe(link)
    const redeemed = await bank.get(link)
    expect(redeemed.headers.get('location')).toBe(`/kyc/sessions/${body.sessionId}`)
    const page = await bank.get(`/kyc/sessions/${body.sessionId}?continue=1`)
    expect(await page.text()).toContain('data-session-token')
  })
})
