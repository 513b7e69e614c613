import { parseArgs } from 'node:util'
import { AppError } from '#src/errors.js'

export const USAGE = `npm run webhook -- test [--caller NAME] | list [--failed] | resend WEBHOOK-ID

  test      send a signed event of the type webhook.test, and print the response
  list      list the events that wait for their delivery, and those whose delivery failed
  resend    deliver one event again now, and print the result

  --caller NAME   test the webhook of this API caller instead of OUTCOME_WEBHOOK_URL
  --failed        list only events whose delivery failed permanently
  --help          print this help

Uses the configuration of the server. list and resend open its database: stop a server on SQLite first.
The exit code is 0 if the receiver accepted the event, otherwise 1.
`

type Command =
  | { kind: 'help' }
  | { kind: 'test'; caller: string | undefined }
  | { kind: 'list'; failedOnly: boolean }
  | { kind: 'resend'; webhookId: string }

class CommandError extends AppError {
  constructor(problem: string) {
    super('COMMAND', `${problem}\n\n${USAGE}`)
  }
}

/** @throws CommandError */
export function parseCommand(args: string[]): Command {
  const { values, positionals } = parseOptions(args)
  const [name, webhookId, ...rest] = positionals
  const { caller, failed = false, help = false } = values
  if (help) return { kind: 'help' }
  if (name === 'resend' && webhookId !== undefined && rest.length === 0) {
    return { kind: 'resend', webhookId }
  }
  if (name === 'resend') throw new CommandError('Specify one WEBHOOK-ID, as list prints it.')
  if (webhookId !== undefined) throw new CommandError(`Remove ${webhookId}.`)
  if (name === 'test') return { kind: 'test', caller }
  if (name === 'list') return { kind: 'list', failedOnly: failed }
  throw new CommandError('Specify test, list or resend.')
}

function parseOptions(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        caller: { type: 'string' },
        failed: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (err) {
    // Node's message names the option.
    throw new CommandError((err as Error).message)
  }
}
