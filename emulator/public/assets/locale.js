import { element } from './element.js'
import { text } from './text.js'

/** Undefined when browsers do not know the session's language tag. */
export function readLocale({ locale }) {
  try {
    return locale ? Intl.getCanonicalLocales(locale)[0] : undefined
  } catch {
    return undefined
  }
}

/** Sets the language of the page, and shows a notice when the session requests another one. */
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
