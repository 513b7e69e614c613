import { parseArgs } from 'node:util'
import { AppError } from '#src/errors.js'

export const USAGE = `npm run scenario -- --list | NAME... | --all [options]

  --list              the scenarios there are
  --all               walks every one of them
  --json              results as JSON on standard output, and nothing else there
  --junit FILE        writes a JUnit report, too
  --concurrency N     how many at the same time (1 to 32; default 4, on the sandbox always 1)
  --timeout SECONDS   how long one may take (default 60, on the sandbox 1800)
  --from FOLDER       scenarios of your own instead of scenarios/
  --help

Exit code 0 when everything came out as expected, else 1.
`

export interface RunCommand {
  kind: 'run'
  /** undefined for all of them. */
  names: readonly string[] | undefined
  json: boolean
  junit: string | undefined
  concurrency: number
  /** Seconds; undefined for the target's own. */
  timeoutSeconds: number | undefined
  from: string | undefined
}

export type Command =
  { kind: 'help' } | { kind: 'list'; json: boolean; from: string | undefined } | RunCommand

/** What was asked for cannot be done as it was written. */
export class CommandError extends AppError {
  constructor(problem: string) {
    super('COMMAND', `${problem}\n\n${USAGE}`)
  }
}

/** @throws CommandError */
export function parseCommand(args: readonly string[]): Command {
  const { values, positionals } = parseOptions(args)
  const { list, all, json = false, from } = values
  if (values.help === true) return { kind: 'help' }
  const modes = [list === true, all === true, positionals.length > 0].filter(Boolean)
  if (modes.length === 0) throw new CommandError('Say which: a name, --all or --list.')
  if (modes.length > 1) throw new CommandError('Say one of: names, --all or --list.')
  if (list === true) return { kind: 'list', json, from }
  return {
    kind: 'run',
    names: all === true ? undefined : positionals,
    json,
    junit: values.junit,
    concurrency: parseIntegerOption('concurrency', values.concurrency, 32) ?? 4,
    timeoutSeconds: parseIntegerOption('timeout', values.timeout, 86_400),
    from,
  }
}

function parseOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        list: { type: 'boolean' },
        all: { type: 'boolean' },
        json: { type: 'boolean' },
        junit: { type: 'string' },
        concurrency: { type: 'string' },
        timeout: { type: 'string' },
        from: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (err) {
    // Node's own words name the option.
    throw new CommandError(err instanceof Error ? err.message : String(err))
  }
}

function parseIntegerOption(
  name: string,
  text: string | undefined,
  max: number,
): number | undefined {
  if (text === undefined) return undefined
  const number = Number(text)
  if (/^\d+$/.test(text) && number >= 1 && number <= max) return number
  throw new CommandError(`--${name}: expected a whole number from 1 to ${max}.`)
}
