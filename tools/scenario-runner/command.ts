import { parseArgs } from 'node:util'
import { AppError } from '#src/errors.js'

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

export interface RunCommand {
  kind: 'run'
  /** undefined: all. */
  names: readonly string[] | undefined
  tags: readonly string[]
  attended: boolean
  json: boolean
  junit: string | undefined
  concurrency: number
  /** undefined: the target's default. */
  timeoutSeconds: number | undefined
  from: string | undefined
}

export interface ListCommand {
  kind: 'list'
  json: boolean
  from: string | undefined
}

type Command = { kind: 'help' } | ListCommand | RunCommand

/** An invalid command line. */
export class CommandError extends AppError {
  constructor(problem: string) {
    super('COMMAND', `${problem}\n\n${USAGE}`)
  }
}

/** @throws CommandError */
export function parseCommand(args: string[]): Command {
  const { values, positionals: names } = parseOptions(args)
  const { list = false, all = false, help = false, json = false, junit, from, tag = [] } = values
  if (help) return { kind: 'help' }
  const modes = [list, all, names.length > 0].filter(Boolean)
  if (modes.length === 0 && tag.length === 0) {
    throw new CommandError('Specify a scenario name, --tag, --all or --list.')
  }
  if (modes.length > 1) throw new CommandError('Specify only one of: names, --all, --list.')
  if (list) return { kind: 'list', json, from }
  return {
    kind: 'run',
    names: names.length > 0 ? names : undefined,
    tags: tag,
    attended: values.attended ?? false,
    json,
    junit,
    concurrency: parseIntegerOption('concurrency', values.concurrency, 32) ?? 4,
    timeoutSeconds: parseIntegerOption('timeout', values.timeout, 86_400),
    from,
  }
}

function parseOptions(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        list: { type: 'boolean' },
        attended: { type: 'boolean' },
        all: { type: 'boolean' },
        json: { type: 'boolean' },
        junit: { type: 'string' },
        concurrency: { type: 'string' },
        timeout: { type: 'string' },
        from: { type: 'string' },
        tag: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (err) {
    // Node's message names the option.
    throw new CommandError((err as Error).message)
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
