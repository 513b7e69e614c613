import { element } from './element.js'
import { loadTexts, t } from './text.js'

// A page cannot list the files in ../../locales.
const LANGUAGES = ['en', 'fr', 'de', 'es', 'pl', 'ar', 'cy']

/** Chooses the session's language, then the browser's, then English. */
export async function applyLocale({ locale: wanted } = {}) {
  const locale = [wanted, ...navigator.languages, 'en'].find(isSpoken)
  const language = getLanguage(locale)
  await loadTexts(language)
  const page = document.documentElement
  page.lang = locale
  page.dir = t('direction')
  for (const each of page.querySelectorAll('[data-text]')) each.textContent = t(each.dataset.text)
  if (wanted && !isSpoken(wanted)) showNotice(wanted, language)
}

function isSpoken(tag) {
  return LANGUAGES.includes(getLanguage(tag))
}

/** Undefined for a tag that browsers do not know. */
function getLanguage(tag) {
  try {
    return new Intl.Locale(tag).language
  } catch {
    return undefined
  }
}

/** Yoti's client speaks more languages. */
function showNotice(wanted, language) {
  const name = getLanguage(wanted)
    ? new Intl.DisplayNames(language, { type: 'language' }).of(wanted)
    : wanted
  document
    .querySelector('footer')
    .append(
      element('p', { class: 'quiet', testId: 'language' }, t('otherLanguage', { language: name })),
    )
}
