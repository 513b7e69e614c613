import { describe, expect, it } from '@jest/globals'
import { listSupportedCountries } from '../../src/emulator/supported-documents.js'
import { first } from './reply-json.js'
import { send } from './signed-client.js'
import { startWorld } from './world.js'

describe('supported documents', () => {
  it('cover at least 206 countries in alpha-3, each with a passport', () => {
    const countries = listSupportedCountries({ includeNonLatin: false })
    expect(countries.length).toBeGreaterThanOrEqual(206)
    for (const { code, supported_documents: documents } of countries) {
      expect(code).toMatch(/^[A-Z]{3}$/)
      expect(first(documents)).toEqual({ type: 'PASSPORT', is_strictly_latin: true })
    }
  })

  it('are answered to anybody, in Latin script unless asked otherwise as any client writes it', async () => {
    await using world = await startWorld()
    const greek = async (query: string) => {
      const { status, json } = await send(
        `${world.emulator.apiUrl}/supported-documents${query}`,
        {},
      )
      expect(status).toBe(200)
      return first(json.supported_countries.filter(({ code }) => code === 'GRC'))
        .supported_documents.length
    }
    for (const query of ['', '?includeNonLatin=false', '?includeNonLatin=0']) {
      expect(await greek(query)).toBe(1)
    }
    for (const query of ['?includeNonLatin=true', '?includeNonLatin=1']) {
      expect(await greek(query)).toBeGreaterThan(1)
    }
  })
})
