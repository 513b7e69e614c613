import { element } from './element.js'
import { text } from './text.js'

/** The session's language tag as browsers take it, or undefined when it is none that they know. */
export function readLocale({ locale }) {
  try {
    return locale ? Intl.getCanonicalLocales(locale)[0] : undefined
  } catch {
    return undefined
  }
}

/** The page says in which English it speaks, and to a session in another language that it does not speak that. */
export function applyLocale(sdkConfig) {
  const locale = readLocale(sdkConfig)
  if (locale === undefined) return
  if (new Intl.Locale(locale).language === 'en') {
    document.documentElement.lang = locale
    return
  }
  const language = new Intl.DisplayNames('en', { type: 'language' }).of(locale)
  document
    .querySelector('footer')
    .append(element('p', { class: 'quiet', testId: 'language' }, text.onlyEnglish(language)))
}
