const DATE_FORMATS = [
  { pattern: /^\d{4}-\d{2}-\d{2}$/, options: { day: 'numeric', month: 'long', year: 'numeric' } },
  { pattern: /^\d{4}-\d{2}$/, options: { month: 'long', year: 'numeric' } },
] as const

/** `1991-07-14` becomes "14 July 1991" and `1991-07` becomes "July 1991". Other values stay unchanged. */
export function formatDate(text: string, locale: string): string {
  const date = new Date(text)
  const format = DATE_FORMATS.find(({ pattern }) => pattern.test(text))
  if (format === undefined || isNoDate(text)) return text
  return new Intl.DateTimeFormat(locale, { ...format.options, timeZone: 'UTC' }).format(date)
}

/** Whether it looks like a date but is none, such as `1980-02-30`, which JavaScript reads as 1 March. */
export function isNoDate(text: string): boolean {
  const [, yearMonth, day] = /^(\d{4}-\d{2})(?:-(\d{2}))?(?!\d)/.exec(text) ?? []
  if (yearMonth === undefined) return false
  const date = new Date(`${yearMonth}-${day ?? '01'}`)
  return Number.isNaN(date.getTime()) || !date.toISOString().startsWith(yearMonth)
}

/**
 * `2025-02-11T09:14:40Z` becomes "11 February 2025, 09:14:40 UTC". Other values stay unchanged: without a zone it could
 * be any day.
 */
export function formatDateTime(text: string, locale: string): string {
  const date = new Date(text)
  const hasZone = /T.*(Z|[+-]\d{2}:?\d{2})$/i.test(text)
  if (!hasZone || isNoDate(text) || Number.isNaN(date.getTime())) return text
  const format = (style: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...style, timeZone: 'UTC' }).format(date)
  return `${format({ dateStyle: 'long' })}, ${format({ timeStyle: 'medium' })} UTC`
}
