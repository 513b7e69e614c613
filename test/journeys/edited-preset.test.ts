import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { STANDARD_PRESET } from '../../src/yoti/presets.js'
import type { SessionSpec } from '../../src/yoti/session-spec.js'
import { captureOverHttp } from '../support/capture-over-http.js'
import { startStack, type Stack } from '../support/start-stack.js'
import { API_ENV, callApi, CHECKS_DONE_MS } from './journey.js'

const { requested_checks: checks, requested_tasks: tasks } = STANDARD_PRESET
const acceptOnly = (restriction: object): SessionSpec => ({
  ...STANDARD_PRESET,
  required_documents: [
    { type: 'ID_DOCUMENT', filter: { type: 'ORTHOGONAL_RESTRICTIONS', ...restriction } },
  ],
})
const withLiveness = (config: { liveness_type: 'STATIC' | 'ZOOM'; max_retries: number }) => ({
  requested_checks: checks.map((check) =>
    check.type === 'LIVENESS' ? ({ type: 'LIVENESS', config } as const) : check,
  ),
  requested_tasks: tasks,
})

/** The default preset, with one edit. */
const EDITED: Readonly<Record<string, SessionSpec>> = {
  'more-checks': {
    requested_checks: [
      ...checks,
      { type: 'WATCHLIST_SCREENING', config: { categories: ['SANCTIONS'], manual_check: 'NEVER' } },
    ],
    requested_tasks: tasks,
  },
  'no-face': {
    requested_checks: checks.filter(({ type }) => type === 'ID_DOCUMENT_AUTHENTICITY'),
    requested_tasks: tasks,
  },
  'zoom-liveness': withLiveness({ liveness_type: 'ZOOM', max_retries: 3 }),
  'one-attempt': withLiveness({ liveness_type: 'STATIC', max_retries: 1 }),
  'passports-only': acceptOnly({
    type_restriction: { inclusion: 'INCLUDE', document_types: ['PASSPORT'] },
  }),
  'one-country-only': acceptOnly({
    country_restriction: { inclusion: 'INCLUDE', country_codes: ['IRL'] },
  }),
  'no-text-extraction': { requested_checks: checks },
  'proof-of-address': {
    requested_checks: checks,
    requested_tasks: [
      ...tasks,
      { type: 'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION', config: { manual_check: 'FALLBACK' } },
    ],
    required_documents: [
      { type: 'ID_DOCUMENT' },
      { type: 'SUPPLEMENTARY_DOCUMENT', objective: { type: 'PROOF_OF_ADDRESS' } },
    ],
  },
}

describe('an edited preset', () => {
  const folder = mkdtempSync(join(tmpdir(), 'edited preset '))
  let stack: Stack
  beforeAll(async () => {
    const file = join(folder, 'presets.json')
    writeFileSync(file, JSON.stringify(EDITED))
    stack = await startStack({ env: { ...API_ENV, SESSION_SPEC_FILE: file } })
  })
  afterAll(async () => {
    await stack[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true })
  })

  it.each(Object.keys(EDITED))('leads to APPROVED: %s', async (preset) => {
    const { body } = await callApi(stack, 'POST', '/api/sessions', {
      userReference: preset,
      preset,
    })
    const { sessionId, clientSessionToken } = body
    const country = preset === 'one-country-only' ? 'IRL' : 'GBR'
    const { apiUrl } = stack.emulator
    await captureOverHttp(apiUrl, sessionId, clientSessionToken, country)
    await stack.advanceTime(CHECKS_DONE_MS)
    const session = await callApi(stack, 'GET', `/api/sessions/${sessionId}`)
    expect(session.body).toMatchObject({ preset, state: 'COMPLETED', outcome: 'APPROVED' })
  })
})
