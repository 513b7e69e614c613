import { readdirSync, readFileSync } from 'node:fs'

const FOLDER = new URL('locales/', import.meta.url)
const catalogues = new Map(
  readdirSync(FOLDER).map((file) => [
    file.replace('.json', ''),
    JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')),
  ]),
)
// The first one is for browsers that know none of them.
const LANGUAGES = ['en', ...[...catalogues.keys()].filter((language) => language !== 'en')]

/** Chooses the language of `?lang=`, of the user's last choice, or of the browser. */
export function chooseLanguage(req, user) {
  const { lang } = req.query
  const chosen = catalogues.has(lang) ? lang : user?.language
  return chosen ?? (req.acceptsLanguages(LANGUAGES) || 'en')
}

/** The texts of `locales/en.json` in a language. */
export function createTexts(language) {
  const catalogue = catalogues.get(language)
  // Latin names would reorder the Arabic words around them.
  const isolate = (value) => (catalogue.direction === 'rtl' ? `\u2068${value}\u2069` : value)
  const t = (key, values = {}) => {
    const text = key.split('.').reduce((group, name) => group[name], catalogue)
    return text.replace(/\{\{(\w+)\}\}/g, (_, name) => isolate(values[name]))
  }
  return { language, direction: t('direction'), t }
}
