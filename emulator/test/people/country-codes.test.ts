import { readFile } from 'node:fs/promises'
import { expect, it } from '@jest/globals'
import { listSupportedCountries } from '../../src/capture/supported-documents.js'

const MODULE = new URL('../../public/assets/country-names.js', import.meta.url)

it('has a name for every country that the emulator offers', async () => {
  const pairs = (await readFile(MODULE, 'utf8')).matchAll(/\b([A-Z]{3}):([A-Z]{2})\b/g)
  const alpha2 = new Map([...pairs].map(([, code3, code2]) => [code3, code2]))
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  for (const { code } of listSupportedCountries({ includeNonLatin: true })) {
    expect([code, names.of(alpha2.get(code) ?? 'ZZ')]).toEqual([code, expect.any(String)])
    expect(alpha2.get(code)).toBeDefined()
  }
})
