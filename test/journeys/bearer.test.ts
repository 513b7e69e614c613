import { expect, it } from '@jest/globals'
import { startStack } from '../support/start-stack.js'
import { API_ENV, callApi, capture, CHECKS_DONE_MS } from './journey.js'

const TOKEN_TTL_MS = 3_600_000

it('completes sessions without a digest, with a new access token after the first has ended', async () => {
  await using stack = await startStack({ env: { ...API_ENV, YOTI_AUTH: 'bearer' } })
  const listRequests = (path: RegExp) =>
    stack.emulator.requests().filter((request) => path.test(request.path))
  const listStatuses = (path: RegExp) => listRequests(path).map(({ status }) => status)

  for (const userReference of ['first', 'second']) {
    const created = await callApi(stack, 'POST', '/api/sessions', { userReference })
    const sessionId = await capture(stack, created)
    await stack.advanceTime(CHECKS_DONE_MS)
    const { body } = await callApi(stack, 'GET', `/api/sessions/${sessionId}`)
    expect(body).toMatchObject({ state: 'COMPLETED', outcome: 'APPROVED' })
    await stack.advanceTime(TOKEN_TTL_MS)
  }
  expect(listStatuses(/\/token$/)).toEqual([200, 200])
  expect(listStatuses(/\/sessions$/)).toEqual([201, 401, 201])
  expect(listRequests(/./).filter(({ headers }) => 'x-yoti-auth-digest' in headers)).toEqual([])
})
