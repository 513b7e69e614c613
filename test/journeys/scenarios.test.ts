import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startStack, type Stack } from '../support/start-stack.js'
import { useStack } from '../support/use-stack.js'
import { createVisitor, startSession, type Visitor } from '../support/visitor.js'
import { API_ENV, callApi, capture, captureOnPage, CHECKS_DONE_MS } from './journey.js'

const stack = useStack(() => startStack({ env: API_ENV }))

let users = 0
const order = (body: object, server = stack) =>
  callApi(server, 'POST', '/api/sessions', { userReference: `qa-${users++}`, ...body })
const getSession = async (sessionId: string, server = stack) =>
  (await callApi(server, 'GET', `/api/sessions/${sessionId}`)).body

async function startScenario(visitor: Visitor, scenario: string): Promise<string> {
  const response = await visitor.submitForm('/sessions', { scenario })
  expect(response.status).toBe(303)
  return response.headers.get('location')?.slice('/sessions/'.length) ?? ''
}

it.each(['apiUrl', 'sandboxUrl'] as const)(
  'a scenario decides the outcome, in the API and on the start page, with the API at the %s',
  async (api) => {
    await using own = await startStack({ env: API_ENV, api })
    const created = await order({ scenario: 'tampered-passport' }, own)
    expect(created).toMatchObject({ status: 201, body: { scenario: 'tampered-passport' } })
    const sessionId = await capture(own, created)
    const visitor = createVisitor(own.baseUrl)
    await visitor.get('/')
    const started = await startScenario(visitor, 'tampered-passport')
    await captureOnPage(own, visitor, started)
    await own.advanceTime(CHECKS_DONE_MS)
    expect(await getSession(sessionId, own)).toMatchObject({
      scenario: 'tampered-passport',
      preset: 'default',
      outcome: 'REJECTED',
      reasons: [
        { code: 'CHECK_REJECTED', checkType: 'ID_DOCUMENT_AUTHENTICITY', reason: 'TAMPERED' },
      ],
    })
    const page = await (await visitor.get(`/sessions/${started}`)).text()
    expect(page).toContain('Identity not confirmed')
  },
)

describe('files of your own', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'scenarios-'))
  })
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })
  const write = (name: string, content: object) => {
    writeFileSync(join(folder, name), JSON.stringify(content))
    return join(folder, name)
  }

  it('leave scenarios their built-in preset when SESSION_SPEC_FILE overrides it', async () => {
    const liveness = { type: 'LIVENESS', config: { liveness_type: 'STATIC', max_retries: 3 } }
    const file = write('presets.json', { default: { requested_checks: [liveness] } })
    await using own = await startStack({ env: { ...API_ENV, SESSION_SPEC_FILE: file } })
    const tampered = await capture(own, await order({ scenario: 'tampered-passport' }, own))
    const other = await capture(own, await order({}, own))
    await own.advanceTime(CHECKS_DONE_MS)
    expect(await getSession(tampered, own)).toMatchObject({ outcome: 'REJECTED' })
    expect(await getSession(other, own)).toMatchObject({
      outcome: 'APPROVED',
      checks: [{ type: 'LIVENESS' }],
    })
    rmSync(file)
  })

  it('are added to the built-in scenarios by SCENARIOS_DIR', async () => {
    write('my-own.json', {
      name: 'my-own',
      title: 'My own',
      description: 'Every check succeeds.',
      expect: { state: 'COMPLETED', outcome: 'APPROVED', page: ['Identity confirmed'] },
    })
    await using own = await startStack({ env: { ...API_ENV, SCENARIOS_DIR: folder } })
    for (const scenario of ['my-own', 'tampered-passport']) {
      expect(await order({ scenario }, own)).toMatchObject({ status: 201, body: { scenario } })
    }
  })
})

describe('a scenario while another session is unfinished', () => {
  it('starts a new session on the start page unless the scenario is the same', async () => {
    const visitor = createVisitor(stack.baseUrl)
    const plain = await startSession(visitor)
    const tampered = await startScenario(visitor, 'tampered-passport')
    expect(tampered).not.toBe(plain)
    expect(await startScenario(visitor, 'tampered-passport')).toBe(tampered)
    expect(await startSession(visitor)).toBe(tampered)
    const none = await startScenario(visitor, '')
    expect([plain, tampered]).not.toContain(none)
    expect(await startScenario(visitor, '')).toBe(none)
  })

  it('is kept by the button that starts again', async () => {
    const visitor = createVisitor(stack.baseUrl)
    await visitor.get('/')
    const sessionId = await startScenario(visitor, 'client-error-2002')
    const page = await visitor.get(`/sessions/${sessionId}?yotiErrorCode=2002`)
    expect(await page.text()).toMatch(/name="scenario" value="client-error-2002"/)
  })

  it('starts a new session in the API unless the scenario and its content are the same', async () => {
    const idOf = async (body: object) =>
      (await order({ userReference: 'same', ...body })).body.sessionId
    const plain = await idOf({})
    const tampered = await idOf({ scenario: 'tampered-passport' })
    expect(tampered).not.toBe(plain)
    expect(await idOf({ scenario: 'tampered-passport' })).toBe(tampered)
    expect(await idOf({})).toBe(tampered)

    const inline = await idOf({ scenario: {} })
    expect(await idOf({ scenario: {} })).toBe(inline)
    const document_fields = { full_name: 'OTTO TEST', date_of_birth: '{{today-18y}}' }
    const task_results = {
      ID_DOCUMENT_TEXT_DATA_EXTRACTION: [{ result: { document_fields } }],
    }
    expect(await idOf({ scenario: { responseConfig: { task_results } } })).not.toBe(inline)
  })

  it('does not count towards the daily session limit', async () => {
    const userReference = 'limited'
    let latest: unknown
    for (let i = 0; i < 20; i++) {
      const scenario = i % 2 === 0 ? 'tampered-passport' : 'counterfeit'
      latest = (await order({ userReference, scenario })).body.sessionId
    }
    await callApi(stack, 'DELETE', `/api/sessions/${String(latest)}`)
    const { status, body } = await order({ userReference })
    expect(status).toBe(201)
    expect(body.sessionId).not.toBe(latest)
  })
})

it('a scenario in the request configures the person, faults and notifications of the emulator', async () => {
  const endpoint = 'GET /sessions/:sessionId/media/:mediaId/content' as const
  const { status, body } = await order({
    scenario: {
      name: 'mine',
      emulator: {
        person: 'kaito-mihonzaki',
        faults: [{ kind: 'error', code: 'SERVER_ERROR', endpoint, times: 'always' }],
        notifications: [{ kind: 'drop' }],
      },
    },
  })
  expect([status, body.scenario]).toEqual([201, expect.stringMatching(/^mine\.[\da-f]{8}$/)])
  const { sessionId } = body
  await stack.emulator.control.finish(sessionId)
  await stack.advanceTime(CHECKS_DONE_MS)
  expect(await getSession(sessionId)).toMatchObject({ outcome: 'APPROVED' })
  expect(stack.emulator.notifications().map(({ delivery }) => delivery)).toContain('dropped')
  const media = async () => {
    const { body: result } = await callApi(stack, 'GET', `/api/sessions/${sessionId}/result`)
    const id = /"document_fields":\{"media":\{"id":"([^"]+)/.exec(JSON.stringify(result))?.[1]
    return callApi(stack, 'GET', `/api/sessions/${sessionId}/media/${id}`)
  }
  expect(await media()).toMatchObject({ status: 503 })
  stack.emulator.control.setFaults(sessionId, { faults: [] })
  expect(await media()).toMatchObject({ body: { family_name: 'MIHONZAKI' } })
})

describe('a scenario that is not available', () => {
  const reject = async (scenario: unknown, server = stack) => {
    const { status, body } = await order({ scenario }, server)
    expect([status, body.code]).toEqual([400, 'VALIDATION'])
    return body.errors as { path: string; message: string }[]
  }
  const submit = async ({ baseUrl }: Stack, scenario: string) => {
    const visitor = createVisitor(baseUrl)
    await visitor.get('/')
    const response = await visitor.submitForm('/sessions', { scenario })
    return [response.status, await response.text()]
  }

  it.each([
    ['tampered', [['scenario', /Did you mean tampered-passport\?/]]],
    [
      { preset: 'defalt', captur: {}, emulator: { person: 'x' } },
      [
        ['scenario.emulator.person', /./],
        ['scenario.captur', /./],
      ],
    ],
    [
      { responseConfig: { check_reports: { WATCHLIST_SCREENING: {} } } },
      [[/^scenario\.responseConfig/, /./]],
    ],
  ])('is rejected with each problem: %j', async (scenario, expected) => {
    expect(await reject(scenario)).toEqual(
      expected.map(([path, message]) => ({
        path: expect.stringMatching(path ?? ''),
        message: expect.stringMatching(message ?? ''),
      })),
    )
  })

  it('is rejected by the form without creating a session', async () => {
    const countBefore = stack.emulator.requests().length
    expect(await submit(stack, 'tampered')).toEqual([
      400,
      expect.stringContaining('This scenario isn’t available here.'),
    ])
    expect(stack.emulator.requests()).toHaveLength(countBefore)
  })

  it('is any on live', async () => {
    await using live = await startStack({ env: API_ENV, target: 'live' })
    for (const scenario of ['tampered-passport', {}]) {
      const message = expect.stringContaining('must be omitted, because this server is live')
      expect(await reject(scenario, live)).toEqual([{ path: 'scenario', message }])
    }
    expect(await submit(live, 'tampered-passport')).toEqual([
      400,
      expect.stringContaining('A live server has none'),
    ])
  })
})
