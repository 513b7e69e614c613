import { describe, expect, it } from '@jest/globals'
import { createTexts } from '../../src/http/texts.js'
import {
  createAcceptedDocuments,
  type AcceptedDocumentsOptions,
} from '../../src/web/accepted-documents.js'
import { YotiConnectionError } from '../../src/yoti/errors.js'
import { PRESETS } from '../../src/yoti/presets.js'

const supported = {
  supported_countries: [
    {
      code: 'GBR',
      supported_documents: [
        { type: 'PASSPORT', is_strictly_latin: true },
        { type: 'DRIVING_LICENCE' },
        { type: 'GALACTIC_PASS' },
      ],
    },
    {
      code: 'JPN',
      supported_documents: [
        { type: 'PASSPORT', is_strictly_latin: true },
        { type: 'DRIVING_LICENCE', is_strictly_latin: false },
      ],
    },
  ],
}

function start(preset: string, change: Partial<AcceptedDocumentsOptions> = {}) {
  const calls: unknown[] = []
  const accepted = createAcceptedDocuments({
    spec: PRESETS[preset] ?? {},
    supportedDocuments: {
      get: (options) => {
        calls.push(options)
        return Promise.resolve({
          documents: supported,
          content: Buffer.from('{}'),
          remainingTtlMs: 1,
        })
      },
    },
    ...change,
  })
  return { calls, describe: (country: unknown) => accepted?.getView(country, createTexts()) }
}

describe('createAcceptedDocuments', () => {
  it.each([
    ['default', 'GBR', [['Passport', 'Driving licence', 'Galactic pass']]],
    ['default', 'FRA', [[]]],
    ['default', 'JPN', [['Passport']]],
    ['non-latin', 'JPN', [['Passport', 'Driving licence']]],
    ['two-documents', 'GBR', [['Passport'], ['Driving licence', 'Galactic pass']]],
  ])('lists what the filter of %s accepts from %s', async (preset, country, lists) => {
    expect((await start(preset).describe(country))?.lists).toEqual(lists)
  })

  it('requests non-Latin documents when the preset accepts them', async () => {
    const { describe, calls } = start('non-latin')
    await describe('JPN')
    expect(calls).toEqual([{ includeNonLatin: true }])
  })

  it.each(['', 'XXX', 'gbr', ['GBR'], undefined])(
    'does not call Yoti for the country %j',
    async (country) => {
      const { describe, calls } = start('default')
      expect(await describe(country)).toMatchObject({ country: undefined, lists: undefined })
      expect(calls).toEqual([])
    },
  )

  it('lists the countries by name', async () => {
    const view = await start('default').describe('GBR')
    expect(view?.country).toEqual({ code: 'GBR', name: 'United Kingdom' })
    expect(view?.countries.length).toBeGreaterThan(200)
    const names = view?.countries.map(({ name }) => name) ?? []
    expect(names).toEqual([...names].sort((one, other) => one.localeCompare(other, 'en-GB')))
  })

  it.each([
    ['fails', () => Promise.reject(new YotiConnectionError('GET /', 'away'))],
    ['is slow', () => new Promise<never>(() => undefined)],
  ])('returns no lists when Yoti %s', async (_how, get) => {
    const { describe } = start('default', { timeoutMs: 1, supportedDocuments: { get } })
    expect(await describe('GBR')).toMatchObject({ country: { code: 'GBR' }, lists: undefined })
  })

  it.each(['face-comparison', 'right-to-work'])('returns undefined for %s', (preset) => {
    expect(start(preset).describe('GBR')).toBeUndefined()
  })
})
