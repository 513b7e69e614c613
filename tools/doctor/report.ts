import { styleText } from 'node:util'
import type { Finding } from './check.js'
import type { DoctorRun } from './run-checks.js'

interface ReportOptions {
  color: boolean
  /** Columns of the terminal. */
  width: number
  write: (text: string) => void
  /** Replaces the progress line; undefined if the output is not a terminal. */
  progress: ((text: string) => void) | undefined
}

const COLORS = { ok: 'green', warn: 'yellow', fail: 'red' } as const
const NAME_WIDTH = 15
const INDENT = ' '.repeat(2 + 4 + 2 + NAME_WIDTH + 2)

/** Prints each finding as soon as it is available. Resolves to whether none failed. */
export async function printReport(
  { config, results }: DoctorRun,
  { color, width, write, progress }: ReportOptions,
): Promise<boolean> {
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    color ? styleText(style, text) : text
  const columns = Math.max(30, width - INDENT.length)
  const statuses: Finding['status'][] = []
  let currentGroup: string | undefined
  for (const { group, name, findings } of results) {
    if (group !== currentGroup) write(`\n${paint('bold', group)}\n`)
    currentGroup = group
    progress?.(`  ...   ${name}`)
    const found = await findings
    progress?.('')
    for (const { status, seen, fix } of found) {
      statuses.push(status)
      const remedy = fix === undefined ? '' : `\n> ${wrap(fix, columns - 2, '\n  ')}`
      const text = `${wrap(seen, columns, '\n')}${remedy}`.replaceAll('\n', `\n${INDENT}`)
      write(`  ${paint(COLORS[status], status.padEnd(4))}  ${name.padEnd(NAME_WIDTH)}  ${text}\n`)
    }
  }
  const [status, text] = summarise(statuses)
  write(`\n${paint(COLORS[status], text)}\n`)
  if (status !== 'fail' && config.apiUrl === undefined) write(EMULATOR_HINT)
  return status !== 'fail'
}

const EMULATOR_HINT = `
Everything runs on this machine without an account: npm start.
To use Yoti, set YOTI_CLIENT_SDK_ID and YOTI_KEY_FILE_PATH (and for the sandbox
YOTI_IDV_API_URL=https://api.yoti.com/sandbox/idverify/v1), then run this again.
`

function summarise(statuses: readonly Finding['status'][]): [Finding['status'], string] {
  const count = (status: Finding['status'], noun: string) => {
    const { length } = statuses.filter((each) => each === status)
    return `${length} ${noun}${length === 1 ? '' : 's'}`
  }
  if (statuses.includes('fail')) {
    return ['fail', `${count('fail', 'problem')} to fix, ${count('warn', 'warning')}`]
  }
  return statuses.includes('warn') ? ['warn', `OK, ${count('warn', 'warning')}`] : ['ok', 'OK']
}

/** Does not break long words, so that they can be copied. */
function wrap(text: string, columns: number, lineBreak: string): string {
  const fullLine = new RegExp(`(.{1,${columns}})( |$)`, 'g')
  return text.replace(fullLine, `$1${lineBreak}`).trimEnd()
}

export async function createJsonReport({ config, results }: DoctorRun) {
  const findings: (Finding & { group: string; name: string })[] = []
  for (const { group, name, findings: found } of results) {
    findings.push(...(await found).map((finding) => ({ group, name, ...finding })))
  }
  const { target, apiUrl } = config
  return { target, apiUrl, ok: !findings.some(({ status }) => status === 'fail'), findings }
}
