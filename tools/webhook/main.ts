import { parseConfig } from '#src/config/config.js'
import { loadEnvironmentFile } from '#src/config/environment.js'
import { AppError } from '#src/errors.js'
import { parseCommand, USAGE } from './command.js'
import { listEvents, resendEvent } from './events.js'
import { sendTestEvent } from './test-event.js'

const { stdout, stderr } = process

try {
  process.exitCode = (await run()) ? 0 : 1
} catch (err) {
  const reason = err instanceof AppError ? err.message : ((err as Error).stack ?? String(err))
  stderr.write(`${reason}\n`)
  process.exitCode = 1
}

async function run(): Promise<boolean> {
  const command = parseCommand(process.argv.slice(2))
  const print = (line: string) => {
    stdout.write(`${line}\n`)
  }
  if (command.kind === 'help') {
    stdout.write(USAGE)
    return true
  }
  loadEnvironmentFile(process.env)
  const { config, secrets } = parseConfig(process.env)
  if (command.kind === 'test') return sendTestEvent(secrets, command.caller, print)
  return command.kind === 'list'
    ? listEvents(secrets, command.failedOnly, print)
    : resendEvent(config, secrets, command.webhookId, print)
}
