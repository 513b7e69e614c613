import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createTexts } from '../../src/http/texts.js'
import { getClientErrorGuidance } from '../../src/web/client-error-guidance.js'
import { CLIENT_ERROR_CODES } from '../../src/yoti/web-client.js'
import { API_ENV, CHECKS_DONE_MS, SHOP_SECRET } from '../journeys/journey.js'
import { captureOverHttp } from '../support/capture-over-http.js'
import { startStack, type Stack } from '../support/start-stack.js'
import { waitFor } from '../support/wait-for.js'
import { getSample, ROOT } from './read-samples.js'
import { createProjectCopy, type ProjectCopy } from './project-copy.js'

interface Verification {
  sessionId: string
  clientSessionToken?: string
  url: string
}
type Backend = (method: string, path: string) => Promise<unknown>
type StartSdk = (verification: Verification) => Promise<number>
interface AppLogic {
  findAction: (code: number) => string
  findNextStep: (backend: Backend, code?: number) => Promise<string>
  verify: (backend: Backend, startSdk: StartSdk) => Promise<string>
}

const PAGE = 'docs/native-apps.md'
const page = readFileSync(join(ROOT, PAGE), 'utf8')
const logic = getSample(PAGE, 'js verification.mjs')
const { findAction, findNextStep, verify } = (await import(
  `data:text/javascript,${encodeURIComponent(logic)}`
)) as AppLogic

describe('the result codes of docs/native-apps.md', () => {
  const rows = [...page.matchAll(/^\| (\d+(?:, \d+)*) +\| .*? \| `(\w+)` +\|/gm)].flatMap(
    ([, codes = '', action]) => codes.split(', ').map((code) => [code, action] as const),
  )
  const [, webCodes = ''] = /^Codes (.*) occur only in browsers/m.exec(page) ?? []

  it('are those that the client has', () => {
    const documented = [...rows.map(([code]) => code), ...webCodes.split(/, | and /)]
    expect(documented.toSorted()).toEqual(CLIENT_ERROR_CODES.toSorted())
  })

  it.each(rows)('%s leads to %s in verification.mjs', (code, action) => {
    expect(code === '0' ? 'wait' : findAction(Number(code))).toBe(action)
  })

  it('lead to the same action as on the pages, except for the errors of the app', () => {
    const actions: Record<string, string> = {
      'retry-here': 'retry',
      'start-again': 'restart',
      'use-phone': 'elsewhere',
      'find-document': 'document',
      stop: 'stop',
    }
    const differing = rows.filter(([code, action]) => {
      const guidance = getClientErrorGuidance(code, createTexts())
      return actions[guidance.action] !== action
    })
    expect(differing.map(([code]) => code)).toEqual(['0', '2003', '2004'])
  })
})

describe('app-backend.mjs and verification.mjs of docs/native-apps.md', () => {
  let stack: Stack
  let workspace: ProjectCopy
  const responses: string[] = []

  async function startBackend(env: Record<string, string> = {}) {
    const program = workspace.run(process.execPath, ['app-backend.mjs'], {
      API_KEY: SHOP_SECRET,
      VERIFY_URL: stack.baseUrl,
      VERIFY_TARGET: 'emulator',
      LOGIN_TOKEN: 'the-login',
      PORT: '0',
      ...env,
    })
    const url = await waitFor('the backend to listen', () => /http:\S+/.exec(program.output())?.[0])
    const call = async (method: string, path: string, token = 'the-login'): Promise<unknown> => {
      const headers = { Authorization: `Bearer ${token}` }
      const response = await fetch(url + path, { method, headers })
      const text = await response.text()
      responses.push(text)
      if (!response.ok) throw new Error(String(response.status))
      return JSON.parse(text)
    }
    return { call, program }
  }

  beforeEach(async () => {
    stack = await startStack({ env: { ...API_ENV, RETURN_URL_ORIGINS: 'https://app.example' } })
    workspace = createProjectCopy()
    workspace.write('app-backend.mjs', getSample(PAGE, 'js app-backend.mjs'))
  })
  afterEach(async () => {
    await workspace[Symbol.asyncDispose]()
    await stack[Symbol.asyncDispose]()
  })

  it('continue the session after the user has left, and end with its outcome', async () => {
    const { call } = await startBackend()
    const started: Verification[] = []
    const end = (code: number) => (verification: Verification) => {
      started.push(verification)
      return Promise.resolve(code)
    }
    expect(await findNextStep(call)).toBe('start')
    expect(await verify(call, end(1000))).toBe('retry')
    await stack.advanceTime(60_000)
    expect(await findNextStep(call)).toBe('retry')

    const finish = async (verification: Verification) => {
      const { sessionId, clientSessionToken = '' } = verification
      await captureOverHttp(stack.emulator.apiUrl, sessionId, clientSessionToken)
      return end(0)(verification)
    }
    expect(await verify(call, finish)).toBe('wait')
    // The server asks Yoti again when its last response is older than 3 seconds.
    await stack.advanceTime(3_001)
    expect(await verify(call, () => Promise.reject(new Error('started again')))).toBe('wait')
    const [first, second] = started
    expect(second).toEqual({
      ...first,
      url: expect.not.stringMatching(first?.url ?? '') as unknown,
    })
    await stack.advanceTime(CHECKS_DONE_MS)
    expect(await findNextStep(call)).toBe('APPROVED')
    expect(responses.join()).not.toContain(SHOP_SECRET)
  })

  it('create another session after DELETE and after an expiry', async () => {
    const { call } = await startBackend()
    const sessionIds = new Set<string>()
    const fail = ({ sessionId }: Verification) => {
      sessionIds.add(sessionId)
      return Promise.resolve(4001)
    }
    expect(await verify(call, fail)).toBe('restart')
    await call('DELETE', '/verification')
    expect(await findNextStep(call)).toBe('start')
    expect(await verify(call, fail)).toBe('restart')
    expect(sessionIds.size).toBe(2)
    await stack.advanceTime(901_000)
    expect(await findNextStep(call)).toBe('start')
    await verify(call, fail)
    expect(sessionIds.size).toBe(3)
  })

  it('reject an unknown login, another target and a custom scheme as returnUrl', async () => {
    const { call } = await startBackend({ RETURN_URL: 'https://app.example/verified' })
    await expect(call('GET', '/verification', 'another')).rejects.toThrow('401')
    await expect(call('GET', '/else')).rejects.toThrow('404')
    await expect(call('POST', '/verification')).resolves.toMatchObject({ target: 'emulator' })

    const live = await startBackend({ VERIFY_TARGET: 'live' })
    await expect(live.call('POST', '/verification')).rejects.toThrow('502')
    expect(live.program.output()).toContain('The target is emulator.')

    const scheme = await startBackend({ RETURN_URL: 'myapp://verified' })
    await expect(scheme.call('POST', '/verification')).rejects.toThrow('502')
    expect(scheme.program.output()).toContain('POST /api/sessions: 400')
  })
})
