import { describe, expect, it } from '@jest/globals'
import { hash } from 'node:crypto'
import { createTheme, suggestColour } from '../../src/http/colours.js'
import { createTexts } from '../../src/http/texts.js'
import { readConfigFiles } from './read-config-files.js'

const readBrands = (brands: object, files: Record<string, string> = {}) =>
  readConfigFiles(
    { ...files, 'brands.json': brands },
    { API_KEYS: `signup:${'s'.repeat(40)}`, BRAND_FILE: '$/brands.json' },
  )

describe('BRAND_FILE', () => {
  it('inherits only colour and reviewTime when a caller has a name of its own', () => {
    const main = {
      name: 'Northbank',
      logo: 'logo.svg',
      colour: '#7a1f5c',
      termsUrl: 'https://northbank.example/terms',
      reviewTime: '2 days',
    }
    const files = { 'logo.svg': '<svg viewBox="0 0 120 40"/>' }
    const own = readBrands({ default: main, signup: { name: 'Other' } }, files).config.brands
    expect(own.default.logo).toMatchObject({ type: 'image/svg+xml', aspectRatio: 3 })
    expect(own.callers[0]).toEqual({
      caller: 'signup',
      callerHash: hash('sha256', 'signup', 'base64url'),
      name: 'Other',
      theme: own.default.theme,
      reviewTime: '2 days',
    })
    const { brands } = readBrands({ default: main, signup: { reviewTime: '1 day' } }, files).config
    expect(brands.callers[0]).toMatchObject({ ...brands.default, reviewTime: '1 day' })
  })

  it('names every problem by its path', () => {
    const { problems } = readBrands({
      default: {
        colour: '#ffee00',
        support: { email: 'no address', fax: '1' },
        privacy: { url: 'https://a.example', controller: 'A' },
      },
    })
    expect(problems).toEqual([
      expect.stringMatching(/^BRAND_FILE: default\.colour: .* such as #[0-9a-f]{6}\. Correct/),
      'BRAND_FILE: default.support.email: expected an e-mail address. Correct or remove it.',
      'BRAND_FILE: default.support.fax: is not a known field. Correct or remove it.',
      'BRAND_FILE: default.privacy: expected controller and contact, or only a url. Correct or remove it.',
    ])
    expect(
      readBrands(
        { default: { logo: 'x.png', favicon: 'none.svg' }, unknown: { name: 'Other' } },
        { 'x.png': '<svg' },
      ).problems,
    ).toEqual([
      'BRAND_FILE: default.name: expected the name of the business. Correct or remove it.',
      'BRAND_FILE: unknown: is not an API caller of this server. Correct or remove it.',
      'BRAND_FILE: default.logo: expected an SVG or PNG file. Correct or remove it.',
      'BRAND_FILE: default.favicon: cannot be read (ENOENT: no such file or directory). Check the path and its permissions.',
    ])
  })
})

describe('createTheme', () => {
  it.each(['#7a1f5c', '#0b57d0', '#777777', '#000000', '#d14600'])(
    'makes %s readable in light and dark mode',
    (colour) => {
      const theme = createTheme(colour)
      expect(theme?.light.fill).toBe(colour)
      for (const [mode, background] of [
        ['light', '#ffffff'],
        ['dark', '#13181d'],
      ] as const) {
        const { fill, onFill, accent } = theme?.[mode] ?? { fill: '', onFill: '', accent: '' }
        expect(measureContrast(fill, onFill)).toBeGreaterThanOrEqual(4.5)
        expect(measureContrast(fill, background)).toBeGreaterThanOrEqual(3)
        expect(measureContrast(accent, background)).toBeGreaterThanOrEqual(4.5)
      }
    },
  )

  it.each(['#ffffff', '#ffee00', '#9ad0f5'])('refuses %s and suggests a darker one', (colour) => {
    expect(createTheme(colour)).toBeUndefined()
    expect(createTheme(suggestColour(colour))).toBeDefined()
  })
})

describe('LOCALES_DIR', () => {
  it('adds a language, and changes single texts', () => {
    const files = {
      'en.json': '{"start": {"start": "Go"}}',
      'ga.json': '{"direction": "ltr", "formatLocale": "ga", "start": {"start": "Start!"}}',
    }
    const { config, problems, warnings } = readConfigFiles(files, { LOCALES_DIR: '$' })
    expect(problems).toEqual([])
    expect(warnings).toEqual([expect.stringMatching(/^LOCALES_DIR: ga\.json lacks \d+ texts/)])
    const english = createTexts('en', config.catalogues)
    expect([english.t('start.start'), english.t('start.title')]).toEqual([
      'Go',
      'Confirm who you are',
    ])
    const irish = createTexts('ga', config.catalogues)
    expect([irish.languageName, irish.t('start.start'), irish.t('start.title')]).toEqual([
      'Gaeilge',
      'Start!',
      'Confirm who you are',
    ])
  })

  it('names unknown texts, other placeholders and files that are no catalogues', () => {
    const files = {
      'en.json': '{"start": {"unknown": "Go", "lead": "Bring {{need}}."}}',
      'fr.json': '{"start": 1}',
      'en_GB.json': '{}',
      'it.json': '{',
    }
    expect(readConfigFiles(files, { LOCALES_DIR: '$' }).problems).toEqual([
      expect.stringMatching(/^LOCALES_DIR: en\.json: start\.unknown is not a text/),
      expect.stringMatching(/^LOCALES_DIR: en\.json: start\.lead has other placeholders/),
      expect.stringMatching(/^LOCALES_DIR: en_GB\.json: expected a language tag/),
      expect.stringMatching(/^LOCALES_DIR: fr\.json: expected texts in groups/),
      expect.stringMatching(/^LOCALES_DIR: it\.json: is not valid JSON from line 1, column 2/),
    ])
  })
})

/** WCAG 2. */
function measureContrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [one, other].map(measureLuminance).sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function measureLuminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(hex.slice(start, start + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
