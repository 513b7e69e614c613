import { parseConfig } from '#src/config/config.js'
import { loadEnvironmentFile } from '#src/config/environment.js'
import { openDatabase } from '#src/store/database.js'
import { CommandError, runTool } from '../run-tool.js'
import { listEvents, resendEvent } from './events.js'
import { sendTestEvent } from './test-event.js'

const USAGE = `npm run webhook -- test [--caller NAME] | list [--failed] | resend WEBHOOK-ID

  test      send a signed event of the type webhook.test, and print the response
  list      list the events that wait for their delivery, and those whose delivery failed
  resend    deliver one event again now, and print the result

  --caller NAME   test the webhook of this API caller instead of OUTCOME_WEBHOOK_URL
  --failed        list only events whose delivery failed permanently
  --help          print this help

Uses the configuration of the server. list and resend open its database: stop a server on SQLite first.
The exit code is 0 if the receiver accepted the event, otherwise 1.
`

await runTool({
  usage: USAGE,
  options: { caller: { type: 'string' }, failed: { type: 'boolean' } },
  allowPositionals: true,
  async run({ caller, failed = false }, [name = '', webhookId, ...rest]) {
    if (!['test', 'list', 'resend'].includes(name)) {
      throw new CommandError('Specify test, list or resend.')
    }
    const isResent = name === 'resend'
    if (isResent && (webhookId === undefined || rest.length > 0)) {
      throw new CommandError('Specify one WEBHOOK-ID, as list prints it.')
    }
    if (!isResent && webhookId !== undefined) throw new CommandError(`Remove ${webhookId}.`)
    loadEnvironmentFile(process.env)
    const { config, secrets } = parseConfig(process.env)
    if (name === 'test') return (await sendTestEvent(secrets, caller)) ? 0 : 1
    const database = await openDatabase(secrets.databaseUrl, false)
    try {
      if (isResent)
        return (await resendEvent(database.db, config, secrets, webhookId ?? '')) ? 0 : 1
      await listEvents(database.db, secrets, failed)
      return 0
    } finally {
      await database.close()
    }
  },
})
