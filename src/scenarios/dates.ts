const TEMPLATE = /\{\{today(?:([+-]\d{1,4})(d|w|m|y))?\}\}/g
export const TEMPLATE_EXAMPLES = '{{today}}, {{today+1d}}, {{today-3m}} or {{today-18y}}'

/** Replaces dates that are relative to today, such as `{{today-18y}}`, in all texts of a value. */
export function renderDates<Value>(value: Value, now: number): Value {
  const text = JSON.stringify(value).replace(TEMPLATE, (_match, count = '0', unit = 'd') =>
    shiftDate(now, Number(count), String(unit)),
  )
  return JSON.parse(text) as Value
}

/** The first template that is not valid. */
export function findInvalidTemplate(value: unknown): string | undefined {
  const text = JSON.stringify(value).replace(TEMPLATE, '')
  return /\{\{.{0,20}?\}\}|\{\{/.exec(text)?.[0]
}

/** As `yyyy-mm-dd` in UTC. The last day of a shorter month replaces one that it lacks. */
function shiftDate(now: number, count: number, unit: string): string {
  const date = new Date(now)
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
  if (unit === 'd' || unit === 'w') {
    date.setUTCDate(day + count * (unit === 'w' ? 7 : 1))
  } else {
    const shifted = month + count * (unit === 'y' ? 12 : 1)
    const lastDay = new Date(Date.UTC(year, shifted + 1, 0)).getUTCDate()
    date.setUTCMonth(shifted, Math.min(day, lastDay))
  }
  return date.toISOString().slice(0, 10)
}

/** A day that exists, or a template. */
export function isDate(text: string): boolean {
  const date = renderDates(text, 0)
  const time = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(date) : NaN
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date)
}
