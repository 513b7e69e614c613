import { styleText } from 'node:util'
import type { Config } from '#src/config/config.js'
import type { Finding, NamedFinding, Status } from './finding.js'

export interface RenderOptions {
  color: boolean
  /** Columns of the terminal. */
  width: number
}

const COLORS = { ok: 'green', warn: 'yellow', fail: 'red' } as const
const NAME_WIDTH = 15

export function renderFinding(name: string, finding: Finding, options: RenderOptions): string {
  const { status, seen, fix } = finding
  const label = paint(COLORS[status], status.padEnd(4), options)
  const lead = `  ${label}  ${name.padEnd(NAME_WIDTH)}  `
  const indent = ' '.repeat(2 + 4 + 2 + NAME_WIDTH + 2)
  const columns = Math.max(30, options.width - indent.length)
  const seenLines = wrap(seen, columns)
  const fixLines =
    fix === undefined
      ? []
      : wrap(fix, columns - 2).map((line, at) => (at === 0 ? '> ' : '  ') + line)
  return lead + [...seenLines, ...fixLines].join(`\n${indent}`) + '\n'
}

export function renderGroup(group: string, options: RenderOptions): string {
  return `\n${paint('bold', group, options)}\n`
}

export function renderSummary(
  findings: readonly NamedFinding[],
  { apiUrl }: Config,
  options: RenderOptions,
): string {
  const count = (status: Status) => findings.filter((finding) => finding.status === status).length
  const [fails, warnings] = [count('fail'), count('warn')]
  const line = (color: Status, text: string) => `\n${paint(COLORS[color], text, options)}\n`
  if (fails > 0) {
    return line('fail', `${pluralise(fails, 'problem')} to fix, ${pluralise(warnings, 'warning')}`)
  }
  const good =
    warnings > 0 ? line('warn', `OK, ${pluralise(warnings, 'warning')}`) : line('ok', 'OK')
  return apiUrl === undefined ? good + EMULATOR_HINT : good
}

const EMULATOR_HINT = `
Everything runs on this machine without an account: npm start.
To use Yoti, set YOTI_CLIENT_SDK_ID and YOTI_KEY_FILE_PATH (and for the sandbox
YOTI_IDV_API_URL=https://api.yoti.com/sandbox/idverify/v1), then run this again.
`

function pluralise(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function paint(
  style: 'bold' | 'green' | 'yellow' | 'red',
  text: string,
  { color }: RenderOptions,
): string {
  return color ? styleText(style, text) : text
}

/** Does not break long words, so that they can be copied. */
function wrap(text: string, columns: number): string[] {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? ''
    if (line === '') lines[lines.length - 1] = word
    else if (line.length + 1 + word.length <= columns) lines[lines.length - 1] = `${line} ${word}`
    else lines.push(word)
  }
  return lines
}
