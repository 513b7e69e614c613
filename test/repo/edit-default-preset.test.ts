import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SessionSpec } from '../../src/yoti/session-spec.js'
import { STANDARD_PRESET } from '../../src/yoti/presets.js'
import { createProjectCopy, PROJECT, type ProjectCopy } from '../support/project-copy.js'

// Each edit starts a server and walks a journey.
jest.setTimeout(300_000)

const DEFAULT_PRESET_FILE = 'src/yoti/presets/default.ts'
const CONCURRENCY = 2

interface Edit {
  title: string
  preset: SessionSpec
  /** Built-in scenarios that no longer fit. */
  leftOut?: readonly string[]
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
    leftOut: ['liveness-failed-once', 'other-face-manual'],
  },
  {
    title: 'replaces STATIC by ZOOM',
    preset: withLiveness({ liveness_type: 'ZOOM', max_retries: 3 }),
    leftOut: ['liveness-failed-once'],
  },
  {
    title: 'accepts passports only',
    preset: acceptOnly({
      type_restriction: { inclusion: 'INCLUDE', document_types: ['PASSPORT'] },
    }),
    leftOut: ['approved-driving-licence', 'approved-national-id'],
  },
  {
    title: 'accepts documents of one country only',
    preset: acceptOnly({
      country_restriction: { inclusion: 'INCLUDE', country_codes: ['IRL'] },
    }),
    leftOut: ['approved-passport'],
  },
  {
    title: 'removes the text extraction',
    preset: { requested_checks: checks },
    leftOut: ['blurry-kept', 'unreadable-text'],
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

describe('an edit of src/yoti/presets/default.ts', () => {
  const results = new Map<string, Promise<Awaited<ReturnType<ProjectCopy['walkJourney']>>>>()
  let copies: ProjectCopy[]

  beforeAll(() => {
    copies = Array.from({ length: CONCURRENCY }, () => createProjectCopy({ edited: ['src'] }))
    copies.forEach((copy, copyIndex) => {
      let previous: Promise<unknown> = Promise.resolve()
      EDITS.filter((_edit, index) => index % CONCURRENCY === copyIndex).forEach((edit) => {
        const result = previous.then(() => {
          copy.write(DEFAULT_PRESET_FILE, formatPresetFile(edit.preset))
          return copy.walkJourney()
        })
        results.set(edit.title, result)
        previous = result.catch(() => undefined)
      })
    })
  })
  afterAll(async () => {
    await Promise.allSettled(results.values())
    for (const copy of copies) copy.remove()
  })

  it.each(EDITS)('lets the server start and approve when it $title', async (edit) => {
    const { journey, serverOutput } = (await results.get(edit.title)) ?? {}
    expect(journey).toContain('approved')

    const warnings = (serverOutput ?? '').split('\n').filter((line) => line.includes('left out'))
    expect(warnings).toHaveLength(edit.leftOut === undefined ? 0 : 1)
    for (const name of edit.leftOut ?? []) expect(warnings[0]).toContain(`- ${name}: `)
  })

  it('changes no other preset, because only src/yoti/presets.ts imports it', () => {
    const importers = readdirSync(join(PROJECT, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .filter((file) =>
        /from '.*\/default\.js'/.test(readFileSync(join(PROJECT, 'src', file), 'utf8')),
      )
    expect(importers).toEqual([join('yoti', 'presets.ts')])
  })
})

function formatPresetFile(preset: SessionSpec): string {
  return `import type { SessionSpec } from '../session-spec.js'

export const DEFAULT_PRESET = ${JSON.stringify(preset, null, 2)} satisfies SessionSpec
`
}
