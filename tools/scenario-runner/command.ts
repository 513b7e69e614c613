import type { parseArgs } from 'node:util'
import { CommandError } from '../run-tool.js'

export const USAGE = `npm run scenario -- --list | NAME... | --tag TAG | --all [options]

  NAME                a scenario, or a pattern such as 'scenarios/liveness-*'
  --list              list the scenarios with their tags
  --all               run all scenarios
  --tag TAG           run those with the tag; may be repeated, and combined with names
  --json              print only JSON to standard output
  --junit FILE        also write a JUnit report
  --concurrency N     how many to run at the same time (1 to 32; default 4)
  --timeout SECONDS   time limit for each scenario (default 60, on the sandbox 300, with a user 1800)
  --from FOLDER       use your own scenarios instead of scenarios/ and SCENARIOS_DIR
  --attended          a user answers on standard input, although it is not a terminal
  --help              print this help

The exit code is 0 if every scenario that could run had the expected result, otherwise 1.
`

export const OPTIONS = {
  list: { type: 'boolean' },
  attended: { type: 'boolean' },
  all: { type: 'boolean' },
  json: { type: 'boolean' },
  junit: { type: 'string' },
  concurrency: { type: 'string' },
  timeout: { type: 'string' },
  from: { type: 'string' },
  tag: { type: 'string', multiple: true },
} as const

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values']

export type Command = ReturnType<typeof parseCommand>

/** @throws CommandError */
export function parseCommand(
  { tag: tags = [], concurrency, timeout, ...values }: Values,
  names: readonly string[],
) {
  const modes = [values.list, values.all, names.length > 0].filter(Boolean)
  if (modes.length === 0 && tags.length === 0) {
    throw new CommandError('Specify a scenario name, --tag, --all or --list.')
  }
  if (modes.length > 1) throw new CommandError('Specify only one of: names, --all, --list.')
  return {
    ...values,
    /** undefined: all. */
    names: names.length > 0 ? names : undefined,
    tags,
    concurrency: parseInteger('concurrency', concurrency, 32) ?? 4,
    /** undefined: the target's default. */
    timeoutSeconds: parseInteger('timeout', timeout, 86_400),
  }
}

function parseInteger(name: string, text: string | undefined, max: number): number | undefined {
  if (text === undefined) return undefined
  const number = Number(text)
  if (/^\d+$/.test(text) && number >= 1 && number <= max) return number
  throw new CommandError(`--${name}: expected a whole number from 1 to ${max}.`)
}
