import { describe, expect, it } from '@jest/globals'
import { createTexts, humanise } from '../../src/http/texts.js'

const { t, find, label, country } = createTexts()

describe('createTexts', () => {
  it('inserts values unchanged, even if they look like a placeholder or a reference', () => {
    const needs = 'a <b>, {{needs}}, $t(start.title) & $1'
    expect(t('start.lead', { needs })).toBe(`It takes a few minutes. You need ${needs}.`)
  })

  it('isolates the values of a language that is written from right to left', () => {
    const { t: arabic } = createTexts('ar')
    expect(arabic('layout.title', { page: '5000' })).toContain('\u20685000\u2069')
  })

  it.each([
    ['en', ['1 day', '2 days', '7 days', '30 days', '100 days']],
    [
      'ar',
      ['يوم واحد', 'يومين', '\u20687\u2069 أيام', '\u206830\u2069 يومًا', '\u2068100\u2069 يوم'],
    ],
    ['cy', ['1 diwrnod', '2 ddiwrnod', '7 diwrnod', '30 diwrnod', '100 diwrnod']],
  ])('selects the plurals of %s', (language, words) => {
    const texts = createTexts(language)
    expect([1, 2, 7, 30, 100].map((count) => texts.t('duration.days', { count }))).toEqual(words)
  })

  it.each(['check.QUITE_NEW', 'check.__proto__', 'check.toString', 'check.a.b', 'check.', 'check'])(
    'finds no text for the unknown name, or the group, %j',
    (name) => {
      expect(find(`labels.${name}`)).toBeUndefined()
    },
  )

  it.each([
    ['QUITE_NEW_REASON', 'Quite new reason'],
    ['glow_level', 'Glow level'],
    ['adverse-media', 'Adverse media'],
    ['toString', 'ToString'],
    ['{{x}} $t(start.title)', '{{x}} $t(start.title)'],
  ])('makes %s readable without a label', (wireName, words) => {
    expect(label('reason', wireName)).toBe(words)
    expect(humanise(wireName)).toBe(words)
  })

  it('names countries, but no code outside ISO 3166-1', () => {
    expect(['GBR', 'UTO', ''].map(country)).toEqual(['United Kingdom', 'UTO', ''])
  })

  it.each([
    ['dyfais', 'llun, dogfen, a dyfais'],
    ['adroddiad', 'llun, dogfen, ac adroddiad'],
  ])('joins a Welsh list that ends with %s', (last, words) => {
    expect(createTexts('cy').list(['llun', 'dogfen', last])).toBe(words)
  })
})
