import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { STANDARD_PRESET } from '../../src/yoti/presets.js'
import type { SessionSpec } from '../../src/yoti/session-spec.js'
import { captureOverHttp } from '../support/capture-over-http.js'
import { readClientSessionToken } from '../support/read-client-session-token.js'
import { startStack } from '../support/start-stack.js'
import { createVisitor, startSession } from '../support/visitor.js'

const TEN_MINUTES_MS = 600_000

interface Edit {
  title: string
  preset: SessionSpec
  issuingCountry?: string
}

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

const EDITS: readonly Edit[] = [
  {
    title: 'adds WATCHLIST_SCREENING',
    preset: {
      requested_checks: [
        ...checks,
        {
          type: 'WATCHLIST_SCREENING',
          config: { categories: ['SANCTIONS'], manual_check: 'NEVER' },
        },
      ],
      requested_tasks: tasks,
    },
  },
  {
    title: 'removes LIVENESS and ID_DOCUMENT_FACE_MATCH',
    preset: {
      requested_checks: checks.filter(({ type }) => type === 'ID_DOCUMENT_AUTHENTICITY'),
      requested_tasks: tasks,
    },
  },
  {
    title: 'replaces STATIC by ZOOM',
    preset: withLiveness({ liveness_type: 'ZOOM', max_retries: 3 }),
  },
  {
    title: 'accepts passports only',
    preset: acceptOnly({
      type_restriction: { inclusion: 'INCLUDE', document_types: ['PASSPORT'] },
    }),
  },
  {
    title: 'accepts documents of one country only',
    preset: acceptOnly({
      country_restriction: { inclusion: 'INCLUDE', country_codes: ['IRL'] },
    }),
    issuingCountry: 'IRL',
  },
  {
    title: 'removes the text extraction',
    preset: { requested_checks: checks },
  },
  {
    title: 'changes max_retries',
    preset: withLiveness({ liveness_type: 'STATIC', max_retries: 1 }),
  },
  {
    title: 'adds a proof of address',
    preset: {
      requested_checks: checks,
      requested_tasks: [
        ...tasks,
        {
          type: 'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION',
          config: { manual_check: 'FALLBACK' },
        },
      ],
      required_documents: [
        { type: 'ID_DOCUMENT' },
        { type: 'SUPPLEMENTARY_DOCUMENT', objective: { type: 'PROOF_OF_ADDRESS' } },
      ],
    },
  },
]

describe('the default preset when an edit', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'edited preset '))
  })
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  it.each(EDITS)('$title leads to APPROVED', async ({ preset, issuingCountry = 'GBR' }) => {
    const file = join(folder, 'presets.json')
    writeFileSync(file, JSON.stringify({ default: preset }))
    await using stack = await startStack({ env: { SESSION_SPEC_FILE: file } })
    const visitor = createVisitor(stack.baseUrl)
    const sessionId = await startSession(visitor)
    const token = readClientSessionToken(await (await visitor.get(`/sessions/${sessionId}`)).text())
    await captureOverHttp(stack.emulator.apiUrl, sessionId, token, { issuingCountry })
    await stack.advanceTime(TEN_MINUTES_MS)
    const status = await visitor.get(`/sessions/${sessionId}/status`)
    expect(await status.json()).toMatchObject({ state: 'COMPLETED', outcome: 'APPROVED' })
  })
})
