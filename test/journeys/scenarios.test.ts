import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startStack, type Stack } from '../support/start-stack.js'
import { createVisitor, startSession, type Visitor } from '../support/visitor.js'
import { API_ENV, callApi, capture, captureOnPage, CHECKS_DONE_MS } from './journey.js'

let stack: Stack
afterEach(async () => {
  await stack[Symbol.asyncDispose]()
})

const order = (body: object) =>
  callApi(stack, 'POST', '/api/sessions', { userReference: 'qa-1', ...body })
const getSession = async (sessionId: string) =>
  (await callApi(stack, 'GET', `/api/sessions/${sessionId}`)).body

async function startScenario(visitor: Visitor, scenario: string): Promise<string> {
  const response = await visitor.submitForm('/sessions', { scenario })
  expect(response.status).toBe(303)
  return response.headers.get('location')?.slice('/sessions/'.length) ?? ''
}

describe.each(['apiUrl', 'sandboxUrl'] as const)('a scenario with the API at the %s', (api) => {
  beforeEach(async () => {
    stack = await startStack({ env: API_ENV, api })
  })

  it('decides the outcome and is named in responses when selected by the API', async () => {
    const created = await order({ scenario: 'tampered-passport' })
    expect(created).toMatchObject({ status: 201, body: { scenario: 'tampered-passport' } })
    const sessionId = await capture(stack, created)
    await stack.advanceTime(CHECKS_DONE_MS)
    expect(await getSession(sessionId)).toMatchObject({
      scenario: 'tampered-passport',
      preset: 'default',
      outcome: 'REJECTED',
      reasons: [
        { code: 'CHECK_REJECTED', checkType: 'ID_DOCUMENT_AUTHENTICITY', reason: 'TAMPERED' },
      ],
    })
  })

  it('decides the outcome when selected on the start page', async () => {
    const visitor = createVisitor(stack.baseUrl)
    await visitor.get('/')
    const sessionId = await startScenario(visitor, 'tampered-passport')
    await captureOnPage(stack, visitor, sessionId)
    await stack.advanceTime(CHECKS_DONE_MS)
    expect(await (await visitor.get(`/sessions/${sessionId}`)).text()).toContain(
      'Identity not confirmed',
    )
  })
})

describe('a scenario whose preset is overridden by SESSION_SPEC_FILE', () => {
  let folder: string
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'presets-'))
    const file = join(folder, 'presets.json')
    const liveness = { type: 'LIVENESS', config: { liveness_type: 'STATIC', max_retries: 3 } }
    writeFileSync(file, JSON.stringify({ default: { requested_checks: [liveness] } }))
    stack = await startStack({ env: { ...API_ENV, SESSION_SPEC_FILE: file } })
  })
  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  it("uses the built-in preset in the API; other sessions use the file's", async () => {
    const tampered = await capture(stack, await order({ scenario: 'tampered-passport' }))
    const other = await capture(stack, await order({ userReference: 'qa-2' }))
    await stack.advanceTime(CHECKS_DONE_MS)
    expect(await getSession(tampered)).toMatchObject({ outcome: 'REJECTED' })
    expect(await getSession(other)).toMatchObject({
      outcome: 'APPROVED',
      checks: [{ type: 'LIVENESS' }],
    })
  })
})

describe('a scenario while another session is unfinished', () => {
  beforeEach(async () => {
    stack = await startStack({ env: API_ENV })
  })

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

  it('starts a new session in the API unless the scenario is the same', async () => {
    const idOf = async (body: object) => (await order(body)).body.sessionId
    const plain = await idOf({})
    const tampered = await idOf({ scenario: 'tampered-passport' })
    expect(tampered).not.toBe(plain)
    expect(await idOf({ scenario: 'tampered-passport' })).toBe(tampered)
    expect(await idOf({})).toBe(tampered)
  })

  it('does not count towards the daily session limit', async () => {
    let latest: unknown
    for (let i = 0; i < 20; i++) {
      const scenario = i % 2 === 0 ? 'tampered-passport' : 'counterfeit'
      latest = (await order({ scenario })).body.sessionId
    }
    await callApi(stack, 'DELETE', `/api/sessions/${String(latest)}`)
    const { status, body } = await order({})
    expect(status).toBe(201)
    expect(body.sessionId).not.toBe(latest)
  })
})

describe('a scenario in the request', () => {
  const TEXTS = {
    responseConfig: {
      task_results: {
        ID_DOCUMENT_TEXT_DATA_EXTRACTION: [
          {
            result: {
              document_fields: {
                full_name: 'OTTO TEST',
                date_of_birth: '{{today-18y}}',
                gender: 'unknown:X',
              },
            },
          },
        ],
      },
    },
  }

  it('configures texts, dates, the person, faults and notifications on the emulator', async () => {
    stack = await startStack({ env: API_ENV })
    const { status, body } = await order({
      scenario: {
        name: 'mine',
        emulator: {
          person: 'kaito-mihonzaki',
          faults: [
            {
              kind: 'error',
              code: 'SERVER_ERROR',
              endpoint: 'GET /sessions/:sessionId/media/:mediaId/content',
              times: 'always',
            },
          ],
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

  it('resumes the session only while its content is the same', async () => {
    stack = await startStack({ env: API_ENV })
    const idOf = async (scenario: object) => (await order({ scenario })).body.sessionId
    const first = await idOf({})
    expect(await idOf({})).toBe(first)
    expect(await idOf(TEXTS)).not.toBe(first)
  })

  it('is rejected with each problem when it is not valid', async () => {
    stack = await startStack({ env: API_ENV })
    const { status, body } = await order({
      scenario: { preset: 'defalt', captur: {}, emulator: { person: 'x' } },
    })
    expect([status, body.code]).toEqual([400, 'VALIDATION'])
    const { errors } = body as unknown as { errors: { path: string; message: string }[] }
    expect(errors.map(({ path }) => path)).toEqual(['scenario.emulator.person', 'scenario.captur'])
    const WATCHLIST = { check_reports: { WATCHLIST_SCREENING: {} } }
    const misfit = await order({ scenario: { responseConfig: WATCHLIST } })
    expect(JSON.stringify(misfit.body.errors)).toContain('scenario.responseConfig')
  })

  it('is rejected on live', async () => {
    stack = await startStack({ env: API_ENV, target: 'live' })
    const { status, body } = await order({ scenario: {} })
    expect(status).toBe(400)
    expect(JSON.stringify(body.errors)).toContain('must be omitted, because this server is live')
  })
})

describe('SCENARIOS_DIR', () => {
  it('adds a folder of scenarios to the built-in ones', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'scenarios-'))
    const scenario = {
      name: 'my-own',
      title: 'My own',
      description: 'Every check succeeds.',
      expect: { state: 'COMPLETED', outcome: 'APPROVED', page: ['Identity confirmed'] },
    }
    writeFileSync(join(folder, 'my-own.json'), JSON.stringify(scenario))
    stack = await startStack({ env: { ...API_ENV, SCENARIOS_DIR: folder } })
    for (const name of ['my-own', 'tampered-passport']) {
      expect(await order({ scenario: name })).toMatchObject({
        status: 201,
        body: { scenario: name },
      })
    }
    rmSync(folder, { recursive: true })
  })
})

describe('an unknown scenario', () => {
  it('is rejected by the API with 400 and a pointer to the start page', async () => {
    stack = await startStack({ env: API_ENV })
    const { status, body } = await order({ scenario: 'tampered' })
    expect(status).toBe(400)
    expect(body).toMatchObject({ code: 'VALIDATION', errors: [{ path: 'scenario' }] })
    expect(JSON.stringify(body.errors)).toContain('Did you mean tampered-passport?')
  })

  it('is rejected by the form, like several scenarios, without creating a session', async () => {
    stack = await startStack()
    const visitor = createVisitor(stack.baseUrl)
    await visitor.get('/')
    const response = await visitor.submitForm('/sessions', { scenario: 'tampered' })
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('This scenario isn’t available here.')
    const createRequests = stack.emulator.requests().filter(({ method }) => method === 'POST')
    expect(createRequests).toEqual([])
  })
})

describe('a scenario on live', () => {
  it('is rejected by the API and the form', async () => {
    stack = await startStack({ env: API_ENV, target: 'live' })
    const { status, body } = await order({ scenario: 'tampered-passport' })
    expect(status).toBe(400)
    expect(body).toMatchObject({ code: 'VALIDATION', errors: [{ path: 'scenario' }] })
    expect(JSON.stringify(body.errors)).toContain('this server is live')

    const visitor = createVisitor(stack.baseUrl)
    await visitor.get('/')
    const response = await visitor.submitForm('/sessions', { scenario: 'tampered-passport' })
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('A live server has none')
  })
})
