import { describe, expect, it } from '@jest/globals'
import { first } from './response-json.js'
import { sendRequest } from './signed-client.js'
import { startEmulatorFixture } from './emulator-fixture.js'

describe('supported documents', () => {
  it('contain the earliest issue date where it matters, also in a configuration', async () => {
    await using world = await startEmulatorFixture()
    const licence = {
      type: 'DRIVING_LICENCE',
      is_strictly_latin: true,
      requirements: { date_from: '2012-10-31' },
    }
    const { endUser } = await world.createSession()
    const { capture } = (await endUser.call('GET', '/configuration')).json
    const { json } = await sendRequest(`${world.emulator.apiUrl}/supported-documents`, {})
    for (const countries of [
      json.supported_countries,
      first(capture.required_resources).supported_countries,
    ]) {
      const british = first(countries.filter(({ code }) => code === 'GBR'))
      expect(british.supported_documents).toContainEqual(licence)
      expect(british.supported_documents).toContainEqual({
        type: 'PASSPORT',
        is_strictly_latin: true,
      })
    }
  })

  it('are public, and Latin only unless the query requests otherwise', async () => {
    await using world = await startEmulatorFixture()
    const greek = async (query: string) => {
      const { status, json } = await sendRequest(
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
