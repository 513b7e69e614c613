import { describe, expect, it } from '@jest/globals'
import { createTexts, humanise } from '../../src/http/texts.js'

const { t, find, label, country } = createTexts()
const welsh = createTexts('cy')

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
    [1, 'يوم واحد'],
    [2, 'يومين'],
    [7, '\u20687\u2069 أيام'],
    [30, '\u206830\u2069 يومًا'],
    [100, '\u2068100\u2069 يوم'],
  ])('selects the Arabic plural for %i', (count, words) => {
    expect(createTexts('ar').t('duration.days', { count })).toBe(words)
  })

  it.each([
    [1, '1 day'],
    [7, '7 days'],
  ])('selects the plural for %i', (count, words) => {
    expect(t('duration.days', { count })).toBe(words)
  })

  it.each(['QUITE_NEW', '__proto__', 'toString', 'constructor', 'a.b', 'labels', ''])(
    'finds no text for the unknown name %j',
    (name) => {
      expect(find(`labels.check.${name}`)).toBeUndefined()
    },
  )

  it('finds no text for a group of texts', () => {
    expect(find('labels.check')).toBeUndefined()
  })

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

  it.each([
    ['GBR', 'United Kingdom'],
    ['UTO', 'UTO'],
    ['', ''],
  ])('names the country %j %j', (alpha3, name) => {
    expect(country(alpha3)).toBe(name)
  })

  it.each([
    [0, '0 diwrnod'],
    [1, '1 diwrnod'],
    [2, '2 ddiwrnod'],
    [3, '3 diwrnod'],
    [6, '6 diwrnod'],
    [7, '7 diwrnod'],
  ])('selects the Welsh plural for %i', (count, words) => {
    expect(welsh.t('duration.days', { count })).toBe(words)
  })

  it.each([
    ['dyfais', 'llun, dogfen, a dyfais'],
    ['adroddiad', 'llun, dogfen, ac adroddiad'],
  ])('joins a Welsh list that ends with %s', (last, words) => {
    expect(welsh.list(['llun', 'dogfen', last])).toBe(words)
  })
})
