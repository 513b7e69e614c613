import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { startStack, type Stack } from '../support/start-stack.js'
import { API_ENV, callApi, capture, CHECKS_DONE_MS } from './journey.js'

const TOKEN_TTL_MS = 3_600_000

let stack: Stack
beforeEach(async () => {
  stack = await startStack({ env: { ...API_ENV, YOTI_AUTH: 'bearer' } })
})
afterEach(async () => {
  await stack[Symbol.asyncDispose]()
})

async function completeSession(userReference: string): Promise<unknown> {
  const created = await callApi(stack, 'POST', '/api/sessions', { userReference })
  const sessionId = await capture(stack, created)
  await stack.advanceTime(CHECKS_DONE_MS)
  return (await callApi(stack, 'GET', `/api/sessions/${sessionId}`)).body
}

const listRequests = (path: RegExp) =>
  stack.emulator.requests().filter((request) => path.test(request.path))
const listStatuses = (path: RegExp) => listRequests(path).map(({ status }) => status)
const APPROVED = { state: 'COMPLETED', outcome: 'APPROVED' }

it('completes a session with access tokens and without a digest', async () => {
  expect(await completeSession('first')).toMatchObject(APPROVED)
  expect(listStatuses(/\/token$/)).toEqual([200])
  const signed = listRequests(/./).filter(({ headers }) => 'x-yoti-auth-digest' in headers)
  expect(signed).toEqual([])
})

it('completes a session with a new token after the emulator has forgotten the first', async () => {
  await completeSession('first')
  await stack.advanceTime(TOKEN_TTL_MS)
  expect(await completeSession('second')).toMatchObject(APPROVED)
  expect(listStatuses(/\/token$/)).toEqual([200, 200])
  expect(listStatuses(/\/sessions$/)).toEqual([201, 401, 201])
})
