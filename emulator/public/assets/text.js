import { ClientError } from './client-error.js'

const BOOKLETS = ['PASSPORT', 'TRAVEL_DOCUMENT']

let catalogue = {}
let language

/** Every text after this one is in this language. */
export async function loadTexts(wanted) {
  if (wanted === language) return
  const url = new URL(`../locales/${wanted}.json`, import.meta.url)
  const response = await fetch(url).catch((err) => {
    throw new ClientError(3002, err)
  })
  if (!response.ok) throw new ClientError(3000)
  catalogue = await response.json()
  language = wanted
}

/** The text of a key of `locales/en.json`. `count` selects the plural. */
export function t(key, values = {}) {
  const plural = 'count' in values ? `_${new Intl.PluralRules(language).select(values.count)}` : ''
  const text = `${key}${plural}`.split('.').reduce((group, name) => group?.[name], catalogue)
  return text?.replace(/\{\{(\w+)\}\}/g, (_, name) => isolate(values[name])) ?? key
}

export const getTexts = (group) => catalogue[group] ?? {}

/** Types without a name fall back to Yoti's own word. */
export function nameDocument(type) {
  return getTexts('documents')[type] ?? type.toLowerCase().replaceAll('_', ' ')
}

export function nameSide(type, page) {
  const document = nameDocument(type)
  if (BOOKLETS.includes(type)) return t('capturePhotoPage', { document })
  return page === 0 ? t('captureFront', { document }) : t('captureBack', { document })
}

export function capitalise(words) {
  return words.charAt(0).toLocaleUpperCase(language) + words.slice(1)
}

// Latin names and numbers would reorder the Arabic words around them.
function isolate(value) {
  return catalogue.direction === 'rtl' ? `\u2068${value}\u2069` : value
}
