import { parseArgs } from 'node:util'
import { loadEnvironmentFile } from '#src/config/environment.js'
import { runChecks } from './run-checks.js'
import { createJsonReport, printReport } from './report.js'

const USAGE = `npm run doctor [-- --json]

Checks the configuration, Yoti, the clock, the database and the reachability from the internet.
Changes nothing and prints no secrets. The exit code is 1 if something must be fixed, otherwise 0.
`

const { stdout } = process
// A reader such as head closes the pipe early.
stdout.on('error', () => process.exit())
const flags = parseFlags()
if (flags === undefined || flags.help) {
  ;(flags === undefined ? process.stderr : stdout).write(USAGE)
  process.exitCode = flags === undefined ? 1 : 0
} else {
  loadEnvironmentFile(process.env)
  const doctorRun = runChecks(process.env)
  if (flags.json) {
    const jsonReport = await createJsonReport(doctorRun)
    stdout.write(`${JSON.stringify(jsonReport, undefined, 2)}\n`)
    process.exitCode = jsonReport.ok ? 0 : 1
  } else {
    const isOk = await printReport(doctorRun, {
      color: stdout.isTTY && stdout.hasColors(),
      width: Math.min(stdout.isTTY ? stdout.columns : 100, 110),
      write: (text) => stdout.write(text),
      progress: stdout.isTTY ? (text) => stdout.write(`\r\u001b[2K${text}`) : undefined,
    })
    process.exitCode = isOk ? 0 : 1
  }
}

function parseFlags(): { json: boolean; help: boolean } | undefined {
  try {
    const { values } = parseArgs({
      options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    })
    return { json: values.json ?? false, help: values.help ?? false }
  } catch (err) {
    process.stderr.write(`${err instanceof Error ? err.message : String(err)}\n\n`)
    return undefined
  }
}
